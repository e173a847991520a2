"""Reading the audit: entries by who, what, where and when, and the seals they bear."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from committee.audit.models import AuditEntry, AuditSeal
from committee.core.db import db, row_dict
from committee.domain.chain import Seal

ACCOUNT = "account"


@dataclass(frozen=True)
class EntryRow:
    """An entry as it is shown."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    thing_kind: str
    thing_id: str
    unit_id: int | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a search by words may mean: one of these people, units or actions."""

    people: Collection[int]
    units: Collection[int]
    actions: Collection[str]


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for; None asks nothing. `person` is an account: who did it, or whom it is about.

    `since` counts, `until` does not. `within` is a statement that gives the units whose entries may be seen, None
    everything. `without` is an action that is left out.
    """

    person: int | None = None
    thing: tuple[str, str] | None = None
    units: Collection[int] | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    said: Said | None = None
    within: Select[int] | None = None
    without: str | None = None


def entries(asked: Asked, *, limit: int | None = None, offset: int = 0) -> list[EntryRow]:
    """Return the entries that are asked for, the newest first."""
    statement = _rows().where(*_conditions(asked)).order_by(AuditEntry.id.desc()).limit(limit).offset(offset)
    return [EntryRow(**row_dict(row)) for row in db.session.execute(statement)]


def count_entries(asked: Asked) -> int:
    """Return how many entries are asked for."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*_conditions(asked))) or 0


def entry(entry_id: int, within: Select[int] | None) -> EntryRow | None:
    """Return one entry, None if there is none `within`."""
    row = db.session.execute(_rows().where(AuditEntry.id == entry_id, *_conditions(Asked(within=within)))).first()
    return EntryRow(**row_dict(row)) if row else None


def seal_of(entry_id: int) -> Seal | None:
    """Return the seal of an entry, None while it waits for it."""
    row = db.session.execute(_seals().where(AuditSeal.entry_id == entry_id)).first()
    return Seal(**row_dict(row)) if row else None


def head() -> Seal | None:
    """Return the last link of the chain, None while nothing is sealed."""
    row = db.session.execute(_seals().order_by(AuditSeal.position.desc()).limit(1)).first()
    return Seal(**row_dict(row)) if row else None


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.actor_id,
        AuditEntry.actor_name,
        AuditEntry.action,
        AuditEntry.thing_kind,
        AuditEntry.thing_id,
        AuditEntry.unit_id,
        AuditEntry.facts,
    )


def _seals() -> Select[*tuple[Any, ...]]:
    return select(AuditSeal.position, AuditSeal.entry_id, AuditSeal.sealed_at, AuditSeal.hash)


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool] | None] = [
        None if asked.person is None else _concerns(asked.person),
        None if asked.thing is None else _is_about(*asked.thing),
        None if asked.units is None else AuditEntry.unit_id.in_(asked.units),
        None if asked.action is None else AuditEntry.action == asked.action,
        None if asked.without is None else AuditEntry.action != asked.without,
        None if asked.since is None else AuditEntry.at >= asked.since,
        None if asked.until is None else AuditEntry.at < asked.until,
        None if asked.said is None else _may_mean(asked.said),
        None if asked.within is None else AuditEntry.unit_id.in_(asked.within),
    ]
    return [condition for condition in found if condition is not None]


def _concerns(account_id: int) -> ColumnElement[bool]:
    return or_(AuditEntry.actor_id == account_id, _is_about(ACCOUNT, str(account_id)))


def _is_about(kind: str, thing_id: str) -> ColumnElement[bool]:
    return and_(AuditEntry.thing_kind == kind, AuditEntry.thing_id == thing_id)


def _may_mean(said: Said) -> ColumnElement[bool]:
    return or_(
        AuditEntry.actor_id.in_(said.people),
        and_(AuditEntry.thing_kind == ACCOUNT, AuditEntry.thing_id.in_([str(one) for one in said.people])),
        AuditEntry.unit_id.in_(said.units),
        AuditEntry.action.in_(said.actions),
    )
