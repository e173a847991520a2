"""When a door that was tried in vain opens again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

FREE_TRIES = 10
WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
MEMORY = timedelta(days=1)


def opens_again_at(failures: Sequence[datetime]) -> datetime | None:
    """Return when the next try is heard, or None if it may come at once.

    `failures` are those of the last day (`MEMORY`), oldest first. Ten within fifteen minutes close the door for a
    minute; every further one that fills the window doubles the wait, up to a quarter of an hour. Nobody is locked out
    for good: a hostile person could use that against the one who owns the name.
    """
    filling = [
        moment
        for before, moment in zip(failures, failures[FREE_TRIES - 1 :], strict=False)
        if moment - before <= WINDOW
    ]
    if not filling:
        return None
    doublings = min(len(filling) - 1, 10)
    wait: timedelta = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return filling[-1] + wait
