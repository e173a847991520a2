"""The first page after signing in says what to do, by when, and when there is nothing."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest

from committee.core import clock
from committee.core.db import db, transaction
from committee.dashboards.my_work import my_work
from committee.domain.access import Role, SeatOf, Viewer
from committee.figures.operations import Typed, accept, return_for_correction, submit
from committee.units.queries import units_on
from tests.cast import DISTRICT_REVIEWER, OTHER_REPORTER, REPORTER, SECRETARIAT, STRANGER, Cast
from tests.conftest import House
from tests.escalation.lagging import ask, case_of, report, sweep_on
from tests.figures.october import CUT_OFF, October, prepared, statements
from tests.tasks.desk import Desk
from tests.web.browser import Page

ALL = {"si_voluntary": 702, "hi_participants": 5010, "campaign_events": 9}


@pytest.fixture
def october(house: House, cast: Cast, tmp_path) -> October:
    """Targets and September's figures of the communes; figures are closed on the 25th."""
    return house.founded("October", lambda: prepared(cast, tmp_path))


def sent(october, code: str = "31441", person=REPORTER, **values: int) -> list[int]:
    with transaction():
        typed = {indicator: Typed(value) for indicator, value in values.items()}
        unit_id, by = october.cast.units[code], october.cast.actor(person)
        submit(unit_id=unit_id, as_of=CUT_OFF, values=typed, by=by, now=clock.now())
    ids = [figure.id for indicator in values for figure in october.figures(code, indicator)]
    db.session.remove()
    return ids


def test_a_reporter_finds_the_report_that_is_due(october, browser_of):
    page = browser_of(REPORTER).open("/")

    assert page.heading == "Việc của tôi"
    assert "Gửi báo cáo tháng 10/2024 – Thị trấn Nàng Mau" in page.text
    assert "còn 3 chỉ tiêu chưa gửi" in page.text
    assert "Còn 4 ngày, hạn 01/11/2024" in page.text
    assert page.find(".//a[@href='/units/31441/reports/2024-10-25']")


def test_a_report_that_is_late_stands_among_the_overdue(october, browser_of):
    clock.stop_at(datetime(2024, 11, 4, 2, 0, tzinfo=UTC))

    page = browser_of(REPORTER).open("/")

    assert "Quá hạn 3 ngày, hạn 01/11/2024" in page.text


def test_a_report_that_came_back_is_corrected_first(october, browser_of):
    ids = sent(october, **ALL)
    with transaction():
        by = october.cast.actor(DISTRICT_REVIEWER)
        return_for_correction(figure_ids=ids, reason="Thiếu ấp", by=by, now=clock.now())

    page = browser_of(REPORTER).open("/")

    assert "Sửa và gửi lại báo cáo tháng 10/2024 – Thị trấn Nàng Mau" in page.text


def test_what_was_sent_waits_for_an_answer(october, browser_of):
    sent(october, **ALL)

    page = browser_of(REPORTER).open("/")

    assert "Không còn việc nào đến hạn." in page.text
    assert "Đang chờ phản hồi" in page.text
    assert "gửi lúc 09:00 ngày 28/10/2024" in page.text


def to_do(page: Page) -> list[Element]:
    """Return the links to what is due, overdue first."""
    return [link for when in ("overdue", "soon") for link in page.find(f".//section[@id='{when}']//a[@class='go']")]


