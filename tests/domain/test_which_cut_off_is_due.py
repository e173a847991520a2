"""Cut-off days and the due cut-off, by table."""

from datetime import date
from pathlib import Path

import pytest

from committee.core.calendar_file import load_calendar
from committee.domain.errors import DomainError
from committee.domain.periods import cut_offs, due_cut_off, elapsed, report_due_on

CALENDAR = load_calendar(Path(__file__).parents[2] / "data" / "holidays.csv")
MONTH_ENDS_2024 = [
    date(2024, 1, 31),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 4, 30),
    date(2024, 5, 31),
    date(2024, 6, 30),
    date(2024, 7, 31),
    date(2024, 8, 31),
    date(2024, 9, 30),
    date(2024, 10, 31),
    date(2024, 11, 30),
    date(2024, 12, 31),
]


def test_a_year_closes_every_month_end_unless_it_says_otherwise():
    assert cut_offs(2024) == MONTH_ENDS_2024


def test_the_31st_is_the_months_end():
    assert cut_offs(2024, cut_off_day=31) == MONTH_ENDS_2024


@pytest.mark.parametrize(
    ("year", "day", "month", "cut_off"),
    [
        (2024, None, 2, date(2024, 2, 29)),
        (2028, None, 2, date(2028, 2, 29)),
        (2026, None, 2, date(2026, 2, 28)),
        (2100, None, 2, date(2100, 2, 28)),
        (2024, 29, 2, date(2024, 2, 29)),
        (2026, 29, 2, date(2026, 2, 28)),
        (2028, 30, 2, date(2028, 2, 29)),
        (2026, 31, 2, date(2026, 2, 28)),
        (2026, 31, 4, date(2026, 4, 30)),
        (2026, 30, 4, date(2026, 4, 30)),
        (2026, 30, 5, date(2026, 5, 30)),
        (2024, 25, 1, date(2024, 1, 25)),
        (2024, 25, 11, date(2024, 11, 25)),
        (2024, 25, 12, date(2024, 12, 31)),
        (2024, 14, 1, date(2024, 1, 14)),
        (2024, 14, 2, date(2024, 2, 14)),
        (2024, 14, 12, date(2024, 12, 31)),
        (2024, 1, 3, date(2024, 3, 1)),
    ],
)
def test_a_month_closes_on_the_cut_off_day(year, day, month, cut_off):
    assert cut_offs(year, cut_off_day=day)[month - 1] == cut_off


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]),
        (25, [date(2024, 3, 25), date(2024, 6, 25), date(2024, 9, 25), date(2024, 12, 31)]),
    ],
)
def test_a_quarterly_rhythm_closes_four_times(day, expected):
    assert cut_offs(2024, cut_off_day=day, rhythm="quarterly") == expected


@pytest.mark.parametrize("day", [0, 32, -1])
def test_a_cut_off_day_no_month_has_is_refused(day):
    with pytest.raises(DomainError) as refusal:
        cut_offs(2024, cut_off_day=day)

    assert str(refusal.value) == f"The cut-off day must lie between 1 and 31, not {day}."


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2024, 1, 1), None),
        (date(2024, 1, 31), None),
        (date(2024, 2, 7), None),  # the fifth working day after 31/1 is still running
        (date(2024, 2, 8), date(2024, 1, 31)),
        (date(2024, 2, 29), date(2024, 1, 31)),
        (date(2024, 3, 7), date(2024, 1, 31)),
        (date(2024, 3, 8), date(2024, 2, 29)),
        (date(2024, 4, 5), date(2024, 2, 29)),
        (date(2024, 4, 6), date(2024, 3, 31)),
        (date(2024, 5, 7), date(2024, 3, 31)),
        (date(2024, 5, 8), date(2024, 4, 30)),  # 2/5, 3/5, the make-up 4/5, 6/5 and 7/5 have passed
        (date(2024, 7, 5), date(2024, 5, 31)),
        (date(2024, 7, 6), date(2024, 6, 30)),
        (date(2024, 7, 15), date(2024, 6, 30)),
        (date(2024, 9, 9), date(2024, 7, 31)),
        (date(2024, 9, 10), date(2024, 7, 31)),  # 10/9 is the fifth after 31/8
        (date(2024, 9, 11), date(2024, 8, 31)),
        (date(2024, 10, 7), date(2024, 8, 31)),
        (date(2024, 10, 8), date(2024, 9, 30)),
        (date(2024, 10, 25), date(2024, 9, 30)),
        (date(2024, 10, 31), date(2024, 9, 30)),
        (date(2024, 11, 7), date(2024, 9, 30)),
        (date(2024, 11, 8), date(2024, 10, 31)),
        (date(2024, 12, 20), date(2024, 11, 30)),
        (date(2024, 12, 31), date(2024, 11, 30)),
        (date(2025, 1, 2), None),  # a new year begins without a due cut-off
        (date(2025, 2, 7), None),
        (date(2025, 2, 8), date(2025, 1, 31)),
        (date(2026, 3, 6), date(2026, 1, 31)),
        (date(2026, 3, 7), date(2026, 2, 28)),
        (date(2028, 3, 7), date(2028, 1, 31)),
        (date(2028, 3, 8), date(2028, 2, 29)),
    ],
)
def test_a_month_end_is_due_when_five_working_days_have_passed(day, due):
    assert due_cut_off(day, calendar=CALENDAR) == due


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2024, 10, 25), date(2024, 9, 25)),
        (date(2024, 11, 1), date(2024, 9, 25)),
        (date(2024, 11, 2), date(2024, 10, 25)),
        (date(2024, 11, 4), date(2024, 10, 25)),
        (date(2024, 12, 31), date(2024, 11, 25)),
    ],
)
def test_the_25th_is_due_when_five_working_days_have_passed(day, due):
    assert due_cut_off(day, calendar=CALENDAR, cut_off_day=25) == due


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2024, 4, 5), None),
        (date(2024, 4, 6), date(2024, 3, 31)),
        (date(2024, 7, 5), date(2024, 3, 31)),
        (date(2024, 7, 6), date(2024, 6, 30)),
        (date(2024, 12, 31), date(2024, 9, 30)),
    ],
)
def test_a_quarter_is_due_when_five_working_days_have_passed(day, due):
    assert due_cut_off(day, calendar=CALENDAR, rhythm="quarterly") == due


def test_the_grace_is_a_setting():
    assert due_cut_off(date(2024, 11, 1), calendar=CALENDAR, grace=0) == date(2024, 10, 31)
    assert due_cut_off(date(2024, 10, 31), calendar=CALENDAR, grace=0) == date(2024, 9, 30)


def test_figures_are_in_time_until_the_fifth_working_day():
    assert report_due_on(date(2024, 10, 31), calendar=CALENDAR) == date(2024, 11, 7)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2024, 1, 1), (1, 366)),
        (date(2024, 2, 29), (60, 366)),
        (date(2024, 10, 25), (299, 366)),
        (date(2024, 12, 31), (366, 366)),
        (date(2026, 2, 28), (59, 365)),
        (date(2026, 12, 31), (365, 365)),
        (date(2028, 2, 29), (60, 366)),
    ],
)
def test_the_year_passes_by_whole_days(day, share):
    assert elapsed(day) == share
