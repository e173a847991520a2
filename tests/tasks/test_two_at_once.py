"""Two people, or two timetables, act on one task at the same moment: what is decided is decided once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, is_sqlite
from committee.members.operations.reconstituting import _lock
from committee.tasks import operations, queries
from committee.tasks.models import Task
from committee.tasks.operations.held import held
from committee.tasks.operations.several import move_due
from tests.cast import BY, CHAIR, MEMBER, OTHER_REPORTER, REPORTER, SECRETARIAT
from tests.tasks.desk import TODAY, Desk, overlapping, together
from tests.tasks.lists import rows_of

DECIDED = ("accept task", "return task", "cancel task")


@pytest.mark.parametrize(
    "names", [("accept", "accept"), ("accept", "cancel"), ("accept", "return"), ("return", "cancel")]
)
def test_one_answer_stands_and_the_other_is_told(app: Flask, desk: Desk, names: tuple[str, str]) -> None:
    task_id = desk.assign()
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)
    chair, secretary = desk.cast.actor(CHAIR), desk.cast.actor(SECRETARIAT)

    refused = together(app, [act(name, task_id, by) for name, by in zip(names, (chair, secretary), strict=True)])

    found = db.session.execute(select(Task.accepted_on, Task.cancelled_on).where(Task.id == task_id)).one()
    written = db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action.in_(DECIDED)))
    # Returned first and stopped then is no contradiction: both stand.
    both = names == ("return", "cancel") and not refused
    assert (len(refused), written) == ((0, 2) if both else (1, 1))
    assert None in found


def act(name: str, task_id: int, by) -> Callable[[], None]:
    """Return one decision, to be taken later."""
    said = {"task_id": task_id, "by": by, "now": clock.now()}
    return {
        "accept": lambda: operations.accept(**said),
        "cancel": lambda: operations.cancel(**said, reason="Trùng"),
        "return": lambda: operations.return_submission(**said, reason="Chưa đủ"),
    }[name]


def test_a_file_and_a_page_accept_one_result_once(app: Flask, desk: Desk) -> None:
    said = {"code": "KL-01", "due_on": "2024-11-30", "assigned_on": "2024-10-28"}
    desk.do(operations.import_tasks, rows=rows_of(said), by=SECRETARIAT)
    task_id = queries.tasks_with_code("KL-01", day=TODAY)[0].id
    desk.do(operations.submit, task_id=task_id, product="1/BC", by=REPORTER)
    row = {**said, "submitted_on": "2024-10-28", "result_document": "1/BC", "accepted_on": "2024-10-28"}
    rows, chair, secretary = rows_of(row), desk.cast.actor(CHAIR), desk.cast.actor(SECRETARIAT)

    refused = together(
        app,
        [
            lambda: operations.import_tasks(rows=rows, by=secretary, now=clock.now()),
            lambda: operations.accept(task_id=task_id, by=chair, now=clock.now()),
        ],
    )

    [sent] = queries.histories_of(task_id, day=TODAY).submissions
    assert sent.state == "accepted"
    # The file came second: it says what is recorded already. Or the page did, and is told.
    assert sent.decided_by_name in {CHAIR.name, SECRETARIAT.name}
    assert bool(refused) is (sent.decided_by_name == SECRETARIAT.name)


def test_a_task_is_handed_down_while_its_committee_is_renewed(app: Flask, desk: Desk) -> None:
    task_id = desk.assign(lead=desk.seat(MEMBER), code="KL-01")
    old, new = desk.cast.seats[MEMBER], desk.cast.seats[CHAIR]
    committee_id, units = desk.committee_id, [desk.cast.units["31318"]]
    by, both_hold = desk.cast.actor(SECRETARIAT), threading.Barrier(2)

    def wait() -> None:
        with suppress(threading.BrokenBarrierError):  # where one writer waits for the other from the beginning
            both_hold.wait(1)

    def hand_down() -> None:
        held(task_id)
        wait()
        operations.sub_assign(parent_id=task_id, unit_ids=units, by=by, now=clock.now())

    def renew() -> None:
        _lock(committee_id)
        wait()
        operations.follow_post(old_seat_id=old, new_seat_id=new, by=by, now=clock.now())

    refused = together(app, [hand_down, renew])

    assert refused == []
    assert desk.row(task_id).lead.id == new
    assert db.session.scalar(select(func.count(Task.id)).where(Task.parent_id == task_id)) == 1


def test_of_two_tasks_only_one_replaces_the_other(app: Flask, desk: Desk) -> None:
    first, second = desk.assign(code="KL-01"), desk.assign(code="KL-02")
    by = desk.cast.actor(SECRETARIAT)

    def stop(task_id: int, replaced_by_id: int) -> None:
        said = {"reason": "Trùng", "replaced_by_id": replaced_by_id}
        operations.cancel(task_id=task_id, **said, by=by, now=clock.now())

    [refused] = together(app, [lambda: stop(first, second), lambda: stop(second, first)])

    assert "stopped itself" in refused
    assert sorted(db.session.scalars(select(Task.cancelled_on.is_(None)))) == [False, True]


def test_no_part_outlasts_the_whole_whoever_moves_which(app: Flask, desk: Desk) -> None:
    whole = desk.assign(code="KL-01")
    units = [desk.cast.units["31318"]]
    [part] = desk.do(operations.sub_assign, parent_id=whole, unit_ids=units, due_on=date(2024, 11, 5), by=SECRETARIAT)
    asked = {"task_id": part, "wanted_on": date(2024, 11, 20), "reason": "Chờ số liệu"}
    extension = desk.do(operations.ask_extension, **asked, by=OTHER_REPORTER)
    said, version = {"by": desk.cast.actor(SECRETARIAT), "now": clock.now()}, desk.row(whole).version

    refused = overlapping(
        app,
        lambda: move_due(task_id=whole, due_on=date(2024, 11, 10), version=version, **said),
        lambda: operations.approve_extension(extension_id=extension, **said),
    )

    assert len(refused) == 1
    assert [desk.row(one).due_on for one in (whole, part)] == [date(2024, 11, 10), date(2024, 11, 5)]


def test_a_code_that_somebody_takes_meanwhile_is_said_in_a_sentence(app: Flask, desk: Desk) -> None:
    first, second = desk.assign(code="KL-01"), desk.assign(code="KL-02")
    by = desk.cast.actor(SECRETARIAT)

    def call(task_id: int) -> None:
        operations.change(task_id=task_id, assignment=desk.said(code="KL-09"), version=1, by=by, now=clock.now())

    refused = overlapping(app, lambda: call(first), lambda: call(second))

    assert len(refused) == 1
    assert dict(sorted(db.session.execute(select(Task.id, Task.code)).all())) == {first: "KL-09", second: "KL-02"}


def test_a_file_that_comes_while_a_task_gets_its_code_is_refused_whole(app: Flask, desk: Desk) -> None:
    by, said = desk.cast.actor(SECRETARIAT), desk.said(code="KL-09", assigned_on=date(2024, 9, 2), due_on=None)
    rows = rows_of({"code": "KL-08"}, {"code": "KL-09", "due_on": "2024-12-20"})

    refused = overlapping(
        app,
        lambda: operations.assign(assignment=said, by=by, now=clock.now()),
        lambda: operations.import_tasks(rows=rows, by=by, now=clock.now()),
    )

    # Where there is one writer, the file comes second and changes the task that has the code by then.
    codes = db.session.scalars(select(Task.code).order_by(Task.code)).all()
    expected = (["KL-08", "KL-09"], 0) if is_sqlite() else (["KL-09"], 1)
    assert (codes, len(refused)) == expected


def test_two_submissions_at_once_are_one(app: Flask, desk: Desk) -> None:
    task_id = desk.assign()
    by = desk.cast.actor(REPORTER)

    refused = together(
        app,
        [lambda: operations.submit(task_id=task_id, product="1/BC", by=by, now=clock.now()) for _ in range(3)],
    )

    assert len(refused) == 2
    assert [sent.seq for sent in queries.histories_of(task_id, day=TODAY).submissions] == [1]


def test_own_codes_are_given_once(app: Flask, desk: Desk) -> None:
    by, said = desk.cast.actor(SECRETARIAT), desk.said()

    refused = together(app, [lambda: operations.assign(assignment=said, by=by, now=clock.now()) for _ in range(4)])

    assert refused == []
    assert sorted(db.session.scalars(select(Task.code))) == ["NV-1", "NV-2", "NV-3", "NV-4"]


def test_two_timetables_make_each_instance_once(app: Flask, desk: Desk) -> None:
    desk.do(
        operations.start_series,
        assignment=desk.said(code="BC-THANG", due_on=None),
        rhythm="monthly",
        due_rule="after:5",
        from_on=date(2024, 7, 1),
        by=SECRETARIAT,
    )

    refused = together(
        app,
        [lambda: operations.make_due_instances(today=TODAY, by=BY, now=clock.now()) for _ in range(3)],
    )

    made = db.session.execute(select(Task.period_on, Task.due_on).order_by(Task.period_on)).all()
    assert refused == []
    assert [tuple(row) for row in made] == [
        (date(2024, 7, 1), date(2024, 8, 7)),
        (date(2024, 8, 1), date(2024, 9, 10)),
        (date(2024, 9, 1), date(2024, 10, 7)),
        (date(2024, 10, 1), date(2024, 11, 7)),
    ]
