"""Reading cells: what is known of units at the end of each month, by one range scan instead of all their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Table, exists, func, select

from committee.core.batches import batches, within
from committee.core.db import db
from committee.domain.rollup import Actual
from committee.figures.models import Cell
from committee.units.models import Placement
from committee.units.queries import below_path, valid_on

MONTHS = range(1, 13)
FIRST_YEAR, LAST_YEAR = 1995, 2100  # social insurance has been counted since 1995
CELL: Table = cast("Table", Cell.__table__)


# Who answers for a day (unit, indicator, day) within a month whose cell is of a later day.
Elsewhere = Callable[[int, str, date], Actual | None]


@dataclass
class CellKnowledge:
    """What cells know of units (a `domain.rollup.Knowledge`). `flows` end with their year, stocks stand.

    `cells` maps a pair to its years; `exactly` answers for a day in the middle of a month that has a later figure.
    """

    tree: Mapping[int, Sequence[int]]
    cells: Mapping[tuple[int, str], Mapping[int, Row[Any]]]
    flows: Collection[str]
    exactly: Elsewhere

    def children(self, unit: int) -> Sequence[int]:
        """Return the units right below `unit`."""
        return self.tree.get(unit, ())

    def actual(self, unit: int, indicator: str, day: date) -> Actual | None:
        """Return what counts for `unit` on `day`."""
        years = self.cells.get((unit, indicator))
        if not years:
            return None
        found = last_of(years, day, is_flow=indicator in self.flows)
        if found and found.as_of > day:
            return self.exactly(unit, indicator, day)
        return found


def last_of(years: Mapping[int, Row[Any]], day: date, *, is_flow: bool) -> Actual | None:
    """Return what the cells of one pair say for the month of `day`: of that month, or carried on from before."""
    if day.year in years:
        found = month_of(years[day.year], day.month)
        if found or is_flow:
            return found
    if is_flow:
        return None
    before = max((year for year in years if year < day.year), default=None)
    return None if before is None else month_of(years[before], 12)


def month_of(cell: Row[Any], month: int) -> Actual | None:
    """Return what a cell says at the end of `month`, or at the last month before that it reaches to."""
    for known in range(month, 0, -1):
        value = getattr(cell, f"m{known}")
        if value is not None:
            bit = 1 << (known - 1)
            return Actual(
                value=value,
                as_of=getattr(cell, f"d{known}"),
                qualifier="about" if cell.about & bit else "exact",
                provisional=bool(cell.provisional & bit),
                suspect=bool(cell.suspect & bit),
                rolled_up=bool(cell.rolled & bit),
            )
    return None


def cells_below(
    parents: Collection[int], codes: Collection[str] | None, since: int
) -> dict[tuple[int, str], dict[int, Row[Any]]]:
    """Return {(unit, indicator): {year: cell}} of the children of `parents` (0: the roots), from the year `since`.

    Where a pair has no cell in that very year, its newest cell of an earlier one is there too: a stock stands on.
    """
    asked = within(CELL.c.indicator, None if codes is None else sorted(codes))
    found: dict[tuple[int, str], dict[int, Row[Any]]] = {}
    for some in batches(parents):
        at = (CELL.c.parent_id.in_(some), *asked)
        found |= by_pair(db.session.execute(select(CELL).where(CELL.c.year.in_(range(since, LAST_YEAR)), *at)))
        for pair, years in by_pair(db.session.execute(_standing_before(since, at))).items():
            found.setdefault(pair, {}).update({max(years): years[max(years)]})
    return found


def cells_of(
    units: Mapping[int, int], codes: Collection[str], since: int
) -> dict[tuple[int, str], dict[int, Row[Any]]]:
    """Return {(unit, indicator): {year: cell}} from the year `since` of `units`, given as {unit: its parent or 0}."""
    asked = within(CELL.c.indicator, sorted(codes))
    found: dict[tuple[int, str], dict[int, Row[Any]]] = {}
    for some in batches(units):
        at = (CELL.c.parent_id.in_({units[unit] for unit in some}), CELL.c.unit_id.in_(some), *asked)
        found |= by_pair(db.session.execute(select(CELL).where(CELL.c.year.in_(range(since, LAST_YEAR)), *at)))
    return found


def _standing_before(since: int, at: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Return the cells of earlier years of the pairs that have none in the year `since`.

    The years are named one by one: the key begins with the year, and each is one step into it.
    """
    same = CELL.alias()
    has_one = exists().where(
        same.c.year == since,
        same.c.parent_id == CELL.c.parent_id,
        same.c.unit_id == CELL.c.unit_id,
        same.c.indicator == CELL.c.indicator,
    )
    return select(CELL).where(CELL.c.year.in_(range(FIRST_YEAR, since)), *at, ~has_one)


def served_since(prefix: str, level: str, since: date, on: date) -> list[tuple[int, str, str]]:
    """Return (unit, its path, indicator) of units of `level` below `prefix` with a value of `since` or later.

    `prefix` "" is the whole tree. One statement; the year is that of `since`.
    """
    statement = (
        select(Placement.unit_id, Placement.path, Cell.indicator)
        .join(
            Cell,
            (Cell.unit_id == Placement.unit_id)
            & (Cell.parent_id == func.coalesce(Placement.parent_id, 0))
            & (Cell.year == since.year),
        )
        .where(Placement.level == level, Cell.newest_on >= since, valid_on(on))
    )
    if prefix:
        statement = statement.where(below_path(prefix))
    return [(row.unit_id, row.path, row.indicator) for row in db.session.execute(statement)]


def by_pair(rows: Iterable[Row[Any]]) -> dict[tuple[int, str], dict[int, Row[Any]]]:
    """Return cells by unit and indicator, then by year."""
    found: dict[tuple[int, str], dict[int, Row[Any]]] = defaultdict(dict)
    for row in rows:
        found[row.unit_id, row.indicator][row.year] = row
    return dict(found)
