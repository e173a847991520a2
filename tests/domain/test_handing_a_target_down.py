"""Shares that add up, the balance of a cascade, people behind a percentage."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.domain.cascade import check_cascade, largest_remainder, people_for_percent
from committee.domain.errors import DomainError


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10, [1, 1, 1], [4, 3, 3]),  # a tie goes to the smallest code
        (11, [1, 1, 1], [4, 4, 3]),
        (100, [50, 30, 20], [50, 30, 20]),
        (7, [3, 2, 1], [4, 2, 1]),
        (1, [1, 3, 1], [0, 1, 0]),
        (0, [1, 2, 3], [0, 0, 0]),
        (5, [0, 1, 0], [0, 5, 0]),
        (2, [0, 1, 1], [0, 1, 1]),
        (9_007_199_254_740_993, [1, 1, 1], [3_002_399_751_580_331] * 3),
    ],
)
def test_a_target_is_shared_by_weights(total, weights, shares):
    assert largest_remainder(total, weights, ["00001", "00002", "00003"]) == shares


def test_a_tie_is_broken_by_code_whatever_the_order():
    assert largest_remainder(10, [1, 1, 1], ["00003", "00002", "00001"]) == [3, 3, 4]


@pytest.mark.parametrize(("total", "weights"), [(10, [0, 0]), (10, []), (-1, [1, 1]), (10, [1, -1])])
def test_a_target_that_cannot_be_shared_is_refused(total, weights):
    with pytest.raises(DomainError):
        largest_remainder(total, weights, ["00001", "00002"][: len(weights)])


def test_a_weight_without_its_code_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="key"):
        largest_remainder(10, [1, 2], ["00001"])


@settings(max_examples=300, deadline=None, database=None)
@given(total=st.integers(0, 10**15), weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=60).filter(any))
def test_shares_leave_nothing_over_and_stay_within_one_of_the_exact_share(total, weights):
    keys = [f"{n:05d}" for n in range(len(weights))]

    shares = largest_remainder(total, weights, keys)

    assert sum(shares) == total
    assert all(
        abs(share * sum(weights) - total * weight) < sum(weights) for share, weight in zip(shares, weights, strict=True)
    )
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@pytest.mark.parametrize(
    ("parent", "children", "balance"),
    [
        (100, [40, 60], (100, 0, 0, "equal")),
        (100, [40, 70], (110, 0, 10, "over")),
        (100, [40, 50], (90, 0, -10, "under")),
        (100, [40, None], (40, 1, -60, "under")),
        (100, [None, None], (0, 2, -100, "under")),
        (100, [], (0, 0, -100, "under")),
        (None, [40, 50], (90, 0, None, None)),
    ],
)
def test_a_cascade_is_weighed_and_never_blocked(parent, children, balance):
    found = check_cascade(parent, children)

    assert (found.total, found.missing_count, found.difference, found.kind) == balance


@pytest.mark.parametrize(
    ("percent", "denominator", "people"),
    [
        (957_000, 1_000, 957),  # 95,70 %
        (957_000, 1_001, 958),
        (1_000_000, 12_345, 12_345),
        (0, 12_345, 0),
        (1, 1, 1),
        (500_000, 3, 2),
        (950_000, 0, 0),
    ],
)
def test_a_percentage_means_people_rounded_up(percent, denominator, people):
    assert people_for_percent(percent, denominator) == people


@pytest.mark.parametrize(("percent", "denominator"), [(-1, 10), (10, -1)])
def test_a_percentage_below_zero_is_refused(percent, denominator):
    with pytest.raises(DomainError):
        people_for_percent(percent, denominator)
