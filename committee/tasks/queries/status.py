"""The status of a task on a day, as the database works it out: the same as `domain.task_status.status_of`.

tests/tasks holds the two against each other on both engines.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select

from committee.domain.task_status import Status
from committee.tasks.models import Task, TaskExtension


def due_on(day: date) -> ColumnElement[Any]:
    """Return the last acceptable day in force on `day`: the first one, or what was granted last by then."""
    granted = (
        select(TaskExtension.granted_on)
        .where(TaskExtension.task_id == Task.id, TaskExtension.state == "approved", TaskExtension.decided_on <= day)
        .order_by(TaskExtension.seq.desc())
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
    # Most tasks were never extended: their histories are not looked into.
    never = or_(Task.due_on == Task.original_due_on, Task.due_on.is_(None))
    return case((never, Task.due_on), else_=func.coalesce(granted, Task.original_due_on))


def status_on(day: date) -> ColumnElement[Any]:
    """Return the status of a task on `day`, NULL for one assigned after it."""
    due = due_on(day)
    sent = func.coalesce(Task.done_sent_on, Task.accepted_on)
    return case(
        (Task.assigned_on > day, null()),
        (Task.cancelled_on <= day, Status.CANCELLED.value),
        (Task.is_standing, Status.OPEN_NO_DEADLINE.value),
        (and_(Task.accepted_on <= day, or_(due.is_(None), sent <= due)), Status.DONE_ON_TIME.value),
        (Task.accepted_on <= day, Status.DONE_LATE.value),
        (due.is_(None), Status.OPEN_NO_DEADLINE.value),
        (due >= day, Status.OPEN_IN_TIME.value),
        else_=Status.OPEN_OVERDUE.value,
    )


def is_open() -> ColumnElement[bool]:
    """Return the condition that a task is neither accepted nor stopped as things stand now."""
    return and_(Task.accepted_on.is_(None), Task.cancelled_on.is_(None))
