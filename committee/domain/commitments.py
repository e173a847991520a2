"""What a unit promises when it explains a case: the cause, a number and a day, and the path on which it catches up.

Numbers are whole, as they are kept: people, đồng, or hundredths of a basis point of a share (95,7 % is 957000).
Source: docs/escalation.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from committee.domain.days import vn_day
from committee.domain.errors import DomainError, Refused

LONGEST_CAUSE, LONGEST_TEXT = 300, 10_000


class Cause(StrEnum):
    """Why a unit is behind, as units say it most often; anything else is said in words."""

    LEFT_POVERTY = "left_poverty"
    THIN_NETWORK = "thin_network"
    PART_TIME_AGENTS = "part_time_agents"
    FAR_FROM_PEOPLE = "far_from_people"
    WORKERS_AWAY = "workers_away"
    SMALL_FIRMS = "small_firms"
    FIGURES_UNCHECKED = "figures_unchecked"
    OTHER = "other"


@dataclass(frozen=True)
class Said:
    """What a unit said; None where nothing was: blank is not zero."""

    cause: str
    cause_text: str
    text: str
    number: int | None
    due_on: date | None


@dataclass(frozen=True)
class Ground:
    """What a promise is held against: what is reached on `today`, exactly, None where no figure is counted yet.

    `reached_text` is that number as it is shown. `most` is the largest number that makes sense, None where there is
    none. `year` is that of the case. `step` is to how much a path is rounded: 1 person, or the decimals of a share.
    """

    today: date
    year: int
    reached: Fraction | None
    reached_text: str
    is_ceiling: bool
    most: int | None = None
    step: int = 1


@dataclass(frozen=True)
class Promised:
    """A number to be reached by a day, or not exceeded on it."""

    due_on: date
    number: int


@dataclass(frozen=True)
class Counted:
    """The newest figure of a unit; `is_certain` unless it is provisional or in doubt."""

    as_of: date
    value: Fraction
    is_certain: bool = True


class Verdict(StrEnum):
    KEPT = "kept"
    MISSED = "missed"
    UNKNOWN = "unknown"


class Unfit(Refused):
    """An explanation that cannot be taken; `by_field` says what is wrong with which part of it."""

    def __init__(self, by_field: dict[str, DomainError]) -> None:
        super().__init__(tuple(by_field.values()))
        self.by_field = by_field


def refuse_unfit(said: Said, ground: Ground) -> None:
    """Raise `Unfit` where a part is missing or promises nothing; all of it is said at once."""
    found = {
        "cause": _wrong_cause(said.cause),
        "cause_text": _wrong_words_of_a_cause(said),
        "text": _wrong_text(said.text),
        "number": _wrong_number(said.number, ground),
        "due_on": _wrong_day(said.due_on, ground),
    }
    wrong = {name: error for name, error in found.items() if error is not None}
    if wrong:
        raise Unfit(wrong)


def path(promise: Promised, ground: Ground, closing_days: Sequence[date]) -> tuple[Promised, ...]:
    """Return the milestones that lead to `promise`, which is the last of them, earliest first.

    One stands on every closing day of figures (the month's end, unless the plan closes earlier) after today and before
    the day of the promise: on the straight line, by days, from what is reached today to the promised number, rounded
    up once to whole steps and never past the number. Where nothing is counted yet, the promise is the only one.
    """
    if ground.reached is None:
        return (promise,)
    days = (promise.due_on - ground.today).days
    between = [day for day in closing_days if ground.today < day < promise.due_on]
    rise = promise.number - ground.reached
    line = [ground.reached + rise * Fraction((day - ground.today).days, days) for day in between]
    numbers = [_rounded_up(value, ground.step) for value in line]
    if not ground.is_ceiling:
        numbers = [min(number, promise.number) for number in numbers]
    return (*(Promised(day, number) for day, number in zip(between, numbers, strict=True)), promise)


def judge(promised: Promised, counted: Counted | None, *, is_ceiling: bool) -> Verdict:
    """Return whether a milestone that is due was kept, read from the newest figure.

    A figure of the milestone's month or of a later one answers, unless it is provisional or in doubt; until there is
    one, nobody knows.
    """
    if counted is None or not counted.is_certain or _month(counted.as_of) < _month(promised.due_on):
        return Verdict.UNKNOWN
    reaches = counted.value <= promised.number if is_ceiling else counted.value >= promised.number
    return Verdict.KEPT if reaches else Verdict.MISSED


def _wrong_cause(cause: str) -> DomainError | None:
    if cause in {one.value for one in Cause}:
        return None
    return DomainError("Choose the main cause.")


def _wrong_words_of_a_cause(said: Said) -> DomainError | None:
    if said.cause == Cause.OTHER.value and not said.cause_text:
        return DomainError("Say in words which cause it is.")
    return _too_long(said.cause_text, LONGEST_CAUSE)


def _wrong_text(text: str) -> DomainError | None:
    if not text:
        return DomainError("Write what lies behind it and what is being done.")
    return _too_long(text, LONGEST_TEXT)


def _too_long(text: str, longest: int) -> DomainError | None:
    if len(text) <= longest:
        return None
    return DomainError("This text is longer than %(longest)d characters: shorten it.", longest=longest)


def _wrong_number(number: int | None, ground: Ground) -> DomainError | None:
    if number is None:
        return DomainError("Say which number the unit promises to reach.")
    if number < 0:
        return DomainError("A negative number cannot stand here.")
    if ground.most is not None and number > ground.most:
        return DomainError("No share is larger than 100 per cent.")
    return _no_better(number, ground)


def _no_better(number: int, ground: Ground) -> DomainError | None:
    if ground.reached is None:
        return None if number or ground.is_ceiling else DomainError("Promise more than nothing.")
    if ground.is_ceiling and number >= ground.reached:
        return DomainError(
            "This is no better than what is reached now: promise less than %(reached)s.", reached=ground.reached_text
        )
    if not ground.is_ceiling and number <= ground.reached:
        return DomainError(
            "This is no better than what is reached now: promise more than %(reached)s.", reached=ground.reached_text
        )
    return None


def _wrong_day(day: date | None, ground: Ground) -> DomainError | None:
    if day is None:
        return DomainError("Say by which day the unit promises it.")
    if day <= ground.today:
        return DomainError("The day of the promise lies after today, %(today)s.", today=vn_day(ground.today))
    last = date(ground.year, 12, 31)
    if day > last:
        return DomainError(
            "The day of the promise is %(last)s at the latest: the case is of that year.", last=vn_day(last)
        )
    return None


def _rounded_up(value: Fraction, step: int) -> int:
    return -(-value // step) * step


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
