"""Cut-off days of a year and which of them is due.

Source: docs/domain.md, section 5; doors, section 3 ("due cut-off").
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal

from committee.domain.calendar import WorkingCalendar
from committee.domain.errors import DomainError

Rhythm = Literal["monthly", "quarterly"]
MONTHS: dict[Rhythm, tuple[int, ...]] = {"monthly": tuple(range(1, 13)), "quarterly": (3, 6, 9, 12)}
GRACE_WORKING_DAYS = 5
LAST_DAY = 31


def cut_offs(year: int, *, cut_off_day: int | None = None, rhythm: Rhythm = "monthly") -> list[date]:
    """Return the cut-off days of `year`, earliest first.

    `cut_off_day` None is the month's end; a day the month does not have rolls back to its last. December
    always closes on the 31st, because the year's target is measured there.
    """
    return list(_cut_offs(year, cut_off_day, rhythm))


def due_cut_off(
    day: date,
    *,
    calendar: WorkingCalendar,
    cut_off_day: int | None = None,
    rhythm: Rhythm = "monthly",
    grace: int = GRACE_WORKING_DAYS,
) -> date | None:
    """Return the latest cut-off of `day`'s year with `grace` working days fully passed since, or None."""
    due = [
        cut_off
        for cut_off in cut_offs(day.year, cut_off_day=cut_off_day, rhythm=rhythm)
        if cut_off < day and calendar.working_days_after(cut_off, grace) <= day
    ]
    return due[-1] if due else None


def report_due_on(cut_off: date, *, calendar: WorkingCalendar, grace: int = GRACE_WORKING_DAYS) -> date:
    """Return the last day on which figures for `cut_off` are in time."""
    return calendar.add_working_days(cut_off, grace)


def elapsed(day: date) -> tuple[int, int]:
    """Return (day of the year, days in the year): the exact share of the year that has passed."""
    first = date(day.year, 1, 1)
    return (day - first).days + 1, (date(day.year, 12, LAST_DAY) - first).days + 1


@lru_cache(maxsize=64)
def _cut_offs(year: int, cut_off_day: int | None, rhythm: Rhythm) -> tuple[date, ...]:
    return tuple(_cut_off(year, month, cut_off_day) for month in MONTHS[rhythm])


def _cut_off(year: int, month: int, cut_off_day: int | None) -> date:
    if cut_off_day is not None and not 1 <= cut_off_day <= LAST_DAY:
        raise DomainError("The cut-off day must lie between 1 and 31, not %(day)s.", day=cut_off_day)
    if month == 12:
        return date(year, month, LAST_DAY)
    last = monthrange(year, month)[1]
    return date(year, month, last if cut_off_day is None else min(cut_off_day, last))
