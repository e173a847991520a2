"""Days on which calendars go wrong, by table (R14), and the zone of the machine, which must not matter (R13)."""

from __future__ import annotations

import os
import random
import time as machine
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from committee.core import clock
from committee.core.calendar_file import load_calendar
from committee.core.formatting import vn_date, vn_moment
from committee.domain.calendar import HANOI, WorkingCalendar, day_of
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.domain.periods import cut_offs, due_cut_off, elapsed, report_due_on
from committee.domain.slots import due_slot, missed_slots, moment_of

TABLE = Path(__file__).parents[2] / "data" / "holidays.csv"
ZONES = ("UTC", "America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati")
HALF_PAST_SEVEN = time(7, 30)
SEVEN_HOURS = timedelta(hours=7)  # Vietnam has kept them all year since 1975
TINY = timedelta(microseconds=1)


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return load_calendar(TABLE)


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands in this zone."""
    monkeypatch.setenv("TZ", request.param)
    machine.tzset()
    yield request.param
    monkeypatch.undo()
    machine.tzset()


def midnights() -> list[datetime]:
    """Return the moments at which a day begins in Vietnam, round month ends, leap days, cut-offs and the year's end."""
    days = [date(2024, month, 1) for month in range(1, 13)]
    days += [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2025, 1, 1),
        date(2025, 3, 1),
        date(2028, 2, 29),
        date(2026, 3, 1),
    ]
    days += [date(2024, 10, day) for day in (14, 15, 16, 28, 29, 30, 31)]
    # On these days clocks are changed in New York, and Kiritimati is a day ahead of it.
    days += [date(2024, 3, 10), date(2024, 3, 11), date(2024, 11, 3), date(2024, 11, 4)]
    return [datetime(day.year, day.month, day.day, tzinfo=UTC) - SEVEN_HOURS for day in days]


@pytest.mark.parametrize("midnight", midnights(), ids=lambda moment: moment.isoformat())
def test_r13_a_day_begins_at_the_same_moment_wherever_the_machine_stands(zone: str, midnight: datetime) -> None:
    begins = (midnight + SEVEN_HOURS).date()
    before = begins - timedelta(days=1)
    try:
        for moment, day in (
            (midnight - TINY, before),
            (midnight - timedelta(milliseconds=1), before),
            (midnight, begins),
            (midnight + timedelta(hours=16, minutes=59, seconds=59), begins),
            (midnight + timedelta(hours=17), begins),
            (midnight + timedelta(days=1) - TINY, begins),
        ):
            clock.stop_at(moment)
            assert (day_of(moment), clock.today()) == (day, day)
            assert vn_moment(moment).endswith(vn_date(day))
        assert due_slot(midnight + timedelta(hours=7, minutes=30) - TINY, HALF_PAST_SEVEN) == before
        assert due_slot(midnight + timedelta(hours=7, minutes=30), HALF_PAST_SEVEN) == begins
        assert moment_of(begins, HALF_PAST_SEVEN) == midnight + timedelta(hours=7, minutes=30)
    finally:
        clock.run_freely()


def test_r13_ten_thousand_moments_have_the_same_day_in_every_zone(zone: str, calendar: WorkingCalendar) -> None:
    dice = random.Random(13)
    first = datetime(2020, 1, 1, tzinfo=UTC)
    asked_in = [ZoneInfo(name) for name in ZONES]

    for number in range(10_000):
        moment = first + timedelta(microseconds=dice.randrange(10 * 366 * 86_400_000_000))
        seen = moment.astimezone(asked_in[number % 4])
        wall = moment.replace(tzinfo=None) + SEVEN_HOURS
        day = wall.date()
        assert day_of(seen) == day
        assert due_slot(seen, HALF_PAST_SEVEN) == (wall - timedelta(hours=7, minutes=30)).date()
        opens = calendar.next_delivery_moment(seen)
        assert opens >= moment
        assert not calendar.is_quiet(opens)
        assert due_cut_off(day, calendar=calendar) == due_cut_off(day_of(moment), calendar=calendar)


@pytest.mark.parametrize("zone_asked", ["America/New_York"])
def test_r13_an_hour_that_a_zone_has_twice_is_two_moments(zone_asked: str) -> None:
    there = ZoneInfo(zone_asked)
    first = datetime(2024, 11, 3, 1, 30, tzinfo=there)
    again = first.replace(fold=1)

    assert due_slot(first, time(12, 45)) == date(2024, 11, 2)
    assert due_slot(again, time(12, 45)) == date(2024, 11, 3)
    assert day_of(first) == day_of(again) == date(2024, 11, 3)


