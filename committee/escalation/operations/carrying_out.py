"""Carrying out a decision about a case: the claim, the history and the notices, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from committee.audit import operations as audit
from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.case_facts import CaseView, Change, Decision, SeatsVacant, State, Suppression
from committee.domain.case_states import decide
from committee.domain.errors import DomainError
from committee.domain.inhibition import HELD_FROM_STEP
from committee.domain.silences import Quiet
from committee.escalation import due
from committee.escalation.models import Case, CaseChange
from committee.escalation.operations.telling import IS_FOR_A_STEP, Audience, audience, tell
from committee.escalation.silence_queries import quiet_for
from committee.escalation.stored import StoredCase, columns_of, held_by, ladder_as_json
from committee.notify.operations import cancel_pending
from committee.units.queries import UnitRow

# A look that only says when to look again is no news; it is seen in the case's next look.
UNTOLD = frozenset({Change.LOOKED, Change.QUIET})
# What a person did is found in the audit under its own name.
ACTS = {
    Change.ACKNOWLEDGED: "acknowledge case",
    Change.EXPLAINED: "explain case",
    Change.RETURNED: "return explanation",
    Change.RETURNED_TOO_OFTEN: "return explanation",
    Change.ACCEPTED: "accept explanation",
}


class ChangedMeanwhile(DomainError):
    """Somebody else changed the case after it was read."""

    def __init__(self) -> None:
        super().__init__("Somebody else has changed this case meanwhile. Reload the page and look again.")


@dataclass(frozen=True)
class Occasion:
    """When and by whom: decided for `effective_at`, written `now`. `unit` as it stood on that day.

    `said` is what a person said or promised: the history and the notices keep it. `written` is kept by the audit alone.
    """

    unit: UnitRow
    effective_at: datetime
    by: Actor
    now: datetime
    said: Mapping[str, Any] = field(default_factory=dict)
    written: Mapping[str, Any] = field(default_factory=dict)


def suppression_of(suppressed_by: str, quiet: Quiet | None = None) -> Suppression:
    """Return what keeps a case silent: a hold by this name from the second step on, a pause every step to its end."""
    return Suppression(until=quiet.until if quiet else None, held_from_step=HELD_FROM_STEP if suppressed_by else None)


def quiet_on(case: StoredCase, occasion: Occasion) -> Quiet | None:
    """Return until when a pause keeps a case silent, as of the moment that is decided for."""
    day = day_of(occasion.effective_at)
    return quiet_for(occasion.unit.path, case.indicator, case.rule, at=occasion.effective_at, day=day)


def carry_out(case: StoredCase, decision: Decision, occasion: Occasion, *, facts: dict[str, Any] | None = None) -> None:
    """Change `case` as decided, or raise `ChangedMeanwhile`.

    `facts` are the numbers of the evaluation that was decided on, if it was one. Steps whose seats are all vacant are
    climbed over at once, each as a change of its own.
    """
    if facts is not None:
        case = replace(case, facts=facts)
    quiet = quiet_on(case, occasion)
    case = replace(case, silence_id=quiet.silence_id if quiet else None)
    chain = _over_vacant_steps(case, decision, occasion, suppression_of(case.suppressed_by, quiet))
    _claim(case, chain[-1][0], opened_with=_snapshot(case, chain))
    if any(each.cancels_pending for each, _ in chain):
        cancel_pending(subject=("case", case.id), unit_id=case.unit_id, by=occasion.by, now=occasion.now)
    _record(case, chain, occasion)
    before = case.view.state
    for each, audiences in chain:
        _append(case, before, each, audiences, occasion, numbers=facts)
        before = each.to_state or before
        if each.after is not None:
            _tell_all(case, each, each.after, audiences, occasion)


def remove(case: StoredCase) -> None:
    """Take away a case that never opened: nobody was told of it."""
    db.session.execute(delete(CaseChange).where(CaseChange.case_id == case.id))
    gone = delete(Case).where(Case.id == case.id, Case.version == case.version).returning(Case.id)
    if db.session.scalar(gone) is None:
        raise ChangedMeanwhile


def note_hold(case: StoredCase, suppressed_by: str) -> None:
    """Note what holds a case back from now on; its state is the same."""
    changed = update(Case).where(Case.id == case.id, Case.version == case.version)
    if not rows_changed(changed.values(suppressed_by=suppressed_by, version=case.version + 1)):
        raise ChangedMeanwhile


Told = tuple[Decision, tuple[Audience, ...]]


def _over_vacant_steps(
    case: StoredCase, decision: Decision, occasion: Occasion, suppression: Suppression
) -> list[Told]:
    day = day_of(occasion.effective_at)
    chain: list[Told] = []
    upcoming: Decision | None = decision
    while upcoming is not None:
        told = tuple(audience(wanted, case_id=case.id, unit=occasion.unit, on=day) for wanted in upcoming.notices)
        chain.append((upcoming, told))
        speaks = upcoming.after is not None and bool(upcoming.notices) and upcoming.notices[0].kind in IS_FOR_A_STEP
        if not speaks or told[0].people:
            break
        upcoming = decide(
            upcoming.after,
            SeatsVacant(),
            ladder=case.ladder,
            calendar=load_calendar(),
            suppression=suppression,
            now=occasion.effective_at,
        )
    return chain


def _claim(case: StoredCase, decision: Decision, *, opened_with: dict[str, Any] | None) -> None:
    if decision.after is None:
        raise ValueError("a case that vanishes is removed, not changed")
    held = {"suppressed_by": case.suppressed_by, "silence_id": case.silence_id}
    values = {**columns_of(decision.after), **held, "facts": case.facts}
    if opened_with is not None:
        values["snapshot"] = opened_with
    if decision.reason is not None:
        values["close_reason"] = decision.reason.value
    changed = update(Case).where(Case.id == case.id, Case.version == case.version)
    if not rows_changed(changed.values(**values, version=case.version + 1)):
        raise ChangedMeanwhile


def _snapshot(case: StoredCase, chain: list[Told]) -> dict[str, Any] | None:
    if not any(each.takes_snapshot for each, _ in chain):
        return None
    return {"ladder": ladder_as_json(case.ladder), "facts": case.facts}


def _append(
    case: StoredCase,
    before: State,
    decision: Decision,
    audiences: tuple[Audience, ...],
    occasion: Occasion,
    *,
    numbers: dict[str, Any] | None,
) -> None:
    if decision.change in UNTOLD:
        return
    if decision.change is Change.SUPPRESSED and due.last_event(case.id) == Change.SUPPRESSED.value:
        return
    is_held = decision.change is Change.SUPPRESSED
    vacant = sorted({role for heard in audiences for role in heard.vacant})
    left = {
        "wants": [want.value for want in decision.wants],
        "vacant": vacant,
        "told": sorted({one.account_id for heard in audiences for one in heard.people} - {occasion.by.account_id}),
        "reason": decision.reason.value if decision.reason else None,
        "suppressed_by": held_by(case.suppressed_by, case.silence_id) if is_held else None,
        "unplanned_years": list(decision.unplanned_years),
        "numbers": numbers,
        **occasion.said,
    }
    db.session.execute(
        insert(CaseChange).values(
            case_id=case.id,
            seq=_next_seq(case.id),
            from_state=before.value,
            to_state=(decision.to_state or before).value,
            step=decision.to_step,
            event=decision.event_name,
            at=occasion.now,
            effective_at=occasion.effective_at,
            actor_id=occasion.by.account_id,
            actor_name=occasion.by.name,
            facts={name: value for name, value in left.items() if value},
        )
    )


def _record(case: StoredCase, chain: list[Told], occasion: Occasion) -> None:
    """Leave one entry in the audit for the whole chain: how the case stood, and how it stands."""
    first, last = chain[0][0], chain[-1][0].after
    if last is None or all(each.change in UNTOLD for each, _ in chain):
        return
    action = ACTS.get(first.change, "case changed")
    facts = {
        "events": [each.event_name for each, _ in chain],
        "indicator": case.indicator,
        "before": _sides(case.view),
        "after": _sides(last),
        **occasion.said,
        **occasion.written,
    }
    audit.record(
        action=action,
        thing=("case", case.id),
        facts=facts,
        unit_id=case.unit_id,
        by=occasion.by,
        now=occasion.now,
    )


def _sides(view: CaseView) -> dict[str, object]:
    due_on = view.due_on.isoformat() if view.due_on else None
    return {"state": view.state.value, "step": view.step, "severity": view.severity.value, "due_on": due_on}


def _next_seq(case_id: int) -> int:
    newest = db.session.scalar(select(func.max(CaseChange.seq)).where(CaseChange.case_id == case_id))
    return (newest or 0) + 1


def _tell_all(
    case: StoredCase, decision: Decision, after: CaseView, audiences: tuple[Audience, ...], occasion: Occasion
) -> None:
    for wanted, heard in zip(decision.notices, audiences, strict=True):
        tell(
            case,
            after,
            wanted,
            heard.people,
            unit=occasion.unit,
            effective_at=occasion.effective_at,
            said=occasion.said,
            by=occasion.by,
            now=occasion.now,
        )
