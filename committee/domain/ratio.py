"""Ratios: both sides from the same units, never a mean of rates. Source: docs/domain.md, "Ratios"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from committee.domain.rollup import Actual, Knowledge


@dataclass(frozen=True)
class Pair:
    """Numerator and denominator over `units`, which have both (or over the unit as a whole)."""

    numerator: int
    denominator: int
    units: tuple[int, ...]


def leading_numerator(
    knowledge: Knowledge, unit: int, numerators: Sequence[str], day: date
) -> tuple[str, Actual | None]:
    """Return the numerator to go by and what is known of it: the newer one, on a tie the first named."""
    best, best_actual = numerators[0], knowledge.actual(unit, numerators[0], day)
    for code in numerators[1:]:
        actual = knowledge.actual(unit, code, day)
        if actual and (best_actual is None or actual.as_of > best_actual.as_of):
            best, best_actual = code, actual
    return best, best_actual


def pair_of(knowledge: Knowledge, unit: int, numerator: str, denominator: str, day: date) -> Pair | None:
    """Return both sides of the ratio of `unit` on `day`, or None where they cannot be had from the same units.

    The unit's own figure stands against the denominator of the whole unit; a sum of children against theirs, those
    left out that lack one side. A denominator of the whole unit is its own or, if every child has one, their sum
    (so `knowledge` must not sum denominators up by itself).
    """
    actual = knowledge.actual(unit, numerator, day)
    if actual is None:
        return None
    if actual.rolled_up:
        return _pair_of_children(knowledge, unit, numerator, denominator, day) or _pair_of_whole(
            knowledge, unit, numerator, denominator, day
        )
    whole = whole_denominator(knowledge, unit, denominator, day)
    if whole:
        return Pair(actual.value, whole, (unit,))
    return _pair_of_children(knowledge, unit, numerator, denominator, day)


def whole_denominator(knowledge: Knowledge, unit: int, denominator: str, day: date) -> int | None:
    """Return the denominator that covers all of `unit`: its own, or the sum of all its children; None otherwise."""
    own = knowledge.actual(unit, denominator, day)
    if own:
        return own.value
    below = knowledge.children(unit)
    parts = [whole_denominator(knowledge, child, denominator, day) for child in below]
    known = [part for part in parts if part is not None]
    return sum(known) if below and len(known) == len(parts) else None


def _pair_of_children(knowledge: Knowledge, unit: int, numerator: str, denominator: str, day: date) -> Pair | None:
    pairs = [
        pair
        for child in knowledge.children(unit)
        if (pair := pair_of(knowledge, child, numerator, denominator, day)) is not None
    ]
    if not pairs:
        return None
    return Pair(
        sum(pair.numerator for pair in pairs),
        sum(pair.denominator for pair in pairs),
        tuple(part for pair in pairs for part in pair.units),
    )


def _pair_of_whole(knowledge: Knowledge, unit: int, numerator: str, denominator: str, day: date) -> Pair | None:
    """Return the sum of all children against the unit's own denominator, if not one child is missing."""
    own = knowledge.actual(unit, denominator, day)
    actuals = [knowledge.actual(child, numerator, day) for child in knowledge.children(unit)]
    if own is None or not actuals or not all(actuals):
        return None
    return Pair(sum(actual.value for actual in actuals if actual), own.value, (unit,))
