"""What somebody holds or covers on a day.

Asked before every request, so its statements are built once: putting them together anew takes longer than their answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from committee.core.db import db
from committee.members.models import AreaAssignment, Committee, Cover, Post, Seat


@dataclass(frozen=True)
class HeldSeat:
    """A seat of a committee of a unit, in the role it gives."""

    seat_id: int
    unit_id: int
    role: str


@dataclass(frozen=True)
class HeldPost:
    """A post outside the committees; `unit_id` None: for the whole installation."""

    unit_id: int | None
    role: str


def in_force(table: Any, on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that a row of `table` holds on that day; both ends count."""
    return and_(or_(table.from_on.is_(None), table.from_on <= on), or_(table.to_on.is_(None), table.to_on >= on))


_ME: BindParameter[int] = bindparam("account_id")
_ON: BindParameter[date] = bindparam("on", type_=Date())
BY_SEAT = aliased(Seat)  # the seat that covers another
_OWN = (
    select(Seat.id, Committee.unit_id, Seat.role)
    .join(Committee, Committee.id == Seat.committee_id)
    .where(Seat.account_id == _ME, in_force(Seat, _ON))
)
_COVERED = (
    select(Seat.id, Committee.unit_id, Seat.role)
    .join(Committee, Committee.id == Seat.committee_id)
    .join(Cover, Cover.seat_id == Seat.id)
    .join(BY_SEAT, BY_SEAT.id == Cover.by_seat_id)
    .where(BY_SEAT.account_id == _ME, in_force(BY_SEAT, _ON), in_force(Cover, _ON), in_force(Seat, _ON))
)
_SEATS = _OWN.union(_COVERED)
_POSTS = select(Post.unit_id, Post.role).where(Post.account_id == _ME, in_force(Post, _ON))
_AREAS = select(AreaAssignment.unit_id).where(
    AreaAssignment.seat_id.in_(bindparam("seat_ids", expanding=True)), in_force(AreaAssignment, _ON)
)


def seats_held_or_covered(account_id: int, on: date) -> list[HeldSeat]:
    """Return own seats, and those covered on that day from a seat that is itself still held.

    A cover is not handed on: whoever covers the covering officer does not gain what that one covers.
    """
    rows = db.session.execute(_SEATS, {"account_id": account_id, "on": on})
    return sorted((HeldSeat(*row) for row in rows), key=lambda seat: seat.seat_id)


def posts_held(account_id: int, on: date) -> list[HeldPost]:
    """Return the posts that somebody has on that day."""
    return [HeldPost(*row) for row in db.session.execute(_POSTS, {"account_id": account_id, "on": on})]


def units_in_charge_of(seat_ids: Collection[int], on: date) -> set[int]:
    """Return the units that the holders of the seats are in charge of on that day."""
    if not seat_ids:
        return set()
    return set(db.session.scalars(_AREAS, {"seat_ids": list(seat_ids), "on": on}))
