"""Changes against earlier days, the months of the year, and what each month left has to bring."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain.rollup import Fact, Ledger, Measure
from committee.domain.trend import (
    Change,
    Forecast,
    a_month_before,
    change,
    forecast,
    monthly_increases,
    needed_per_month,
)

UNIT, CODE = 1, "n"


def _ledger(values: dict[date, int], *, is_flow: bool = False) -> Ledger:
    facts = {(UNIT, CODE): [Fact(as_of, value) for as_of, value in values.items()]}
    return Ledger({}, facts, {CODE: Measure(is_flow=is_flow)})


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (date(2024, 9, 25), Change(difference=20, base=80)),
        (date(2024, 8, 25), Change(difference=20, base=80)),  # 31 days before 25 September
        (date(2024, 8, 24), None),
    ],
)
def test_a_change_is_told_only_against_a_figure_of_about_that_day(earlier: date, expected: Change | None) -> None:
    ledger = _ledger({earlier: 80, date(2024, 10, 25): 100})
    actual = ledger.actual(UNIT, CODE, date(2024, 10, 25))

    assert actual
    assert change(ledger, UNIT, CODE, actual, a_month_before) == expected


def test_a_flow_begins_the_year_at_nothing() -> None:
    ledger = _ledger({date(2023, 12, 31): 900, date(2024, 1, 31): 50, date(2024, 2, 29): 80}, is_flow=True)

    increases = monthly_increases(ledger, UNIT, CODE, date(2024, 2, 29), is_flow=True)

    assert increases == [50, 30]


def test_a_stock_begins_the_year_where_december_left_it() -> None:
    ledger = _ledger({date(2023, 12, 31): 900, date(2024, 1, 31): 950, date(2024, 3, 31): 980, date(2024, 4, 30): 990})

    increases = monthly_increases(ledger, UNIT, CODE, date(2024, 4, 30), is_flow=False)

    assert increases == [50, 10]  # February has no value of its own, so neither it nor March has a change


@pytest.mark.parametrize(
    ("remaining", "day", "needed"),
    [
        (31, date(2024, 10, 25), 16),
        (30, date(2024, 11, 30), 30),
        (30, date(2024, 12, 1), 30),
        (0, date(2024, 10, 25), 0),
        (None, date(2024, 10, 25), None),
    ],
)
def test_what_remains_is_shared_by_the_months_that_are_left(
    remaining: int | None, day: date, needed: int | None
) -> None:
    assert needed_per_month(remaining, day) == needed


def test_the_year_ends_as_the_last_three_months_go_on() -> None:
    actual = _ledger({date(2024, 10, 25): 100}).actual(UNIT, CODE, date(2024, 10, 25))

    assert actual
    assert forecast(actual, [99, 4, 5, 6]) == Forecast(value=110, low=108, high=112)
    assert forecast(actual, [5, 6]) is None
