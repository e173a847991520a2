"""A unit with all that is said of it on a day: what is above and below it, what it came from and went into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from committee.core.db import db
from committee.units.models import Placement, Succession, Unit
from committee.units.queries import UnitRow, ancestors_of, units_on, valid_on


@dataclass(frozen=True)
class Relative:
    """A unit before or after a reorganisation, named as on its last or first day. `share` as in `Succession`."""

    unit: UnitRow
    extent: str
    share: int | None
    document_number: str
    effective_on: date


@dataclass(frozen=True)
class Portrait:
    """A unit on a day; `ancestors` begin with the root, `children` counts the places directly below."""

    unit: UnitRow
    ancestors: list[UnitRow]
    children: int
    predecessors: list[Relative]
    successors: list[Relative]


def portrait_of(unit: UnitRow, on: date) -> Portrait:
    """Return `unit` with what is around it on that day."""
    return Portrait(
        unit=unit,
        ancestors=ancestors_of(unit, on),
        children=children_count(unit.unit_id, on),
        predecessors=predecessors_of(unit.unit_id),
        successors=successors_of(unit.unit_id),
    )


def children_count(unit_id: int, on: date) -> int:
    """Return how many places stand directly below a unit on that day."""
    statement = select(func.count()).select_from(Placement).join(Unit, Unit.id == Placement.unit_id)
    return (
        db.session.scalar(statement.where(Placement.parent_id == unit_id, valid_on(on), Unit.axis == "territory")) or 0
    )


def predecessors_of(unit_id: int) -> list[Relative]:
    """Return what a unit came from, in the order of days and codes."""
    return _relatives(unit_id, own=Succession.successor_id, other=Succession.predecessor_id, day_before=True)


def successors_of(unit_id: int) -> list[Relative]:
    """Return what a unit went into, in the order of days and codes."""
    return _relatives(unit_id, own=Succession.predecessor_id, other=Succession.successor_id, day_before=False)


def _relatives(unit_id: int, *, own: Any, other: Any, day_before: bool) -> list[Relative]:
    rows = db.session.execute(
        select(other, Succession.extent, Succession.share, Succession.document_number, Succession.effective_on)
        .where(own == unit_id)
        .order_by(Succession.effective_on)
    ).all()
    found = []
    for day, several in groupby(rows, key=lambda row: row.effective_on):
        kept = {row[0]: row for row in several}
        named = units_on(kept, day - timedelta(days=1) if day_before else day)
        for unit in sorted(named.values(), key=lambda unit: unit.code):
            row = kept[unit.unit_id]
            found.append(Relative(unit, row.extent, row.share, row.document_number, day))
    return found
