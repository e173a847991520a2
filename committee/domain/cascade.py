"""Handing a target down: whole shares that add up, and the balance between a parent and its children.

Source: docs/domain.md, section 4. Integers only: nobody can hand down half a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from committee.domain.errors import DomainError

# A typed percentage is stored in hundredths of a basis point: 95,70 % is 957 000.
WHOLE = 1_000_000


def largest_remainder(total: int, weights: Sequence[int], keys: Sequence[str]) -> list[int]:
    """Return whole shares of `total` in proportion to `weights`, in their order; they add up to it.

    What is left after rounding down goes to the largest remainders, one each; equal ones by `keys`
    (unit codes).
    """
    if len(weights) != len(keys):
        raise ValueError("every weight needs its key")
    if total < 0 or any(weight < 0 for weight in weights):
        raise DomainError("A target and the weights it is shared by cannot be below zero.")
    whole = sum(weights)
    if whole == 0:
        raise DomainError("All weights are zero: there is nothing to share the target by.")
    parts = [divmod(total * weight, whole) for weight in weights]
    shares = [quotient for quotient, _ in parts]
    left = total - sum(shares)
    by_claim = sorted(range(len(parts)), key=lambda n: (-parts[n][1], keys[n]))
    for n in by_claim[:left]:
        shares[n] += 1
    return shares


class BalanceKind(StrEnum):
    UNDER = "under"
    EQUAL = "equal"
    OVER = "over"


@dataclass(frozen=True)
class Balance:
    """What the children hold together; `difference` = total - parent, None if that has no target."""

    total: int
    missing_count: int
    difference: int | None
    kind: BalanceKind | None


def check_cascade(parent: int | None, children: Iterable[int | None]) -> Balance:
    """Return the balance to show beside a cascade: under is a warning, over is normal; never a block."""
    values = list(children)
    total = sum(value for value in values if value is not None)
    missing = sum(value is None for value in values)
    if parent is None:
        return Balance(total, missing, None, None)
    return Balance(total, missing, total - parent, _kind(total - parent))


def people_for_percent(percent_hundredths_bp: int, denominator: int) -> int:
    """Return how many people a percentage of `denominator` means, rounded up."""
    if percent_hundredths_bp < 0 or denominator < 0:
        raise DomainError("A percentage and the number it is taken of cannot be below zero.")
    return -(-percent_hundredths_bp * denominator // WHOLE)


def _kind(difference: int) -> BalanceKind:
    if difference == 0:
        return BalanceKind.EQUAL
    return BalanceKind.UNDER if difference < 0 else BalanceKind.OVER
