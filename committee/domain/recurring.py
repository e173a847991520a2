"""Tasks that come back: the periods of a rhythm and the last day of each, one instance for each period.

Source: docs/domain.md, "Meetings and tasks".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from committee.domain.calendar import ONE_DAY, WorkingCalendar
from committee.domain.errors import DomainError

WEEK = timedelta(days=7)
LAST = "last"
MOST_WORKING_DAYS = 60

_RULE = re.compile(r"(?P<kind>day|after):(?P<count>[0-9]{1,2})")


class Rhythm(StrEnum):
    """How often a task comes back."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}


@dataclass(frozen=True, order=True)
class Period:
    """From `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Instance:
    """What is to be done once: for which period, and by when."""

    period: Period
    due_on: date


@dataclass(frozen=True)
class DueRule:
    """When an instance is due, seen from its period.

    "day:15" is the 15th of the period's last month (of a week, 1 is Monday and 7 Sunday); a month that has no such
    day gives its last. "last" is the period's last day; "after:5" the fifth working day after it.
    """

    kind: str
    count: int = 0

    def __str__(self) -> str:
        return self.kind if self.kind == LAST else f"{self.kind}:{self.count}"


def read_rule(text: str, rhythm: Rhythm) -> DueRule:
    """Return the rule that "day:15", "last" or "after:5" says for `rhythm`."""
    said = text.strip()
    if said == LAST:
        return DueRule(LAST)
    found = _RULE.fullmatch(said)
    if found is None:
        raise DomainError("A recurring task is due on a day, on the last day, or some working days after.", read=said)
    rule = DueRule(found["kind"], int(found["count"]))
    _refuse_rule(rule, rhythm)
    return rule


def _refuse_rule(rule: DueRule, rhythm: Rhythm) -> None:
    if rule.kind == "day" and not 1 <= rule.count <= (7 if rhythm is Rhythm.WEEKLY else 31):
        raise DomainError("The day lies between 1 and 31, or between 1 and 7 in a week.", read=str(rule.count))
    if rule.kind == "after" and not 1 <= rule.count <= MOST_WORKING_DAYS:
        raise DomainError(
            "Between 1 and %(most)d working days after the period.", read=str(rule.count), most=MOST_WORKING_DAYS
        )


def period_of(day: date, rhythm: Rhythm) -> Period:
    """Return the period that `day` lies in: a week from Monday, a month, a quarter, half a year, a year."""
    if rhythm is Rhythm.WEEKLY:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + WEEK - ONE_DAY)
    months = MONTHS[rhythm]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, months_after(first, months) - ONE_DAY)


def next_period(period: Period, rhythm: Rhythm) -> Period:
    """Return the period that follows."""
    return period_of(period.last + ONE_DAY, rhythm)


def periods_between(from_on: date, to_on: date, rhythm: Rhythm) -> Iterator[Period]:
    """Return the periods with a day between `from_on` and `to_on`, both included, the earliest first."""
    if to_on < from_on:
        return
    period = period_of(from_on, rhythm)
    while period.first <= to_on:
        yield period
        period = next_period(period, rhythm)


def due_of(period: Period, rule: DueRule, *, calendar: WorkingCalendar, moves: bool = False) -> date:
    """Return the last day on which the instance of `period` is in time.

    A day that is not worked stays what it is, or with `moves` is the next one that is.
    """
    day = _named_day(period, rule, calendar)
    return calendar.next_working_day(day) if moves else day


def _named_day(period: Period, rule: DueRule, calendar: WorkingCalendar) -> date:
    if rule.kind == LAST:
        return period.last
    if rule.kind == "after":
        return calendar.add_working_days(period.last, rule.count)
    if period.last - period.first < WEEK:
        return period.first + timedelta(days=rule.count - 1)
    return period.last.replace(day=min(rule.count, period.last.day))


def instances(
    *,
    rhythm: Rhythm,
    rule: DueRule,
    from_on: date,
    to_on: date | None,
    day: date,
    made_to: date | None,
    calendar: WorkingCalendar,
    moves: bool = False,
) -> list[Instance]:
    """Return the instances of a series that are to be made by `day`: one for each period that has begun.

    `made_to` is the first day of the last period an instance was made for. A period that was missed is made up for, so
    that what was not done stays visible; one that was due before the series began is left out.
    """
    end = day if to_on is None else min(day, to_on)
    begun = (one for one in periods_between(from_on, end, rhythm) if made_to is None or one.first > made_to)
    made = [Instance(period, due_of(period, rule, calendar=calendar, moves=moves)) for period in begun]
    return [one for one in made if one.due_on >= from_on]


def following(
    *,
    rhythm: Rhythm,
    rule: DueRule,
    from_on: date,
    to_on: date | None,
    made_to: date | None,
    calendar: WorkingCalendar,
    moves: bool = False,
) -> Instance | None:
    """Return the instance that is made next, in its period or already begun; None where the series has run out."""
    period = period_of(from_on, rhythm) if made_to is None else next_period(period_of(made_to, rhythm), rhythm)
    while to_on is None or period.first <= to_on:
        due_on = due_of(period, rule, calendar=calendar, moves=moves)
        if due_on >= from_on:
            return Instance(period, due_on)
        period = next_period(period, rhythm)
    return None


def months_after(first: date, months: int) -> date:
    """Return the first day of the month that lies `months` after that of `first`, a first day too."""
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
