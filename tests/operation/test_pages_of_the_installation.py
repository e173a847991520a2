"""An administrator sees the settings in force and how the installation is, and changes a year's rhythm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.jobs.ticker import run_by_hand
from committee.jobs.timetable import job_named
from committee.operation.shown import MEANINGS
from committee.targets.operations import set_plan
from committee.targets.queries import plan_of
from tests.architecture.test_documents import settings as documented_settings
from tests.cast import ADMINISTRATOR, BY, CHAIR, EVERYBODY, REPORTER, SECRETARIAT, Cast
from tests.conftest import KEY, MORNING
from tests.web.browser import Browser, Page
from tests.web.looks import too_wide, violations
from tests.web.served import chromium, served, sign_in

PAGES = ("/settings", "/settings/plans/2024", "/health")
BrowserOf = Callable[..., Browser]


@pytest.fixture
def year(app: Flask, cast: Cast) -> int:
    """The plan of 2024."""
    with transaction():
        set_plan(year=2024, cut_off_day=14, rhythm="monthly", by=BY, now=MORNING)
    return 2024


def test_only_whoever_keeps_the_settings_has_these_pages(browser_of: BrowserOf, year: int) -> None:
    for person in EVERYBODY:
        browser = browser_of(person)
        found = {path: browser.ask("GET", path).status_code for path in PAGES}
        assert set(found.values()) == ({200} if person is ADMINISTRATOR else {404}), person


def test_the_settings_are_shown_with_where_they_come_from_and_no_secret(browser_of: BrowserOf, year: int) -> None:
    page = browser_of(ADMINISTRATOR).open("/settings")

    rows = {name: [cell.text for cell in row.findall("td")] for name, row in named_rows(page).items()}
    assert rows["BASE_URL"] == ["http://localhost:8000", "mặc định"]
    assert rows["SECRET_KEY"] == ["được giữ kín", "biến môi trường"]
    assert rows["DATABASE_URL"][1] == "biến môi trường"
    assert KEY not in page.html
    assert page.find(".//nav[@class='tabs no-print']")


def test_no_setting_is_left_out_but_what_is_said_by_another() -> None:
    said_by_another = {"LANGUAGE", "SECRET_KEY_FILE", "SMTP_PASSWORD_FILE", "SMTP_PORT"}
    of_the_process = {"FLASK_DEBUG", "PROMETHEUS_MULTIPROC_DIR"}

    assert set(MEANINGS) | said_by_another | of_the_process == documented_settings()


def test_a_years_rhythm_is_changed_and_kept_with_what_stood_before(browser_of: BrowserOf, year: int) -> None:
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/settings/plans/{year}")

    page = browser.press("Lưu", cut_off_day="25", rhythm="quarterly")

    assert page.path == "/settings"
    assert page.notes == ["Đã sửa kế hoạch năm 2024."]
    assert (plan_of(year).cut_off_day, plan_of(year).rhythm) == (25, "quarterly")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "plan set").order_by(AuditEntry.id)).all()[
        -1
    ]
    assert entry.facts["before"] == {"cut_off_day": 14, "rhythm": "monthly"}
    assert entry.facts["after"] == {"cut_off_day": 25, "rhythm": "quarterly"}


def test_an_empty_day_is_the_months_end(browser_of: BrowserOf, year: int) -> None:
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/settings/plans/{year}")

    browser.press("Lưu", cut_off_day="")

    assert plan_of(year).cut_off_day is None


@pytest.mark.parametrize("typed", ["0", "32", "-1", "mười", "1,5", "٣", "999"])
def test_a_day_that_is_none_is_refused_and_stays_as_typed(browser_of: BrowserOf, year: int, typed: str) -> None:
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/settings/plans/{year}")

    page = browser.press("Lưu", cut_off_day=typed)

    assert page.status == 422
    assert page.errors
    assert page.find(".//input[@name='cut_off_day']")[0].get("value") == typed
    assert plan_of(year).cut_off_day == 14


def test_changing_it_later_asks_again_who_it_is(browser_of: BrowserOf, year: int) -> None:
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/settings/plans/{year}")
    clock.stop_at(MORNING + timedelta(minutes=11))

    page = browser.press("Lưu", cut_off_day="25")

    assert page.find(".//input[@type='password']")
    assert plan_of(year).cut_off_day == 14


@pytest.mark.parametrize("person", [CHAIR, SECRETARIAT, REPORTER])
def test_nobody_else_changes_it(browser_of: BrowserOf, year: int, person) -> None:
    browser = browser_of(person)
    browser.open("/account")

    answer = browser.send(f"/settings/plans/{year}", cut_off_day="25", rhythm="monthly")

    assert answer.status_code == 404
    assert plan_of(year).cut_off_day == 14


def test_health_says_what_is_well_what_is_not_and_what_it_runs_on(browser_of: BrowserOf) -> None:
    run_by_hand(job_named("verify"))
    clock.stop_at(MORNING + timedelta(hours=27))

    page = browser_of(ADMINISTRATOR).open("/health")

    assert "Có việc cần kiểm tra." in page.text  # no sweep for more than a day
    assert "Cơ sở dữ liệu" in page.text
    jobs = {name: "".join(row.itertext()) for name, row in headed_rows(page).items()}
    assert set(jobs) == {
        "Gửi đầu chuỗi nhật ký ra ngoài hệ thống để lưu giữ",
        "Chuyển việc đang làm theo chức danh",
        "Xóa dữ liệu đã hết hạn lưu",
        "Giao nhiệm vụ định kỳ của kỳ mới",
        "Nhắc việc sắp đến hạn và quá hạn",
        "Rà soát đơn vị chậm tiến độ",
        "Kiểm tra nhật ký và các số tổng hợp",
    }
    assert "Cần kiểm tra" in jobs["Kiểm tra nhật ký và các số tổng hợp"]
    assert "Chưa chạy" in jobs["Rà soát đơn vị chậm tiến độ"]
    assert ("SQLite" in page.text) != ("PostgreSQL" in page.text)
    assert "0.1.0" in page.text


def named_rows(page: Page) -> dict[str, Element]:
    """Return the rows of the tables by the name in code at their head."""
    return {row.find("th//code").text: row for row in page.find(".//tr") if row.find("th//code") is not None}


def headed_rows(page: Page) -> dict[str, Element]:
    """Return the rows of the table of jobs by the name at their head."""
    rows = page.find(".//table[@id='jobs']/tbody/tr")
    return {(row.findtext("th") or "").strip(): row for row in rows}


@pytest.mark.browser
@pytest.mark.one_engine
@pytest.mark.parametrize("width", [360, 1366])
def test_the_pages_are_open_to_everybody_and_fit(app: Flask, cast: Cast, year: int, width: int) -> None:
    db.session.remove()
    with served(app) as address, chromium(address, width=width) as page:
        sign_in(page, ADMINISTRATOR)
        for path in PAGES:
            page.goto(path)
            assert violations(page) + too_wide(page) == []
