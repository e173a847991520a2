"""Looking at one case whose next look is due: it is told, repeated, climbed or put off; or a promise is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from committee.core.calendar_file import load_calendar
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.case_facts import Change, Decision, Event, ExplanationOverdue, Looked, State
from committee.domain.case_states import LIVE, decide
from committee.escalation import due
from committee.escalation.models import Case
from committee.escalation.operations.carrying_out import (
    ChangedMeanwhile,
    Occasion,
    carry_out,
    quiet_on,
    suppression_of,
)
from committee.escalation.operations.explaining import waiting_facts
from committee.escalation.operations.following import Judged, judged, write_verdict
from committee.escalation.stored import StoredCase
from committee.units.queries import UnitRow, unit_on

PUT_OFF = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
OF_A_MOVE = ("commitment", "promised_milestone", "return_reason", "overdue_again")


def look_at(*, case_id: int, effective_at: datetime, by: Actor, now: datetime) -> None:
    """Look at a case as of `effective_at`; nothing happens if another process has looked already.

    Raises `ChangedMeanwhile` if another one does so at this moment.
    """
    case = due.case_with_id(case_id)
    if case is None or case.view.state not in LIVE:
        return
    if case.view.next_look_at is None or case.view.next_look_at > effective_at:
        return
    day = day_of(effective_at)
    unit = unit_on(case.unit_id, day)
    if unit is None:
        # Who carries on the case of a unit that has ended is decided with its reorganisation.
        _put_off(case_id, case.version, load_calendar().opening_of(day + ONE_DAY))
        return
    occasion = Occasion(unit, effective_at, by, now, said=_said(case))
    decision = _decided(case, Looked(), occasion)
    promised = _judged(case, unit, decision, effective_at)
    if promised is not None:
        decision, occasion = _decided(case, promised.event, occasion), replace(occasion, said=promised.said)
        write_verdict(promised, now=now)
    if decision.change is Change.EXPLANATION_OVERDUE:
        decision, occasion = _overdue(case, occasion)
    carry_out(case, decision, occasion)


def _decided(case: StoredCase, event: Event, occasion: Occasion) -> Decision:
    decision = decide(
        case.view,
        event,
        ladder=case.ladder,
        calendar=load_calendar(),
        suppression=suppression_of(case.suppressed_by, quiet_on(case, occasion)),
        now=occasion.effective_at,
    )
    if decision is None:
        raise ValueError(f"nothing is decided for case {case.id} in state {case.view.state}")
    return decision


def _said(case: StoredCase) -> dict[str, Any]:
    """Return what waits for a decision, or what led to a step that is still to be told, for whoever hears of it."""
    if case.view.state is State.EXPLAINED:
        return waiting_facts(case.id)
    was_told = case.view.notified_step >= case.view.step and case.view.taken_back_on is None
    if case.view.state is not State.OPEN or was_told:
        return {}
    move = due.last_move(case.id)
    return {name: move[name] for name in OF_A_MOVE if name in move}


def _judged(case: StoredCase, unit: UnitRow, look: Decision, effective_at: datetime) -> Judged | None:
    """Return what the figures say of a promise, where the look is not put off and a milestone was due."""
    if case.view.state is not State.COMMITTED or look.change is not Change.LOOKED:
        return None
    return judged(case, unit, effective_at=effective_at)


def _overdue(case: StoredCase, occasion: Occasion) -> tuple[Decision, Occasion]:
    """Return what an explanation that has not come in time does, and what is said of it where it is not the first."""
    times = due.overdue_before(case.id, case.view.step) + 1
    decision = _decided(case, ExplanationOverdue(times), occasion)
    if decision.change is not Change.OVERDUE_AGAIN or case.view.due_on is None:
        return decision, occasion
    said = {"overdue_again": {"due_on": case.view.due_on.isoformat(), "step": case.view.step}}
    return decision, replace(occasion, said=said)


def push_back(*, case_id: int, effective_at: datetime) -> None:
    """Put off by an hour a case that could not be looked at, so that it does not keep the others from their turn."""
    case = due.case_with_id(case_id)
    if case is not None:
        _put_off(case_id, case.version, effective_at + PUT_OFF)


def _put_off(case_id: int, version: int, until: datetime) -> None:
    changed = update(Case).where(Case.id == case_id, Case.version == version)
    if not rows_changed(changed.values(next_look_at=until, version=version + 1)):
        raise ChangedMeanwhile
