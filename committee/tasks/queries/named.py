"""Who may be given a task: seats and people of the units somebody gives tasks to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from committee.accounts.models import Account
from committee.accounts.queries import email_key
from committee.core.db import db
from committee.domain.access import Reach
from committee.domain.text import sort_key
from committee.members.held import in_force
from committee.members.models import Committee, Post, Seat
from committee.units.queries import standing_within, within_reach


@dataclass(frozen=True)
class NamedSeat:
    """A seat in force, as it may lead a task."""

    seat_id: int
    committee_id: int
    unit_id: int
    full_name: str
    role: str
    position_title: str
    organization: str
    email: str


@dataclass(frozen=True)
class NamedPerson:
    """Somebody who may sign in, with a seat or a post."""

    account_id: int
    name: str
    email: str


def seats_within(within: Reach, on: date) -> list[NamedSeat]:
    """Return the seats in force of the committees of units within `within`, those of the highest unit first."""
    if within.is_nowhere:
        return []
    units = standing_within(within_reach(within), on)
    columns = (Seat.id, Seat.committee_id, Committee.unit_id, Seat.full_name, Seat.role)
    more = (Seat.position_title, Seat.organization, Seat.email)
    rows = select(*columns, *more).join(Committee, Committee.id == Seat.committee_id)
    found = rows.where(Committee.unit_id.in_(units), in_force(Seat, on)).order_by(Committee.id, Seat.id)
    return [NamedSeat(*row) for row in db.session.execute(found)]


def person_with_email(email: str, within: Reach, on: date) -> NamedPerson | None:
    """Return whoever signs in with `email` and has a seat or a post of a unit within `within`, or None."""
    if within.is_nowhere or not email.isprintable():
        return None
    units = standing_within(within_reach(within), on)
    seated = (
        select(Seat.account_id)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Committee.unit_id.in_(units), in_force(Seat, on), Seat.account_id.is_not(None))
    )
    posted = select(Post.account_id).where(Post.unit_id.in_(units), in_force(Post, on))
    rows = select(Account.id, Account.full_name, Account.email).where(
        Account.email == email_key(email),
        Account.disabled_at.is_(None),
        or_(Account.id.in_(seated), Account.id.in_(posted)),
    )
    row = db.session.execute(rows).first()
    return NamedPerson(*row) if row else None


def officers_of(unit_id: int, on: date) -> list[NamedPerson]:
    """Return who holds a seat or a post of a unit on that day and may sign in, by their names."""
    seated = (
        select(Seat.account_id)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Committee.unit_id == unit_id, in_force(Seat, on), Seat.account_id.is_not(None))
    )
    posted = select(Post.account_id).where(Post.unit_id == unit_id, in_force(Post, on))
    rows = select(Account.id, Account.full_name, Account.email).where(
        Account.disabled_at.is_(None), or_(Account.id.in_(seated), Account.id.in_(posted))
    )
    found = [NamedPerson(*row) for row in db.session.execute(rows)]
    return sorted(found, key=lambda one: (sort_key(one.name), one.account_id))


def unit_of_seat(seat_id: int) -> int | None:
    """Return the unit of the committee in which a seat is, or None."""
    rows = select(Committee.unit_id).join(Seat, Seat.committee_id == Committee.id).where(Seat.id == seat_id)
    return db.session.scalar(rows)
