"""A unit explains a case it has received: why it is behind, and what it promises to reach by which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from committee.core.db import db
from committee.domain.access import Action, Actor, Thing, may
from committee.domain.calendar import day_of
from committee.domain.case_facts import Explained
from committee.domain.commitments import Promised, Said, path, refuse_unfit
from committee.domain.errors import DomainError
from committee.domain.text import clean, clean_lines
from committee.escalation import explanations
from committee.escalation.explanations import OVERTAKEN, WAITING
from committee.escalation.grounds import Reached, closing_days, reached_by
from committee.escalation.models import CommitmentMilestone, Explanation
from committee.escalation.operations.carrying_out import Occasion, carry_out
from committee.escalation.operations.holding import Held, held_case
from committee.notify.operations import mark_answered


@dataclass(frozen=True)
class _Filing:
    """An explanation on its way into the house."""

    said: Said
    reached: Reached
    milestones: Sequence[Promised]


def explain(*, case_id: int, said: Said, version: int | None = None, by: Actor, now: datetime) -> int:
    """File an explanation of an acknowledged case and return its id: the level above has to decide about it.

    Raises `Unfit` where a part of it is missing or promises nothing. `version` is the one the person saw; another one
    raises `ChangedMeanwhile`. Whoever may not see the case gets `NotFound`.
    """
    held = held_case(case_id, by=by, now=now)
    if not may(held.viewer, Action.EXPLAIN_CASE, Thing("case", held.unit.path)):
        raise DomainError("Only people of %(unit)s itself can explain this case.", unit=held.unit.name)
    held.refuse_other(version)
    decision = held.decided(Explained(), now)
    filing = _checked(held, said, now)
    mark_answered(subject=("case", case_id), account_id=held.account_id, now=now)
    explanation_id = _file(held, filing, by=by, now=now)
    occasion = Occasion(held.unit, now, by, now, said=commitment_facts(explanation_id), written=_written(filing))
    carry_out(held.case, decision, occasion)
    return explanation_id


def commitment_facts(explanation_id: int) -> dict[str, Any]:
    """Return what the history of a case and its notices keep of an explanation: what was promised, by whom."""
    row = explanations.explanation_with_id(explanation_id)
    if row is None:
        raise ValueError(f"there is no explanation {explanation_id}")
    return {
        "commitment": {
            "explanation": row.id,
            "filing": row.filing,
            "cause": row.cause,
            "cause_text": row.cause_text,
            "number": row.number,
            "due_on": row.due_on.isoformat(),
            "filed_by": row.filed_by_name,
            "filed_at": row.filed_at.isoformat(timespec="minutes"),
        }
    }


def waiting_facts(case_id: int) -> dict[str, Any]:
    """Return the same of the explanation of a case that waits; nothing where none does."""
    newest = next(iter(explanations.explanations_of(case_id)), None)
    return commitment_facts(newest.id) if newest is not None and newest.state == WAITING else {}


def _checked(held: Held, said: Said, now: datetime) -> _Filing:
    said = replace(said, cause_text=clean(said.cause_text), text=clean_lines(said.text))
    reached = reached_by(held.unit, held.case.indicator, day_of(now))
    ground = reached.ground(held.case.year)
    refuse_unfit(said, ground)
    promise = Promised(*_promised(said))
    return _Filing(said, reached, path(promise, ground, closing_days(held.case.year)))


def _promised(said: Said) -> tuple[date, int]:
    if said.due_on is None or said.number is None:
        raise ValueError("an explanation without a promise was not refused")
    return said.due_on, said.number


def _file(held: Held, filing: _Filing, *, by: Actor, now: datetime) -> int:
    waiting = (Explanation.case_id == held.case.id, Explanation.state == WAITING)
    db.session.execute(update(Explanation).where(*waiting).values(state=OVERTAKEN))
    counted = filing.reached.counted
    row = {
        **asdict(filing.said),
        "case_id": held.case.id,
        "episode": held.case.view.episode,
        "filing": explanations.last_filing(held.case.id) + 1,
        "reached": int(counted.value) if counted else None,
        "reached_on": counted.as_of if counted else None,
        "filed_by": held.account_id,
        "filed_by_name": by.name,
        "filed_at": now,
    }
    [explanation_id] = db.session.execute(insert(Explanation).values(**row).returning(Explanation.id)).one()
    milestones = [
        {"explanation_id": explanation_id, "due_on": one.due_on, "number": one.number} for one in filing.milestones
    ]
    db.session.execute(insert(CommitmentMilestone), milestones)
    return int(explanation_id)


def _written(filing: _Filing) -> dict[str, Any]:
    """Return what the audit keeps besides: every word that was filed, and the path."""
    milestones = [{"due_on": one.due_on.isoformat(), "number": one.number} for one in filing.milestones]
    return {"text": filing.said.text, "milestones": milestones}
