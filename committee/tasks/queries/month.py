"""The tasks due in a month, day by day, a few of each day: one with thousands is read as quickly as an empty one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from committee.core.db import db
from committee.domain.task_status import Status
from committee.tasks.models import Task
from committee.tasks.queries.listing import TaskFilter, chosen
from committee.tasks.queries.seen import Eyes
from committee.tasks.queries.status import STATUSES, with_status


@dataclass(frozen=True)
class Line:
    """A task as a calendar names it."""

    id: int
    code: str
    title: str
    lead_name: str
    due_on: date
    status: Status


@dataclass(frozen=True)
class Day:
    """What is due on a day: how many tasks, and the first of them."""

    many: int
    first: tuple[Line, ...]


def due_days(wanted: TaskFilter, *, day: date, eyes: Eyes | None, each: int = 3) -> dict[date, Day]:
    """Return {due day: its tasks} of a filter with both ends of the due day, stopped ones left out. Two statements."""
    where = (or_(Task.cancelled_on.is_(None), Task.cancelled_on > day), Task.due_on.is_not(None))
    counts = chosen(Task.due_on, func.count(), wanted=wanted, day=day, eyes=eyes).where(*where).group_by(Task.due_on)
    many = {due_on: number for due_on, number in db.session.execute(counts) if due_on is not None}
    place = func.row_number().over(partition_by=Task.due_on, order_by=Task.id).label("place")
    found = chosen(Task.id, place, wanted=wanted, day=day, eyes=eyes).where(*where).subquery()
    first = select(found.c.id).where(found.c.place <= each)
    tasks, number = with_status(day)
    columns = (Task.id, Task.code, Task.title, Task.lead_name, Task.due_on, number.label("status"))
    shown = select(*columns).select_from(tasks).where(Task.id.in_(first)).order_by(Task.due_on, Task.id)
    lines: dict[date, list[Line]] = {}
    for row in db.session.execute(shown):
        if row.due_on is not None:
            line = Line(row.id, row.code, row.title, row.lead_name, row.due_on, STATUSES[row.status])
            lines.setdefault(row.due_on, []).append(line)
    return {due_on: Day(number, tuple(lines.get(due_on, ()))) for due_on, number in many.items()}
