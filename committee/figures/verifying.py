"""Working all cells out again from the figures alone, by another way than they were made, and comparing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from committee.core.db import db
from committee.core.words import gettext
from committee.domain.calendar import day_of
from committee.domain.rollup import Fact, Ledger, measure_of
from committee.figures.models import Cell
from committee.figures.queries import official_figures
from committee.figures.refreshing import months_known, months_of_turns, reference_day
from committee.targets.queries import indicators, marks_of
from committee.units import queries as units
from committee.units.queries import UnitRow


@dataclass(frozen=True)
class Difference:
    """A cell that does not say what the figures say."""

    unit_id: int
    indicator: str
    year: int
    stored: Mapping[str, Any]
    expected: Mapping[str, Any]


def differences(*, now: datetime) -> list[Difference]:
    """Return every cell that differs from what the figures amount to; none in a sound house."""
    whole = _Whole(day_of(now))
    stored = {(row.unit_id, row.indicator, row.year): row for row in db.session.execute(select(Cell.__table__))}
    expected = {(unit, code, year): values for unit, code, year, values in whole.cells()}
    found = []
    for key in sorted({*stored, *expected}):
        said = _said(stored.get(key))
        if said != expected.get(key, {}):
            found.append(Difference(*key, stored=said, expected=expected.get(key, {})))
    return found


def _said(cell: Row[Any] | None) -> dict[str, Any]:
    keys = ("year", "parent_id", "unit_id", "indicator")
    return {} if cell is None else {key: value for key, value in cell._asdict().items() if key not in keys}


class _Whole:
    """The whole tree at once, each unit over the children it has, or had on its last day."""

    def __init__(self, today: date) -> None:
        self.today = today
        facts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
        for row in official_figures(None, None, date.max):
            facts[row.unit_id, row.indicator].append(
                Fact(row.as_of, row.value, row.qualifier, row.provisional, row.suspect)
            )
        self.placed = _with_those_above({unit for unit, _ in facts}, today)
        below = units.children_of_many({unit: reference_day(row, today) for unit, row in self.placed.items()})
        self.tree = {unit: [child.unit_id for child in children] for unit, children in below.items()}
        measures = {code: measure_of(row.kind, row.aggregation) for code, row in indicators().items()}
        self.ledger = Ledger(self.tree, dict(facts), measures, marks_of(None))

    def cells(self) -> Iterator[tuple[int, str, int, dict[str, Any]]]:
        """Give what each cell should say."""
        for (unit, code), months in self._reported().items():
            for year in sorted({year for year, _ in months}):
                last = max(month for y, month in months if y == year)
                yield unit, code, year, months_known(self.ledger, unit, code, year, last, today=self.today)

    def _reported(self) -> dict[tuple[int, str], set[tuple[int, int]]]:
        """Return in which months anything at or below each unit was reported."""
        months: dict[tuple[int, str], set[tuple[int, int]]] = defaultdict(set)
        parents = {child: parent for parent, children in self.tree.items() for child in children}
        for (unit, code), facts in self.ledger.facts.items():
            at: int | None = unit
            while at is not None:
                months[at, code] |= {(fact.as_of.year, fact.as_of.month) for fact in facts}
                at = parents.get(at)
        for unit, code in self.ledger.not_applicable.spans:
            turned = months_of_turns(self.ledger, unit, code, self.today)
            above = parents.get(unit)
            while above is not None and (above, code) in months:
                months[above, code] |= turned
                above = parents.get(above)
        return months


def _with_those_above(wanted: set[int], today: date) -> dict[int, UnitRow]:
    rows = units.standing_last(wanted, today)
    above: Sequence[int] = [int(part) for row in rows.values() for part in row.path.split("/")[:-2]]
    return {**units.standing_last(set(above) - set(rows), today), **rows}


def troubles(now: datetime) -> list[str]:
    """Return one sentence if any cell is wrong, for the nightly auditor."""
    found = differences(now=now)
    if not found:
        return []
    said = "A cell does not say what the figures say: %(count)d differences. Run: python3 run.py flask figures verify"
    return [gettext(said, count=len(found))]


def sentences_of(found: Sequence[Difference]) -> list[str]:
    """Return one sentence for each cell that differs."""
    names = _names({one.unit_id for one in found})
    return [
        gettext(
            "%(unit)s, %(indicator)s, %(year)d: the cell says %(stored)s, the figures say %(expected)s.",
            unit=names[one.unit_id],
            indicator=one.indicator,
            year=one.year,
            stored=_in_words(one.stored, one.expected),
            expected=_in_words(one.expected, one.stored),
        )
        for one in found
    ]


def _names(unit_ids: set[int]) -> dict[int, str]:
    rows = units.standing_last(unit_ids, date.max)
    return {unit: f"{rows[unit].name} ({rows[unit].code})" if unit in rows else str(unit) for unit in unit_ids}


def _in_words(said: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Return what one side says that the other does not."""
    if not said:
        return gettext("nothing")
    return ", ".join(f"{name} {_plain(value)}" for name, value in said.items() if other.get(name) != value)


def _plain(value: object) -> str:
    return "–" if value is None else str(value)
