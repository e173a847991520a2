"""What stands around a task: the conclusion it came of, who bears its code, who has a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from committee.core.db import db
from committee.tasks.models import Conclusion, Meeting, Task


@dataclass(frozen=True)
class Origin:
    """The conclusion of a meeting that a task came of."""

    meeting_id: int
    title: str
    held_on: date
    number: str
    text: str


def origin_of(conclusion_id: int | None) -> Origin | None:
    """Return where a task came of, or None."""
    if conclusion_id is None:
        return None
    columns = (Meeting.id, Meeting.title, Meeting.held_on, Conclusion.number, Conclusion.text)
    rows = select(*columns).join(Conclusion, Conclusion.meeting_id == Meeting.id).where(Conclusion.id == conclusion_id)
    row = db.session.execute(rows).first()
    return Origin(*row) if row else None


def committee_of_conclusion(conclusion_id: int) -> int | None:
    """Return the committee whose meeting came to a conclusion, or None where there is no such one."""
    rows = select(Meeting.committee_id).join(Conclusion, Conclusion.meeting_id == Meeting.id)
    return db.session.scalar(rows.where(Conclusion.id == conclusion_id))


def task_with_code(committee_id: int, code: str) -> int | None:
    """Return the task of a committee that bears a code, or None."""
    return db.session.scalar(select(Task.id).where(Task.committee_id == committee_id, Task.code == code))


def units_with_part(parent_id: int) -> set[int]:
    """Return the units that have a part of a task which is not stopped."""
    rows = select(Task.lead_unit_id).where(Task.parent_id == parent_id, Task.cancelled_on.is_(None))
    return {unit_id for unit_id in db.session.scalars(rows) if unit_id is not None}
