"""Who may do what where on a day, and who is to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select

from committee.accounts.models import Account
from committee.core.batches import batches
from committee.core.db import db
from committee.domain.access import Area, Role, SeatOf, Viewer
from committee.members.held import BY_SEAT, in_force, posts_held, seats_held_or_covered, units_in_charge_of
from committee.members.models import AreaAssignment, Committee, Cover, Post, Seat
from committee.units.queries import UnitRow, units_on

WHOLE_SYSTEM = ""
_NAME = select(Account.full_name).where(Account.id == bindparam("account_id"))


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be told: has an account that is not disabled. `role` is the one they are told in."""

    account_id: int
    name: str
    email: str
    role: str


@dataclass(frozen=True)
class SeatRow:
    """A seat in a committee, as pages list it."""

    seat_id: int
    unit_id: int
    committee_id: int
    committee_name: str
    account_id: int | None
    full_name: str
    role: str
    position_title: str
    organization: str
    email: str
    phone: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class CommitteeRow:
    """A steering committee of a unit."""

    committee_id: int
    unit_id: int
    name: str
    standing_agency: str


def viewer_of(account_id: int, on: date) -> Viewer:
    """Return who is looking, with what they hold and cover on that day.

    A seat whose unit did not stand on that day gives nothing. Asked at every request: four statements, whatever the
    person holds.
    """
    name = db.session.scalar(_NAME, {"account_id": account_id}) or ""
    seats_here, posts = seats_held_or_covered(account_id, on), posts_held(account_id, on)
    areas = units_in_charge_of([seat.seat_id for seat in seats_here], on)
    held = [(seat.role, seat.unit_id) for seat in seats_here] + [(post.role, post.unit_id) for post in posts]
    units = units_on({unit_id for _role, unit_id in held if unit_id} | areas, on)
    seats = [_seat_of(role, unit_id, units) for role, unit_id in held]
    return Viewer(
        account_id=account_id,
        name=name,
        seats=tuple(dict.fromkeys(seat for seat in seats if seat)),
        areas=tuple(Area(unit_id, units[unit_id].path) for unit_id in sorted(areas) if unit_id in units),
    )


def holders(unit_id: int, roles: Collection[str], on: date) -> list[Recipient]:
    """Return who holds or covers one of `roles` for the unit itself on that day, seats in the order of roles."""
    return _holders([unit_id], roles, on)


def seats_held(account_id: int, on: date) -> dict[int, int]:
    """Return {seat: its unit} of the seats that an account holds or covers on that day, also of units that ended."""
    return {seat.seat_id: seat.unit_id for seat in seats_held_or_covered(account_id, on)}


def account_serves(account_id: int, unit_id: int, on: date) -> bool:
    """Return whether an account holds or covers a seat of a unit's committees, or has a post for it, on that day."""
    posts, seats = posts_held(account_id, on), seats_held_or_covered(account_id, on)
    return unit_id in {post.unit_id for post in posts} | {seat.unit_id for seat in seats}


