"""A unit's own figure or the sum of its children, whichever is newer; and ratios from the same units."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain.ratio import leading_numerator, pair_of
from committee.domain.rollup import Fact, Ledger, Marks, Measure, date_of_sum, sum_of_children

JUN, AUG, SEP, OCT = date(2024, 6, 30), date(2024, 8, 31), date(2024, 9, 30), date(2024, 10, 31)
DISTRICT, NORTH, SOUTH, WEST = 1, 2, 3, 4
TREE = {DISTRICT: [NORTH, SOUTH, WEST]}


def marked(*units: int, begins: date = JUN) -> Marks:
    return Marks({(unit, "n"): [(begins, None)] for unit in units})


def _ledger(facts: dict[tuple[int, str], list[Fact]], **more: object) -> Ledger:
    return Ledger(TREE, facts, **more)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([SEP], SEP),
        ([SEP, None], None),
        ([date(2024, 9, 12), SEP], SEP),
        ([SEP, JUN], JUN),
        ([SEP] * 9 + [JUN], SEP),
        ([SEP] * 9 + [None], SEP),
        ([SEP] * 8 + [JUN] * 2, JUN),
        ([SEP] * 8 + [JUN, None], JUN),
        ([SEP] * 8 + [None] * 2, None),
        ([OCT] * 5 + [SEP] * 4 + [JUN], SEP),
        ([SEP] * 89 + [None] * 11, None),
        ([SEP] * 90 + [None] * 10, SEP),
        ([SEP, date(2023, 9, 30)], date(2023, 9, 30)),
    ],
)
def test_a_sum_is_of_the_latest_month_that_nine_tenths_have_reached(
    days: list[date | None], expected: date | None
) -> None:
    assert date_of_sum(days) == expected


def test_a_sum_of_a_later_day_stands_before_the_units_own_figure() -> None:
    facts = {(DISTRICT, "n"): [Fact(AUG, 99)]} | {(unit, "n"): [Fact(SEP, 10)] for unit in TREE[DISTRICT]}

    known = _ledger(facts).actual(DISTRICT, "n", OCT)

    assert known
    assert (known.value, known.as_of, known.rolled_up) == (30, SEP, True)


def test_on_a_tie_the_units_own_figure_stands() -> None:
    facts = {(DISTRICT, "n"): [Fact(SEP, 99)]} | {(unit, "n"): [Fact(SEP, 10)] for unit in TREE[DISTRICT]}
    ledger = _ledger(facts)

    known = ledger.actual(DISTRICT, "n", OCT)

    assert known
    assert (known.value, known.rolled_up) == (99, False)
    assert sum_of_children(ledger, DISTRICT, "n", OCT) == 30


def test_nobody_waits_for_a_unit_that_is_not_asked_but_its_people_count() -> None:
    facts = {(NORTH, "n"): [Fact(SEP, 10)], (SOUTH, "n"): [Fact(SEP, 20)], (WEST, "n"): [Fact(JUN, 5)]}

    known = _ledger(facts, not_applicable=marked(WEST)).actual(DISTRICT, "n", OCT)

    assert known
    assert (known.value, known.as_of) == (35, SEP)


def test_where_nobody_is_waited_for_the_newest_day_counts() -> None:
    facts = {(NORTH, "n"): [Fact(JUN, 10)], (SOUTH, "n"): [Fact(SEP, 20)]}

    known = _ledger(facts, not_applicable=marked(*TREE[DISTRICT])).actual(DISTRICT, "n", OCT)

    assert known
    assert (known.value, known.as_of) == (30, SEP)


@pytest.mark.parametrize(("qualifier", "expected"), [("exact", "exact"), ("about", "about"), ("more_than", "about")])
def test_a_sum_is_exact_only_if_all_its_parts_are(qualifier: str, expected: str) -> None:
    facts = {(unit, "n"): [Fact(SEP, 10)] for unit in (NORTH, SOUTH)} | {(WEST, "n"): [Fact(SEP, 1, qualifier)]}

    known = _ledger(facts).actual(DISTRICT, "n", OCT)

    assert known
    assert known.qualifier == expected


def test_a_sum_is_provisional_as_soon_as_one_part_is() -> None:
    facts = {(unit, "n"): [Fact(SEP, 10)] for unit in (NORTH, SOUTH)} | {(WEST, "n"): [Fact(SEP, 1, provisional=True)]}

    known = _ledger(facts).actual(DISTRICT, "n", OCT)

    assert known
    assert known.provisional


def test_figures_are_known_by_their_day_in_whatever_order_they_come() -> None:
    ledger = _ledger({(NORTH, "n"): [Fact(SEP, 9), Fact(JUN, 6), Fact(AUG, 8)]})

    known = [ledger.actual(NORTH, "n", day) for day in (JUN, AUG, OCT)]

    assert [one and one.value for one in known] == [6, 8, 9]


def test_children_of_whom_nothing_is_known_have_no_sum() -> None:
    assert sum_of_children(_ledger({}), DISTRICT, "n", OCT) is None


def test_a_stock_stands_over_the_years_end_and_a_flow_ends_with_it() -> None:
    facts = {(NORTH, "stock"): [Fact(date(2023, 12, 31), 7)], (NORTH, "flow"): [Fact(date(2023, 12, 31), 7)]}
    ledger = _ledger(facts, measures={"flow": Measure(is_flow=True)})

    stock = ledger.actual(NORTH, "stock", JUN)

    assert stock
    assert stock.value == 7
    assert ledger.actual(NORTH, "flow", JUN) is None


def test_what_is_never_a_sum_is_not_summed() -> None:
    facts = {(unit, "n"): [Fact(SEP, 10)] for unit in TREE[DISTRICT]}

    ledger = _ledger(facts, measures={"n": Measure(sums_up=False)})

    assert ledger.actual(DISTRICT, "n", OCT) is None
    assert sum_of_children(ledger, DISTRICT, "n", OCT) == 30


PEOPLE = Measure(sums_up=False)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({(NORTH, "n"): 10, (NORTH, "d"): 20, (SOUTH, "n"): 5, (WEST, "n"): 5}, (10, 20), id="both sides"),
        pytest.param({(DISTRICT, "n"): 30, (DISTRICT, "d"): 60, (NORTH, "n"): 1, (NORTH, "d"): 9}, (30, 60), id="own"),
        pytest.param(
            {(DISTRICT, "n"): 30, (NORTH, "d"): 20, (SOUTH, "d"): 20, (WEST, "d"): 20}, (30, 60), id="all denominators"
        ),
        pytest.param({(DISTRICT, "n"): 30, (NORTH, "d"): 20, (SOUTH, "d"): 20}, None, id="a denominator is missing"),
        pytest.param(
            {(DISTRICT, "d"): 60, (NORTH, "n"): 5, (SOUTH, "n"): 6, (WEST, "n"): 7}, (18, 60), id="all numerators"
        ),
        pytest.param({(DISTRICT, "d"): 60, (NORTH, "n"): 5}, None, id="a numerator is missing"),
        pytest.param(
            {
                (DISTRICT, "d"): 999, (NORTH, "n"): 5, (SOUTH, "n"): 6, (WEST, "n"): 7, (NORTH, "d"): 10,
                (SOUTH, "d"): 10,
            },
            (11, 20),
            id="children before the whole",
        ),
        pytest.param(
            {(DISTRICT, "n"): 30, (DISTRICT, "d"): 0, (NORTH, "n"): 1, (NORTH, "d"): 9}, (1, 9), id="nobody to count"
        ),
    ],
)  # fmt: skip
def test_both_sides_of_a_ratio_come_from_the_same_units(
    facts: dict[tuple[int, str], int], expected: tuple[int, int] | None
) -> None:
    ledger = _ledger({key: [Fact(SEP, value)] for key, value in facts.items()}, measures={"d": PEOPLE})

    pair = pair_of(ledger, DISTRICT, "n", "d", OCT)

    assert (pair and (pair.numerator, pair.denominator)) == expected


def test_a_sum_that_lacks_a_child_is_no_part_of_the_whole() -> None:
    facts = {(DISTRICT, "d"): [Fact(SEP, 60)], (NORTH, "n"): [Fact(SEP, 5)], (SOUTH, "n"): [Fact(SEP, 6)]}
    ledger = _ledger(facts, measures={"d": PEOPLE}, not_applicable=marked(WEST))

    pair = pair_of(ledger, DISTRICT, "n", "d", OCT)

    assert pair is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(SEP, None, "residents"), (None, SEP, "participants"), (SEP, OCT, "participants"), (SEP, SEP, "residents")],
)
def test_the_newer_numerator_leads_and_on_a_tie_the_first(
    first: date | None, second: date | None, expected: str
) -> None:
    facts = {(NORTH, code): [Fact(day, 1)] for code, day in (("residents", first), ("participants", second)) if day}

    code, _ = leading_numerator(_ledger(facts), NORTH, ("residents", "participants"), OCT)

    assert code == expected


def test_a_mark_says_nothing_of_the_days_before_it() -> None:
    facts = {(NORTH, "n"): [Fact(AUG, 5), Fact(OCT, 6)], (SOUTH, "n"): [Fact(AUG, 7), Fact(OCT, 8)]}
    ledger = _ledger(facts, not_applicable=marked(WEST, begins=OCT))

    assert ledger.actual(DISTRICT, "n", SEP) is None
    assert ledger.actual(DISTRICT, "n", OCT).value == 14
