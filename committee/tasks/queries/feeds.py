"""What a person's calendar shows: due days of the tasks that are theirs, and the meetings of their committees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, or_, select

from committee.accounts.models import Account
from committee.audit.models import AuditEntry
from committee.core.db import Moment, db, row_dict
from committee.core.tokens import hash_of
from committee.members.models import Committee, Seat
from committee.tasks.models import CalendarFeed, Meeting, Task, TaskCoordinator
from committee.tasks.queries.seen import Eyes, helps, reported_by
from committee.units.queries import standing_within, within_reach


@dataclass(frozen=True)
class FeedRow:
    """A calendar address that opens something, as its owner sees it."""

    id: int
    account_id: int
    created_at: datetime
    last_fetched_on: date | None


@dataclass(frozen=True)
class DueDay:
    """A task with a due day; `state` is open, done or cancelled, `changed_at` when anything was last done with it."""

    id: int
    code: str
    title: str
    deliverable: str
    lead_name: str
    committee: str
    due_on: date
    state: str
    version: int
    changed_at: datetime


@dataclass(frozen=True)
class Gathering:
    """A meeting or visit of one of the person's committees; `starts_at` is an hour as text, or blank."""

    id: int
    title: str
    committee: str
    held_on: date
    starts_at: str
    place: str
    state: str
    version: int
    changed_at: datetime


def feed_with(secret: str) -> FeedRow | None:
    """Return the living address with this secret, of somebody whose account is not disabled, or None."""
    living = (CalendarFeed.revoked_at.is_(None), Account.disabled_at.is_(None))
    found = _feeds().join(Account, Account.id == CalendarFeed.account_id)
    row = db.session.execute(found.where(CalendarFeed.token_hash == hash_of(secret), *living)).one_or_none()
    return FeedRow(*row) if row else None


def feed_of(account_id: int) -> FeedRow | None:
    """Return the person's living address, or None."""
    mine = (CalendarFeed.account_id == account_id, CalendarFeed.revoked_at.is_(None))
    row = db.session.execute(_feeds().where(*mine)).one_or_none()
    return FeedRow(*row) if row else None


def due_days_of(eyes: Eyes, *, since: date) -> list[DueDay]:
    """Return the tasks due from `since` on that somebody does, reports for or helps with."""
    state = case((Task.cancelled_on.is_not(None), "cancelled"), (Task.accepted_on.is_not(None), "done"), else_="open")
    rows = (
        select(
            Task.id,
            Task.code,
            Task.title,
            Task.deliverable,
            Task.lead_name,
            Committee.name.label("committee"),
            Task.due_on,
            state.label("state"),
            Task.version,
            func.coalesce(_last_entry("task", Task), Task.created_at, type_=Moment()).label("changed_at"),
        )
        .join(Committee, Committee.id == Task.committee_id)
        .where(Task.due_on >= since, Task.is_standing.is_(False), or_(reported_by(eyes), _helped(eyes)))
        .order_by(Task.due_on, Task.id)
    )
    return [DueDay(**row_dict(row)) for row in db.session.execute(rows)]


def gatherings_of(eyes: Eyes, *, since: date) -> list[Gathering]:
    """Return the meetings from `since` on of the committees in which somebody holds or covers a seat."""
    if eyes.sees.is_nowhere:
        return []
    mine = select(Seat.committee_id).where(Seat.id.in_(eyes.seat_ids))
    units = standing_within(within_reach(eyes.sees), eyes.on)
    rows = (
        select(
            Meeting.id,
            Meeting.title,
            Committee.name.label("committee"),
            Meeting.held_on,
            Meeting.starts_at,
            Meeting.place,
            Meeting.state,
            Meeting.version,
            func.coalesce(_last_entry("meeting", Meeting), Meeting.created_at, type_=Moment()).label("changed_at"),
        )
        .join(Committee, Committee.id == Meeting.committee_id)
        .where(Meeting.held_on >= since, Meeting.committee_id.in_(mine), Committee.unit_id.in_(units))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return [Gathering(**row_dict(row)) for row in db.session.execute(rows)]


def _feeds() -> Select[*tuple[Any, ...]]:
    return select(CalendarFeed.id, CalendarFeed.account_id, CalendarFeed.created_at, CalendarFeed.last_fetched_on)


def _helped(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.reports.is_nowhere:
        return helps(eyes)
    units = standing_within(within_reach(eyes.reports), eyes.on)
    return or_(helps(eyes), Task.id.in_(select(TaskCoordinator.task_id).where(TaskCoordinator.unit_id.in_(units))))


def _last_entry(kind: str, table: Any) -> Any:
    """Return, as a part of a statement, when the audit last heard of a row."""
    about = (AuditEntry.thing_kind == kind, AuditEntry.thing_id == cast(table.id, String))
    return select(func.max(AuditEntry.at)).where(*about).correlate(table).scalar_subquery()
