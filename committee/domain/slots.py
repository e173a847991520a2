"""Which day's run of a daily job is due, and which were missed.

A run belongs to its day, whoever does it and however late. Source: docs/reliability.md, promise 6.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from committee.domain.calendar import HANOI

LONGEST_BACK = 62


def due_slot(moment: datetime, at: time) -> date:
    """Return the latest day whose run, due at `at` on the wall in Vietnam, is due at an aware moment."""
    local = moment.astimezone(HANOI)
    return local.date() if local.time() >= at else local.date() - timedelta(days=1)


def moment_of(slot: date, at: time) -> datetime:
    """Return when the run of a day is due."""
    return datetime.combine(slot, at, tzinfo=HANOI)


def missed_slots(done: Collection[date], latest: date) -> list[date]:
    """Return the days up to `latest` whose run is still to be done, oldest first.

    `done` are the days whose run was finished. Before the first of them the job was not in use; without any, only the
    latest is due. Nothing older than 62 days is caught up.
    """
    if not done:
        return [latest]
    first = max(min(done), latest - timedelta(days=LONGEST_BACK))
    days = (first + timedelta(days=n) for n in range((latest - first).days + 1))
    return [day for day in days if day not in done]
