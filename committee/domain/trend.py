"""Against earlier days, and towards the end of the year. Source: docs/domain.md, "Standing"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from committee.domain.rollup import Actual, Knowledge

OLDER_DAYS = 31


@dataclass(frozen=True)
class Change:
    """Against an earlier figure: the difference, and the earlier value it is a percentage of."""

    difference: int
    base: int


@dataclass(frozen=True)
class Forecast:
    """What the year will end with if the last three months go on: their mean, worst and best."""

    value: int
    low: int
    high: int


def change(
    knowledge: Knowledge, unit: int, code: str, actual: Actual, earlier: Callable[[date], date]
) -> Change | None:
    """Return the difference to the newest figure up to `earlier` day, or None if none is near it."""
    then = earlier(actual.as_of)
    known = knowledge.actual(unit, code, then)
    if known is None or (then - known.as_of).days > OLDER_DAYS:
        return None
    return Change(difference=actual.value - known.value, base=known.value)


def forecast(actual: Actual, increases: Sequence[int]) -> Forecast | None:
    """Return where the year ends if the last three monthly changes go on, or None with fewer than three."""
    if len(increases) < 3:
        return None
    last, left = increases[-3:], 12 - actual.as_of.month
    return Forecast(
        value=actual.value + half_up(Fraction(sum(last) * left, 3)),
        low=actual.value + min(last) * left,
        high=actual.value + max(last) * left,
    )


def a_year_before(day: date) -> date:
    """Return the same day of the year before; the last of February stays the last."""
    if (day + timedelta(days=1)).month != day.month:
        return _last_of_month(day.year - 1, day.month)
    return day.replace(year=day.year - 1)


def a_month_before(day: date) -> date:
    """Return the same day of the month before; the last day of a month goes with the last of the one before."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    last = _last_of_month(year, month)
    is_last = (day + timedelta(days=1)).month != day.month
    return last if is_last else last.replace(day=min(day.day, last.day))


def _last_of_month(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def monthly_increases(knowledge: Knowledge, unit: int, code: str, day: date, *, is_flow: bool) -> list[int]:
    """Return the changes from month to month of the year up to `day`, for months that have a value beside the last.

    A flow begins the year at 0; a stock's January stands against a value of the December before.
    """
    increases: list[int] = []
    before = 0 if is_flow else _value_of_month(knowledge, unit, code, date(day.year - 1, 12, 31))
    for month in range(1, day.month + 1):
        value = _value_of_month(knowledge, unit, code, min(_last_of_month(day.year, month), day))
        if value is not None and before is not None:
            increases.append(value - before)
        before = value
    return increases


def _value_of_month(knowledge: Knowledge, unit: int, code: str, last_day: date) -> int | None:
    """Return the last value as of a day within the month of `last_day`, or None."""
    actual = knowledge.actual(unit, code, last_day)
    if actual is None or (actual.as_of.year, actual.as_of.month) != (last_day.year, last_day.month):
        return None
    return actual.value


def ranks(scores: Sequence[Fraction | None], *, ascending: bool = False) -> list[int | None]:
    """Return the rank of each score, ties sharing one (1, 1, 3); None has no rank."""
    known = sorted((score for score in scores if score is not None), reverse=not ascending)
    places: dict[Fraction, int] = {}
    for place, score in enumerate(known, start=1):
        places.setdefault(score, place)
    return [None if score is None else places[score] for score in scores]


def half_up(value: Fraction) -> int:
    """Return the nearest whole number, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def needed_per_month(remaining: int | None, day: date) -> int | None:
    """Return what each month left of the year has to bring, rounded up; in December all that remains."""
    return None if remaining is None else ceil(Fraction(remaining, max(1, 12 - day.month)))
