"""Whoever may look into the audit finds who did what, within their units."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.audit.operations import record
from committee.audit.sealing import seal
from committee.core import clock
from committee.core.db import db, transaction
from committee.figures.operations import Typed, submit
from tests import cast as people
from tests.web.looks import too_wide, violations
from tests.web.served import chromium, served, sign_in

pytestmark = pytest.mark.one_engine
SEPTEMBER = date(2024, 9, 30)


@pytest.fixture
def acts(app, cast):
    """A report of Nàng Mau, a change in another commune, and one for the whole house."""
    now = clock.now()
    with transaction():
        submit(
            unit_id=cast.units["31441"],
            as_of=SEPTEMBER,
            values={"si_voluntary": Typed(850)},
            by=cast.actor(people.REPORTER),
            now=now,
        )
        facts = {"before": {"si_voluntary": 1200}, "after": {"si_voluntary": 1300}}
        record(
            action="targets set",
            thing=("unit", cast.units["31318"]),
            facts=facts,
            unit_id=cast.units["31318"],
            by=cast.actor(people.SECRETARIAT),
            now=now,
        )
        facts = {"before": {"cut_off_day": None}, "after": {"cut_off_day": 25}}
        record(action="plan set", thing=("plan", 2024), facts=facts, by=people.BY, now=now)
    return cast


def lines(page) -> list[str]:
    return [" ".join("".join(row.itertext()).split()) for row in page.find(".//table[@id='entries']/tbody/tr")]


def test_an_entry_says_who_did_what_where_and_what_it_was_before(acts, browser_of):
    page = browser_of(people.ADMINISTRATOR).open("/audit?unit=31441&action=figures+submitted")

    assert len(lines(page)) == 1
    assert lines(page)[0].startswith("09:00 ngày 28/10/2024 Võ Minh Đức gửi báo cáo")
    assert "Tính đến ngày: 30/09/2024" in lines(page)[0]
    assert "– → 850" in lines(page)[0]
    assert "Nàng Mau" in lines(page)[0]


def test_the_one_for_a_province_sees_its_units_and_not_the_house(acts, browser_of):
    page = browser_of(people.SUPERVISOR).open("/audit")

    told = " ".join(lines(page))
    assert "gửi báo cáo" in told
    assert "1.200 → 1.300" in told
    assert "kế hoạch năm" not in told
    assert "đăng nhập" not in told


@pytest.mark.parametrize("person", [people.REPORTER, people.MEMBER, people.STRANGER])
def test_whoever_has_no_right_to_it_finds_no_such_page(acts, browser_of, person):
    browser = browser_of(person)

    assert browser.ask("GET", "/audit").status_code == 404
    assert browser.ask("GET", "/audit/1").status_code == 404


def test_an_entry_beyond_reach_is_not_there(acts, browser_of):
    hidden = db.session.scalar(select(AuditEntry.id).where(AuditEntry.action == "plan set"))

    assert browser_of(people.SUPERVISOR).ask("GET", f"/audit/{hidden}").status_code == 404
    assert browser_of(people.SUPERVISOR).ask("GET", "/audit/99999999999").status_code == 404


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=vo+minh+duc", 1),
        ("q=giao+chi+tieu", 1),
        ("q=nang+mau&action=figures+submitted", 1),
        ("action=plan+set", 1),
        ("person=bao.cao%40nangmau.example&action=figures+submitted", 1),
        ("person=khong.co%40example.vn", 0),
        ("from=29/10/2024", 0),
        ("from=28/10/2024&to=28/10/2024&action=targets+set", 1),
        ("thing=plan:2024", 1),
        ("unit=99999", 0),
    ],
)
def test_entries_are_found_by_what_is_typed(acts, browser_of, question, found):
    browser = browser_of(people.ADMINISTRATOR)

    page = browser.open(f"/audit?{question}")

    shown = [line for line in lines(page) if "đăng nhập" not in line]
    assert len(shown) >= found if question.startswith("q=vo") else len(shown) == found
    if not found:
        assert "Không có dòng nhật ký nào phù hợp." in page.text


def test_a_day_that_cannot_be_read_is_told_and_stays_in_its_field(acts, browser_of):
    page = browser_of(people.ADMINISTRATOR).open("/audit?from=hôm+qua")

    assert page.status == 422
    assert page.notes == ["Xin ghi ngày theo dạng ngày/tháng/năm: 28/10/2024."]
    assert page.find(".//input[@id='from']")[0].get("value") == "hôm qua"


def test_one_entry_is_shown_whole_with_its_seal(acts, browser_of):
    seal(now=clock.now())
    chosen = db.session.scalar(select(AuditEntry.id).where(AuditEntry.action == "figures submitted"))

    page = browser_of(people.SUPERVISOR).open(f"/audit/{chosen}")

    assert "Vị trí trong chuỗi" in page.text
    assert "SL-20241028-" in page.text
    assert "Võ Minh Đức · gửi báo cáo" in page.text


def test_what_is_downloaded_is_an_entry_itself(acts, browser_of):
    browser = browser_of(people.SUPERVISOR)

    answer = browser.ask("GET", "/audit?format=csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "Võ Minh Đức" in answer.text
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.thing_kind, last.facts["rows"]) == ("exported", "table", answer.text.count("\r\n") - 1)


def test_the_page_of_a_unit_leads_to_its_audit_where_one_may_look(acts, browser_of):
    led = browser_of(people.SUPERVISOR).open("/units/31441").find(".//p[@id='to-audit']/a")
    other = browser_of(people.REPORTER).open("/units/31441").find(".//p[@id='to-audit']/a")

    assert [link.get("href") for link in led] == ["/audit?unit=31441"]
    assert other == []


def test_a_long_audit_has_pages(acts, browser_of):
    with transaction():
        for number in range(40):
            record(action="plan set", thing=("plan", number), by=people.BY, now=clock.now())
    browser = browser_of(people.ADMINISTRATOR)

    assert len(lines(browser.open("/audit?action=plan+set"))) == 30
    assert len(lines(browser.open("/audit?action=plan+set&page=2"))) == 11


def test_notices_that_were_sent_do_not_hide_what_people_did(acts, browser_of):
    with transaction():
        for number in range(40):
            record(action="announce", thing=("notice", number), by=people.BY, now=clock.now())
    browser = browser_of(people.ADMINISTRATOR)

    page = browser.open("/audit")
    assert "gửi báo cáo" in " ".join(lines(page))
    assert "gửi thông báo" not in " ".join(lines(page))
    assert "Danh sách này chưa gồm 40 lần gửi thông báo." in page.text
    assert browser.ask("GET", "/audit?format=csv").text.count("gửi thông báo") == 0

    (switch,) = page.find(".//p[@id='left-out']/a")
    page = browser.open(switch.get("href"))
    assert sum("gửi thông báo" in line for line in lines(page)) > 20
    assert page.find(".//p[@id='left-out']") == []
    for question in ("action=announce", "thing=notice:7", "q=gui+thong+bao"):
        assert "gửi thông báo" in " ".join(lines(browser.open(f"/audit?{question}"))), question


def test_what_is_kept_as_a_code_is_read_as_words(acts, browser_of):
    facts = {"role": "administrator", "before": {"state": "held"}, "after": {"state": "cancelled"}}
    with transaction():
        record(action="cancel mail", thing=("case", 1), facts=facts, by=people.BY, now=clock.now())

    (line,) = lines(browser_of(people.ADMINISTRATOR).open("/audit?action=cancel+mail"))

    assert "Quản trị hệ thống" in line
    assert "Chờ xác nhận → Đã hủy" in line
    assert not {"administrator", "held", "cancelled"} & set(line.split())


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1366])
def test_the_audit_stands_within_every_screen_and_in_nobodys_way(acts, app, width):
    seal(now=clock.now())
    chosen = db.session.scalar(select(AuditEntry.id).where(AuditEntry.action == "figures submitted"))
    db.session.remove()
    with served(app) as address, chromium(address, width=width) as page:
        sign_in(page, people.SUPERVISOR)
        for path in ("/audit", "/audit?from=nay", f"/audit/{chosen}"):
            page.goto(path)
            assert violations(page) + too_wide(page) == []
