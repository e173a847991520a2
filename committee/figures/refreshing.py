"""Keeping cells true: a changed figure moves its unit's cells and those of every unit above, in the same transaction.

Each unit's cells are worked out anew from its own figures and its children: those that change as well from theirs,
the others from their cells. Sums are never added to, so that an error cannot accumulate; units are locked in the same
order by everybody, so that nobody waits in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, text

from committee.core.batches import batches
from committee.core.db import db, is_sqlite
from committee.domain.calendar import day_of
from committee.domain.rollup import Actual, Fact, Ledger, measure_of
from committee.figures import cells
from committee.figures.models import Cell
from committee.figures.queries import official_figures
from committee.targets.queries import indicators, marks_of
from committee.units import queries as units
from committee.units.queries import UnitRow

BULK = 300  # from so many units on, the whole tree is locked at once
EVERYBODY = 0
FLAGS = ("rolled", "provisional", "about", "suspect")


@dataclass
class Changed(Ledger):
    """A ledger of units that change, with everything below them that does not known from its cells."""

    below: cells.CellKnowledge | None = None

    def actual(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Return what counts for `unit`: worked out if it changes, read from its cells if not."""
        if unit in self.tree or self.below is None:
            return super().actual(unit, indicator, day)
        return self.below.actual(unit, indicator, day)


def refresh(changed: Mapping[tuple[int, str], date], *, now: datetime) -> None:
    """Bring the cells of `changed` pairs and of all units above them up to date.

    `changed` maps (unit, indicator) to the earliest day whose figure changed: cells of its year and later are made
    anew. To be called last in the transaction that changes figures.
    """
    if not changed:
        return
    today = day_of(now)
    placed = _placed({unit for unit, _ in changed}, today)
    _lock(placed.values())
    pairs: dict[tuple[int, str], date] = {}
    for (unit, indicator), as_of in changed.items():
        for above in _line(placed[unit].path):
            if above in placed:
                pairs[above, indicator] = min(as_of, pairs.get((above, indicator), as_of))
    branch = _Branch(pairs, placed, today)
    made = [cell for (unit, code), as_of in pairs.items() for cell in branch.cells(placed[unit], code, as_of)]
    _replace(pairs, placed, made)


def rebuild(*, now: datetime) -> int:
    """Make every cell anew from the figures alone; return how many there are."""
    db.session.execute(delete(Cell))
    earliest: dict[tuple[int, str], date] = {}
    for row in official_figures(None, None, date.max):
        earliest.setdefault((row.unit_id, row.indicator), row.as_of)
    refresh(earliest, now=now)
    return db.session.scalar(select(func.count()).select_from(Cell)) or 0


def first_days(moved: Collection[int], codes: Collection[str], above: Collection[int]) -> dict[tuple[int, str], date]:
    """Return {(unit, indicator): the first day of its oldest cell} of units moved or above, and of whole indicators."""
    columns = (Cell.unit_id, Cell.indicator, func.min(Cell.year))
    wanted = [Cell.unit_id.in_(some or ()) for some in batches({*moved, *above})]
    wanted += [Cell.indicator.in_(sorted(codes))] if codes else []
    return {
        (unit, code): date(year, 1, 1)
        for condition in wanted
        for unit, code, year in db.session.execute(
            select(*columns).where(condition).group_by(Cell.unit_id, Cell.indicator)
        )
    }


def forget(moved: Collection[int]) -> None:
    """Drop the cells of units that stand elsewhere now: a cell is found by the unit above it."""
    for some in batches(moved):
        db.session.execute(delete(Cell).where(Cell.unit_id.in_(some or ())))


def _placed(wanted: Collection[int], today: date) -> dict[int, UnitRow]:
    """Return where the wanted units and all above them stand today; units of an earlier tree as they stood last."""
    rows = units.standing_last(wanted, today)
    above = {int(part) for row in rows.values() for part in row.path.split("/")[:-2]}
    return {**units.standing_last(above - set(rows), today), **rows}


def reference_day(unit: UnitRow, today: date) -> date:
    """Return the day whose tree counts below `unit`: today, or the last day on which the unit stood."""
    return min(today, unit.valid_to or today)


def _line(path: str) -> list[int]:
    return [int(part) for part in path.split("/")[:-1]]


def _lock(placed: Iterable[UnitRow]) -> None:
    """Let nobody else refresh these units until the transaction ends. SQLite has one writer anyway."""
    if is_sqlite():
        return
    inner = sorted({(-row.path.count("/"), row.unit_id) for row in placed})
    if len(inner) > BULK:
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": EVERYBODY})
        return
    db.session.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": EVERYBODY})
    for _depth, unit in inner:
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": unit})


def _replace(
    pairs: Mapping[tuple[int, str], date], placed: Mapping[int, UnitRow], made: Sequence[Mapping[str, Any]]
) -> None:
    old = [
        {"y": as_of.year, "p": placed[unit].parent_id or 0, "u": unit, "i": indicator}
        for (unit, indicator), as_of in sorted(pairs.items())
    ]
    statement = text("DELETE FROM cell WHERE year >= :y AND parent_id = :p AND unit_id = :u AND indicator = :i")
    db.session.execute(statement, old)
    if made:
        db.session.execute(insert(Cell), sorted(made, key=_key))


def _key(cell: Mapping[str, Any]) -> tuple[int, int, int, str]:
    return cell["year"], cell["parent_id"], cell["unit_id"], cell["indicator"]


