"""The register of people: every place within reach, who holds it, and how it is with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, null, or_, select

from committee.accounts.models import Account, Invitation
from committee.core.db import db
from committee.domain.access import Reach, Role
from committee.domain.appointments import Door, PlaceState, Term, state_of, vacant_roles
from committee.domain.text import search_key
from committee.members.held import in_force
from committee.members.models import Committee, Post, Seat
from committee.units.models import Placement
from committee.units.queries import UnitRow, below_path, standing_last, units_on, valid_on, within_reach

SEAT, POST, PERSON, VACANCY = "seat", "post", "person", "vacancy"
ROLE_ORDER = {role.value: number for number, role in enumerate(Role)}


@dataclass(frozen=True)
class Line:
    """One place and its holder. `kind` is seat or post; `person`: somebody who holds nothing; `vacancy`: nobody does.

    `unit_id` None is the whole system, or nothing held. `path` and `unit_name` are of today, or the last there were.
    """

    kind: str
    id: int
    account_id: int | None
    name: str
    email: str
    role: str
    position_title: str
    unit_id: int | None
    unit_code: str
    unit_name: str
    parent_id: int | None
    path: str
    sort_key: str
    from_on: date | None
    to_on: date | None
    ended_at: datetime | None
    state: PlaceState


@dataclass(frozen=True)
class Wanted:
    """What the register is searched for; empty: anything. Without a state, what has ended is left out."""

    text: str = ""
    role: str = ""
    state: str = ""
    within: UnitRow | None = None


def lines_within(reach: Reach, *, today: date, now: datetime, wanted: Wanted = Wanted()) -> list[Line]:
    """Return the register within `reach`, by unit from the top, then by role. A handful of statements."""
    found = [*_held(reach, wanted, today=today, now=now), *_vacancies(reach, wanted, today)]
    key = search_key(wanted.text)
    shown = [line for line in found if _is_wanted(line, wanted, key)]
    return sorted(shown, key=_order)


def lines_of(
    account_ids: Collection[int] = (),
    *,
    seat_ids: Collection[int] = (),
    post_ids: Collection[int] = (),
    today: date,
    now: datetime,
) -> list[Line]:
    """Return every place of some people, ended ones too, and some by themselves; nobody's reach is asked."""
    seats = _seats(now, today).where(or_(Seat.account_id.in_(account_ids), Seat.id.in_(seat_ids)))
    posts = _posts(now, today).where(or_(Post.account_id.in_(account_ids), Post.id.in_(post_ids)))
    rows = [*db.session.execute(seats), *db.session.execute(posts)]
    return sorted(_lines(rows, today), key=_order)


def vacancies_within(reach: Reach, today: date) -> list[Line]:
    """Return what the committees within reach lack of the roles they cannot work without."""
    return sorted(_vacancies(reach, Wanted(), today), key=_order)


def parents_of(lines: Iterable[Line], on: date) -> dict[int, UnitRow]:
    """Return {unit id: the unit above it} for the lines of a page."""
    above = {line.unit_id: line.parent_id for line in lines if line.unit_id and line.parent_id}
    known = units_on(set(above.values()), on) if above else {}
    return {unit_id: known[parent_id] for unit_id, parent_id in above.items() if parent_id in known}


def _held(reach: Reach, wanted: Wanted, *, today: date, now: datetime) -> Iterator[Line]:
    if wanted.state == PlaceState.VACANT:
        return
    here = or_(Placement.path.is_(None), _reached(reach, wanted.within))
    rows: list[Any] = []
    for statement, role in ((_seats(now, today), Seat.role), (_posts(now, today), Post.role)):
        rows += db.session.execute(statement.where(here, *((role == wanted.role,) if wanted.role else ())))
    for line in _lines(rows, today):
        inside = wanted.within is None or line.path.startswith(wanted.within.path)
        if inside and reach.covers(line.path):
            yield line
    if "" in reach.subtrees and not wanted.role and wanted.within is None:
        yield from _lines(db.session.execute(_people_without_place(now)), today)


def _is_wanted(line: Line, wanted: Wanted, key: str) -> bool:
    if wanted.state:
        if line.state != wanted.state:
            return False
    elif line.state in (PlaceState.ENDED, PlaceState.VACANT):
        return False
    return not key or key in search_key(line.name) or key in line.email


def _order(line: Line) -> tuple[Any, ...]:
    depth = line.path.count("/") if line.unit_id else 0
    return (line.kind == PERSON, depth, line.sort_key, line.path, ROLE_ORDER.get(line.role, 99), line.name, line.id)


def _lines(rows: Iterable[Any], today: date) -> list[Line]:
    """Return rows as lines; a unit that no longer stands is named as it stood last."""
    kept = list(rows)
    gone = {row.unit_id for row in kept if row.unit_id and row.path is None}
    last = standing_last(gone, today) if gone else {}
    return [_line(row, last.get(row.unit_id), today) for row in kept]


