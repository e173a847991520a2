"""Who leads a task or helps with it: as columns of the tables, and with the name that is kept in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from committee.accounts.models import Account
from committee.core.batches import batches
from committee.core.db import db
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_rules import Party, PartyKind
from committee.domain.text import clean
from committee.members.models import Seat
from committee.units.queries import standing_last

LONGEST_NAME = 300


def columns_of(party: Party) -> dict[str, Any]:
    """Return the columns of a coordinator that say who it is."""
    return {
        "kind": party.kind.value,
        "unit_id": party.id if party.kind is PartyKind.UNIT else None,
        "seat_id": party.id if party.kind is PartyKind.SEAT else None,
        "account_id": party.id if party.kind is PartyKind.ACCOUNT else None,
        "name": party.name,
    }


def lead_columns(party: Party) -> dict[str, Any]:
    """Return the columns of a task that say who leads it."""
    return {f"lead_{name}": value for name, value in columns_of(party).items()}


def party_of(row: Any, prefix: str = "") -> Party:
    """Return the party that a row says; `prefix` is "lead_" for the lead of a task."""
    kind = PartyKind(getattr(row, f"{prefix}kind"))
    who = None if kind is PartyKind.NAME else getattr(row, f"{prefix}{kind.value}_id")
    return Party(kind, getattr(row, f"{prefix}name"), who)


def known(parties: Iterable[Party], *, on: date) -> list[Party]:
    """Return `parties` with a name each: a blank one is that of the unit, the seat's holder or the account.

    Raises `NotFound` where a unit, seat or account is not there. Three statements, however many.
    """
    asked = list(parties)
    names = {kind: _names(kind, _ids(asked, kind), on) for kind in (PartyKind.UNIT, PartyKind.SEAT, PartyKind.ACCOUNT)}
    return [_named(party, names.get(party.kind, {})) for party in asked]


def seat_words(full_name: str, position: str, organization: str) -> str:
    """Return how the holder of a seat is named: with post and organisation, where they are known."""
    post = ", ".join(part for part in (position, organization) if part)
    return f"{full_name} ({post})" if post else full_name


def _ids(parties: Sequence[Party], kind: PartyKind) -> set[int]:
    return {party.id for party in parties if party.kind is kind and party.id is not None}


def _names(kind: PartyKind, ids: Collection[int], on: date) -> dict[int, str]:
    if not ids:
        return {}
    if kind is PartyKind.UNIT:
        return {unit_id: unit.name for unit_id, unit in standing_last(ids, on).items()}
    found: dict[int, str] = {}
    for some in batches(ids):
        if kind is PartyKind.ACCOUNT:
            people = db.session.execute(select(Account.id, Account.full_name).where(Account.id.in_(some)))
            found |= {row.id: row.full_name for row in people}
        else:
            columns = (Seat.id, Seat.full_name, Seat.position_title, Seat.organization)
            seats = db.session.execute(select(*columns).where(Seat.id.in_(some)))
            found |= {row.id: seat_words(row.full_name, row.position_title, row.organization) for row in seats}
    return found


def _named(party: Party, names: Mapping[int, str]) -> Party:
    name = clean(party.name)
    if len(name) > LONGEST_NAME:
        raise DomainError("This text is longer than %(longest)d characters: shorten it.", longest=LONGEST_NAME)
    if party.kind is PartyKind.NAME:
        if not name:
            raise DomainError("A task has exactly one lead: name who is in charge.")
        return Party(PartyKind.NAME, name)
    if party.id is None or party.id not in names:
        raise NotFound("There is nobody with this number to give a task to.")
    return replace(party, name=name or names[party.id])