class _Branch:
    """What the cells of changed units and of all above them are made of, read at once.

    Own figures of the units themselves; the cells of those children that do not change.
    """

    def __init__(self, pairs: Mapping[tuple[int, str], date], placed: Mapping[int, UnitRow], today: date) -> None:
        self.today = today
        wanted = sorted({unit for unit, _ in pairs})
        codes = sorted({code for _, code in pairs})
        since = min(pairs.values()).year
        measures = {code: measure_of(row.kind, row.aggregation) for code, row in indicators().items()}
        facts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
        for row in official_figures(wanted, codes, date.max):
            facts[row.unit_id, row.indicator].append(
                Fact(row.as_of, row.value, row.qualifier, row.provisional, row.suspect)
            )
        tree = units.child_ids_of({unit: reference_day(placed[unit], today) for unit in wanted})
        self.below = cells.cells_below([unit for unit in wanted if tree[unit]], codes, since)
        roots = [unit for unit in wanted if placed[unit].parent_id not in tree]
        self.old = self.below | cells.cells_of({unit: placed[unit].parent_id or 0 for unit in roots}, codes, since)
        not_applicable = marks_of([child for below in tree.values() for child in below])
        flows = {code for code, measure in measures.items() if measure.is_flow}
        knowledge = cells.CellKnowledge({}, self.below, flows, _never)
        self._months: dict[tuple[int, str], set[tuple[int, int]]] = {}
        self.ledger = Changed(tree, dict(facts), measures, not_applicable, below=knowledge)

    def cells(self, unit: UnitRow, indicator: str, as_of: date) -> list[dict[str, Any]]:
        """Return the cells of one pair, one a year from that of `as_of` to the last year with anything reported."""
        months = self._reported_months(unit.unit_id, indicator)
        last_of = {year: max(month for y, month in months if y == year) for year, _ in months if year >= as_of.year}
        made = []
        for year, last in sorted(last_of.items()):
            old = self.old.get((unit.unit_id, indicator), {}).get(year)
            # What the old cell did not reach to is filled up as well.
            first = 1 if old is None or year > as_of.year else min(as_of.month, old.last_month + 1)
            values = months_known(self.ledger, unit.unit_id, indicator, year, last, first=first, today=self.today)
            if old is not None and first > 1:
                values = with_months_before(first, old, values)
            key = {"year": year, "parent_id": unit.parent_id or 0, "unit_id": unit.unit_id, "indicator": indicator}
            made.append(key | values)
        return made

    def _reported_months(self, unit: int, indicator: str) -> set[tuple[int, int]]:
        """Return in which months anything at or below `unit` was reported, or somebody was no longer waited for."""
        key = (unit, indicator)
        if key not in self._months:
            known = {(fact.as_of.year, fact.as_of.month) for fact in self.ledger.facts.get(key, ())}
            for child in self.ledger.children(unit):
                if child in self.ledger.tree:
                    known |= self._reported_months(child, indicator)
                else:
                    cells_of_child = self.below.get((child, indicator), {})
                    known |= {(year, cell.last_month) for year, cell in cells_of_child.items()}
            for child in self.ledger.children(unit) if known else ():
                known |= months_of_turns(self.ledger, child, indicator, self.today)
            self._months[key] = known
        return self._months[key]


def months_of_turns(ledger: Ledger, unit: int, indicator: str, today: date) -> set[tuple[int, int]]:
    """Return the months up to today in which it changed whether anybody waits for `unit`."""
    return {(day.year, day.month) for day in ledger.not_applicable.turns(unit, indicator) if day <= today}


def months_known(
    ledger: Ledger, unit: int, indicator: str, year: int, last: int, *, first: int = 1, today: date
) -> dict[str, Any]:
    """Return the columns of a cell: what was known at the end of each month from `first` to `last`, or is today."""
    made: dict[str, Any] = {"last_month": last, **dict.fromkeys(FLAGS, 0)}
    for month in cells.MONTHS:
        day = min(_end_of(year, month), max(today, date(year, month, 1)))
        actual = ledger.actual(unit, indicator, day) if first <= month <= last else None
        made[f"m{month}"] = actual.value if actual else None
        made[f"d{month}"] = actual.as_of if actual else None
        if actual:
            _mark(made, actual, 1 << (month - 1))
    return made | {"newest_on": made[f"d{last}"]}


def with_months_before(first: int, old: Row[Any], made: dict[str, Any]) -> dict[str, Any]:
    """Return the columns `made` from the month `first` on, with those of the old cell before it."""
    kept = {f"{kind}{month}": getattr(old, f"{kind}{month}") for month in range(1, first) for kind in "md"}
    before = (1 << (first - 1)) - 1
    flags = {flag: made[flag] | (getattr(old, flag) & before) for flag in FLAGS}
    return made | kept | flags


def _mark(made: dict[str, Any], actual: Actual, bit: int) -> None:
    made["rolled"] |= bit if actual.rolled_up else 0
    made["provisional"] |= bit if actual.provisional else 0
    made["about"] |= 0 if actual.qualifier == "exact" else bit
    made["suspect"] |= bit if actual.suspect else 0


def _end_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _never(_unit: int, _indicator: str, _day: date) -> Actual | None:
    raise AssertionError("a cell is never of a later day than the end of its month")
