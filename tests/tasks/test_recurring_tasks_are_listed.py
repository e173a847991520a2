"""The recurring tasks that run stand in a list; one is ended there, with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.calendar_file import load_calendar
from committee.core.db import db, transaction
from committee.domain.recurring import Rhythm, following, read_rule
from committee.tasks import operations
from committee.tasks.models import Task
from committee.tasks.operations.rules import set_rules
from tests.cast import BY, REPORTER, SECRETARIAT, STRANGER
from tests.figures.october import statements
from tests.tasks.desk import TODAY


def begin(desk, code: str = "BC-THANG") -> int:
    said = desk.said(code=code, title="Báo cáo tiến độ BHYT", due_on=None)
    series_id: int = desk.do(
        operations.start_series,
        assignment=said,
        rhythm="monthly",
        due_rule="after:5",
        from_on=date(2024, 9, 1),
        by=SECRETARIAT,
    )
    with transaction():
        operations.make_due_instances(today=TODAY, by=BY, now=clock.now())
    return series_id


def test_a_series_is_listed_with_what_comes_next_and_who_began_it(desk, browser_of) -> None:
    assert "Không có nhiệm vụ định kỳ nào đang chạy." in browser_of(SECRETARIAT).open("/tasks/series").text
    begin(desk)

    page = browser_of(SECRETARIAT).open("/tasks/series")

    for said in (
        "BC-THANG",
        "Hằng tháng",
        "01/11/2024 – 30/11/2024",
        "06/12/2024",
        "01/10/2024",
        "Thị trấn Nàng Mau",
        SECRETARIAT.name,
    ):
        assert said in page.text
    assert "/tasks/series" in browser_of(SECRETARIAT).open("/tasks").html
    assert "BC-THANG" not in browser_of(STRANGER).open("/tasks/series").text


def test_the_next_due_day_is_the_one_the_task_will_have(desk, browser_of) -> None:
    said = {"extensions": None, "notice_days": None, "strict": None, "moves": True}
    desk.do(set_rules, committee_id=desk.committee_id, **said, by=SECRETARIAT)
    whole = desk.said(code="BC-THANG", due_on=None)
    series = {"assignment": whole, "rhythm": "monthly", "due_rule": "last", "from_on": date(2024, 11, 1)}
    desk.do(operations.start_series, **series, by=SECRETARIAT)

    listed = browser_of(SECRETARIAT).open("/tasks/series").text
    desk.do(operations.make_due_instances, today=date(2024, 11, 1), by=SECRETARIAT)

    # The month ends on a Saturday, and this committee's days move on to the next that is worked.
    assert db.session.scalars(select(Task.due_on)).all() == [date(2024, 12, 2)]
    assert "02/12/2024" in listed


def test_a_series_is_ended_with_a_reason_by_whoever_gives_its_tasks(desk, browser_of) -> None:
    series_id = begin(desk)
    secretary, reporter = browser_of(SECRETARIAT), browser_of(REPORTER)
    address = f"/tasks/series/{series_id}/ending"

    assert reporter.ask("GET", address).status_code == 404
    secretary.open(address)
    assert secretary.press("Kết thúc chuỗi nhiệm vụ").errors == ["Ghi rõ lý do kết thúc chuỗi nhiệm vụ định kỳ."]
    done = secretary.press("Kết thúc chuỗi nhiệm vụ", reason="Sáp nhập xã")

    assert "BC-THANG" not in [cell.text for cell in done.find(".//table[@id='series']//td")]
    kept = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "end series")).one()
    assert kept["reason"] == "Sáp nhập xã"
    assert secretary.ask("GET", address).status_code == 404


def test_the_list_costs_the_same_for_ten_series_as_for_one(desk, browser_of) -> None:
    begin(desk)
    secretary = browser_of(SECRETARIAT)
    few = statements(lambda: secretary.ask("GET", "/tasks/series"))
    for number in range(9):
        begin(desk, f"BC-{number}")

    assert statements(lambda: secretary.ask("GET", "/tasks/series")) == few


@pytest.mark.parametrize(
    ("made_to", "to_on", "first", "due_on"),
    [
        (None, None, date(2024, 9, 1), date(2024, 9, 15)),
        (date(2024, 9, 1), None, date(2024, 10, 1), date(2024, 10, 15)),
        (date(2024, 9, 1), date(2024, 9, 30), None, None),
        (date(2024, 9, 1), date(2024, 10, 1), date(2024, 10, 1), date(2024, 10, 15)),
    ],
)
def test_what_comes_next(made_to, to_on, first, due_on) -> None:
    found = following(
        rhythm=Rhythm.MONTHLY,
        rule=read_rule("day:15", Rhythm.MONTHLY),
        from_on=date(2024, 9, 10),
        to_on=to_on,
        made_to=made_to,
        calendar=load_calendar(),
    )

    assert (found and found.period.first, found and found.due_on) == (first, due_on)
