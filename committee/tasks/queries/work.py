"""Work that waits for somebody: one's own, what one decides about, what falls due, and what a seat leaves behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select

from committee.core.db import db
from committee.domain.task_status import THIS_WEEK, When, when_to_do
from committee.tasks.models import Task, TaskExtension, TaskSubmission
from committee.tasks.queries.rows import WAITING, TaskRow, read_rows, task_statement
from committee.tasks.queries.seen import Eyes, decided_by, reported_by
from committee.tasks.queries.status import is_open

MOST_SHOWN = 200


@dataclass(frozen=True)
class Work:
    """What somebody has to do with open tasks on a day, each list by the due day.

    `to_do` is theirs to do; `sent` is theirs too and waits for the committee's answer; `to_answer` waits for theirs:
    submissions sent and extensions asked for by others. No more than `MOST_SHOWN` of one's own are read, and as many of
    the others: `unread` counts the rest of one's own by when they are due, `unread_to_answer` that of the others.
    """

    to_do: list[TaskRow]
    sent: list[TaskRow]
    to_answer: list[TaskRow]
    unread: Mapping[When, int] = field(default_factory=dict)
    unread_to_answer: int = 0


def when_of(row: TaskRow, today: date) -> When:
    """Return when an open task is to be done."""
    is_sent = row.waiting_since is not None
    return when_to_do(due_on=row.due_on, is_standing=row.is_standing, is_sent=is_sent, today=today)


def work_of(eyes: Eyes) -> Work:
    """Return somebody's work, without what is assigned from a later day on. Ten statements at most."""
    mine = _open(eyes, reported_by(eyes))
    others = (decided_by(eyes), or_(_submitted_by_others(eyes), _asked_by_others(eyes)))
    answer = _open(eyes, *others)
    read = Counter(when_of(row, eyes.on) for row in mine)
    every = _counts(eyes, reported_by(eyes)) if len(mine) == MOST_SHOWN else read
    unread_to_answer = sum(_counts(eyes, *others).values()) - MOST_SHOWN if len(answer) == MOST_SHOWN else 0
    return Work(
        to_do=[row for row in mine if row.waiting_since is None],
        sent=[row for row in mine if row.waiting_since is not None],
        to_answer=answer,
        unread=every - read,
        unread_to_answer=unread_to_answer,
    )


def open_with_due_between(first: date, last: date, *, today: date) -> list[TaskRow]:
    """Return the open tasks due between two days, both included, standing directives left out; for reminders.

    `due_on` is the day in force now. A task whose result waits for its answer is among them: see `waiting_since`.
    """
    due = (Task.due_on >= first, Task.due_on <= last, Task.is_standing.is_(False), Task.assigned_on <= today)
    statement = task_statement(today).where(is_open(), *due).order_by(Task.due_on, Task.id)
    return read_rows(statement, today=today)


def open_with_due_around(today: date, *, before: int, after: int) -> list[TaskRow]:
    """Return the open tasks due from `before` days ago to `after` days ahead."""
    return open_with_due_between(today - timedelta(days=before), today + timedelta(days=after), today=today)


def open_per_seat(seat_ids: Collection[int]) -> dict[int, int]:
    """Return {seat: how many open tasks it leads}; seats without any are absent. One statement."""
    rows = (
        select(Task.lead_seat_id, func.count())
        .where(Task.lead_seat_id.in_(seat_ids), is_open())
        .group_by(Task.lead_seat_id)
    )
    return {seat_id: many for seat_id, many in db.session.execute(rows) if seat_id is not None}


def _counts(eyes: Eyes, *conditions: ColumnElement[bool]) -> Counter[When]:
    """Return how many open tasks there are of each of `When`, as `when_to_do` says."""
    is_sent = Task.id.in_(select(TaskSubmission.task_id).where(TaskSubmission.state == WAITING))
    when = case(
        (is_sent, When.SENT.value),
        (or_(Task.is_standing, Task.due_on.is_(None), Task.due_on > eyes.on + THIS_WEEK), When.LATER.value),
        (Task.due_on < eyes.on, When.OVERDUE.value),
        else_=When.SOON.value,
    ).label("due")
    found = select(when).where(is_open(), Task.assigned_on <= eyes.on, *conditions).subquery()
    rows = db.session.execute(select(found.c.due, func.count()).group_by(found.c.due))
    return Counter({When(key): many for key, many in rows})


def _open(eyes: Eyes, *conditions: ColumnElement[bool]) -> list[TaskRow]:
    statement = task_statement(eyes.on).where(is_open(), Task.assigned_on <= eyes.on, *conditions)
    in_order = statement.order_by(Task.due_on.is_(None), Task.due_on, Task.id).limit(MOST_SHOWN)
    return read_rows(in_order, today=eyes.on)


def _submitted_by_others(eyes: Eyes) -> ColumnElement[bool]:
    by = TaskSubmission.by_id
    others = or_(by.is_(None), by != eyes.account_id)
    return Task.id.in_(select(TaskSubmission.task_id).where(TaskSubmission.state == WAITING, others))


def _asked_by_others(eyes: Eyes) -> ColumnElement[bool]:
    by = TaskExtension.by_id
    others = or_(by.is_(None), by != eyes.account_id)
    return Task.id.in_(select(TaskExtension.task_id).where(TaskExtension.state == WAITING, others))
