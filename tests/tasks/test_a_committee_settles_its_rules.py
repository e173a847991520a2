"""A committee settles how deadlines are read and when more time is given; others follow the installation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from committee.audit.models import AuditEntry
from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.domain.conclusions.proposals import proposals
from committee.domain.deadline_words import read_deadline
from committee.domain.errors import DomainError
from committee.domain.house_rules import HouseRules, refuse_rules
from committee.domain.recurring import Rhythm, due_of, period_of, read_rule
from committee.tasks import operations, queries
from committee.tasks.operations.rules import set_rules
from committee.tasks.queries.rules import rules_of
from tests.cast import CHAIR, MEMBER, REPORTER, SECRETARIAT
from tests.tasks.desk import Desk
from tests.tasks.lists import rows_of
from tests.tasks.test_giving_a_task_on_the_page import WHOLE

ISSUED = date(2025, 6, 2)
# words: strict; inclusive; strict and moving; inclusive and moving (21/6 and 22/6/2025 are a weekend)
READINGS = {
    "trước ngày 20/6": ("2025-06-19", "2025-06-20", "2025-06-19", "2025-06-20"),
    "trước ngày 23/6/2025": ("2025-06-22", "2025-06-23", "2025-06-22", "2025-06-23"),
    "trước ngày 21/6/2025": ("2025-06-20", "2025-06-21", "2025-06-20", "2025-06-23"),
    "chậm nhất ngày 21/6/2025": ("2025-06-21", "2025-06-21", "2025-06-23", "2025-06-23"),
    "đến hết ngày 20/6/2025": ("2025-06-20",) * 4,
    "trong tháng 8/2025": ("2025-08-31", "2025-08-31", "2025-09-03", "2025-09-03"),
    "trước tháng 9/2025": ("2025-08-31",) * 4,
    "trong 5 ngày kể từ ngày ban hành": ("2025-06-07", "2025-06-07", "2025-06-09", "2025-06-09"),
}
RULES = [HouseRules(strict=strict, moves=moves) for moves in (False, True) for strict in (True, False)]


@pytest.mark.parametrize("words", READINGS)
def test_each_reading_of_a_deadline(words: str) -> None:
    """Story 002-6: “trước ngày 20/6” ends on 19/6, or on 20/6 where the committee counts the day itself."""
    calendar = load_calendar()
    how = [{"strict": rules.strict, "moves": rules.moves, "calendar": calendar} for rules in RULES]
    found = [read_deadline(words, issued_on=ISSUED, **one) for one in how]
    pasted = [proposals(f"1. BHXH tỉnh báo cáo {words}.", issued_on=ISSUED, **one)[0].deadline.due_on for one in how]

    days = [date.fromisoformat(day) for day in READINGS[words]]
    assert [one.due_on for one in found] == days == pasted
    assert not any(one.certain for one in found if "named" in one.params)


def test_a_series_and_a_typed_day_move_only_where_it_is_settled() -> None:
    calendar, august = load_calendar(), period_of(date(2025, 8, 1), Rhythm.MONTHLY)
    last = read_rule("last", Rhythm.MONTHLY)

    assert [due_of(august, last, calendar=calendar, moves=moves) for moves in (False, True)] == [
        date(2025, 8, 31), date(2025, 9, 3),
    ]  # fmt: skip
    assert HouseRules().due_day(date(2025, 6, 21), calendar) == date(2025, 6, 21)
    assert HouseRules(moves=True).due_day(date(2025, 6, 21), calendar) == date(2025, 6, 23)
    assert HouseRules(moves=True).due_day(date(2025, 6, 20), calendar) == date(2025, 6, 20)
    for extensions, notice in ((10, 0), (-1, 0), (0, 61), (None, -1)):
        with pytest.raises(DomainError):
            refuse_rules(extensions, notice)
    refuse_rules(0, 60)
    refuse_rules(None, None)


def settled(desk: Desk, **said: object) -> None:
    usual = {"extensions": None, "notice_days": None, "strict": None, "moves": None}
    desk.do(set_rules, committee_id=desk.committee_id, **{**usual, **said}, by=SECRETARIAT)


def test_without_rules_of_its_own_a_committee_follows_the_installation(app, desk: Desk) -> None:
    assert rules_of(desk.committee_id) == HouseRules()
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(
        settings, task_extensions=2, task_extension_notice=3, deadline_before="inclusive", deadline_day_off="moves"
    )
    try:
        assert rules_of(desk.committee_id) == HouseRules(2, 3, strict=False, moves=True)
        settled(desk, extensions=0, strict=True)
        assert rules_of(desk.committee_id) == HouseRules(0, 3, strict=True, moves=True)
    finally:
        app.extensions["settings"] = settings


def test_how_often_and_how_early_more_time_is_asked_for(desk: Desk) -> None:
    task_id = desk.assign(due_on=date(2024, 11, 1))
    asked = {"task_id": task_id, "reason": "Mưa lũ", "by": REPORTER}

    settled(desk, extensions=0)
    with pytest.raises(DomainError, match="at most"):
        desk.do(operations.ask_extension, wanted_on=date(2024, 11, 8), **asked)
    settled(desk, extensions=2, notice_days=5)
    with pytest.raises(DomainError, match="at least"):
        desk.do(operations.ask_extension, wanted_on=date(2024, 11, 8), **asked)
    settled(desk, extensions=2, notice_days=2)
    for day in (date(2024, 11, 8), date(2024, 11, 15)):
        request = desk.do(operations.ask_extension, wanted_on=day, **asked)
        with pytest.raises(DomainError, match="wait for the answer"):
            desk.do(operations.ask_extension, wanted_on=date(2024, 11, 29), **asked)
        desk.do(operations.approve_extension, extension_id=request, by=CHAIR)
    with pytest.raises(DomainError, match="at most"):
        desk.do(operations.ask_extension, wanted_on=date(2024, 11, 22), **asked)

    assert desk.row(task_id).due_on == date(2024, 11, 15)


def test_files_series_and_the_page_read_days_as_the_committee_does(desk: Desk, browser_of) -> None:
    settled(desk, strict=False, moves=True)
    row = {"due_wording": "trước ngày 15/11/2024"}
    desk.do(operations.import_tasks, rows=rows_of(row, {**row, "code": "KL-02", "committee_unit_code": "93"}), by=CHAIR)
    series = desk.do(
        operations.start_series, assignment=desk.said(code="HT"), rhythm="monthly", due_rule="day:10",
        from_on=date(2024, 11, 1), by=SECRETARIAT,
    )  # fmt: skip
    desk.do(operations.make_instances, series_id=series, today=date(2024, 11, 1), by=SECRETARIAT)
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new")
    page = secretary.press("Giao việc", **{**WHOLE, "due": "16/11/2024"})
    secretary.press("Vẫn giao việc")

    assert "Ngày 16/11/2024 là ngày nghỉ: hạn cuối là ngày 18/11/2024." in page.text
    db.session.rollback()
    due = {one.code: one.due_on for one in queries.tasks(day=date(2024, 11, 30))}
    assert due["KL-01"] == due["KL-02"] == date(2024, 11, 15)
    assert due["HT/01-11-2024"] == date(2024, 11, 11)
    assert date(2024, 11, 18) in due.values()


def test_whoever_gives_the_tasks_settles_the_rules_on_their_page(desk: Desk, browser_of) -> None:
    secretary, address = browser_of(SECRETARIAT), f"/committees/{desk.committee_id}/rules"
    page = secretary.open(f"/committees/{desk.committee_id}")
    assert page.find(f".//a[@href='{address}']")
    secretary.open(address)

    page = secretary.press("Lưu", extensions="12", notice_days="x")
    assert page.errors == ["Số ngày làm việc phải xin gia hạn trước hạn: Đề nghị ghi số nguyên, hoặc để trống."]
    page = secretary.press("Lưu", extensions="12", notice_days="")
    assert page.errors == ["Số lần gia hạn phải từ 0 đến 9."]
    page = secretary.press("Lưu", extensions="2", notice_days="3", strict="no")

    assert page.path == address
    assert [page.find(f".//input[@name='{name}']")[0].get("value") for name in ("extensions", "notice_days")] == [
        "2",
        "3",
    ]
    assert rules_of(desk.committee_id) == HouseRules(2, 3, strict=False)
    [entry] = db.session.query(AuditEntry).filter_by(action="set committee rules")
    none = dict.fromkeys(("extensions", "notice_days", "strict", "moves"))
    assert entry.facts == {"before": none, "after": {**none, "extensions": 2, "notice_days": 3, "strict": False}}
    secretary.press("Lưu", extensions="", notice_days="", strict="")
    assert rules_of(desk.committee_id) == HouseRules()
    for person in (MEMBER, REPORTER):
        assert browser_of(person).open(address).status == 404


@pytest.mark.one_engine
def test_of_two_who_settle_the_rules_at_once_the_second_sees_what_stands_by_now(desk: Desk, browser_of) -> None:
    first, second, address = browser_of(SECRETARIAT), browser_of(SECRETARIAT), f"/committees/{desk.committee_id}/rules"
    first.open(address)
    second.open(address)
    first.press("Lưu", extensions="2", notice_days="3")

    page = second.press("Lưu", extensions="4", notice_days="")
    assert page.status == 409
    assert "Có người đã sửa nội dung này sau khi trang được mở." in page.text
    [row] = [cells for cells in page.find(".//table[@id='versions']/tbody/tr") if "4" in "".join(cells.itertext())]
    assert [" ".join("".join(cell.itertext()).split()) for cell in row.findall("td")] == ["4", "2"]
    assert rules_of(desk.committee_id) == HouseRules(2, 3)

    second.press("Lưu")
    assert rules_of(desk.committee_id) == HouseRules(extensions=4)
