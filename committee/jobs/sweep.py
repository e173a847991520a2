"""Hold every figure against its target, and tell whom it concerns."""

from __future__ import annotations

from committee.core.db import transaction
from committee.domain.access import Actor
from committee.escalation.sweep import sweep
from committee.figures import operations as figures
from committee.jobs.ledger import Facts, Run


def run(run: Run) -> Facts:
    """Evaluate as of the slot and look at what is due by then; return what happened how often."""
    with transaction():
        figures.follow_the_day(day=run.day, now=run.now)
    return sweep(effective_at=run.due_at, stopping=run.stopping, by=Actor.timetable(), now=run.now)
