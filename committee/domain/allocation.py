"""Proposing how a target is handed down: whole shares by a weight, or last year's results and some more.

A proposal decides nothing: people change it before they record it. Source: docs/domain.md, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from committee.domain.cascade import largest_remainder
from committee.domain.errors import DomainError

HUNDRED = 100


class Method(StrEnum):
    """How shares are proposed; `HAND` proposes nothing."""

    EQUAL = "equal"
    POPULATION = "population"
    LAST_YEAR = "last-year"
    LAST_YEAR_MORE = "last-year-more"
    HAND = "hand"


@dataclass(frozen=True)
class Receiver:
    """A unit that is to get a share; None where nothing is known of it."""

    code: str
    name: str
    population: int | None = None
    last_year: int | None = None


def propose(
    method: Method, total: int | None, receivers: Sequence[Receiver], *, more: Fraction = Fraction(0), is_rate: bool
) -> list[int | None]:
    """Return a share for each receiver, in their order; None where nothing is proposed.

    By weight the shares add up to `total`; `more` is the percentage put on last year's results, which then need not.
    A rate is the same for everybody or typed by hand: it cannot be shared out.
    """
    if method is Method.HAND or not receivers:
        return [None] * len(receivers)
    if is_rate and method is not Method.EQUAL:
        raise DomainError("A rate cannot be shared out: give everybody the same one, or type each by hand.")
    if method is Method.LAST_YEAR_MORE:
        return [_raised(value, more) for value in _known(receivers, [one.last_year for one in receivers])]
    if total is None:
        raise DomainError("The unit has no target of its own yet that could be shared out: type each share by hand.")
    if is_rate:
        return [total] * len(receivers)
    shares = largest_remainder(total, _weights(method, receivers), [one.code for one in receivers])
    return list(shares)


def _weights(method: Method, receivers: Sequence[Receiver]) -> list[int]:
    if method is Method.POPULATION:
        return _known(receivers, [one.population for one in receivers])
    if method is Method.LAST_YEAR:
        return _known(receivers, [one.last_year for one in receivers])
    return [1] * len(receivers)


def _known(receivers: Sequence[Receiver], values: Sequence[int | None]) -> list[int]:
    missing = [one.name for one, value in zip(receivers, values, strict=True) if value is None]
    if missing:
        raise DomainError(
            "Nothing is known of %(units)s to share by: choose another way, or import those figures first.",
            units=", ".join(missing),
        )
    return [value for value in values if value is not None]


def _raised(value: int, more: Fraction) -> int:
    """Return `value` and `more` percent, rounded up: half a person is a person to be won."""
    return -((-value * (HUNDRED + more)) // HUNDRED)
