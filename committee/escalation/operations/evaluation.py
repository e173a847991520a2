"""What every unit's figures say of one indicator on a day, and what that does to the cases about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite

from committee.audit import operations as audit
from committee.audit.operations import Act
from committee.core.calendar_file import load_calendar
from committee.core.db import db, is_sqlite
from committee.core.log import log
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.case_facts import CaseView, Change, Decision, Event, State, Suppression
from committee.domain.case_states import decide
from committee.domain.ladder import DEFAULT_LADDER
from committee.domain.silences import quiet_of
from committee.escalation import due, models
from committee.escalation.models import Case, CaseChange
from committee.escalation.operations.carrying_out import (
    ChangedMeanwhile,
    Occasion,
    carry_out,
    note_hold,
    remove,
    suppression_of,
)
from committee.escalation.signals import Signals, Spoken
from committee.escalation.silence_queries import silences_on
from committee.escalation.stored import StoredCase, columns_of
from committee.standings.survey import Survey
from committee.targets.queries import IndicatorRow
from committee.units.queries import UnitRow

AT_ONCE = 200


@dataclass(frozen=True)
class _Found:
    """A lag for which a case is to be opened."""

    spoken: Spoken
    decision: Decision
    after: CaseView


def evaluate_indicator(
    *,
    indicator: IndicatorRow,
    units: Sequence[UnitRow],
    survey: Survey,
    effective_at: datetime,
    by: Actor,
    now: datetime,
) -> Counter[str]:
    """Open, move and end the cases about `indicator` by what `survey` found; return how many changes of each kind.

    `survey` is of `units`, whole trees, on the day of `effective_at`. A second time over the same figures changes
    nothing.
    """
    known = due.cases_of(indicator.code, survey.moment.day.year, survey.moment.day)
    tally: Counter[str] = Counter()
    found = []
    silences = silences_on(survey.moment.day)
    for spoken in Signals(units, survey, indicator, known).all():
        occasion = Occasion(spoken.unit, effective_at, by, now)
        quiet = quiet_of(silences, spoken.unit.path, indicator.code, spoken.rule, effective_at)
        case = known.get(spoken.fingerprint)
        decision = _decided(case, spoken, suppression_of(spoken.suppressed_by, quiet), effective_at)
        if case is not None and decision is not None and decision.change is not Change.FOUND:
            tally[_kept_apart(case, decision, spoken, occasion)] += 1
        elif decision is not None and decision.after is not None:
            found.append(_Found(spoken, decision, decision.after))
        elif case is not None and case.view.state not in (State.RESOLVED, State.CLOSED):
            tally["held"] += _hold(case, spoken)
    tally[Change.FOUND.value] += _open(found, indicator, effective_at=effective_at, by=by, now=now)
    return +tally


def _decided(
    case: StoredCase | None, spoken: Spoken, suppression: Suppression, effective_at: datetime
) -> Decision | None:
    decision = _decide(case, spoken.event, suppression, effective_at)
    if decision is None and case is not None and case.view.state is State.RESOLVED:
        return _decide(None, spoken.event, suppression, effective_at)  # resolved too long ago: a new case
    return decision


def _decide(case: StoredCase | None, event: Event, suppression: Suppression, effective_at: datetime) -> Decision | None:
    return decide(
        case.view if case else None,
        event,
        ladder=case.ladder if case else DEFAULT_LADDER,
        calendar=load_calendar(),
        suppression=suppression,
        now=effective_at,
    )


def _kept_apart(case: StoredCase, decision: Decision, spoken: Spoken, occasion: Occasion) -> str:
    """Carry out a decision; one that fails does not keep the others from theirs."""
    held = replace(case, suppressed_by=spoken.suppressed_by)
    try:
        with db.session.begin_nested():
            if decision.after is None:
                remove(case)
            else:
                carry_out(held, decision, occasion, facts=spoken.facts)
    except ChangedMeanwhile:
        return "changed meanwhile"  # by a person: what they did is evaluated the next time
    except Exception:  # noqa: BLE001 - one bad case must not stop the others
        log.exception("evaluation failed", case=case.id)
        return "failed"
    return decision.event_name


def _hold(case: StoredCase, spoken: Spoken) -> int:
    """Note that something holds the case from now on, or does not any more."""
    if case.suppressed_by == spoken.suppressed_by:
        return 0
    try:
        with db.session.begin_nested():
            note_hold(case, spoken.suppressed_by)
    except ChangedMeanwhile:
        return 0
    return 1


def _open(found: list[_Found], indicator: IndicatorRow, *, effective_at: datetime, by: Actor, now: datetime) -> int:
    """Open many cases at once; where another process has opened one meanwhile, that one stands."""
    opened = 0
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        rows = [_row(each, indicator, effective_at) for each in some]
        ids = _insert_unless_live(rows)
        changes = [
            _first_change(each, ids[each.spoken.fingerprint], effective_at=effective_at, by=by, now=now)
            for each in some
            if each.spoken.fingerprint in ids
        ]
        if changes:
            db.session.execute(insert(CaseChange), changes)
            audit.record_all([_act(each, ids) for each in some if each.spoken.fingerprint in ids], by=by, now=now)
        opened += len(changes)
    return opened


def _act(found: _Found, ids: Mapping[str, int]) -> Act:
    after = {"state": found.after.state.value, "step": found.after.step, "severity": found.after.severity.value}
    facts = {"events": [found.decision.event_name], "before": None, "after": after}
    return Act("case changed", ("case", ids[found.spoken.fingerprint]), facts, found.spoken.unit.unit_id)


def _insert_unless_live(rows: list[dict[str, Any]]) -> Mapping[str, int]:
    """Insert cases and return {fingerprint: id} of those that were."""
    values = sqlite.insert(Case) if is_sqlite() else postgresql.insert(Case)
    statement = values.values(rows).on_conflict_do_nothing(
        index_elements=["fingerprint"], index_where=text(models.LIVE)
    )
    inserted = db.session.execute(statement.returning(Case.fingerprint, Case.id))
    return {row.fingerprint: row.id for row in inserted}


def _row(found: _Found, indicator: IndicatorRow, effective_at: datetime) -> dict[str, Any]:
    return {
        **columns_of(found.after),
        "fingerprint": found.spoken.fingerprint,
        "rule": found.spoken.rule,
        "unit_id": found.spoken.unit.unit_id,
        "indicator": indicator.code,
        "year": day_of(effective_at).year,
        "suppressed_by": found.spoken.suppressed_by,
        "close_reason": "",
        "facts": found.spoken.facts,
        "snapshot": {},
        "version": 1,
    }


def _first_change(found: _Found, case_id: int, *, effective_at: datetime, by: Actor, now: datetime) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "seq": 1,
        "from_state": "",
        "to_state": found.after.state.value,
        "step": found.after.step,
        "event": found.decision.event_name,
        "at": now,
        "effective_at": effective_at,
        "actor_id": by.account_id,
        "actor_name": by.name,
        "facts": {"numbers": found.spoken.facts},
    }
