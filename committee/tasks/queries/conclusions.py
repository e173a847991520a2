"""Reading what a meeting concluded, and the tasks that came of it, with their status on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from committee.core.batches import batches
from committee.core.db import db, row_dict
from committee.domain.task_status import OPEN, Status, status_of
from committee.tasks.models import Conclusion, MeetingItem, Task


@dataclass(frozen=True)
class ConclusionRow:
    """A point of a meeting's conclusions."""

    id: int
    position: int
    number: str
    text: str
    kind: str
    indicator: str | None


@dataclass(frozen=True)
class TaskLine:
    """A task as a meeting names it; its status is that of the day it was asked for."""

    id: int
    code: str
    title: str
    lead_name: str
    due_on: date | None
    conclusion_id: int | None
    parent_id: int | None
    status: Status | None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


def conclusions_of(meeting_id: int) -> list[ConclusionRow]:
    """Return the conclusions of a meeting in their order."""
    table = Conclusion
    rows = select(table.id, table.position, table.number, table.text, table.kind, table.indicator)
    found = rows.where(table.meeting_id == meeting_id).order_by(table.position)
    return [ConclusionRow(**row_dict(row)) for row in db.session.execute(found)]


def tasks_of_meeting(meeting_id: int, *, on: date) -> list[TaskLine]:
    """Return the tasks that came of a meeting's conclusions, standing directives too."""
    concluded = select(Conclusion.id).where(Conclusion.meeting_id == meeting_id)
    return _lines(Task.conclusion_id.in_(concluded), on)


def tasks_named(task_ids: Collection[int], *, on: date) -> dict[int, TaskLine]:
    """Return {id: the task as a meeting names it}."""
    return {line.id: line for some in batches(set(task_ids)) for line in _lines(Task.id.in_(some), on)}


def unfinished_of(meeting_ids: Collection[int], *, on: date) -> list[TaskLine]:
    """Return what meetings left open: tasks of their conclusions and of their agendas that are not done on that day."""
    concluded = select(Conclusion.id).where(Conclusion.meeting_id.in_(meeting_ids))
    taken_up = select(MeetingItem.task_id).where(
        MeetingItem.meeting_id.in_(meeting_ids), MeetingItem.task_id.is_not(None)
    )
    open_still = (Task.accepted_on.is_(None), Task.cancelled_on.is_(None), Task.is_standing.is_(False))
    named = or_(Task.conclusion_id.in_(concluded), Task.id.in_(taken_up))
    return without_parts([line for line in _lines(named, on, *open_still) if line.is_open])


def without_parts(lines: Collection[TaskLine]) -> list[TaskLine]:
    """Return the tasks but for the parts of those among them: what was handed down is asked of whoever handed it."""
    known = {line.id for line in lines}
    return [line for line in lines if line.parent_id not in known]


def _lines(condition: ColumnElement[bool], on: date, *more: ColumnElement[bool]) -> list[TaskLine]:
    columns = (Task.id, Task.code, Task.title, Task.lead_name, Task.due_on, Task.conclusion_id, Task.parent_id)
    days = (Task.assigned_on, Task.done_sent_on, Task.accepted_on, Task.cancelled_on, Task.is_standing)
    rows = db.session.execute(select(*columns, *days).where(condition, *more).order_by(Task.id))
    return [_line(row_dict(row), on) for row in rows]


def _line(row: dict[str, Any], on: date) -> TaskLine:
    names = ("assigned_on", "done_sent_on", "accepted_on", "cancelled_on", "is_standing")
    days = {name: row.pop(name) for name in names}
    return TaskLine(**row, status=status_of(day=on, due_on=row["due_on"], **days))
