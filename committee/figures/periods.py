"""The periods that are reported: from the day after one cut-off to the next, and when their reports are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from committee.core.calendar_file import load_calendar
from committee.domain.periods import Rhythm, cut_offs, report_due_on
from committee.targets.queries import QUARTERLY, plan_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """What is reported at one cut-off. It opens on the cut-off day itself: before it there is nothing to count."""

    begins_on: date
    cut_off_on: date
    due_on: date

    @property
    def month(self) -> str:
        return f"{self.cut_off_on.month}/{self.cut_off_on.year}"

    def is_open(self, today: date) -> bool:
        return self.cut_off_on <= today


def periods_of(year: int) -> list[Period]:
    """Return the periods of a year, earliest first."""
    plan, calendar = plan_of(year), load_calendar()
    rhythm: Rhythm = "quarterly" if plan.rhythm == QUARTERLY else "monthly"
    found, begins_on = [], date(year, 1, 1)
    for cut_off_on in cut_offs(year, cut_off_day=plan.cut_off_day, rhythm=rhythm):
        found.append(Period(begins_on, cut_off_on, report_due_on(cut_off_on, calendar=calendar)))
        begins_on = cut_off_on + ONE_DAY
    return found


def period_closing_on(day: date) -> Period | None:
    """Return the period whose cut-off is `day`, or None."""
    return next((period for period in periods_of(day.year) if period.cut_off_on == day), None)


def newest_open(today: date) -> Period:
    """Return the period whose cut-off came last; in the first weeks of January it is that of 31 December."""
    begun = [period for period in periods_of(today.year) if period.is_open(today)]
    return begun[-1] if begun else periods_of(today.year - 1)[-1]


def next_to_open(today: date) -> Period:
    """Return the period that opens next."""
    later = [period for period in periods_of(today.year) if not period.is_open(today)]
    return later[0] if later else periods_of(today.year + 1)[0]
