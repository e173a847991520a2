"""Reading meetings and visits: lists, one of them, its agenda and who came."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from committee.core.db import db, row_dict
from committee.domain.access import Reach
from committee.domain.text import search_key
from committee.members.models import Committee
from committee.tasks.models import Attendance, Meeting, MeetingItem
from committee.tasks.queries.places import placement_of
from committee.units.models import Placement
from committee.units.queries import below_path, standing_within, within_reach

LARGEST_ID = 2**31 - 1
MOST_WORDS = 8
MEETING, VISIT = "meeting", "visit"

_VISITED = aliased(Placement)


@dataclass(frozen=True)
class MeetingRow:
    """A meeting or visit with the unit of its committee, and the unit visited, as they stand now."""

    id: int
    committee_id: int
    committee: str
    unit_id: int
    unit: str
    unit_name: str
    unit_path: str
    kind: str
    title: str
    held_on: date
    starts_at: str
    place: str
    period_from: date | None
    period_to: date | None
    visited_unit_id: int | None
    visited: str | None
    visited_name: str | None
    chaired_by: str
    state: str
    document_id: int | None
    note: str
    version: int

    @property
    def is_visit(self) -> bool:
        return self.kind == VISIT


@dataclass(frozen=True)
class MeetingFilter:
    """Which are wanted: words anywhere, a kind, a state, days, a unit's path: of the committee or visited."""

    words: str = ""
    kind: str = ""
    state: str = ""
    from_on: date | None = None
    to_on: date | None = None
    path: str = ""
    committee_id: int | None = None
    visited_unit_id: int | None = None


EVERYTHING = MeetingFilter()


@dataclass(frozen=True)
class ItemRow:
    """A point of an agenda."""

    id: int
    position: int
    text: str
    presented_by: str
    task_id: int | None


@dataclass(frozen=True)
class AttendanceRow:
    """Whether somebody came; without a seat it is a guest."""

    seat_id: int | None
    name: str
    organization: str
    state: str
    substitute: str


def meetings(
    wanted: MeetingFilter = EVERYTHING,
    *,
    on: date,
    within: Reach,
    soonest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[MeetingRow]:
    """Return meetings and visits, the latest first unless the soonest are asked for."""
    order = (Meeting.held_on, Meeting.id) if soonest_first else (Meeting.held_on.desc(), Meeting.id.desc())
    rows = _meetings(on).where(*_conditions(wanted, within, on)).order_by(*order).limit(limit).offset(offset)
    return [MeetingRow(**row_dict(row)) for row in db.session.execute(rows)]


def count_meetings(wanted: MeetingFilter = EVERYTHING, *, on: date, within: Reach) -> int:
    """Return how many there are."""
    found = _meetings(on).where(*_conditions(wanted, within, on)).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def meeting_row(meeting_id: int, *, on: date, within: Reach) -> MeetingRow | None:
    """Return one meeting or visit, or None."""
    if not 0 < meeting_id <= LARGEST_ID:
        return None
    row = db.session.execute(_meetings(on).where(Meeting.id == meeting_id, _open_to(within, on))).first()
    return MeetingRow(**row_dict(row)) if row else None


def meetings_named(ids: Collection[int], *, on: date, within: Reach) -> dict[int, tuple[str, date]]:
    """Return {id: title and day} of those within reach."""
    rows = _meetings(on).where(Meeting.id.in_(ids), _open_to(within, on))
    return {row.id: (row.title, row.held_on) for row in db.session.execute(rows)}


def items_of(meeting_id: int) -> list[ItemRow]:
    """Return the agenda in its order."""
    table = MeetingItem
    rows = select(table.id, table.position, table.text, table.presented_by, table.task_id)
    found = rows.where(table.meeting_id == meeting_id).order_by(table.position)
    return [ItemRow(**row_dict(row)) for row in db.session.execute(found)]


def attendance_of(meeting_id: int) -> list[AttendanceRow]:
    """Return who came and who did not, in the order of the list that was kept."""
    table = Attendance
    rows = select(table.seat_id, table.name, table.organization, table.state, table.substitute)
    found = rows.where(table.meeting_id == meeting_id).order_by(table.id)
    return [AttendanceRow(**row_dict(row)) for row in db.session.execute(found)]


def meetings_before(meeting: MeetingRow) -> list[int]:
    """Return the last meeting that the same committee held before this one, and the visits it made since then."""
    earlier = or_(Meeting.held_on < meeting.held_on, and_(Meeting.held_on == meeting.held_on, Meeting.id < meeting.id))
    held = (
        select(Meeting.id, Meeting.kind)
        .where(Meeting.committee_id == meeting.committee_id, Meeting.state == "held", earlier)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    found: list[int] = []
    for meeting_id, kind in db.session.execute(held):
        found.append(meeting_id)
        if kind == MEETING:
            break
    return found


def _meetings(on: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Meeting.id,
            Meeting.committee_id,
            Committee.name.label("committee"),
            Committee.unit_id,
            Placement.code.label("unit"),
            Placement.name.label("unit_name"),
            Placement.path.label("unit_path"),
            Meeting.kind,
            Meeting.title,
            Meeting.held_on,
            Meeting.starts_at,
            Meeting.place,
            Meeting.period_from,
            Meeting.period_to,
            Meeting.visited_unit_id,
            _VISITED.code.label("visited"),
            _VISITED.name.label("visited_name"),
            Meeting.chaired_by,
            Meeting.state,
            Meeting.document_id,
            Meeting.note,
            Meeting.version,
        )
        .select_from(Meeting)
        .join(Committee, Committee.id == Meeting.committee_id)
        .join(Placement, Placement.id == placement_of(Committee.unit_id, on))
        .outerjoin(_VISITED, _VISITED.id == placement_of(Meeting.visited_unit_id, on))
    )


def _open_to(within: Reach, on: date) -> ColumnElement[bool]:
    """Return the condition that the committee's unit, or the unit visited, lies within reach."""
    return or_(within_reach(within), Meeting.visited_unit_id.in_(standing_within(within_reach(within), on)))


def _conditions(wanted: MeetingFilter, within: Reach, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_open_to(within, on)]
    if wanted.path:
        visited = Meeting.visited_unit_id.in_(standing_within(below_path(wanted.path), on))
        conditions.append(or_(below_path(wanted.path), visited))
    names = ("kind", "state", "committee_id", "visited_unit_id")
    conditions += [getattr(Meeting, name) == value for name in names if (value := getattr(wanted, name))]
    if wanted.from_on is not None:
        conditions.append(Meeting.held_on >= wanted.from_on)
    if wanted.to_on is not None:
        conditions.append(Meeting.held_on <= wanted.to_on)
    return [*conditions, *(Meeting.search_key.contains(word, autoescape=True) for word in words_of(wanted.words))]


def words_of(typed: str) -> list[str]:
    """Return what must stand in a search key: each word at the beginning of one."""
    return [f" {word}" for word in search_key(typed).split()[:MOST_WORDS]]