CUT_OFFS = [
    # year, cut-off day, month, what it is then
    (2024, None, 1, date(2024, 1, 31)),
    (2024, None, 2, date(2024, 2, 29)),
    (2026, None, 2, date(2026, 2, 28)),
    (2028, None, 2, date(2028, 2, 29)),
    (2100, None, 2, date(2100, 2, 28)),
    (2024, None, 4, date(2024, 4, 30)),
    (2024, 31, 4, date(2024, 4, 30)),
    (2024, 31, 6, date(2024, 6, 30)),
    (2024, 31, 2, date(2024, 2, 29)),
    (2026, 31, 2, date(2026, 2, 28)),
    (2024, 30, 2, date(2024, 2, 29)),
    (2026, 30, 2, date(2026, 2, 28)),
    (2026, 29, 2, date(2026, 2, 28)),
    (2028, 29, 2, date(2028, 2, 29)),
    (2026, 28, 2, date(2026, 2, 28)),
    (2024, 31, 1, date(2024, 1, 31)),
    (2024, 30, 1, date(2024, 1, 30)),
    (2024, 14, 1, date(2024, 1, 14)),  # from the 15th to the 14th
    (2024, 14, 2, date(2024, 2, 14)),
    (2024, 14, 11, date(2024, 11, 14)),
    (2024, 14, 12, date(2024, 12, 31)),  # the year's target is measured at its end
    (2024, 1, 12, date(2024, 12, 31)),
    (2024, 1, 3, date(2024, 3, 1)),
    (2024, 25, 10, date(2024, 10, 25)),
]


@pytest.mark.parametrize(("year", "day", "month", "cut_off"), CUT_OFFS)
def test_r14_a_cut_off_day_rolls_back_into_its_month(year: int, day: int | None, month: int, cut_off: date) -> None:
    assert cut_offs(year, cut_off_day=day)[month - 1] == cut_off


REPORTS = [
    # the cut-off, the last day on which its figures are in time: five working days on
    (date(2024, 10, 31), date(2024, 11, 7)),
    (date(2024, 8, 31), date(2024, 9, 10)),  # a Saturday; 2 and 3 September are free
    (date(2024, 1, 31), date(2024, 2, 7)),  # done on the last day before Tết
    (date(2024, 2, 2), date(2024, 2, 16)),  # over Tết, 8 to 14 February
    (date(2024, 2, 29), date(2024, 3, 7)),
    (date(2024, 4, 30), date(2024, 5, 7)),  # 1 May is free, Saturday 4 May is worked instead of 29 April
    (date(2024, 4, 26), date(2024, 5, 7)),
    (date(2024, 12, 31), date(2025, 1, 8)),  # over New Year
    (date(2025, 1, 24), date(2025, 2, 7)),  # over Tết, 27 to 31 January
    (date(2025, 4, 25), date(2025, 5, 6)),  # Saturday 26 April is worked instead of 2 May
    (date(2025, 8, 31), date(2025, 9, 9)),  # 1 and 2 September are free
    (date(2025, 12, 31), date(2026, 1, 9)),  # 1 and 2 January are free, Saturday 10 January is worked
    (date(2026, 1, 2), date(2026, 1, 9)),
    (date(2026, 2, 13), date(2026, 2, 27)),  # over Tết, 16 to 20 February
    (date(2026, 2, 28), date(2026, 3, 6)),
    (date(2028, 2, 29), date(2028, 3, 7)),
]


@pytest.mark.parametrize(("cut_off", "last"), REPORTS)
def test_r14_a_deadline_counts_working_days_over_holidays_and_swapped_days(
    calendar: WorkingCalendar, cut_off: date, last: date
) -> None:
    due = report_due_on(cut_off, calendar=calendar)

    assert due == last
    assert calendar.is_working(due)


