"""Pace, shortfall and level, by table; and numbers written no prettier than they are."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from committee.domain import levels, rates
from committee.domain.gauge import Asked, Gauge, Moment
from committee.domain.levels import Level
from committee.domain.milestones import Due, Planned, last_due
from committee.domain.rollup import Fact, Ledger, Measure
from committee.domain.standing import Standing, standing
from committee.domain.trend import a_month_before, a_year_before, ranks

UNIT, CODE = 1, "n"
OPENING = date(2023, 12, 31)


def _standing(
    facts: dict[date, int],
    *,
    target: int | None,
    day: date = date(2024, 10, 25),
    due: date | None = date(2024, 9, 30),
    planned: tuple[Planned, ...] = (),
    kind: str = "stock",
    direction: str = "up",
    strictness: str = ">=",
    **more: object,
) -> Standing:
    ledger = Ledger(
        {}, {(UNIT, CODE): [Fact(as_of, value) for as_of, value in facts.items()]},
        {CODE: Measure(is_flow=kind == "flow")},
    )  # fmt: skip
    asked = None if target is None else Asked(target, strictness, planned)
    return standing(ledger, UNIT, Gauge(CODE, kind, direction), asked, Moment(day, due), **more)


@pytest.mark.parametrize(
    ("opening", "actual", "milestone", "target", "expected"),
    [
        (600, 850, 860, 900, (Level.OK, "0.9615")),
        (560, 640, 728, 800, (Level.SEVERE, "0.4762")),
        (850, 1205, 1229, 1350, (Level.WATCH, "0.9367")),
        (1160, 1490, 1547, 1700, (Level.LAG, "0.8527")),
        (None, 96, 100, 110, (Level.OK, "0.9600")),
        (None, 94, 100, 110, (Level.WATCH, "0.9400")),
        (None, 89, 100, 110, (Level.LAG, "0.8900")),
        (None, 74, 100, 110, (Level.SEVERE, "0.7400")),
        # the milestone lies no further above the opening than 1 % of the target: measured from zero
        (99, 90, 100, 110, (Level.WATCH, "0.9000")),
        (98, 99, 100, 110, (Level.OK, "0.5000")),  # two above the opening is far enough to tell
        (99, 98, 100, 100, (Level.OK, "0.9800")),  # one is not, though it is 1 % of the target
        (9_950, 9_900, 10_000, 10_000, (Level.OK, "0.9900")),  # nor is half a hundredth of it
        # a pace that stands exactly on a threshold is not behind it
        (None, 95, 100, 110, (Level.OK, "0.9500")),
        (None, 90, 100, 110, (Level.WATCH, "0.9000")),
        (None, 75, 100, 110, (Level.LAG, "0.7500")),
        # a shortfall of one person is no lag, however poor the pace
        (None, 1, 2, 3, (Level.OK, "0.5000")),
        (None, 1, 3, 4, (Level.SEVERE, "0.3333")),
        # a large stock whose pace is poor and whose shortfall is below 2 %, then below 1 %
        (9_000, 9_090, 9_200, 10_000, (Level.WATCH, "0.4500")),
        (9_000, 9_090, 9_180, 10_000, (Level.OK, "0.5000")),
        (9_000, 9_010, 9_300, 10_000, (Level.LAG, "0.0333")),
        # just below 5 %, and exactly there
        (9_000, 9_000, 9_499, 10_000, (Level.LAG, "0.0000")),
        (9_000, 9_000, 9_500, 10_000, (Level.SEVERE, "0.0000")),
    ],
)
def test_a_stock_is_held_against_the_way_it_had_to_go(
    opening: int | None, actual: int, milestone: int, target: int, expected: tuple[Level, str]
) -> None:
    facts = {date(2024, 9, 30): actual} | ({} if opening is None else {OPENING: opening})

    one = _standing(facts, target=target, planned=(Planned(date(2024, 9, 30), cumulative=milestone, own=True),))

    assert one.pace is not None
    assert (one.level, rates.fixed(one.pace)) == expected


@pytest.mark.parametrize(
    ("facts", "target", "more", "expected"),
    [
        ({}, 100, {}, Level.NODATA),
        ({}, 100, {"due": None}, Level.NA),
        ({}, None, {}, Level.NA),
        ({date(2024, 9, 30): 50}, None, {}, Level.NA),
        ({date(2024, 9, 30): 0}, 0, {}, Level.NA),
        ({date(2024, 9, 30): 50}, 100, {"not_applicable": True}, Level.NA),
        ({date(2024, 8, 31): 50}, 100, {}, Level.NODATA),
        ({OPENING: 150}, 100, {}, Level.NODATA),
        ({OPENING: 150}, 100, {"due": None}, Level.OK),
        ({date(2024, 9, 1): 50}, 100, {}, Level.NA),
        ({date(2024, 9, 30): 100}, 100, {}, Level.OK),
        ({date(2024, 9, 30): 5}, 10, {"direction": "down", "strictness": "<"}, Level.OK),
        ({date(2024, 9, 30): 10}, 10, {"direction": "down", "strictness": "<"}, Level.WATCH),
        ({date(2024, 9, 30): 10}, 10, {"direction": "down", "strictness": "<="}, Level.OK),
        ({date(2024, 9, 30): 0}, 0, {"direction": "down", "strictness": "<"}, Level.OK),
        ({date(2024, 9, 30): 1}, 0, {"direction": "down", "strictness": "<"}, Level.SEVERE),
        ({date(2024, 9, 30): 12}, 10, {"direction": "down", "strictness": "<"}, Level.LAG),
    ],
)
def test_the_first_level_that_applies_counts(
    facts: dict[date, int], target: int | None, more: dict[str, object], expected: Level
) -> None:
    assert _standing(facts, target=target, **more).level == expected


def test_a_value_in_doubt_has_no_other_level() -> None:
    ledger = Ledger({}, {(UNIT, CODE): [Fact(date(2024, 9, 30), 100, suspect=True)]})

    one = standing(ledger, UNIT, Gauge(CODE, "stock", "up"), Asked(100, ">="), Moment(date(2024, 10, 25), None))

    assert one.level == Level.SUSPECT


def test_nothing_asked_gives_no_pace_and_any_small_thing_asked_does() -> None:
    assert levels.pace(actual=1, milestone=Fraction(0), opening=None, target=Fraction(10)) is None
    assert levels.pace(actual=1, milestone=Fraction(1, 2), opening=None, target=Fraction(1)) == 2


def test_a_unit_on_its_schedule_need_not_hurry() -> None:
    level = levels.level_by_pace(pace=Fraction(95, 100), shortfall=50, target=Fraction(100), must_hurry=True)

    assert level == Level.OK


@pytest.mark.parametrize(
    ("actual", "limit", "strictness", "level", "met"),
    [
        (Fraction(0), Fraction(0), "<", Level.OK, True),
        (Fraction(9), Fraction(10), "<", Level.OK, True),
        (Fraction(10), Fraction(10), "<", Level.WATCH, False),
        (Fraction(10), Fraction(10), "<=", Level.OK, True),
        (Fraction(10), Fraction(9), "<=", Level.WATCH, False),
        (Fraction(10), Fraction(899, 100), "<=", Level.LAG, False),
        (Fraction(10), Fraction(75, 10), "<=", Level.LAG, False),
        (Fraction(10), Fraction(749, 100), "<=", Level.SEVERE, False),
    ],
)
def test_a_ceiling_is_exceeded_little_or_much(
    actual: Fraction, limit: Fraction, strictness: str, level: Level, *, met: bool
) -> None:
    assert levels.level_of_ceiling(actual=actual, limit=limit, is_strict=strictness == "<") == level
    assert levels.is_met(actual=actual, target=limit, direction="down", strictness=strictness) is met


AUGUST, SEPTEMBER = date(2024, 8, 25), date(2024, 9, 25)


@pytest.mark.parametrize(
    ("planned", "as_of", "due"),
    [
        pytest.param([], date(2024, 10, 1), None, id="nothing planned"),
        pytest.param([Planned(SEPTEMBER, cumulative=70)], date(2024, 9, 24), None, id="not yet due"),
        pytest.param([Planned(SEPTEMBER, cumulative=70)], SEPTEMBER, Due(Fraction(70), SEPTEMBER), id="due that day"),
        pytest.param(
            [Planned(date(2024, 9, 10), cumulative=70)], date(2024, 9, 20), None, id="due on the cut-off, typed earlier"
        ),
        pytest.param(
            [Planned(AUGUST, cumulative=60), Planned(SEPTEMBER, percent=800_000)],
            date(2024, 10, 1),
            Due(Fraction(80), SEPTEMBER),
            id="the last one that is due",
        ),
        pytest.param(
            [Planned(SEPTEMBER, percent=800_000), Planned(SEPTEMBER, cumulative=70, own=True)],
            SEPTEMBER,
            Due(Fraction(70), SEPTEMBER),
            id="the unit's own before the general one",
        ),
        pytest.param(
            [Planned(SEPTEMBER, cumulative=70, own=True), Planned(SEPTEMBER, percent=800_000)],
            SEPTEMBER,
            Due(Fraction(70), SEPTEMBER),
            id="the unit's own, whichever comes first",
        ),
        pytest.param(
            [Planned(SEPTEMBER, cumulative=70)],
            date(2024, 12, 31),
            Due(Fraction(100), date(2024, 12, 31)),
            id="the target at the year's end",
        ),
    ],
)
def test_the_last_milestone_that_is_due_counts(planned: list[Planned], as_of: date, due: Due | None) -> None:
    assert last_due(planned, target=100, year=2024, as_of=as_of, cut_off_day=25) == due


def test_a_flow_is_held_against_the_days_gone_on_the_day_it_is_of() -> None:
    one = _standing({date(2024, 9, 30): 861}, target=1200, kind="flow")

    assert (one.milestone, one.milestone_on, one.shortfall) == (899, date(2024, 9, 30), 38)


def test_at_the_years_end_the_milestone_is_the_target() -> None:
    one = _standing({date(2024, 12, 31): 80}, target=100, day=date(2025, 1, 31).replace(year=2024, month=12))

    assert (one.milestone, one.milestone_on, one.shortfall, one.level) == (100, date(2024, 12, 31), 20, Level.LAG)


def test_a_run_rate_that_cannot_be_kept_up_makes_it_severe() -> None:
    months = {date(2024, month, 28): 500 + 10 * month for month in range(1, 9)} | {date(2024, 9, 30): 590}
    planned = (Planned(date(2024, 9, 30), cumulative=640, own=True),)

    one = _standing(months, target=700, planned=planned)

    assert one.pace is not None
    assert levels.DEFAULT.lag < one.pace < levels.DEFAULT.watch
    assert one.level == Level.SEVERE


@pytest.mark.parametrize(
    ("increases", "remaining", "months_left", "expected"),
    [
        ([10, 10], 1000, 1, False),
        ([10, 10, 10], 30, 2, False),
        ([10, 10, 10], 31, 2, True),
        ([0, 0, 0, 30, 30, 30], 90, 2, False),
        ([30, 30, 30, 0, 0, 0], 90, 2, False),
        ([-5, -5, -5], 1, 2, True),
        ([10, 10, 10], 16, 0, True),
    ],
)
def test_the_three_best_months_say_what_can_be_done(
    increases: list[int], remaining: int, months_left: int, *, expected: bool
) -> None:
    assert levels.must_hurry_up(remaining=remaining, months_left=months_left, increases=increases) is expected


@pytest.mark.parametrize(
    ("value", "four", "two"),
    [
        (Fraction(67942 * 100, 68774), "98.7902", "98.79"),
        (Fraction(9999, 100), "99.9900", "99.99"),
        (Fraction(999_999_999 * 100, 1_000_000_000), "99.9999", "99.99"),
        (Fraction(100), "100.0000", "100.00"),
        (Fraction(104), "104.0000", "104.00"),
        (Fraction(5, 100_000), "0.0001", "0.00"),
    ],
)
def test_below_the_target_an_achievement_never_reads_100(value: Fraction, four: str, two: str) -> None:
    assert (rates.achievement(value), rates.achievement(value, 2)) == (four, two)


def test_a_gap_never_reads_nothing_while_something_is_missing() -> None:
    assert rates.gap(Fraction(1, 1_000_000)) == "0.0001"
    assert rates.gap(Fraction(0)) == "0.0000"
    assert rates.gap(Fraction(-1, 8)) == "-0.1250"


@pytest.mark.parametrize(
    ("kept", "written"), [(957_000, "95.70"), (20_000, "2.00"), (957_050, "95.705"), (957_005, "95.7005")]
)
def test_a_typed_percentage_reads_as_it_was_typed(kept: int, written: str) -> None:
    assert rates.percent_of_target(kept) == written


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([3, 5, 5, 1], [3, 1, 1, 4]), ([None, 2, None, 2], [None, 1, None, 1]), ([], [])],
)
def test_ties_share_a_rank(scores: list[int | None], expected: list[int | None]) -> None:
    assert ranks([None if score is None else Fraction(score) for score in scores]) == expected


@pytest.mark.parametrize(
    ("day", "month_before", "year_before"),
    [
        (date(2024, 10, 25), date(2024, 9, 25), date(2023, 10, 25)),
        (date(2024, 9, 30), date(2024, 8, 31), date(2023, 9, 30)),
        (date(2024, 3, 31), date(2024, 2, 29), date(2023, 3, 31)),
        (date(2024, 3, 30), date(2024, 2, 29), date(2023, 3, 30)),
        (date(2024, 2, 29), date(2024, 1, 31), date(2023, 2, 28)),
        (date(2024, 1, 15), date(2023, 12, 15), date(2023, 1, 15)),
    ],
)
def test_the_same_day_earlier(day: date, month_before: date, year_before: date) -> None:
    assert (a_month_before(day), a_year_before(day)) == (month_before, year_before)