def _line(row: Any, last: UnitRow | None, today: date) -> Line:
    door = None if row.account_id is None else Door(row.has_password, row.is_disabled, row.is_invited)
    line = Line(
        kind=row.kind,
        id=row.id,
        account_id=row.account_id,
        name=row.account_name or row.name,
        email=row.account_email or row.email,
        role=row.role,
        position_title=row.position_title,
        unit_id=row.unit_id,
        unit_code=row.code or "",
        unit_name=row.unit_name or "",
        parent_id=row.parent_id,
        path=row.path or "",
        sort_key=row.sort_key or "",
        from_on=row.from_on,
        to_on=row.to_on,
        ended_at=row.ended_at,
        state=state_of(Term(row.from_on, row.to_on), door, today),
    )
    if last is None:
        return line
    return replace(
        line, unit_code=last.code, unit_name=last.name, parent_id=None, path=last.path, sort_key=last.sort_key
    )


def _reached(reach: Reach, within: UnitRow | None) -> ColumnElement[bool]:
    return within_reach(reach) if within is None else and_(within_reach(reach), below_path(within.path))


def _unit_columns() -> tuple[Any, ...]:
    return (
        Placement.code,
        Placement.name.label("unit_name"),
        Placement.parent_id,
        Placement.path,
        Placement.sort_key,
    )


def _door_columns(now: datetime) -> tuple[Any, ...]:
    living = exists().where(
        Invitation.account_id == Account.id, Invitation.used_at.is_(None), Invitation.expires_at > now
    )
    return (
        Account.id.label("account_id"),
        Account.full_name.label("account_name"),
        Account.email.label("account_email"),
        Account.password_hash.is_not(None).label("has_password"),
        Account.disabled_at.is_not(None).label("is_disabled"),
        living.label("is_invited"),
    )


def _seats(now: datetime, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(SEAT).label("kind"),
            Seat.id,
            Seat.full_name.label("name"),
            Seat.email,
            Seat.role,
            Seat.position_title,
            Committee.unit_id,
            Seat.from_on,
            Seat.to_on,
            Seat.ended_at,
            *_unit_columns(),
            *_door_columns(now),
        )
        .join(Committee, Committee.id == Seat.committee_id)
        .outerjoin(Account, Account.id == Seat.account_id)
        .outerjoin(Placement, and_(Placement.unit_id == Committee.unit_id, valid_on(today)))
    )


def _posts(now: datetime, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(POST).label("kind"),
            Post.id,
            Account.full_name.label("name"),
            Account.email,
            Post.role,
            Post.position_title,
            Post.unit_id,
            Post.from_on,
            Post.to_on,
            Post.ended_at,
            *_unit_columns(),
            *_door_columns(now),
        )
        .join(Account, Account.id == Post.account_id)
        .outerjoin(Placement, and_(Placement.unit_id == Post.unit_id, valid_on(today)))
    )


def _people_without_place(now: datetime) -> Select[*tuple[Any, ...]]:
    seated = exists().where(Seat.account_id == Account.id)
    posted = exists().where(Post.account_id == Account.id)
    nothing = ("unit_id", "from_on", "to_on", "ended_at", "code", "unit_name", "parent_id", "path", "sort_key")
    return select(
        literal(PERSON).label("kind"),
        Account.id,
        Account.full_name.label("name"),
        Account.email,
        literal("").label("role"),
        literal("").label("position_title"),
        *(null().label(name) for name in nothing),
        *_door_columns(now),
    ).where(~seated, ~posted)


def _vacancies(reach: Reach, wanted: Wanted, today: date) -> list[Line]:
    statement = (
        select(Committee.id, Committee.name, Committee.unit_id, *_unit_columns())
        .join(Placement, and_(Placement.unit_id == Committee.unit_id, valid_on(today)))
        .where(_reached(reach, wanted.within))
    )
    held: dict[int, set[str]] = {}
    holding = select(Seat.committee_id, Seat.role).where(in_force(Seat, today), Seat.full_name != "")
    for committee_id, role in db.session.execute(holding.distinct()):
        held.setdefault(committee_id, set()).add(role)
    return [
        _vacancy(row, role)
        for row in db.session.execute(statement)
        for role in vacant_roles(held.get(row.id, set()))
        if wanted.role in ("", role)
    ]


def _vacancy(row: Any, role: Role) -> Line:
    return Line(
        kind=VACANCY,
        id=row.id,
        account_id=None,
        name="",
        email="",
        role=role.value,
        position_title=row.name,
        unit_id=row.unit_id,
        unit_code=row.code,
        unit_name=row.unit_name,
        parent_id=row.parent_id,
        path=row.path,
        sort_key=row.sort_key,
        from_on=None,
        to_on=None,
        ended_at=None,
        state=PlaceState.VACANT,
    )
