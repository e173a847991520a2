"""What a person holds, held and will hold: what the reasons why they may see a unit are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from committee.accounts.models import Account
from committee.accounts.queries import email_key
from committee.core.db import db
from committee.domain.calendar import day_of
from committee.domain.explaining import Claim, Way
from committee.domain.grants import Role
from committee.members.models import AreaAssignment, Committee, Cover, Post, Seat
from committee.units.queries import UnitRow, standing_last

WHOLE_SYSTEM = ""


@dataclass(frozen=True)
class Presence:
    """Since when a person has had an account, and since when it has been disabled."""

    account_id: int
    name: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class _Held:
    way: Way
    role: str
    unit_id: int | None
    from_on: date | None
    to_on: date | None
    seat_id: int | None = None
    of: str = ""


def presence_of(email: str) -> Presence | None:
    """Return from when to when somebody could come in, or None for an address without an account."""
    row = db.session.execute(
        select(Account.id, Account.full_name, Account.created_at, Account.disabled_at).where(
            Account.email == email_key(email)
        )
    ).one_or_none()
    if row is None:
        return None
    return Presence(row.id, row.full_name, day_of(row.created_at), day_of(row.disabled_at) if row.disabled_at else None)


def claims_of(account_id: int, on: date) -> list[Claim]:
    """Return everything the person ever held or will hold, seen from that day: five statements, however much it is."""
    sat = [*_seats(account_id), *_covers(account_id)]
    held = [*sat, *_posts(account_id), *_areas(sat)]
    units = standing_last({one.unit_id for one in held if one.unit_id is not None}, on)
    return [_claim(one, units[one.unit_id] if one.unit_id is not None else None, on) for one in held]


def _seats(account_id: int) -> list[_Held]:
    rows = db.session.execute(
        select(Seat.role, Committee.unit_id, Seat.from_on, Seat.to_on, Seat.id)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Seat.account_id == account_id)
        .order_by(Seat.id)
    )
    return [_Held(Way.SEAT, *row) for row in rows]


def _covers(account_id: int) -> list[_Held]:
    """Return seats covered, for the days on which the cover, the seat covered and the covering seat all hold."""
    by_seat = aliased(Seat)
    rows = db.session.execute(
        select(Seat, Committee.unit_id, Cover, by_seat)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(Cover, Cover.seat_id == Seat.id)
        .join(by_seat, by_seat.id == Cover.by_seat_id)
        .where(by_seat.account_id == account_id)
        .order_by(Cover.id)
    )
    return [
        _Held(Way.COVER, seat.role, unit_id, *_common_days(seat, cover, covering), seat.id, seat.full_name)
        for seat, unit_id, cover, covering in rows
    ]


def _posts(account_id: int) -> list[_Held]:
    rows = db.session.execute(
        select(Post.role, Post.unit_id, Post.from_on, Post.to_on).where(Post.account_id == account_id).order_by(Post.id)
    )
    return [_Held(Way.POST, *row) for row in rows]


def _areas(sat: list[_Held]) -> Iterator[_Held]:
    ids = {one.seat_id for one in sat}
    rows = db.session.scalars(select(AreaAssignment).where(AreaAssignment.seat_id.in_(ids))).all() if ids else []
    for seat in sat:
        for area in rows:
            if area.seat_id == seat.seat_id:
                yield _Held(Way.AREA, seat.role, area.unit_id, *_common_days(area, seat), seat.seat_id, seat.of)


def _common_days(*spans: Any) -> tuple[date | None, date | None]:
    """Return the first and the last day on which all of `spans` hold; the last lies before the first if none is."""
    begins = [span.from_on for span in spans if span.from_on]
    ends = [span.to_on for span in spans if span.to_on]
    return max(begins, default=None), min(ends, default=None)


def _claim(held: _Held, unit: UnitRow | None, on: date) -> Claim:
    starts = unit.valid_from if unit and unit.valid_from and on < unit.valid_from else None
    return Claim(
        way=held.way,
        role=Role(held.role),
        place=unit.name if unit else "",
        path=unit.path if unit else WHOLE_SYSTEM,
        from_on=max((day for day in (held.from_on, starts) if day), default=None),
        to_on=held.to_on,
        unit_ended_on=unit.valid_to if unit and unit.valid_to and unit.valid_to < on else None,
        of=held.of,
    )
