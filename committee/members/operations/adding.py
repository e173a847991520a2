"""Adding one person: an account where there is none, and a place."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import select

from committee.accounts import operations as accounts
from committee.accounts.queries import account, account_with_email
from committee.core.db import db
from committee.domain.access import Actor, Reach, Role
from committee.domain.appointments import Term, is_seat, refuse_place, same_name
from committee.domain.errors import DomainError, NotFound
from committee.members.models import Committee, Post, Seat
from committee.members.operations.giving import About, give_role
from committee.units.queries import UnitRow


class Place(TypedDict):
    """A seat or a post that is to be given; `unit` None is the whole system."""

    unit: UnitRow | None
    role: Role
    about: About
    from_on: date | None


def add_person(
    *,
    email: str,
    name: str,
    unit: UnitRow | None,
    role: Role,
    about: About,
    from_on: date | None,
    managed: Reach,
    by: Actor,
    now: datetime,
) -> tuple[int, bool]:
    """Return the account of `email`, made now if there was none, and whether it was; the person gets the place.

    `managed` is where whoever acts may give places.
    """
    refuse_place(managed, role, unit.path if unit else None)
    address = accounts.checked_email(email)
    known = account_with_email(address)
    if known is not None and not same_name(known.name, name):
        raise DomainError("This e-mail is the account of somebody with another name: check the e-mail and the name.")
    account_id = known.account_id if known else accounts.add_account(email=address, name=name, by=by, now=now)
    give_place(
        account_id=account_id, unit=unit, role=role, about=about, from_on=from_on, managed=managed, by=by, now=now
    )
    return account_id, known is None


def give_place(
    *,
    account_id: int,
    unit: UnitRow | None,
    role: Role,
    about: About,
    from_on: date | None,
    managed: Reach,
    by: Actor,
    now: datetime,
) -> int:
    """Return the id of a new seat or post of the person; what they hold already is refused."""
    refuse_place(managed, role, unit.path if unit else None)
    holder = account(account_id)
    if holder is None:
        raise NotFound("There is no such account.")
    unit_id = unit.unit_id if unit else None
    if any(term.meets(Term(from_on, None)) for term in _held(account_id, unit_id, role)):
        raise DomainError("%(name)s holds this role there already.", name=holder.name)
    return give_role(
        account_id=account_id, unit_id=unit_id, role=role.value, about=about, from_on=from_on, by=by, now=now
    )


def _held(account_id: int, unit_id: int | None, role: Role) -> list[Term]:
    if is_seat(role):
        statement = (
            select(Seat.from_on, Seat.to_on)
            .join(Committee, Committee.id == Seat.committee_id)
            .where(Committee.unit_id == unit_id, Seat.account_id == account_id, Seat.role == role)
        )
        return [Term(*row) for row in db.session.execute(statement)]
    here = Post.unit_id.is_(None) if unit_id is None else Post.unit_id == unit_id
    posts = select(Post.from_on, Post.to_on).where(here, Post.account_id == account_id, Post.role == role)
    return [Term(*row) for row in db.session.execute(posts)]
