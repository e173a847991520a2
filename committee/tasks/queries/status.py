"""The status of a task on a day, as the database works it out: the same as `domain.task_status.status_of`.

It is worked out as a number, its place in `STATUSES`: words are compared by the rules of a language, which costs more
than everything else together. tests/tasks holds the two against each other on both engines.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func, null, or_
from sqlalchemy.orm import aliased, outerjoin

from committee.domain.task_status import Status
from committee.tasks.models import Task, TaskExtension

STATUSES = tuple(Status)
NUMBERS = {status: number for number, status in enumerate(STATUSES)}
GIVEN, LATER = aliased(TaskExtension), aliased(TaskExtension)


def with_status(day: date, tasks: Any = Task) -> tuple[FromClause, ColumnElement[Any]]:
    """Return `tasks` joined with the extension of each that counts on `day`, and the number of their status on it.

    The number is NULL for a task assigned after the day.
    """
    last, number = _told_on(day)
    return outerjoin(tasks, GIVEN, last), number


def is_open() -> ColumnElement[bool]:
    """Return the condition that a task is neither accepted nor stopped as things stand now."""
    return and_(Task.accepted_on.is_(None), Task.cancelled_on.is_(None))


@lru_cache(maxsize=8)
def _told_on(day: date) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    """Return on what the last extension granted by `day` is joined, and the number it gives; made once for a day."""
    again = exists().where(LATER.task_id == GIVEN.task_id, LATER.seq > GIVEN.seq, *_granted_by(LATER, day))
    last = and_(GIVEN.task_id == Task.id, *_granted_by(GIVEN, day), ~again)
    return last, _number(day, GIVEN.granted_on)


def _granted_by(extension: Any, day: date) -> tuple[ColumnElement[bool], ...]:
    return (extension.state == "approved", extension.decided_on <= day)


def _number(day: date, granted: Any) -> ColumnElement[Any]:
    # The last acceptable day in force on `day`: the first one, or what was granted last by then.
    never = or_(Task.due_on == Task.original_due_on, Task.due_on.is_(None))
    due = case((never, Task.due_on), else_=func.coalesce(granted, Task.original_due_on))
    is_done = Task.accepted_on <= day
    return case(
        (Task.assigned_on > day, null()),
        (Task.cancelled_on <= day, NUMBERS[Status.CANCELLED]),
        (Task.is_standing, NUMBERS[Status.OPEN_NO_DEADLINE]),
        (and_(is_done, func.coalesce(Task.done_sent_on, Task.accepted_on) > due), NUMBERS[Status.DONE_LATE]),
        (is_done, NUMBERS[Status.DONE_ON_TIME]),
        (due < day, NUMBERS[Status.OPEN_OVERDUE]),
        (due >= day, NUMBERS[Status.OPEN_IN_TIME]),
        else_=NUMBERS[Status.OPEN_NO_DEADLINE],
    )
