"""How a target may be shared out: by a weight to the last person, or by last year's result and some more."""

from __future__ import annotations

from fractions import Fraction

import pytest

from committee.domain.allocation import Method, Receiver, propose
from committee.domain.errors import DomainError

THREE = (
    Receiver("31318", "Phường I", population=5000, last_year=600),
    Receiver("31321", "Phường III", population=3000, last_year=560),
    Receiver("31444", "Xã Vị Trung", population=2000, last_year=0),
)


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        (Method.EQUAL, [334, 333, 333]),
        (Method.POPULATION, [500, 300, 200]),
        (Method.LAST_YEAR, [517, 483, 0]),
        (Method.HAND, [None, None, None]),
    ],
)
def test_shares_add_up_to_the_target(method, shares):
    proposed = propose(method, 1000, THREE, is_rate=False)

    assert proposed == shares


@pytest.mark.parametrize(
    ("more", "shares"), [("0", [600, 560, 0]), ("10", [660, 616, 0]), ("12.5", [675, 630, 0]), ("0.1", [601, 561, 0])]
)
def test_last_year_and_some_more_is_rounded_up_and_needs_no_target(more, shares):
    proposed = propose(Method.LAST_YEAR_MORE, None, THREE, more=Fraction(more), is_rate=False)

    assert proposed == shares


def test_a_rate_is_the_same_for_everybody():
    proposed = propose(Method.EQUAL, 957_000, THREE, is_rate=True)

    assert proposed == [957_000, 957_000, 957_000]


@pytest.mark.parametrize("method", [Method.POPULATION, Method.LAST_YEAR, Method.LAST_YEAR_MORE])
def test_a_rate_cannot_be_shared_out(method):
    with pytest.raises(DomainError, match="A rate cannot be shared out"):
        propose(method, 957_000, THREE, is_rate=True)


@pytest.mark.parametrize(
    ("method", "unknown"),
    [
        (Method.POPULATION, Receiver("31441", "Thị trấn Nàng Mau", last_year=430)),
        (Method.LAST_YEAR, Receiver("31441", "Thị trấn Nàng Mau", population=4000)),
        (Method.LAST_YEAR_MORE, Receiver("31441", "Thị trấn Nàng Mau", population=4000)),
    ],
)
def test_a_unit_of_which_nothing_is_known_is_named(method, unknown):
    with pytest.raises(DomainError) as refused:
        propose(method, 1000, (*THREE, unknown), is_rate=False)

    assert refused.value.params == {"units": "Thị trấn Nàng Mau"}


def test_nothing_can_be_shared_out_without_a_target():
    with pytest.raises(DomainError, match="no target of its own yet"):
        propose(Method.POPULATION, None, THREE, is_rate=False)
