"""The status of a task on a day, and the rates of many: derived, never stored.

Source: docs/domain.md, "Meetings and tasks".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum
from fractions import Fraction

from committee.domain import rates

NO_RATE = "–"
SHOWN_PLACES = 2


class Status(StrEnum):
    """What is said of a task on a day."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    OPEN_NO_DEADLINE = "open_no_deadline"
    CANCELLED = "cancelled"


STATUS_NAMES: Mapping[Status, str] = {
    Status.DONE_ON_TIME: "done on time",
    Status.DONE_LATE: "done late",
    Status.OPEN_IN_TIME: "open, in time",
    Status.OPEN_OVERDUE: "open, overdue",
    Status.OPEN_NO_DEADLINE: "open, without a deadline",
    Status.CANCELLED: "stopped or replaced",
}
THIS_WEEK = timedelta(days=7)
OPEN = frozenset({Status.OPEN_IN_TIME, Status.OPEN_OVERDUE, Status.OPEN_NO_DEADLINE})
DONE = frozenset({Status.DONE_ON_TIME, Status.DONE_LATE})


def status_of(
    *,
    day: date,
    assigned_on: date,
    due_on: date | None,
    done_sent_on: date | None,
    accepted_on: date | None,
    cancelled_on: date | None,
    is_standing: bool = False,
) -> Status | None:
    """Return the status on `day`, or None for a task assigned after it.

    `due_on` is the last acceptable day in force on `day`; `done_sent_on` the day on which the submission that was
    accepted in the end was sent (None: the day it was accepted). What happens after `day` is not yet known on it.
    A standing directive has no day on which it is done.
    """
    if assigned_on > day:
        return None
    if cancelled_on is not None and cancelled_on <= day:
        return Status.CANCELLED
    if is_standing:
        return Status.OPEN_NO_DEADLINE
    if accepted_on is not None and accepted_on <= day:
        return _done(due_on, done_sent_on or accepted_on)
    return _open(due_on, day)


class When(Enum):
    """When an open task is to be done; LATER: after this week, or on no day. SENT waits for an answer."""

    OVERDUE = 0
    SOON = 1
    LATER = 2
    SENT = 3


def when_to_do(*, due_on: date | None, is_standing: bool, is_sent: bool, today: date) -> When:
    """Return when an open task is to be done; `is_sent`: a submission has no answer yet."""
    if is_sent:
        return When.SENT
    if is_standing or due_on is None or due_on > today + THIS_WEEK:
        return When.LATER
    return When.OVERDUE if due_on < today else When.SOON


def _done(due_on: date | None, sent_on: date) -> Status:
    return Status.DONE_ON_TIME if due_on is None or sent_on <= due_on else Status.DONE_LATE


def _open(due_on: date | None, day: date) -> Status:
    if due_on is None:
        return Status.OPEN_NO_DEADLINE
    return Status.OPEN_IN_TIME if day <= due_on else Status.OPEN_OVERDUE


@dataclass(frozen=True)
class Counts:
    """How many tasks have each status."""

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    open_no_deadline: int = 0
    cancelled: int = 0

    @classmethod
    def of(cls, statuses: Iterable[Status | None]) -> Counts:
        """Return the counts of `statuses`; None, a task not yet assigned, is not counted."""
        return cls(**{status.value: count for status, count in Counter(statuses).items() if status is not None})

    def __add__(self, other: Counts) -> Counts:
        theirs = vars(other)
        return Counts(**{name: mine + theirs[name] for name, mine in vars(self).items()})

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late

    @property
    def rated(self) -> int:
        """The four statuses that the rates are taken of."""
        return self.done + self.open_in_time + self.open_overdue

    @property
    def total(self) -> int:
        """Every task, those outside the rates too."""
        return self.rated + self.open_no_deadline + self.cancelled


def completion(counts: Counts) -> Fraction | None:
    """Return, in percent, what is done of all that has a deadline; None where there is nothing."""
    return _percent(counts.done, counts.rated)


def due_completion(counts: Counts) -> Fraction | None:
    """Return, in percent, what is done of what is done or overdue; what is not yet due is left out."""
    return _percent(counts.done, counts.done + counts.open_overdue)


def on_time(counts: Counts) -> Fraction | None:
    """Return, in percent, what was done on time of what is done or overdue."""
    return _percent(counts.done_on_time, counts.done + counts.open_overdue)


def _percent(part: int, whole: int) -> Fraction | None:
    return Fraction(part * rates.HUNDRED, whole) if whole else None


RATES: Mapping[str, Callable[[Counts], Fraction | None]] = {
    "completion": completion,
    "due_completion": due_completion,
    "on_time": on_time,
}
# A rate is never printed without its name.
RATE_NAMES: Mapping[str, str] = {
    "completion": "completion rate",
    "due_completion": "due completion rate",
    "on_time": "on-time rate",
}


def rate_text(rate: Fraction | None) -> str | None:
    """Return a rate for other programs: "94.7368"; None where there is none. Below 100 it never reads 100."""
    return None if rate is None else rates.achievement(rate)


def rate_shown(rate: Fraction | None) -> str:
    """Return a rate for people: "94,74", "–" where there is none. Below 100 it never reads 100."""
    return NO_RATE if rate is None else rates.vietnamese(rates.achievement(rate, SHOWN_PLACES))


def summary(counts: Counts) -> dict[str, dict[str, int] | str | None]:
    """Return the counts and the three rates as other programs read them."""
    return {"counts": asdict(counts), **{name: rate_text(rate(counts)) for name, rate in RATES.items()}}
