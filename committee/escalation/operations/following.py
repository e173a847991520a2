"""A promise is followed: the milestone that is due is judged from figures, never by guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from committee.core.rows import rows_changed
from committee.domain.calendar import day_of
from committee.domain.case_facts import Event, MilestoneKept, MilestoneMissed
from committee.domain.commitments import Counted, Verdict, judge
from committee.escalation import explanations
from committee.escalation.explanations import WAITING, ExplanationRow, MilestoneRow
from committee.escalation.grounds import Reached, reached_by
from committee.escalation.models import CommitmentMilestone
from committee.escalation.operations.carrying_out import ChangedMeanwhile
from committee.escalation.operations.explaining import commitment_facts
from committee.escalation.stored import StoredCase
from committee.targets.queries import indicators
from committee.units.queries import UnitRow, unit_on


@dataclass(frozen=True)
class Judged:
    """What a figure says of the milestone of a committed case that is due."""

    event: Event
    said: dict[str, Any]
    milestone: MilestoneRow
    counted: Counted
    verdict: Verdict


def judged(case: StoredCase, unit: UnitRow, *, effective_at: datetime) -> Judged | None:
    """Return what the figures say of the milestone that was due before this day; None while nobody knows."""
    day = day_of(effective_at)
    promise = explanations.commitment_of(case.id)
    milestone = promise.next_milestone if promise else None
    if promise is None or milestone is None or milestone.due_on >= day:
        return None
    reached = _reached(case, unit, day)
    counted, is_ceiling = reached.counted, reached.indicator.direction == "down"
    verdict = judge(milestone.promised, counted, is_ceiling=is_ceiling)
    if counted is None or verdict is Verdict.UNKNOWN:
        return None
    said = {**commitment_facts(promise.id), "promised_milestone": _facts(milestone, counted)}
    event = MilestoneKept(_next_after(promise, milestone)) if verdict is Verdict.KEPT else MilestoneMissed()
    return Judged(event, said, milestone, counted, verdict)


def write_verdict(judged: Judged, *, now: datetime) -> None:
    """Keep what a milestone was judged by; raises `ChangedMeanwhile` if another one has done so."""
    waits = update(CommitmentMilestone).where(
        CommitmentMilestone.id == judged.milestone.id, CommitmentMilestone.state == WAITING
    )
    values = {
        "state": judged.verdict.value,
        "judged_at": now,
        "figure": int(judged.counted.value),
        "figure_on": judged.counted.as_of,
    }
    if not rows_changed(waits.values(**values)):
        raise ChangedMeanwhile


def _reached(case: StoredCase, unit: UnitRow, day: date) -> Reached:
    """Return where the unit stands; what is counted from January on is read at the end of the case's own year."""
    last = date(case.year, 12, 31)
    if day <= last or indicators()[case.indicator].kind != "flow":
        return reached_by(unit, case.indicator, day)
    return reached_by(unit_on(unit.unit_id, last) or unit, case.indicator, last)


def _next_after(promise: ExplanationRow, milestone: MilestoneRow) -> date | None:
    return next((one.due_on for one in promise.milestones if one.due_on > milestone.due_on), None)


def _facts(milestone: MilestoneRow, counted: Counted) -> dict[str, Any]:
    return {
        "due_on": milestone.due_on.isoformat(),
        "number": milestone.number,
        "figure": int(counted.value),
        "figure_on": counted.as_of.isoformat(),
    }
