"""The level above decides about an explanation: the promise becomes a task, or it is returned with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from committee.core.formatting import vn_date, vn_moment
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.case_facts import Decision, ExplanationAccepted, ExplanationReturned
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.domain.text import clean_lines
from committee.escalation import explanations
from committee.escalation.explanations import ACCEPTED, RETURNED, WAITING, ExplanationRow
from committee.escalation.models import Explanation
from committee.escalation.operations.carrying_out import ChangedMeanwhile, Occasion, carry_out
from committee.escalation.operations.explaining import commitment_facts
from committee.escalation.operations.holding import Held, held_case
from committee.escalation.promised_task import promised_task
from committee.escalation.reviewers import reviewing_seat
from committee.members.queries import committees_of
from committee.notify.operations import mark_answered
from committee.tasks import operations as tasks

LONGEST_REASON = 2_000


@dataclass(frozen=True)
class _Review:
    """An explanation that waits, its case, and the unit whose people decide about it."""

    row: ExplanationRow
    held: Held
    reviewing_unit_id: int


def accept_explanation(*, explanation_id: int, version: int | None = None, by: Actor, now: datetime) -> int:
    """Accept an explanation and return the id of the task its promise becomes, given in the name of the level above.

    `version` is that of the case as the person saw it; another one raises `ChangedMeanwhile`. Who may not see the case
    gets `NotFound`.
    """
    review = _review(explanation_id, version=version, by=by, now=now)
    row, day = review.row, day_of(now)
    if row.due_on < day:
        raise DomainError(
            "The promised day, %(day)s, has passed: return the explanation so that the unit names another one.",
            day=vn_date(row.due_on),
        )
    committee = committees_of(review.reviewing_unit_id)[0]  # the reviewer sits in one of them
    decision = review.held.decided(ExplanationAccepted(row.milestones[0].due_on), now)
    assignment = promised_task(review.held.case, review.held.unit, row, committee_id=committee.committee_id, on=day)
    _claim(row, {"state": ACCEPTED}, by=by, now=now)
    task_id = tasks.assign(assignment=assignment, by=by, now=now)
    rows_changed(update(Explanation).where(Explanation.id == row.id).values(task_id=task_id))
    _carry_out(review, decision, {"task": task_id}, by=by, now=now)
    return task_id


def return_explanation(
    *, explanation_id: int, reason: str, version: int | None = None, by: Actor, now: datetime
) -> None:
    """Return an explanation to the unit with a reason; a second return in a row climbs.

    `version` is that of the case as the person saw it; another one raises `ChangedMeanwhile`. Who may not see the case
    gets `NotFound`.
    """
    review = _review(explanation_id, version=version, by=by, now=now)
    kept = _reason(reason)
    decision = review.held.decided(ExplanationReturned(), now)
    _claim(review.row, {"state": RETURNED, "reason": kept}, by=by, now=now)
    _carry_out(review, decision, {"return_reason": kept}, by=by, now=now)


def _review(explanation_id: int, *, version: int | None, by: Actor, now: datetime) -> _Review:
    row = explanations.explanation_with_id(explanation_id)
    if row is None:
        raise NotFound("There is no such explanation.")
    held = held_case(row.case_id, by=by, now=now)
    seat = reviewing_seat(held.viewer, held.unit.path)
    if seat is None or seat.unit_id is None:
        raise NotAllowed("Only the level above decides about this explanation.")
    if row.filed_by == held.account_id:
        raise DomainError("You filed this explanation yourself: somebody else decides about it.")
    if row.decided_at is not None:
        raise DomainError(
            "%(name)s has decided about this explanation already, at %(moment)s.",
            name=row.decided_by_name,
            moment=vn_moment(row.decided_at),
        )
    held.refuse_other(version)
    return _Review(row, held, seat.unit_id)


def _claim(row: ExplanationRow, values: dict[str, Any], *, by: Actor, now: datetime) -> None:
    decided = {"decided_by": by.account_id, "decided_by_name": by.name, "decided_at": now}
    waits = update(Explanation).where(Explanation.id == row.id, Explanation.state == WAITING)
    if not rows_changed(waits.values(**values, **decided)):
        raise ChangedMeanwhile


def _carry_out(review: _Review, decision: Decision, said: dict[str, Any], *, by: Actor, now: datetime) -> None:
    held = review.held
    mark_answered(subject=("case", held.case.id), account_id=held.account_id, now=now)
    facts = {**commitment_facts(review.row.id), **said}
    carry_out(held.case, decision, Occasion(held.unit, now, by, now, said=facts))


def _reason(typed: str) -> str:
    kept = clean_lines(typed)
    if not kept:
        raise DomainError("Say what is missing, so that the unit can complete it.")
    if len(kept) > LONGEST_REASON:
        raise DomainError("This text is longer than %(longest)d characters: shorten it.", longest=LONGEST_REASON)
    return kept
