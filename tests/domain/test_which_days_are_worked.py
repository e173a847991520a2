"""Working days and delivery hours, by table; the days are those of data/holidays.csv."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from committee.core.calendar_file import load_calendar
from committee.domain.calendar import HANOI, WorkingCalendar, day_of

TABLE = Path(__file__).parents[2] / "data" / "holidays.csv"
NO_HOLIDAYS = WorkingCalendar(frozenset(), frozenset(), frozenset())


@pytest.fixture(scope="module")
def calendar():
    return load_calendar(TABLE)


def local(*when):
    return datetime(*when, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 1, 1), False),  # New Year
        (date(2024, 2, 7), True),  # the last day before Tết
        (date(2024, 2, 8), False),
        (date(2024, 2, 14), False),
        (date(2024, 2, 15), True),
        (date(2024, 2, 29), True),
        (date(2024, 4, 18), False),  # Giỗ Tổ
        (date(2024, 4, 29), False),  # swapped
        (date(2024, 5, 4), True),  # a Saturday worked instead
        (date(2024, 5, 5), False),
        (date(2024, 9, 2), False),
        (date(2024, 9, 3), False),
        (date(2025, 1, 27), False),
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
        (date(2025, 11, 24), True),  # not yet a holiday
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),  # Giỗ Tổ fell on a Sunday
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam
        (date(2027, 2, 5), False),
        (date(2027, 11, 24), False),
        (date(2028, 2, 29), True),  # a year the table does not know: only weekends are free
        (date(2028, 1, 1), False),
        (date(2028, 9, 1), True),
    ],
)
def test_a_day_is_worked_as_the_table_says(calendar, day, worked):
    assert calendar.is_working(day) is worked


@pytest.mark.parametrize(
    ("day", "n", "reached"),
    [
        (date(2024, 10, 25), 0, date(2024, 10, 25)),
        (date(2024, 10, 25), 1, date(2024, 10, 28)),
        (date(2024, 10, 25), 5, date(2024, 11, 1)),
        (date(2024, 10, 26), 1, date(2024, 10, 28)),
        (date(2024, 2, 7), 1, date(2024, 2, 15)),  # over Tết
        (date(2024, 4, 26), 2, date(2024, 5, 3)),
        (date(2024, 4, 26), 3, date(2024, 5, 4)),  # the make-up Saturday counts
        (date(2024, 12, 31), 1, date(2025, 1, 2)),  # over the year's end
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2024, 11, 4), -1, date(2024, 11, 1)),
        (date(2024, 2, 15), -1, date(2024, 2, 7)),
    ],
)
def test_working_days_are_counted_over_holidays(calendar, day, n, reached):
    assert calendar.add_working_days(day, n) == reached


def test_five_working_days_have_passed_when_the_fifth_is_over(calendar):
    assert calendar.working_days_after(date(2024, 10, 25), 5) == date(2024, 11, 2)


def test_a_day_that_falls_on_a_holiday_moves_to_the_next_working_day(calendar):
    assert calendar.next_working_day(date(2024, 9, 2)) == date(2024, 9, 4)
    assert calendar.next_working_day(date(2024, 9, 4)) == date(2024, 9, 4)


def test_a_year_without_holidays_is_named(calendar):
    assert calendar.knows(2027)
    assert not calendar.knows(2028)
    assert calendar.unknown_years(date(2027, 12, 20), date(2028, 1, 10)) == (2028,)
    assert calendar.unknown_years(date(2026, 12, 20), date(2027, 1, 10)) == ()


@pytest.mark.parametrize(
    ("moment", "delivered_at"),
    [
        (local(2024, 10, 28, 7, 29, 59), local(2024, 10, 28, 7, 30)),
        (local(2024, 10, 28, 7, 30), local(2024, 10, 28, 7, 30)),
        (local(2024, 10, 28, 11, 29, 59), local(2024, 10, 28, 11, 29, 59)),
        (local(2024, 10, 28, 11, 30), local(2024, 10, 28, 13, 30)),
        (local(2024, 10, 28, 16, 59), local(2024, 10, 28, 16, 59)),
        (local(2024, 10, 28, 17, 0), local(2024, 10, 29, 7, 30)),
        (local(2024, 10, 25, 17, 0), local(2024, 10, 28, 7, 30)),  # Friday evening
        (local(2024, 10, 26, 9, 0), local(2024, 10, 28, 7, 30)),  # Saturday
        (local(2026, 8, 22, 9, 0), local(2026, 8, 22, 9, 0)),  # a make-up Saturday
        (local(2024, 2, 7, 18, 0), local(2024, 2, 15, 7, 30)),  # Tết
        (local(2024, 12, 31, 23, 59), local(2025, 1, 2, 7, 30)),
    ],
)
def test_a_notice_is_delivered_in_the_next_window(calendar, moment, delivered_at):
    reached = calendar.next_delivery_moment(moment)

    assert reached == delivered_at
    assert reached.tzinfo is UTC
    assert calendar.is_quiet(moment) is (moment != delivered_at)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 10, 31, 16, 59, 59, tzinfo=UTC), date(2024, 10, 31)),
        (datetime(2024, 10, 31, 17, 0, tzinfo=UTC), date(2024, 11, 1)),
        (datetime(2024, 2, 28, 17, 0, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2026, 2, 28, 17, 0, tzinfo=UTC), date(2026, 3, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_vietnam(moment, day):
    assert day_of(moment) == day


def test_a_moment_without_its_zone_is_a_programmers_mistake():
    moment = datetime(2024, 10, 28, 9, 0, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        NO_HOLIDAYS.is_quiet(moment)
