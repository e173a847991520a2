"""When a delivery that failed is tried again, and when it is given up.

After 1, 5, 15 and 60 minutes, then every 3 hours up to 72 hours, each by up to 20 % sooner or later, so that
a mail server that comes back is not stormed. Source: docs/escalation.md.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

FIRST_DELAYS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
LATER_DELAY = timedelta(hours=3)
GIVE_UP_AFTER = timedelta(hours=72)
JITTER_PERCENT = 20


def delay_after(attempts: int) -> timedelta:
    """Return the wait after the given number of failed attempts, before any jitter."""
    if attempts < 1:
        raise ValueError("a delivery waits only after it was attempted")
    return FIRST_DELAYS[attempts - 1] if attempts <= len(FIRST_DELAYS) else LATER_DELAY


def next_try(attempts: int, now: datetime, rng: Random, *, since: datetime | None = None) -> datetime | None:
    """Return when to try again, or None if the delivery is dead: the next try would come later than 72 hours.

    `attempts` counts those made, the last one included. `since` is when the first was due; without it the
    hours are those of the plan itself.
    """
    waits = delay_after(attempts) * rng.uniform(1 - JITTER_PERCENT / 100, 1 + JITTER_PERCENT / 100)
    waited = sum((delay_after(n) for n in range(1, attempts)), timedelta()) if since is None else now - since
    return None if waited + waits > GIVE_UP_AFTER else now + waits