NEXT = [
    # a day that was meant, the day it becomes
    (date(2024, 1, 1), date(2024, 1, 2)),
    (date(2024, 2, 8), date(2024, 2, 15)),
    (date(2024, 2, 10), date(2024, 2, 15)),
    (date(2024, 4, 18), date(2024, 4, 19)),
    (date(2024, 4, 27), date(2024, 5, 2)),  # a Saturday before four free days
    (date(2024, 5, 4), date(2024, 5, 4)),  # a Saturday that is worked
    (date(2024, 5, 5), date(2024, 5, 6)),
    (date(2024, 8, 31), date(2024, 9, 4)),
    (date(2025, 1, 25), date(2025, 2, 3)),
    (date(2025, 4, 26), date(2025, 4, 26)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2026, 1, 10), date(2026, 1, 10)),
    (date(2026, 2, 14), date(2026, 2, 23)),
    (date(2026, 8, 22), date(2026, 8, 22)),
    (date(2024, 2, 29), date(2024, 2, 29)),
    (date(2024, 12, 31), date(2024, 12, 31)),
    (date(2025, 1, 1), date(2025, 1, 2)),
]


@pytest.mark.parametrize(("meant", "becomes"), NEXT)
def test_r14_a_deadline_on_a_free_day_moves_to_the_next_that_is_worked(
    calendar: WorkingCalendar, meant: date, becomes: date
) -> None:
    assert calendar.next_working_day(meant) == becomes


DUE = [
    # the day asked, the cut-off day, the cut-off that is due on it
    (date(2024, 1, 5), None, None),  # nothing of this year yet, and last year is another plan
    (date(2024, 2, 7), None, None),
    (date(2024, 2, 8), None, date(2024, 1, 31)),
    (date(2024, 3, 7), None, date(2024, 1, 31)),
    (date(2024, 3, 8), None, date(2024, 2, 29)),
    (date(2026, 3, 6), None, date(2026, 1, 31)),
    (date(2026, 3, 7), None, date(2026, 2, 28)),
    (date(2024, 10, 21), 14, date(2024, 9, 14)),
    (date(2024, 10, 22), 14, date(2024, 10, 14)),
    (date(2024, 12, 31), None, date(2024, 11, 30)),
    (date(2025, 1, 10), None, None),
]


@pytest.mark.parametrize(("day", "cut_off_day", "cut_off"), DUE)
def test_r14_a_cut_off_is_due_once_its_days_of_grace_have_passed(
    calendar: WorkingCalendar, day: date, cut_off_day: int | None, cut_off: date | None
) -> None:
    assert due_cut_off(day, calendar=calendar, cut_off_day=cut_off_day) == cut_off


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2024, 1, 1), (1, 366)),
        (date(2024, 2, 29), (60, 366)),
        (date(2024, 12, 31), (366, 366)),
        (date(2026, 2, 28), (59, 365)),
        (date(2026, 3, 1), (60, 365)),
        (date(2028, 2, 29), (60, 366)),
        (date(2100, 12, 31), (365, 365)),
    ],
)
def test_r14_a_leap_year_has_a_day_more_to_pass(day: date, share: tuple[int, int]) -> None:
    assert elapsed(day) == share


@pytest.mark.parametrize("said", ["29/02/2026", "29/02/2100", "31/04/2024", "30/02/2024", "32/01/2024", "00/01/2024"])
def test_r14_a_day_that_is_not_in_the_calendar_is_refused(said: str) -> None:
    with pytest.raises(DomainError, match="no such day"):
        read_day(said)


@pytest.mark.parametrize(
    ("said", "day"),
    [("29/02/2024", date(2024, 2, 29)), ("29/2/2028", date(2028, 2, 29)), ("2024-12-31", date(2024, 12, 31))],
)
def test_r14_a_leap_day_is_read(said: str, day: date) -> None:
    assert read_day(said) == day


def test_r14_runs_missed_over_a_leap_day_and_a_years_end_are_each_of_their_own_day() -> None:
    over_february = missed_slots([date(2024, 2, 27)], date(2024, 3, 2))
    over_new_year = missed_slots([date(2024, 12, 30)], date(2025, 1, 2))

    assert over_february == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2)]
    assert over_new_year == [date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2)]


def test_r14_the_table_has_more_than_sixty_cases() -> None:
    assert len(CUT_OFFS) + len(REPORTS) + len(NEXT) + len(DUE) >= 60


def test_the_machine_really_stood_elsewhere(zone: str) -> None:
    assert os.environ["TZ"] == zone
    assert HANOI.key == "Asia/Ho_Chi_Minh"
    offsets = {"UTC": 0, "America/New_York": -5, "Asia/Ho_Chi_Minh": 7, "Pacific/Kiritimati": 14}
    assert -machine.timezone == offsets[zone] * 3600
