"""On which days somebody is reminded of a task: a pure function of the due day now in force.

Seven, three and one day before, on the day itself, on each of the first five working days after it, then every seventh
day. Because nothing else is asked, a due day that moves arms the reminders anew.

Source: docs/domain.md, "Meetings and tasks".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from committee.domain.calendar import ONE_DAY, WorkingCalendar
from committee.domain.errors import DomainError

DAYS_BEFORE = (7, 3, 1, 0)
DAILY_WORKING_DAYS = 5
WEEK = timedelta(days=7)


class Stage(StrEnum):
    """How near the due day is."""

    AHEAD = "ahead"
    DUE = "due"
    OVERDUE = "overdue"
    OVERDUE_WEEKLY = "overdue_weekly"


@dataclass(frozen=True)
class Reminder:
    """One line about one task on one day. `planned_on` is the day it is for, `day` the working day it is said on.

    `days_left` counts on `day`, below zero once it is overdue. `key` is equal for the same reminder of the same due
    day, and differs as soon as that day moves.
    """

    stage: Stage
    due_on: date
    planned_on: date
    day: date

    @property
    def days_left(self) -> int:
        return (self.due_on - self.day).days

    @property
    def key(self) -> str:
        return f"{self.due_on.isoformat()}:{self.planned_on.isoformat()}"


def reminders_on(due_on: date, day: date, calendar: WorkingCalendar) -> Reminder | None:
    """Return the reminder that is said on `day`, or None: there is one for each task and day at most.

    What falls on a day that is not worked is said on the next one that is; where two meet there, the later one is
    said, because it is the nearer to the due day or the further behind it.
    """
    if not calendar.is_working(day):
        return None
    since = day
    while not calendar.is_working(since - ONE_DAY):
        since -= ONE_DAY
    planned = [one for one in _planned(due_on, day, calendar) if since <= one]
    return Reminder(_stage(due_on, day, planned[-1], calendar), due_on, planned[-1], day) if planned else None


def _planned(due_on: date, until: date, calendar: WorkingCalendar) -> list[date]:
    """Return the days up to `until` that reminders are for, the earliest first; those long past may be left out."""
    ahead = [due_on - timedelta(days=days) for days in DAYS_BEFORE]
    return [one for one in (*ahead, *_overdue(due_on, until, calendar)) if one <= until]


def _overdue(due_on: date, until: date, calendar: WorkingCalendar) -> Iterator[date]:
    last_daily = due_on
    for _ in range(DAILY_WORKING_DAYS):
        last_daily = calendar.add_working_days(last_daily, 1)
        yield last_daily
    weeks = max(0, (until - last_daily).days // WEEK.days)
    # A holiday is shorter than two weeks: older ones have been said.
    yield from (last_daily + n * WEEK for n in range(max(1, weeks - 2), weeks + 1))


def _stage(due_on: date, day: date, planned_on: date, calendar: WorkingCalendar) -> Stage:
    if day < due_on:
        return Stage.AHEAD
    if day == due_on:
        return Stage.DUE
    if planned_on <= calendar.add_working_days(due_on, DAILY_WORKING_DAYS):
        return Stage.OVERDUE
    return Stage.OVERDUE_WEEKLY


def refuse_reminder(*, is_waiting: bool, was_reminded: bool) -> None:
    """Raise where nobody is to be reminded now: the result was sent, or somebody did so on this day already."""
    if is_waiting:
        raise DomainError("Its result was sent and waits for an answer: there is nothing to remind of.")
    if was_reminded:
        raise DomainError("Of this task somebody was reminded today already; it is done once a day.")