def administrators(on: date) -> list[Recipient]:
    """Return who administers the whole installation on that day and may sign in."""
    rows = db.session.execute(
        select(Account.id, Account.full_name, Account.email, Post.role)
        .join(Post, Post.account_id == Account.id)
        .where(Post.unit_id.is_(None), Post.role == Role.ADMINISTRATOR.value, in_force(Post, on))
        .where(Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    return _once(_told(rows))


def keepers_of(unit: UnitRow, on: date) -> list[Recipient]:
    """Return who keeps the people of a unit: administrators there and above it, then those of the whole system."""
    line = [int(one) for one in unit.path.split("/") if one]
    return _once([*_holders(line, [Role.ADMINISTRATOR.value], on), *administrators(on)])


def sitting_in(seat_id: int, on: date) -> list[Recipient]:
    """Return who holds a seat on that day and who covers it; nobody if it is vacant or has ended."""
    return _once(_sitting(Seat.id == seat_id, on))


def people_for(name: str, unit: UnitRow, on: date) -> list[Recipient]:
    """Return who is meant by a role relative to a unit, such as "own:chair", on that day; nobody if it is vacant.

    Places: `own` the unit · `parent` the one directly above · `above` the nearest one above with somebody in that
    role · `root` the top of its tree · `area` whoever is in charge of the unit as an area, or else of the nearest
    one above it, whatever their role. A covering officer is told as well as the person covered.
    """
    place, _, role = name.partition(":")
    line = [int(part) for part in unit.path.split("/") if part]
    if place == "area":
        return _in_charge_of(line, on)
    if place == "above":
        told = (_holders([unit_id], [role], on) for unit_id in reversed(line[:-1]))
        return next((people for people in told if people), [])
    units = {"own": line[-1:], "parent": line[-2:-1], "root": line[:1]}[place]
    return _holders(units, [role], on)


def committees_of(unit_id: int) -> list[CommitteeRow]:
    """Return the committees of a unit, the one founded first first."""
    rows = db.session.execute(
        select(Committee.id, Committee.unit_id, Committee.name, Committee.standing_agency)
        .where(Committee.unit_id == unit_id)
        .order_by(Committee.id)
    )
    return [CommitteeRow(*row) for row in rows]


def seats_in(committee_ids: Collection[int]) -> list[SeatRow]:
    """Return all seats of the committees, ended ones too, as they were entered."""
    rows: list[SeatRow] = []
    for some in batches(committee_ids):
        statement = _seats().where(Seat.committee_id.in_(some)).order_by(Seat.committee_id, Seat.id)
        rows += [SeatRow(*row) for row in db.session.execute(statement)]
    return rows


def _seats() -> Select[*tuple[Any, ...]]:
    return select(
        Seat.id,
        Committee.unit_id,
        Seat.committee_id,
        Committee.name,
        Seat.account_id,
        Seat.full_name,
        Seat.role,
        Seat.position_title,
        Seat.organization,
        Seat.email,
        Seat.phone,
        Seat.from_on,
        Seat.to_on,
    ).join(Committee, Committee.id == Seat.committee_id)


def _seat_of(role: str, unit_id: int | None, units: dict[int, UnitRow]) -> SeatOf | None:
    if unit_id is None:
        return SeatOf(Role(role), None, WHOLE_SYSTEM)
    return SeatOf(Role(role), unit_id, units[unit_id].path) if unit_id in units else None


def _holders(unit_ids: Collection[int], roles: Collection[str], on: date) -> list[Recipient]:
    if not unit_ids:
        return []
    here = and_(Committee.unit_id.in_(unit_ids), Seat.role.in_(roles))
    posts = (
        select(Account.id, Account.full_name, Account.email, Post.role, Post.id)
        .join(Post, Post.account_id == Account.id)
        .where(Post.unit_id.in_(unit_ids), Post.role.in_(roles), in_force(Post, on), Account.disabled_at.is_(None))
        .order_by(Post.id)
    )
    order = {role: number for number, role in enumerate(Role)}
    found = [*_sitting(here, on), *_told(db.session.execute(posts))]
    return sorted(_once(found), key=lambda person: order[Role(person.role)])


def _in_charge_of(line: Sequence[int], on: date) -> list[Recipient]:
    """Return who is in charge of the last unit of `line`, or else of the nearest one before it."""
    rows = db.session.execute(
        select(AreaAssignment.unit_id, AreaAssignment.seat_id).where(
            AreaAssignment.unit_id.in_(line), in_force(AreaAssignment, on)
        )
    ).all()
    for unit_id in reversed(line):
        seats = [row.seat_id for row in rows if row.unit_id == unit_id]
        people = _once(_sitting(Seat.id.in_(seats), on)) if seats else []
        if people:
            return people
    return []


def _sitting(condition: ColumnElement[bool], on: date) -> list[Recipient]:
    """Return who holds the seats that meet `condition`, and who covers them, each under the seat's role."""
    person = (Account.id, Account.full_name, Account.email, Seat.role, Seat.id)
    held = (
        select(*person)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(Account, Account.id == Seat.account_id)
        .where(condition, in_force(Seat, on), Account.disabled_at.is_(None))
    )
    covering = (
        select(*person)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(Cover, Cover.seat_id == Seat.id)
        .join(BY_SEAT, BY_SEAT.id == Cover.by_seat_id)
        .join(Account, Account.id == BY_SEAT.account_id)
        .where(condition, in_force(Seat, on), in_force(Cover, on), in_force(BY_SEAT, on), Account.disabled_at.is_(None))
    )
    return [
        *_told(db.session.execute(held.order_by(Seat.id))),
        *_told(db.session.execute(covering.order_by(Seat.id, Account.id))),
    ]


def _told(rows: Iterable[Any]) -> list[Recipient]:
    return [Recipient(row[0], row[1], row[2], row[3]) for row in rows]


def _once(people: Iterable[Recipient]) -> list[Recipient]:
    """Return each person once, in the first role they are named in."""
    found: dict[int, Recipient] = {}
    for person in people:
        found.setdefault(person.account_id, person)
    return list(found.values())
