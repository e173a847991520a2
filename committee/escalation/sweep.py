"""The sweep: every figure is held against its target, then every case that is due is looked at.

What is decided is decided for `effective_at`, the moment of the slot, however late it runs; so a missed day is made up
for as of its own date. Each indicator and each case has its own transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from committee.core.db import db, transaction
from committee.core.log import log
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.standing import brief_standing
from committee.escalation import due
from committee.escalation.operations import evaluate_indicator, look_at, note_silences, push_back
from committee.escalation.operations.carrying_out import ChangedMeanwhile
from committee.standings.survey import survey_of
from committee.targets.queries import indicators


def never() -> bool:
    """Say that nobody asks to break off."""
    return False


def sweep(*, effective_at: datetime, stopping: Callable[[], bool] = never, by: Actor, now: datetime) -> dict[str, int]:
    """Evaluate, then look until nothing is due; return what happened how often. A second time nothing happens."""
    with transaction():
        note_silences(effective_at=effective_at, by=by, now=now)
    done = evaluate(effective_at=effective_at, stopping=stopping, by=by, now=now)
    looks = look(effective_at=effective_at, stopping=stopping, by=by, now=now)
    return {**done, "looks": looks} if looks else dict(done)


def evaluate(*, effective_at: datetime, stopping: Callable[[], bool] = never, by: Actor, now: datetime) -> Counter[str]:
    """Evaluate every pair of unit and indicator with a primary target; return how many changes of each kind."""
    day = day_of(effective_at)
    tally: Counter[str] = Counter()
    units = due.units_asked(day.year, day)
    asked = due.indicators_asked(day.year)
    for indicator in indicators().values():
        if indicator.code not in asked or not indicator.can_lag or stopping():
            continue
        try:
            # Read before the transaction: nobody has to wait while a country is surveyed.
            survey = replace(survey_of(units, day, indicator=indicator.code), measure=brief_standing)
            with transaction():
                tally += evaluate_indicator(
                    indicator=indicator, units=units, survey=survey, effective_at=effective_at, by=by, now=now
                )
        except Exception:  # noqa: BLE001 - one bad indicator must not stop the others
            db.session.rollback()
            log.exception("evaluation failed", indicator=indicator.code)
            tally["failed"] += 1
    return tally


def look(*, effective_at: datetime, stopping: Callable[[], bool] = never, by: Actor, now: datetime) -> int:
    """Look at one case after the other until none is due; return how many looks there were."""
    looks = 0
    while not stopping() and look_once(effective_at=effective_at, by=by, now=now):
        looks += 1
    return looks


def look_once(*, effective_at: datetime, by: Actor, now: datetime) -> bool:
    """Look at the case that has waited longest; return whether there was one."""
    case_id = due.next_due(effective_at)
    if case_id is None:
        return False
    try:
        with transaction():
            look_at(case_id=case_id, effective_at=effective_at, by=by, now=now)
    except ChangedMeanwhile:
        log.info("case looked at by another process", case=case_id)
    except Exception:  # noqa: BLE001 - one bad case must not stop the others
        log.exception("look failed", case=case_id)
        with transaction():
            push_back(case_id=case_id, effective_at=effective_at)
    return True
