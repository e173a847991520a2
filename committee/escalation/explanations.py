"""Reading what units said of their cases and what they promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from committee.core.batches import batches
from committee.core.db import db
from committee.domain.commitments import Promised
from committee.escalation.due import IDS
from committee.escalation.models import CommitmentMilestone, Explanation
from committee.tasks.models import Task

WAITING, ACCEPTED, RETURNED, OVERTAKEN = "waiting", "accepted", "returned", "overtaken"


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone on the way to what was promised, and the figure it was judged by."""

    id: int
    due_on: date
    number: int
    state: str
    figure: int | None
    figure_on: date | None

    @property
    def promised(self) -> Promised:
        """The number and the day."""
        return Promised(self.due_on, self.number)


@dataclass(frozen=True)
class ExplanationRow:
    """An explanation with the milestones to its promise, earliest first, and the code of the task it led to."""

    id: int
    case_id: int
    filing: int
    cause: str
    cause_text: str
    text: str
    number: int
    due_on: date
    reached: int | None
    reached_on: date | None
    filed_by: int
    filed_by_name: str
    filed_at: datetime
    state: str
    decided_by_name: str
    decided_at: datetime | None
    reason: str
    task_id: int | None
    task_code: str | None
    milestones: tuple[MilestoneRow, ...]

    @property
    def next_milestone(self) -> MilestoneRow | None:
        """The first milestone that no figure has answered yet."""
        return next((one for one in self.milestones if one.state == WAITING), None)


def explanations_of(case_id: int) -> list[ExplanationRow]:
    """Return what was said of a case, the newest first."""
    return _rows(Explanation.case_id == case_id)


def explanation_with_id(explanation_id: int) -> ExplanationRow | None:
    """Return an explanation, or None."""
    found = _rows(Explanation.id == explanation_id) if explanation_id in IDS else []
    return found[0] if found else None


def commitment_of(case_id: int) -> ExplanationRow | None:
    """Return the newest explanation of a case that was accepted, or None."""
    return next((one for one in explanations_of(case_id) if one.state == ACCEPTED), None)


def last_filing(case_id: int) -> int:
    """Return the number of the newest explanation of a case, 0 where there is none."""
    newest = select(func.max(Explanation.filing)).where(Explanation.case_id == case_id)
    return db.session.scalar(newest) or 0


def authors_waiting(case_ids: Collection[int]) -> dict[int, int]:
    """Return {case: who filed the explanation of it that waits}."""
    columns = select(Explanation.case_id, Explanation.filed_by).where(Explanation.state == WAITING)
    return {
        case_id: filed_by
        for some in batches(case_ids)
        for case_id, filed_by in db.session.execute(columns.where(Explanation.case_id.in_(some)))
    }


def _rows(condition: Any) -> list[ExplanationRow]:
    rows = (
        select(
            Explanation.id,
            Explanation.case_id,
            Explanation.filing,
            Explanation.cause,
            Explanation.cause_text,
            Explanation.text,
            Explanation.number,
            Explanation.due_on,
            Explanation.reached,
            Explanation.reached_on,
            Explanation.filed_by,
            Explanation.filed_by_name,
            Explanation.filed_at,
            Explanation.state,
            Explanation.decided_by_name,
            Explanation.decided_at,
            Explanation.reason,
            Explanation.task_id,
            Task.code.label("task_code"),
        )
        .outerjoin(Task, Task.id == Explanation.task_id)
        .where(condition)
        .order_by(Explanation.filing.desc())
    )
    found = db.session.execute(rows).mappings().all()
    milestones = _milestones([row["id"] for row in found])
    return [ExplanationRow(**row, milestones=tuple(milestones[row["id"]])) for row in found]


def _milestones(explanation_ids: Sequence[int]) -> dict[int, list[MilestoneRow]]:
    table = CommitmentMilestone
    columns = (table.id, table.due_on, table.number, table.state, table.figure, table.figure_on)
    found: dict[int, list[MilestoneRow]] = defaultdict(list)
    for some in batches(explanation_ids):
        rows = select(table.explanation_id, *columns).where(table.explanation_id.in_(some)).order_by(table.due_on)
        for row in db.session.execute(rows).mappings():
            values = dict(row)
            found[values.pop("explanation_id")].append(MilestoneRow(**values))
    return found