@pytest.mark.one_engine
def test_whoever_finishes_everything_reaches_zero(october, browser_of):
    """A report, a task and the news of it: done from the first page on, nothing is left on it."""
    desk = Desk(october.cast)
    desk.assign(title="Việc tuần này", due_on=date(2024, 11, 1))
    reporter = browser_of(REPORTER)
    done = []
    while jobs := to_do(reporter.open("/")):
        job = jobs[0].text
        assert job not in done, f"“{job}” is done and stands there again"
        done.append(job)
        page = reporter.open(jobs[0].get("href"))
        if job.startswith("Gửi báo cáo"):
            page = reporter.press("Kiểm tra và gửi", **{f"value_{name}": str(value) for name, value in ALL.items()})
            reasons = {one.get("name"): "theo danh sách" for one in page.find(".//textarea")}
            reporter.press("Gửi báo cáo tháng 10/2024", **reasons)
        elif job.startswith("Thực hiện"):
            reporter.press("Gửi báo cáo hoàn thành", **{"submission-product": "15/BC-UBND"})
        else:
            reporter.press("Đánh dấu đã đọc")
    page = reporter.page

    assert [one.split()[0] for one in done] == ["Gửi", "Thực", "Đọc"]
    assert "Không còn việc nào đến hạn." in page.text


def test_nothing_to_do_says_when_the_next_report_is_due(october, browser_of):
    ids = sent(october, **ALL)
    with transaction():
        accept(figure_ids=ids, by=october.cast.actor(DISTRICT_REVIEWER), now=clock.now())

    page = browser_of(REPORTER).open("/")

    assert "Kỳ tới: báo cáo tháng 11/2024, mở ngày 25/11/2024, hạn gửi 02/12/2024." in page.text
    assert not page.find(".//section")
    assert page.find(".//main//a[@href='/units/31441']")


def test_a_reviewer_finds_how_many_reports_wait(october, browser_of):
    sent(october, si_voluntary=400)
    sent(october, "31444", OTHER_REPORTER, si_voluntary=510)

    page = browser_of(DISTRICT_REVIEWER).open("/")

    assert "Duyệt 2 báo cáo tháng 10/2024" in page.text
    assert "1 báo cáo có số liệu bất thường" in page.text


@pytest.mark.one_engine
def test_a_case_is_confirmed_by_its_unit_and_by_nobody_else(cast, browser_of):
    towns = [cast.units["31441"], cast.units["31444"]]
    ask(towns, target=1000)
    for town, value in zip(towns, (600, 760), strict=True):
        report(town, date(2024, 9, 30), value)
    sweep_on(date(2024, 10, 28))
    job = "Xác nhận đã nhận thông báo Thị trấn Nàng Mau chậm tiến độ: Số người tham gia BHXH tự nguyện"

    page = browser_of(REPORTER).open("/")

    assert job in page.text
    assert page.find(f".//a[@href='/cases/{case_of(towns[0]).id}']")
    assert job not in browser_of(DISTRICT_REVIEWER).open("/").text


def test_ones_own_reports_are_not_waiting_for_oneself(october, browser_of):
    sent(october, person=SECRETARIAT, si_voluntary=702)

    assert "Duyệt 1" not in browser_of(SECRETARIAT).open("/").text


def test_who_has_no_role_has_nothing_to_do(october, browser_of):
    assert "Không còn việc nào đến hạn." in browser_of(STRANGER).open("/").text


def test_signing_in_ends_at_ones_work(october, browser_of):
    assert browser_of(REPORTER).page.heading == "Việc của tôi"


def test_the_page_travels_light_and_waits_for_nothing(october, browser_of):
    page = browser_of(REPORTER).open("/")

    assert len(gzip.compress(page.html.encode())) <= 25_000
    assert not page.find(".//link[@rel='stylesheet']")
    assert not page.find(".//script")


@pytest.mark.one_engine
def test_who_reports_for_many_units_costs_as_many_statements_as_for_one(october):
    codes = ["31441", "31318", "31321", "31444"]
    units = units_on({october.cast.units[code] for code in codes}, date(2024, 10, 28))
    seats = [SeatOf(Role.REPORTER, unit.unit_id, unit.path) for unit in units.values()]

    one, four = (
        statements(lambda wanted=wanted: my_work(Viewer(1, "", tuple(wanted)), date(2024, 10, 28)))
        for wanted in (seats[:1], seats)
    )

    assert one == four
    assert four <= 20
