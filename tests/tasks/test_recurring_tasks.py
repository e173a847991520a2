"""A task that comes back: one for each period, and one that was missed stays where everybody sees it."""

from __future__ import annotations

from datetime import date

import pytest

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.errors import DomainError
from committee.jobs.ledger import Run
from committee.jobs.recur import NotAllGiven
from committee.jobs.timetable import job_named
from committee.tasks import operations, queries
from committee.tasks.models import TaskSeries
from committee.tasks.queries import TaskFilter
from tests.cast import CHAIR, REPORTER, SECRETARIAT
from tests.tasks.desk import TODAY, Desk, at


def started(desk: Desk, **more) -> int:
    usual = {"rhythm": "monthly", "due_rule": "last", "from_on": date(2024, 8, 5), "to_on": None}
    said = desk.said(code="BC-THANG", due_on=None, coordinators=(desk.unit("31318"),))
    return desk.do(operations.start_series, **{"assignment": said, **usual, **more}, by=SECRETARIAT)


def made(desk: Desk, day: date = TODAY) -> list[int]:
    return desk.do(lambda by, now: operations.make_due_instances(today=day, by=by, now=now), by=SECRETARIAT)


def test_each_period_has_one_instance_and_a_missed_one_stays_visible(desk: Desk) -> None:
    series = started(desk)
    first = made(desk)
    again = made(desk)
    desk.do(operations.submit, task_id=first[2], product="1/BC", by=REPORTER)
    desk.do(operations.accept, task_id=first[2], by=CHAIR)

    rows = queries.tasks(TaskFilter(series_id=series), day=TODAY)

    assert (len(first), again) == (3, [])
    assert sorted((row.code, row.period_on, row.due_on, row.status) for row in rows) == [
        ("BC-THANG/01-08-2024", date(2024, 8, 1), date(2024, 8, 31), "open_overdue"),
        ("BC-THANG/01-09-2024", date(2024, 9, 1), date(2024, 9, 30), "open_overdue"),
        ("BC-THANG/01-10-2024", date(2024, 10, 1), date(2024, 10, 31), "done_on_time"),
    ]
    assert {party.name for row in rows for party in row.coordinators} == {"Phường I"}


def test_a_series_ends_and_what_was_made_stays(desk: Desk) -> None:
    series = started(desk)
    before = made(desk, date(2024, 9, 2))
    desk.do(operations.end_series, series_id=series, by=SECRETARIAT)

    after = made(desk)

    assert (len(before), after) == (2, [])
    with pytest.raises(DomainError, match="ended already"):
        desk.do(operations.end_series, series_id=series, by=SECRETARIAT)


def test_a_series_that_says_nothing_sensible_is_refused(desk: Desk) -> None:
    for more, sentence in (
        ({"rhythm": "daily"}, "comes back weekly"),
        ({"due_rule": "day:32"}, "between 1 and 31"),
        ({"to_on": date(2024, 8, 4)}, "before its first"),
        ({"from_on": date(2004, 8, 5)}, "days gone by"),
        ({"assignment": desk.said(code="")}, "needs a code"),
        ({"assignment": desk.said(code="X" * 50)}, "longer than 41"),
        ({"assignment": desk.said(code="X", secrecy="mật")}, "keeps no secret documents"),
    ):
        with pytest.raises(DomainError, match=sentence):
            started(desk, **more)

    assert made(desk) == []


def given(day: date) -> dict[str, object]:
    """Let the timetable give what comes back, as on a day."""
    moment = at(day)
    clock.stop_at(moment)
    return dict(job_named("recur").call(Run(day, moment, moment, lambda: False)))


def test_the_timetable_gives_what_comes_back_once(desk: Desk) -> None:
    started(desk)

    assert [given(day) for day in (date(2024, 9, 1), date(2024, 9, 2), date(2024, 11, 1))] == [
        {"given": 2},
        {},
        {"given": 2},
    ]


def test_a_code_somebody_used_before_keeps_no_series_from_going_on(desk: Desk) -> None:
    series = started(desk, from_on=date(2024, 10, 1))
    for code in ("BC-THANG/01-10-2024", "BC-THANG/01-10-2024 (2)"):
        desk.assign(code=code)

    assert given(TODAY) == {"given": 1}
    assert [row.code for row in queries.tasks(TaskFilter(series_id=series), day=TODAY)] == ["BC-THANG/01-10-2024 (3)"]


def test_a_series_that_cannot_go_on_keeps_no_other_from_it(desk: Desk) -> None:
    bad, good = started(desk, from_on=date(2024, 10, 1)), started(desk, from_on=date(2024, 10, 1))
    with transaction() as session:
        broken = session.get_one(TaskSeries, bad)
        broken.template = {**broken.template, "lead": {"kind": "seat", "id": 2_000_000_000, "name": ""}}

    with pytest.raises(NotAllGiven):
        given(TODAY)

    assert {row.series_id for row in queries.tasks(day=TODAY)} == {good}


def test_beginning_a_series_on_the_page_gives_no_tasks_of_others(desk: Desk, browser_of) -> None:
    """Whoever gives a task sees it: nobody comes by those of another committee so."""
    started(desk, from_on=date(2024, 10, 1))
    secretary = browser_of(SECRETARIAT)
    secretary.open("/tasks/new")
    said = {"code": "BC-TUAN", "title": "Báo cáo tuần", "lead": "31441", "deliverable": "Báo cáo"}
    more = {"rhythm": "weekly", "due_rule": "last", "content": "x", "responsibility": "x", "authority": "x"}
    secretary.press("Giao việc", **said, **more)

    assert {row.code.partition("/")[0] for row in queries.tasks(day=TODAY)} == {"BC-TUAN"}


def test_a_series_goes_on_in_the_name_of_whoever_began_it_until_it_is_ended_on_a_page(desk: Desk, browser_of) -> None:
    series = started(desk, from_on=date(2024, 10, 1))
    given(TODAY)
    task = queries.tasks(TaskFilter(series_id=series), day=TODAY)[0]
    secretary = browser_of(SECRETARIAT)

    page = secretary.open(f"/tasks/{task.id}")
    assert "Hằng tháng" in page.text
    page = secretary.press("Kết thúc chuỗi nhiệm vụ")
    assert page.errors == ["Ghi rõ lý do kết thúc chuỗi nhiệm vụ định kỳ."]
    page = secretary.press("Kết thúc chuỗi nhiệm vụ", **{"series-reason": "Sáp nhập xã"})

    [entry] = db.session.query(AuditEntry).filter_by(action="end series")
    assert entry.facts["reason"] == "Sáp nhập xã"
    assert task.assigned_by_name == SECRETARIAT.name
    assert "Chuỗi nhiệm vụ đã kết thúc" in page.text
    assert "Kết thúc chuỗi nhiệm vụ" not in page.text
    assert given(date(2024, 11, 1)) == {}
