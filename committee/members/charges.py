"""What goes with a seat: the areas its holder is in charge of, and who acts for whom until when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from committee.core.db import db
from committee.domain.appointments import Term
from committee.members.held import in_force
from committee.members.models import AreaAssignment, Committee, Cover, Seat
from committee.units.queries import UnitRow, units_on


@dataclass(frozen=True)
class CoverRow:
    """That `by_name` acts for `name` in `role` from one day to another, both inclusive."""

    cover_id: int
    seat_id: int
    role: str
    unit_id: int
    name: str
    account_id: int | None
    by_seat_id: int
    by_name: str
    by_account_id: int | None
    from_on: date
    to_on: date

    def is_over(self, day: date) -> bool:
        return self.to_on < day

    def holds_on(self, day: date) -> bool:
        return Term(self.from_on, self.to_on).holds_on(day)


def areas_of(seat_ids: Collection[int], on: date) -> dict[int, list[UnitRow]]:
    """Return {seat: the units its holder is in charge of on that day}, in Vietnamese order; without any it is absent.

    Those that begin later are among them.
    """
    rows = db.session.execute(
        select(AreaAssignment.seat_id, AreaAssignment.unit_id).where(
            AreaAssignment.seat_id.in_(seat_ids), or_(in_force(AreaAssignment, on), _comes_after(on))
        )
    ).all()
    units = units_on({row.unit_id for row in rows}, on) if rows else {}
    found: dict[int, list[UnitRow]] = {}
    for seat_id, unit_id in rows:
        if unit_id in units:
            found.setdefault(seat_id, []).append(units[unit_id])
    return {seat_id: sorted(areas, key=lambda unit: unit.sort_key) for seat_id, areas in found.items()}


def _comes_after(on: date) -> ColumnElement[bool]:
    """Return the condition that an area begins later; what was ended before its first day never does."""
    ends = or_(AreaAssignment.to_on.is_(None), AreaAssignment.to_on >= AreaAssignment.from_on)
    return and_(AreaAssignment.from_on > on, ends)


def covers_of(seat_ids: Collection[int]) -> list[CoverRow]:
    """Return every cover of these seats or by them, the newest first; those that never held are left out."""
    return _covers(or_(Cover.seat_id.in_(seat_ids), Cover.by_seat_id.in_(seat_ids)))


def cover(cover_id: int) -> CoverRow | None:
    """Return the cover with this id, or None."""
    found = _covers(Cover.id == cover_id)
    return found[0] if found else None


def who_may_cover(seat_id: int, on: date) -> list[tuple[int, str, str]]:
    """Return (seat, name, role) of whoever else sits in the same committee on that day and has an account."""
    other = aliased(Seat)
    rows = db.session.execute(
        select(other.id, other.full_name, other.role)
        .join(Seat, Seat.committee_id == other.committee_id)
        .where(
            Seat.id == seat_id,
            other.id != seat_id,
            other.account_id.is_not(None),
            or_(Seat.account_id.is_(None), other.account_id != Seat.account_id),
            in_force(other, on),
        )
        .order_by(other.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _covers(condition: ColumnElement[bool]) -> list[CoverRow]:
    by_seat = aliased(Seat)
    rows = db.session.execute(
        select(
            Cover.id,
            Cover.seat_id,
            Seat.role,
            Committee.unit_id,
            Seat.full_name,
            Seat.account_id,
            Cover.by_seat_id,
            by_seat.full_name,
            by_seat.account_id,
            Cover.from_on,
            Cover.to_on,
        )
        .join(Seat, Seat.id == Cover.seat_id)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(by_seat, by_seat.id == Cover.by_seat_id)
        .where(condition, Cover.to_on >= Cover.from_on)
        .order_by(Cover.from_on.desc(), Cover.id.desc())
    )
    return [CoverRow(*row) for row in rows]
