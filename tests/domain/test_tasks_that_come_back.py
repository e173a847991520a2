"""A recurring task has one instance for each period, due by the rule of its series."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from committee.core.calendar_file import load_calendar
from committee.domain.errors import DomainError
from committee.domain.recurring import (
    DueRule,
    Period,
    Rhythm,
    due_of,
    instances,
    next_period,
    period_of,
    periods_between,
    read_rule,
)

TABLE = Path(__file__).parents[2] / "data" / "holidays.csv"


@pytest.fixture(scope="module")
def calendar():
    return load_calendar(TABLE)


@pytest.mark.parametrize(
    ("rhythm", "day", "first", "last"),
    [
        ("weekly", "2025-06-04", "2025-06-02", "2025-06-08"),
        ("weekly", "2025-06-08", "2025-06-02", "2025-06-08"),
        ("weekly", "2026-01-01", "2025-12-29", "2026-01-04"),
        ("monthly", "2024-02-29", "2024-02-01", "2024-02-29"),
        ("monthly", "2025-12-31", "2025-12-01", "2025-12-31"),
        ("quarterly", "2025-08-15", "2025-07-01", "2025-09-30"),
        ("quarterly", "2025-12-01", "2025-10-01", "2025-12-31"),
        ("half_yearly", "2025-06-30", "2025-01-01", "2025-06-30"),
        ("half_yearly", "2025-07-01", "2025-07-01", "2025-12-31"),
        ("yearly", "2025-07-01", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_day_lies_in_one_period(rhythm, day, first, last):
    found = period_of(date.fromisoformat(day), Rhythm(rhythm))

    assert found == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_periods_follow_each_other_without_a_gap(rhythm):
    periods = list(periods_between(date(2024, 1, 1), date(2026, 12, 31), rhythm))

    assert all(next_period(one, rhythm) == following for one, following in pairwise(periods))
    assert periods[0].first <= date(2024, 1, 1)
    assert periods[-1].last >= date(2026, 12, 31)
    assert len(periods) == {"weekly": 157, "monthly": 36, "quarterly": 12, "half_yearly": 6, "yearly": 3}[rhythm]
    assert list(periods_between(date(2025, 1, 2), date(2025, 1, 1), rhythm)) == []


@pytest.mark.parametrize(
    ("rhythm", "day", "rule", "due_on"),
    [
        ("monthly", "2025-06-10", "day:15", "2025-06-15"),  # a Sunday does not move
        ("monthly", "2025-02-10", "day:31", "2025-02-28"),
        ("monthly", "2024-02-10", "last", "2024-02-29"),
        ("monthly", "2025-06-10", "after:5", "2025-07-07"),
        ("monthly", "2024-12-10", "after:1", "2025-01-02"),  # over New Year
        ("quarterly", "2025-07-10", "day:20", "2025-09-20"),
        ("quarterly", "2025-07-10", "last", "2025-09-30"),
        ("half_yearly", "2025-03-10", "day:15", "2025-06-15"),
        ("yearly", "2025-03-10", "day:20", "2025-12-20"),
        ("weekly", "2025-06-04", "day:5", "2025-06-06"),
        ("weekly", "2025-06-04", "last", "2025-06-08"),
        ("weekly", "2025-06-04", "after:1", "2025-06-09"),
    ],
)
def test_an_instance_is_due_by_the_rule(calendar, rhythm, day, rule, due_on):
    kind = Rhythm(rhythm)

    due = due_of(period_of(date.fromisoformat(day), kind), read_rule(rule, kind), calendar=calendar)

    assert due == date.fromisoformat(due_on)


@pytest.mark.parametrize(("text", "rhythm"), [("day:15", "monthly"), ("last", "weekly"), ("after:5", "yearly")])
def test_a_rule_is_written_as_it_is_read(text, rhythm):
    assert str(read_rule(text, Rhythm(rhythm))) == text


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("", "monthly"),
        ("15", "monthly"),
        ("day:0", "monthly"),
        ("day:32", "monthly"),
        ("day:8", "weekly"),
        ("after:0", "monthly"),
        ("after:61", "monthly"),
        ("after:-1", "monthly"),
    ],
)
def test_a_rule_that_names_no_day_is_refused(text, rhythm):
    with pytest.raises(DomainError):
        read_rule(text, Rhythm(rhythm))


def made(calendar, **given):
    series = {
        "rhythm": Rhythm.MONTHLY,
        "rule": DueRule("day", 15),
        "from_on": date(2025, 1, 20),
        "to_on": None,
        "day": date(2025, 5, 1),
        "made_to": None,
    }
    return [one.due_on.isoformat() for one in instances(**(series | given), calendar=calendar)]


def test_each_period_that_has_begun_has_one_instance(calendar):
    # January's day had passed when the series began.
    assert made(calendar) == ["2025-02-15", "2025-03-15", "2025-04-15", "2025-05-15"]


def test_a_missed_period_is_made_up_for_and_none_is_made_twice(calendar):
    assert made(calendar, made_to=date(2025, 2, 1)) == ["2025-03-15", "2025-04-15", "2025-05-15"]
    assert made(calendar, made_to=date(2025, 5, 1)) == []


def test_a_series_that_has_ended_makes_no_more(calendar):
    assert made(calendar, to_on=date(2025, 3, 31)) == ["2025-02-15", "2025-03-15"]
    assert made(calendar, to_on=date(2025, 1, 1)) == []


def test_a_series_that_has_not_begun_makes_none(calendar):
    assert made(calendar, day=date(2025, 1, 19)) == []
