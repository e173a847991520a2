"""Working days and the hours in which notices are delivered.

Source: docs/domain.md, section 10. The days themselves are data (data/holidays.csv).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DELIVERY_WINDOWS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def day_of(moment: datetime) -> date:
    """Return the day that an aware moment falls on in Hanoi, whatever the machine's own zone."""
    return _aware(moment).astimezone(HANOI).date()


def in_delivery_window(clock_time: time) -> bool:
    """Return whether a time of day lies in a delivery window; the closing minute itself is outside."""
    return any(opens <= clock_time < closes for opens, closes in DELIVERY_WINDOWS)


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked. `years` are those the table knows; in any other only weekends are free."""

    holidays: frozenset[date]
    make_up_days: frozenset[date]
    years: frozenset[int]

    def knows(self, year: int) -> bool:
        return year in self.years

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years from `first` to `last` without known holidays: a plan over them must say so."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.knows(year))

    def is_working(self, day: date) -> bool:
        """Return whether `day` is worked; a make-up day is, even at the weekend."""
        if day in self.make_up_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """Return `day` itself if it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after `day` (before it, for a negative n); `day` itself for 0."""
        step = ONE_DAY if n >= 0 else -ONE_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days_after(self, day: date, n: int) -> date:
        """Return the first day on which n working days after `day` have fully passed, the last too."""
        return self.add_working_days(day, n) + ONE_DAY

    def is_quiet(self, moment: datetime) -> bool:
        """Return whether nothing may be delivered at an aware moment."""
        local = _aware(moment).astimezone(HANOI)
        return not (self.is_working(local.date()) and in_delivery_window(local.time()))

    def next_delivery_moment(self, moment: datetime) -> datetime:
        """Return `moment` in UTC if something may be delivered then, else when the next window opens."""
        if not self.is_quiet(moment):
            return moment.astimezone(UTC)
        local = moment.astimezone(HANOI)
        for opens, _ in DELIVERY_WINDOWS:
            if self.is_working(local.date()) and local.time() < opens:
                return _opening(local.date(), opens)
        return self.opening_of(local.date() + ONE_DAY)

    def opening_of(self, day: date) -> datetime:
        """Return when delivery opens on `day`, or on the next working day if `day` is not worked; in UTC."""
        return _opening(self.next_working_day(day), DELIVERY_WINDOWS[0][0])


def _opening(day: date, opens: time) -> datetime:
    return datetime.combine(day, opens, tzinfo=HANOI).astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment
