"""The ledger of daily runs: the slot decides who does it, not the scheduler.

A slot is taken by inserting its row. A run that died leaves its row unfinished, and is taken over after a while; what a
job does is unique item by item, so that the run taken over adds what is missing and repeats nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from committee.core.db import db, transaction
from committee.core.rows import insert_unless_known, rows_changed
from committee.escalation.models import SweepRun

TAKEN_OVER_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Run:
    """One run of a job: for which day, when that was due, which moment it is, and whether to break off.

    What a run decides, it decides as of `due_at`; it lies before `now` when the run was missed.
    """

    day: date
    due_at: datetime
    now: datetime
    stopping: Callable[[], bool]


Facts = Mapping[str, object]
Call = Callable[[Run], Facts]


def run_slot(name: str, slot: str, call: Call, run: Run) -> Facts | None:
    """Do the run of `slot` and return what it did, or None if it is done or another process has it."""
    with transaction():
        taken = _take(name, slot, run.now)
    if not taken:
        return None
    facts = call(run)
    _finish(name, slot, facts, run)
    return facts


def run_again(name: str, slot: str, call: Call, run: Run) -> Facts:
    """Do the run of `slot` whatever the ledger says, and enter it; return what it did."""
    with transaction():
        if not _take(name, slot, run.now):
            _mark_begun(name, slot, run.now)
    facts = call(run)
    _finish(name, slot, facts, run)
    return facts


def done_slots(name: str) -> set[date]:
    """Return the days whose run was finished."""
    rows = db.session.scalars(select(SweepRun.slot).where(SweepRun.name == name, SweepRun.finished_at.is_not(None)))
    # A run by hand before the day's hour is entered by its minute and counts for no day.
    return {date.fromisoformat(slot) for slot in rows if len(slot) == len("2024-10-28")}


def _take(name: str, slot: str, now: datetime) -> bool:
    row = {"name": name, "slot": slot, "begun_at": now, "facts": {}}
    if insert_unless_known(SweepRun, row, key=["name", "slot"]) is not None:
        return True
    taken_over = rows_changed(
        update(SweepRun)
        .where(SweepRun.name == name, SweepRun.slot == slot)
        .where(SweepRun.finished_at.is_(None), SweepRun.begun_at <= now - TAKEN_OVER_AFTER)
        .values(begun_at=now)
    )
    return bool(taken_over)


def _mark_begun(name: str, slot: str, now: datetime) -> None:
    rows_changed(
        update(SweepRun).where(SweepRun.name == name, SweepRun.slot == slot).values(begun_at=now, finished_at=None)
    )


def _finish(name: str, slot: str, facts: Facts, run: Run) -> None:
    with transaction():
        if run.stopping():  # broken off: whoever comes next takes the rest at once
            _mark_begun(name, slot, run.now - TAKEN_OVER_AFTER)
            return
        rows_changed(
            update(SweepRun)
            .where(SweepRun.name == name, SweepRun.slot == slot)
            .values(finished_at=run.now, facts=dict(facts))
        )
