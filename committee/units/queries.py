"""Units as they stood on a day: by code, by id, below and above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from committee.core.batches import batches
from committee.core.db import db
from committee.domain.access import Reach
from committee.units.models import Placement, Unit


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
    return _first(unit_rows().where(Placement.code == code, valid_on(on))) if code.isprintable() else None


def bearers_of(codes: Collection[str]) -> dict[str, list[UnitRow]]:
    """Return {code: whoever ever bore it, oldest first}; a code that nobody bore is absent."""
    found: dict[str, list[UnitRow]] = defaultdict(list)
    for some in batches(codes):
        for row in read_units(unit_rows().where(Placement.code.in_(some))):
            found[row.code].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.valid_from or date.min, row.unit_id))
    return dict(found)


def bearer_on(rows: Iterable[UnitRow], day: date) -> UnitRow | None:
    """Return the one of `rows` that held on `day`, or None."""
    return next((row for row in rows if row.holds_on(day)), None)


def unit_on(unit_id: int, on: date) -> UnitRow | None:
    """Return the unit as it stood on that day, or None if it did not."""
    return _first(unit_rows().where(Placement.unit_id == unit_id, valid_on(on)))


def units_on(unit_ids: Collection[int], on: date) -> dict[int, UnitRow]:
    """Return {unit id: the unit as it stood on that day}; those that did not stand then are absent."""
    return {
        row.unit_id: row
        for some in batches(unit_ids)
        for row in read_units(unit_rows().where(Placement.unit_id.in_(some), valid_on(on)))
    }


def is_empty() -> bool:
    """Return whether no unit has ever been entered."""
    return db.session.scalar(select(Placement.id).limit(1)) is None


def children_of(unit_id: int | None, on: date) -> list[UnitRow]:
    """Return the places directly below a unit on that day, in Vietnamese order; None gives the roots."""
    below = Placement.parent_id.is_(None) if unit_id is None else Placement.parent_id == unit_id
    statement = unit_rows().where(below, valid_on(on), Unit.axis == "territory")
    return read_units(statement.order_by(*vietnamese_order()))


def subtree_of(path: str, on: date) -> list[UnitRow]:
    """Return what stood at or below `path` on that day, in the order of paths, so a unit before what is below it."""
    return read_units(unit_rows().where(below_path(path), valid_on(on)).order_by(Placement.path))


def paths_of_level(prefix: str, level: str, on: date) -> dict[int, str]:
    """Return {unit: its path} of the places of `level` at or below `prefix` on that day."""
    statement = select(Placement.unit_id, Placement.path).join(Unit, Unit.id == Placement.unit_id)
    there = (valid_on(on), Unit.axis == "territory", Placement.level == level, below_path(prefix))
    return {row.unit_id: row.path for row in db.session.execute(statement.where(*there))}


def child_ids_of(parents: Mapping[int, date]) -> dict[int, list[int]]:
    """Return {parent: the ids of the places directly below it}, each on the day the parent is mapped to."""
    found: dict[int, list[int]] = {parent: [] for parent in parents}
    for day in sorted(set(parents.values())):
        for some in batches([parent for parent, on in parents.items() if on == day]):
            statement = select(Placement.parent_id, Placement.unit_id).join(Unit, Unit.id == Placement.unit_id)
            below = (Placement.parent_id.in_(some), valid_on(day), Unit.axis == "territory")
            for parent, child in db.session.execute(statement.where(*below)):
                if parent is not None:
                    found[parent].append(child)
    return found


def standing_last(unit_ids: Collection[int], on: date) -> dict[int, UnitRow]:
    """Return {unit id: the unit on that day or, if it no longer stood then, as it stood last}.

    A unit that has not stood by that day yet is given as it will stand first.
    """
    found = units_on(unit_ids, on)
    for some in batches(set(unit_ids) - set(found)):
        for row in read_units(unit_rows().where(Placement.unit_id.in_(some)).order_by(Placement.valid_from)):
            if row.unit_id not in found or (row.valid_to is not None and row.valid_to < on):
                found[row.unit_id] = row
    return found


def path_now(unit: UnitRow, today: date) -> str:
    """Return the path under which `unit` stands today, or stood last: rights go by it, whatever day is looked at."""
    return unit.path if unit.holds_on(today) else standing_last([unit.unit_id], today)[unit.unit_id].path


def paths_before(unit_id: int, on: date) -> list[str]:
    """Return the paths under which a unit stood before `on`, the one of that day left out."""
    ended = Placement.valid_to < on
    return list(db.session.scalars(select(Placement.path).where(Placement.unit_id == unit_id, ended).distinct()))


def standing_within(condition: ColumnElement[bool], today: date) -> Select[int]:
    """Return the ids of the units that stand today, or stood last, where `condition` on `Placement` holds."""
    later = aliased(Placement)
    moved_on = exists().where(
        later.unit_id == Placement.unit_id,
        later.valid_from <= today,
        or_(Placement.valid_from.is_(None), later.valid_from > Placement.valid_from),
    )
    begun = or_(Placement.valid_from.is_(None), Placement.valid_from <= today)
    return select(Placement.unit_id).where(condition, begun, ~moved_on)


def stood_where() -> set[tuple[int, int | None, date | None, date | None]]:
    """Return (unit, the one above it, first day, last day) of every place that stands or stood."""
    columns = (Placement.unit_id, Placement.parent_id, Placement.valid_from, Placement.valid_to)
    statement = select(*columns).join(Unit, Unit.id == Placement.unit_id).where(Unit.axis == "territory")
    return {(unit, above, first, last) for unit, above, first, last in db.session.execute(statement)}


def moving_on(day: date) -> set[int]:
    """Return the places that begin, end or stand elsewhere from `day` on, with what is or was above them."""
    moving = or_(Placement.valid_from == day, Placement.valid_to == day - timedelta(days=1))
    statement = select(Placement.unit_id, Placement.parent_id).join(Unit, Unit.id == Placement.unit_id)
    rows = db.session.execute(statement.where(moving, Unit.axis == "territory"))
    return {unit for row in rows for unit in row if unit is not None}


def children_of_many(parents: Mapping[int, date]) -> dict[int, list[UnitRow]]:
    """Return {parent: the places directly below it}, each on the day the parent is mapped to."""
    found: dict[int, list[UnitRow]] = defaultdict(list)
    for day in sorted(set(parents.values())):
        for some in batches([parent for parent, on in parents.items() if on == day]):
            statement = unit_rows().where(Placement.parent_id.in_(some), valid_on(day), Unit.axis == "territory")
            for row in read_units(statement):
                if row.parent_id is not None:
                    found[row.parent_id].append(row)
    return found


def ancestors_of(row: UnitRow, on: date) -> list[UnitRow]:
    """Return the units above `row` as they stood on that day, the root first."""
    ids = [int(part) for part in row.path.split("/")[:-2]]
    found = units_on(ids, on)
    return [found[unit_id] for unit_id in ids if unit_id in found]


def valid_on(day: date, placement: type[Placement] = Placement) -> ColumnElement[bool]:
    """Return the condition that a placement holds on `day`."""
    return and_(
        or_(placement.valid_from.is_(None), placement.valid_from <= day),
        or_(placement.valid_to.is_(None), placement.valid_to >= day),
    )


def below_path(path: str) -> ColumnElement[bool]:
    """Return the condition that a placement is at or below `path`: a range of the index, or anything for ""."""
    if not path:
        return true()
    # "0" follows "/": all that begins with "12/345/" lies before "12/3450".
    return and_(Placement.path >= path, Placement.path < f"{path[:-1]}0")


def within_reach(reach: Reach) -> ColumnElement[bool]:
    """Return the condition that a placement lies within `reach`; where that is nowhere, none does."""
    return or_(
        false(),
        Placement.path.in_(reach.units),
        *(below_path(path) for path in reach.subtrees),
        *(and_(below_path(path), Placement.path != path) for path in reach.below),
    )


def vietnamese_order() -> tuple[Any, ...]:
    """Return the columns that sort units as an official lists them, the same on every engine."""
    return (Placement.sort_key, Placement.code, Placement.unit_id)


def unit_rows() -> Select[*tuple[Any, ...]]:
    """Return the statement that reads units as `UnitRow`s; conditions speak of `Placement` and `Unit`."""
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


def read_units(statement: Select[*tuple[Any, ...]]) -> list[UnitRow]:
    """Return the units that a statement made by `unit_rows` reads."""
    return [UnitRow(*row) for row in db.session.execute(statement)]


def _first(statement: Select[*tuple[Any, ...]]) -> UnitRow | None:
    row = db.session.execute(statement).first()
    return None if row is None else UnitRow(*row)
