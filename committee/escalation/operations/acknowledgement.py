"""A unit says that it has received a case and takes it up."""

from __future__ import annotations

from datetime import datetime

from committee.core.calendar_file import load_calendar
from committee.domain.access import Action, Actor, Thing, may
from committee.domain.calendar import day_of
from committee.domain.case_facts import Acknowledged, State
from committee.domain.case_states import decide
from committee.domain.errors import DomainError, NotFound
from committee.escalation import due
from committee.escalation.operations.carrying_out import ChangedMeanwhile, Occasion, carry_out
from committee.members.queries import viewer_of
from committee.notify.operations import mark_answered
from committee.units.queries import unit_on


def acknowledge(*, case_id: int, version: int | None = None, by: Actor, now: datetime) -> None:
    """Acknowledge an open case for its unit: what waits to be sent is taken back, an explanation is due.

    `version` is the one the person saw; another one raises `ChangedMeanwhile`. Whoever may not see the case gets
    `NotFound`.
    """
    day = day_of(now)
    case = due.case_with_id(case_id)
    unit = unit_on(case.unit_id, day) if case else None
    if case is None or unit is None or by.account_id is None:
        raise NotFound("There is no such case.")
    viewer = viewer_of(by.account_id, day)
    thing = Thing("case", unit.path, state="closed" if case.view.state is State.CLOSED else None)
    if not may(viewer, Action.SEE_CASES, thing):
        raise NotFound("There is no such case.")
    if not may(viewer, Action.ACKNOWLEDGE_CASE, Thing("case", unit.path)):
        raise DomainError("Only people of %(unit)s itself can acknowledge this case.", unit=unit.name)
    if version is not None and version != case.version:
        raise ChangedMeanwhile
    decision = decide(case.view, Acknowledged(), ladder=case.ladder, calendar=load_calendar(), now=now)
    if decision is None or decision.after is None:
        raise ValueError(f"an acknowledgement of case {case_id} decides nothing")
    mark_answered(subject=("case", case_id), account_id=by.account_id, now=now)
    carry_out(case, decision, Occasion(unit, now, by, now))
