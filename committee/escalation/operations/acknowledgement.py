"""A unit says that it has received a case and takes it up."""

from __future__ import annotations

from datetime import datetime

from committee.domain.access import Action, Actor, Thing, may
from committee.domain.case_facts import Acknowledged
from committee.domain.errors import DomainError
from committee.escalation.operations.carrying_out import Occasion, carry_out
from committee.escalation.operations.holding import held_case
from committee.notify.operations import mark_answered


def acknowledge(*, case_id: int, version: int | None = None, by: Actor, now: datetime) -> None:
    """Acknowledge an open case for its unit: what waits to be sent is taken back, an explanation is due.

    `version` is the one the person saw; another one raises `ChangedMeanwhile`. Whoever may not see the case gets
    `NotFound`.
    """
    held = held_case(case_id, by=by, now=now)
    if not may(held.viewer, Action.ACKNOWLEDGE_CASE, Thing("case", held.unit.path)):
        raise DomainError("Only people of %(unit)s itself can acknowledge this case.", unit=held.unit.name)
    held.refuse_other(version)
    decision = held.decided(Acknowledged(), now)
    mark_answered(subject=("case", case_id), account_id=held.account_id, now=now)
    carry_out(held.case, decision, Occasion(held.unit, now, by, now))
