"""On which days somebody is reminded of a task; the days are those of data/holidays.csv."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from committee.core.calendar_file import load_calendar
from committee.domain.task_reminders import Stage, reminders_on

TABLE = Path(__file__).parents[2] / "data" / "holidays.csv"
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def calendar():
    return load_calendar(TABLE)


def said(due_on, calendar, *, days=45):
    first = due_on - 10 * ONE_DAY
    every = (reminders_on(due_on, first + n * ONE_DAY, calendar) for n in range(days + 10))
    return [one for one in every if one]


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        # Thursday 19/6/2025: 12/6, Monday for 16/6, 18/6, 19/6; then five working days; then every seventh day
        (
            "2025-06-19",
            (
                "2025-06-12 2025-06-16 2025-06-18 2025-06-19 2025-06-20 2025-06-23 2025-06-24 2025-06-25 2025-06-26"
                " 2025-07-03 2025-07-10"
            ),
        ),
        # Sunday 15/6/2025: T-7 (Sunday) on Monday, T-3 on Thursday, T-1 and T fall on the weekend before the first day
        # overdue, and that is said instead
        (
            "2025-06-15",
            "2025-06-09 2025-06-12 2025-06-16 2025-06-17 2025-06-18 2025-06-19 2025-06-20 2025-06-27 2025-07-04",
        ),
        # over Tết 2025 (25/1 to 2/2)
        (
            "2025-01-24",
            (
                "2025-01-17 2025-01-21 2025-01-23 2025-01-24 2025-02-03 2025-02-04 2025-02-05 2025-02-06 2025-02-07"
                " 2025-02-14 2025-02-21"
            ),
        ),
    ],
)
def test_the_days_on_which_something_is_said(calendar, due_on, days):
    expected = [date.fromisoformat(day) for day in days.split()]

    found = [one.day for one in said(date.fromisoformat(due_on), calendar) if one.day <= expected[-1]]

    assert found == expected


@pytest.mark.parametrize(
    ("day", "stage", "days_left"),
    [
        ("2025-06-11", None, None),
        ("2025-06-12", "ahead", 7),
        ("2025-06-15", None, None),  # a Sunday
        ("2025-06-16", "ahead", 3),
        ("2025-06-18", "ahead", 1),
        ("2025-06-19", "due", 0),
        ("2025-06-20", "overdue", -1),
        ("2025-06-26", "overdue", -7),
        ("2025-06-27", None, None),
        ("2025-07-03", "overdue_weekly", -14),
        ("2026-06-18", "overdue_weekly", -364),
    ],
)
def test_a_reminder_tells_how_near_the_day_is(calendar, day, stage, days_left):
    found = reminders_on(date(2025, 6, 19), date.fromisoformat(day), calendar)

    assert (found and (found.stage, found.days_left)) == (stage and (Stage(stage), days_left))


def planned_days(due_on, calendar, weeks):
    daily = [calendar.add_working_days(due_on, n) for n in range(1, 6)]
    ahead = [due_on - n * ONE_DAY for n in (7, 3, 1, 0)]
    return ahead + daily + [daily[-1] + n * 7 * ONE_DAY for n in range(1, weeks + 1)]


def test_every_planned_day_of_three_years_is_said_once_and_on_a_working_day(calendar):
    for number in range((date(2026, 12, 31) - date(2024, 1, 1)).days + 1):
        due_on = date(2024, 1, 1) + number * ONE_DAY
        until = due_on + 35 * ONE_DAY

        found = [one for one in said(due_on, calendar) if one.day <= until]

        days = ((calendar.next_working_day(day), day) for day in planned_days(due_on, calendar, 5))
        by_day = {day: planned for day, planned in days if day <= until}
        assert {one.day: one.planned_on for one in found} == by_day, due_on
        assert max(Counter(one.day for one in found).values()) == 1
        assert max(Counter(one.key for one in found).values()) == 1


def test_a_day_that_moves_arms_the_reminders_anew(calendar):
    before = reminders_on(date(2025, 6, 19), date(2025, 6, 19), calendar)
    after = reminders_on(date(2025, 6, 26), date(2025, 6, 19), calendar)

    assert (before.stage, after.stage) == (Stage.DUE, Stage.AHEAD)
    assert before.key != after.key


def test_a_task_long_overdue_is_recalled_every_week_over_holidays_too(calendar):
    # Due 2/1/2025; the fifth working day after it is 9/1; 30/1 falls into Tết and is said on 3/2.
    found = [one.day for one in said(date(2025, 1, 2), calendar, days=50) if one.stage is Stage.OVERDUE_WEEKLY]

    assert found[:5] == [date(2025, 1, 16), date(2025, 1, 23), date(2025, 2, 3), date(2025, 2, 6), date(2025, 2, 13)]
