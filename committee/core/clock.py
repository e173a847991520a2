"""The only place that reads the clock.

Everything below the edge takes `now` as an argument. `CLOCK_AT` lets a command run at a moment, and a demo live on
from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from committee.domain.calendar import day_of


@dataclass
class _Clock:
    stopped_at: datetime | None = None
    ahead: timedelta = timedelta(0)
    set_to: datetime | None = None


_clock = _Clock()


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    if _clock.stopped_at is not None:
        return _clock.stopped_at
    return datetime.now(UTC) + _clock.ahead  # noqa: TID251 - the one reader


def today() -> date:
    """Return the day it is in Hanoi."""
    return day_of(now())


def stop_at(moment: datetime) -> None:
    """Let time stand still at `moment`."""
    _clock.stopped_at = _clock.set_to = moment.astimezone(UTC)


def start_from(moment: datetime) -> None:
    """Let time run on from `moment`."""
    _clock.stopped_at, _clock.set_to = None, moment
    _clock.ahead = moment.astimezone(UTC) - datetime.now(UTC)  # noqa: TID251 - the one reader


def run_freely() -> None:
    """Go back to the real time."""
    _clock.stopped_at = _clock.set_to = None
    _clock.ahead = timedelta(0)


def set_to() -> datetime | None:
    """Return the moment the clock was set to, or None while it gives the real time."""
    return _clock.set_to
