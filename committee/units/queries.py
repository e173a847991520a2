"""Units as they stood on a day: by code, by id, below and above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from committee.core.db import db
from committee.units.models import Placement, Unit

# Engines limit how many values one statement takes.
AT_ONCE = 10_000


@dataclass(frozen=True)
class UnitRow:
    """A unit under the code, name and parent it had from `valid_from` to `valid_to`, both inclusive.

    None for `valid_from`: the start is unknown; for `valid_to`: it still holds. `path` is the ids from the root down
    to the unit itself, each followed by a slash.
    """

    unit_id: int
    code: str
    name: str
    unit_type: str
    level: str
    parent_id: int | None
    path: str
    axis: str
    host_unit_id: int | None
    valid_from: date | None
    valid_to: date | None
    sort_key: str

    def holds_on(self, day: date) -> bool:
        """Whether the unit stood so on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def unit_with_code(code: str, on: date) -> UnitRow | None:
    """Return the unit that bore `code` on that day, or None."""
    return _first(_rows().where(Placement.code == code, valid_on(on)))


def bearers_of(codes: Collection[str]) -> dict[str, list[UnitRow]]:
    """Return {code: whoever ever bore it, oldest first}; a code that nobody bore is absent."""
    found: dict[str, list[UnitRow]] = defaultdict(list)
    for some in batches(codes):
        for row in _all(_rows().where(Placement.code.in_(some))):
            found[row.code].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.valid_from or date.min, row.unit_id))
    return dict(found)


def bearer_on(rows: Iterable[UnitRow], day: date) -> UnitRow | None:
    """Return the one of `rows` that held on `day`, or None."""
    return next((row for row in rows if row.holds_on(day)), None)


def unit_on(unit_id: int, on: date) -> UnitRow | None:
    """Return the unit as it stood on that day, or None if it did not."""
    return _first(_rows().where(Placement.unit_id == unit_id, valid_on(on)))


def units_on(unit_ids: Collection[int], on: date) -> dict[int, UnitRow]:
    """Return {unit id: the unit as it stood on that day}; those that did not stand then are absent."""
    return {
        row.unit_id: row
        for some in batches(unit_ids)
        for row in _all(_rows().where(Placement.unit_id.in_(some), valid_on(on)))
    }


def children_of(unit_id: int | None, on: date) -> list[UnitRow]:
    """Return the places directly below a unit on that day, in Vietnamese order; None gives the roots."""
    below = Placement.parent_id.is_(None) if unit_id is None else Placement.parent_id == unit_id
    statement = _rows().where(below, valid_on(on), Unit.axis == "territory")
    return _all(statement.order_by(*vietnamese_order()))


def subtree_of(path: str, on: date) -> list[UnitRow]:
    """Return what stood at or below `path` on that day, in the order of paths, so a unit before what is below it."""
    return _all(_rows().where(below_path(path), valid_on(on)).order_by(Placement.path))


def ancestors_of(row: UnitRow, on: date) -> list[UnitRow]:
    """Return the units above `row` as they stood on that day, the root first."""
    ids = [int(part) for part in row.path.split("/")[:-2]]
    found = units_on(ids, on)
    return [found[unit_id] for unit_id in ids if unit_id in found]


def valid_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a placement holds on `day`."""
    return and_(
        or_(Placement.valid_from.is_(None), Placement.valid_from <= day),
        or_(Placement.valid_to.is_(None), Placement.valid_to >= day),
    )


def below_path(path: str) -> ColumnElement[bool]:
    """Return the condition that a placement is at or below `path`: a range of the index."""
    # "0" follows "/": all that begins with "12/345/" lies before "12/3450".
    return and_(Placement.path >= path, Placement.path < f"{path[:-1]}0")


def vietnamese_order() -> tuple[Any, ...]:
    """Return the columns that sort units as an official lists them, the same on every engine."""
    return (Placement.sort_key, Placement.code, Placement.unit_id)


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Placement.unit_id,
        Placement.code,
        Placement.name,
        Placement.unit_type,
        Placement.level,
        Placement.parent_id,
        Placement.path,
        Unit.axis,
        Placement.host_unit_id,
        Placement.valid_from,
        Placement.valid_to,
        Placement.sort_key,
    ).join(Unit, Unit.id == Placement.unit_id)


def _all(statement: Select[*tuple[Any, ...]]) -> list[UnitRow]:
    return [UnitRow(*row) for row in db.session.execute(statement)]


def _first(statement: Select[*tuple[Any, ...]]) -> UnitRow | None:
    row = db.session.execute(statement).first()
    return None if row is None else UnitRow(*row)


def batches(values: Collection[Any]) -> Iterable[Sequence[Any]]:
    kept = sorted(set(values))
    return (kept[start : start + AT_ONCE] for start in range(0, len(kept), AT_ONCE))
