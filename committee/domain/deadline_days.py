"""The days and periods that the groups of a matched wording name; None where the calendar has no such day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from committee.domain import deadline_grammar as grammar
from committee.domain.calendar import ONE_DAY, WorkingCalendar
from committee.domain.days import FIRST_YEAR, LAST_YEAR
from committee.domain.folding import without_marks
from committee.domain.recurring import Period, Rhythm, months_after, next_period, period_of

RHYTHMS: Mapping[str, Rhythm] = {
    "tuan": Rhythm.WEEKLY,
    "thang": Rhythm.MONTHLY,
    "quy": Rhythm.QUARTERLY,
    "qui": Rhythm.QUARTERLY,
    "6 thang": Rhythm.HALF_YEARLY,
    "sau thang": Rhythm.HALF_YEARLY,
    "nam": Rhythm.YEARLY,
}
_NUMBERS = {without_marks(word): count for word, count in {**grammar.NUMBERS, **grammar.MONTH_NAMES}.items()}


def number(word: str) -> int:
    """Return the number that digits or a word say."""
    return int(word) if word.isdigit() else _NUMBERS[without_marks(word)]


def year_of(match: re.Match[str]) -> int:
    """Return the year that is written, 0 where none is; "25" is 2025."""
    named = match.groupdict()
    written = named.get("y") or named.get("y2") or "0"
    return int(written) + (2000 if len(written) == 2 else 0)


def day_of(match: re.Match[str], issued_on: date) -> date | None:
    """Return the day named; without a month or a year, the next such day on or after `issued_on`."""
    if match.groupdict().get("only"):
        return _day_of_a_month(match, issued_on)
    day, month, year = int(match["d"]), int(match["m"] or match["m2"]), year_of(match)
    for one in (year,) if year else (issued_on.year, issued_on.year + 1):
        found = _date(one, month, day)
        if found and (year or found >= issued_on):
            return found
    return None


def counted_from(match: re.Match[str], issued_on: date) -> date | None:
    """Return the day a span is counted from: the one named, or that of the document."""
    if not match.groupdict().get("d"):
        return issued_on
    return _date(year_of(match) or issued_on.year, int(match["m"] or match["m2"]), int(match["d"]))


def counted(match: re.Match[str], start: date, calendar: WorkingCalendar) -> date:
    """Return the last day of a span that begins the day after `start`."""
    count, unit = number(match["n"]), without_marks(match["unit"])
    if unit == "ngay lam viec":
        return calendar.add_working_days(start, count)
    if unit == "thang":
        month = period_of(months_after(start.replace(day=1), count), Rhythm.MONTHLY)
        return month.first.replace(day=min(start.day, month.last.day))
    return start + timedelta(days=count * (7 if unit == "tuan" else 1))


def named_period(match: re.Match[str], issued_on: date) -> Period | None:
    """Return the month, quarter, part of a year or year named; without a year, the next one to end."""
    named = match.groupdict()
    rhythm, month = _rhythm_and_month(named)
    year = year_of(match)
    if not 1 <= month <= 12 or not FIRST_YEAR <= (year or issued_on.year) <= LAST_YEAR:
        return None
    found = _period_in(year or issued_on.year, month, rhythm, named)
    return found if year or found.last >= issued_on else _period_in(issued_on.year + 1, month, rhythm, named)


def last_of_this(match: re.Match[str], issued_on: date, calendar: WorkingCalendar) -> date:
    """Return the last day of the week, month, quarter or year of the document, or of the one after it."""
    named = match.groupdict()
    this = without_marks(named.get("this") or "")
    if this not in RHYTHMS:
        return issued_on + (ONE_DAY if named.get("tomorrow") else timedelta(0))
    period = period_of(issued_on, RHYTHMS[this])
    if named.get("next"):
        period = next_period(period, RHYTHMS[this])
    return _end_of_week(period, issued_on, calendar) if this == "tuan" else period.last


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _day_of_a_month(match: re.Match[str], issued_on: date) -> date | None:
    day, which = int(match["only"]), without_marks(match["which"] or "")
    month = period_of(issued_on, Rhythm.MONTHLY)
    if which in {"sau", "toi"} or (not which and day < issued_on.day):
        month = next_period(month, Rhythm.MONTHLY)
    return _date(month.first.year, month.first.month, day)


def _rhythm_and_month(named: Mapping[str, Any]) -> tuple[Rhythm, int]:
    if named.get("m"):
        return Rhythm.MONTHLY, number(named["m"])
    if named.get("q"):
        return Rhythm.QUARTERLY, grammar.QUARTERS[named["q"]] * 3
    return Rhythm.YEARLY, 1


def _period_in(year: int, month: int, rhythm: Rhythm, named: Mapping[str, Any]) -> Period:
    found = period_of(date(year, month, 1), rhythm)
    if not named.get("half") or without_marks(named["side"]) == "cuoi":
        return found
    return Period(found.first, period_of(date(year, number(named["half"]), 1), Rhythm.MONTHLY).last)


def _end_of_week(week: Period, issued_on: date, calendar: WorkingCalendar) -> date:
    """Return the last working day of a week, unless it has passed already."""
    last = week.last
    while last > max(week.first, issued_on) and not calendar.is_working(last):
        last -= ONE_DAY
    return last
