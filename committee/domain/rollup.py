"""What is known of a unit on a day: its own figure, or the sum of its children, whichever is newer.

Figures are values as of a day. A stock stands until the next one, over the year's end too; a flow is cumulative within
its year and ends with it. Source: docs/domain.md, "Actual".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

WAITED_FOR_PERCENT = 90


@dataclass(frozen=True)
class Fact:
    """One figure: `value` as of a day. `suspect`: entered by hand, with a warning nobody has answered."""

    as_of: date
    value: int
    qualifier: str = "exact"
    provisional: bool = False
    suspect: bool = False


@dataclass(frozen=True)
class Actual:
    """What counts on the day asked for; `rolled_up` if it is the sum of the children."""

    value: int
    as_of: date
    qualifier: str = "exact"
    provisional: bool = False
    suspect: bool = False
    rolled_up: bool = False


@dataclass(frozen=True)
class Measure:
    """How an indicator behaves over time and up the tree."""

    is_flow: bool = False
    sums_up: bool = True


def measure_of(kind: str, aggregation: str) -> Measure:
    """Return how an indicator of that kind behaves; a denominator is never summed by itself (`ratio` does that)."""
    return Measure(is_flow=kind == "flow", sums_up=kind != "parameter" and aggregation in ("sum", "recompute"))


class Knowledge(Protocol):
    """Anything that can say what is known of a unit: the figures themselves, or a read model of them."""

    def actual(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Return what counts for `unit` on `day`, or None."""

    def children(self, unit: int) -> Sequence[int]:
        """Return the units right below `unit`."""


@dataclass(frozen=True)
class Marks:
    """When a pair (unit, indicator) is not asked of its unit: from a day to a day, both included; None is open."""

    spans: Mapping[tuple[int, str], Sequence[tuple[date, date | None]]] = field(default_factory=dict)

    def hold(self, unit: int, indicator: str, day: date) -> bool:
        """Return whether the pair is marked on `day`."""
        return any(
            begins <= day and (ends is None or day <= ends) for begins, ends in self.spans.get((unit, indicator), ())
        )

    def turns(self, unit: int, indicator: str) -> list[date]:
        """Return the days on which it changes whether the pair is marked."""
        spans = self.spans.get((unit, indicator), ())
        return [begins for begins, _ in spans] + [ends + timedelta(days=1) for _, ends in spans if ends]


@dataclass
class Ledger:
    """Figures of a tree, and what they amount to. It remembers what it has worked out: make a new one for new figures.

    `tree` maps a unit to its children on the day asked for; `facts` are in any order; nobody waits for a pair on a
    day on which it is marked in `not_applicable`; `measures` tells flows and what is never summed (default: a summed
    stock).
    """

    tree: Mapping[int, Sequence[int]]
    facts: Mapping[tuple[int, str], Sequence[Fact]]
    measures: Mapping[str, Measure] = field(default_factory=dict)
    not_applicable: Marks = field(default_factory=Marks)
    _known: dict[tuple[int, str, date], Actual | None] = field(default_factory=dict)
    _sorted: dict[tuple[int, str], tuple[list[date], list[Fact]]] = field(default_factory=dict)

    def children(self, unit: int) -> Sequence[int]:
        """Return the units right below `unit`."""
        return self.tree.get(unit, ())

    def actual(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Return the unit's own figure or the sum of its children, whichever is of a later day; on a tie its own."""
        key = (unit, indicator, day)
        if key not in self._known:
            self._known[key] = newer(self.own(unit, indicator, day), self.rolled_up(unit, indicator, day))
        return self._known[key]

    def own(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Return the unit's own newest figure up to `day`."""
        if (unit, indicator) not in self.facts:
            return None
        days, facts = self._in_order(unit, indicator)
        at = bisect_right(days, day) - 1
        if at < 0 or (self._measure(indicator).is_flow and days[at].year != day.year):
            return None
        fact = facts[at]
        return Actual(fact.value, fact.as_of, fact.qualifier, fact.provisional, fact.suspect)

    def rolled_up(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Return the sum of the children, dated by the rule of `date_of_sum`, or None while too few have reported."""
        if not self._measure(indicator).sums_up:
            return None
        below = self.children(unit)
        if not below:
            return None
        known = {child: self.actual(child, indicator, day) for child in below}
        as_of = date_of_sum(
            [
                actual.as_of if actual else None
                for child, actual in known.items()
                if not self.not_applicable.hold(child, indicator, day)
            ]
        )
        parts = [actual for actual in known.values() if actual]
        if as_of is None:
            if not parts or not all(self.not_applicable.hold(child, indicator, day) for child in below):
                return None
            as_of = max(part.as_of for part in parts)  # nobody is waited for, and some have reported all the same
        return total(parts, as_of)

    def _measure(self, indicator: str) -> Measure:
        return self.measures.get(indicator, Measure())

    def _in_order(self, unit: int, indicator: str) -> tuple[list[date], list[Fact]]:
        key = (unit, indicator)
        if key not in self._sorted:
            facts = sorted(self.facts[key], key=lambda fact: fact.as_of)
            self._sorted[key] = ([fact.as_of for fact in facts], facts)
        return self._sorted[key]


def newer(own: Actual | None, rolled_up: Actual | None) -> Actual | None:
    """Return whichever is of a later day; on a tie the unit's own."""
    if own is None or rolled_up is None:
        return own or rolled_up
    return rolled_up if rolled_up.as_of > own.as_of else own


def total(parts: Sequence[Actual], as_of: date) -> Actual:
    """Return the sum of `parts` as of a day: exact only if all are, provisional if any is."""
    return Actual(
        value=sum(part.value for part in parts),
        as_of=as_of,
        qualifier="exact" if all(part.qualifier == "exact" for part in parts) else "about",
        provisional=any(part.provisional for part in parts),
        rolled_up=True,
    )


def date_of_sum(days: Sequence[date | None]) -> date | None:
    """Return the day that a sum of children is of, or None while too few have reported.

    `days` are those of the children that are waited for, None where a child has nothing. It is the newest day in the
    latest calendar month for which at least `WAITED_FOR_PERCENT` of them have a value of that month or later.
    """
    known = sorted((day for day in days if day), reverse=True)
    enough = -(-len(days) * WAITED_FOR_PERCENT // 100)
    if not known or len(known) < enough:
        return None
    month = (known[enough - 1].year, known[enough - 1].month)
    return max(day for day in known if (day.year, day.month) == month)


def sum_of_children(knowledge: Knowledge, unit: int, indicator: str, day: date) -> int | None:
    """Return the sum of what counts for the children, however few have reported; None if none has."""
    values = [actual.value for child in knowledge.children(unit) if (actual := knowledge.actual(child, indicator, day))]
    return sum(values) if values else None
