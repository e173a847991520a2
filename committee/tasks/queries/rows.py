"""Tasks as lists and pages show them: with their committee, the units they speak of, and their status on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Subquery, and_, func, join, select

from committee.core.batches import batches
from committee.core.db import db
from committee.domain.task_rules import Party
from committee.domain.task_status import DONE, OPEN, Status
from committee.members.models import Committee
from committee.tasks.models import Task, TaskCoordinator, TaskExtension, TaskProgress, TaskSubmission
from committee.tasks.parties import party_of
from committee.tasks.queries.status import STATUSES, with_status
from committee.units.queries import UnitRow, standing_last

WAITING = "waiting"


@dataclass(frozen=True)
class TaskRow:
    """A task with its status on the day that was asked for.

    `due_on` is the last acceptable day in force now. `committee_unit`, `lead_unit` and `about_unit` are the units as
    they stand now, or stood last; the latter two None where there is none. `waiting_since` is the day on which the
    submission that waits was sent and `waiting_by` who sent it, `wanted_on` the day an extension that waits asks for;
    `percent` the last that was reported. `assigned_by` None: the command line.
    """

    id: int
    committee_id: int
    committee_name: str
    code: str
    title: str
    content: str
    deliverable: str
    responsibility: str
    authority: str
    urgency: str
    is_standing: bool
    lead: Party
    coordinators: tuple[Party, ...]
    handler_id: int | None
    reporter_id: int | None
    assigned_by: int | None
    assigned_by_name: str
    assigned_on: date
    due_on: date | None
    original_due_on: date | None
    due_wording: str
    done_sent_on: date | None
    accepted_on: date | None
    cancelled_on: date | None
    cancel_reason: str
    replaced_by_id: int | None
    parent_id: int | None
    series_id: int | None
    period_on: date | None
    indicator: str | None
    target_id: int | None
    document_id: int | None
    source_text: str
    excerpt: str
    conclusion_id: int | None
    version: int
    created_at: datetime
    status: Status | None
    waiting_since: date | None
    waiting_by: int | None
    extension_id: int | None
    wanted_on: date | None
    extension_by: int | None
    extensions: int
    percent: int | None
    committee_unit: UnitRow
    lead_unit: UnitRow | None
    about_unit: UnitRow | None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_done(self) -> bool:
        return self.status in DONE

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done with it, as things stand now."""
        return self.accepted_on is not None or self.cancelled_on is not None


PLAIN = (
    "id",
    "committee_id",
    "code",
    "title",
    "content",
    "deliverable",
    "responsibility",
    "authority",
    "urgency",
    "is_standing",
    "handler_id",
    "reporter_id",
    "assigned_by",
    "assigned_by_name",
    "assigned_on",
    "due_on",
    "original_due_on",
    "due_wording",
    "done_sent_on",
    "accepted_on",
    "cancelled_on",
    "cancel_reason",
    "replaced_by_id",
    "parent_id",
    "series_id",
    "period_on",
    "indicator",
    "target_id",
    "document_id",
    "source_text",
    "excerpt",
    "conclusion_id",
    "version",
    "created_at",
)
BESIDE = ("committee_name", "waiting_since", "waiting_by", "extension_id", "wanted_on", "extension_by", "extensions")


def task_statement(day: date, found: Subquery | None = None) -> Select[*tuple[Any, ...]]:
    """Return the statement that reads tasks with their status on `day`; conditions speak of `Task` and `Committee`.

    `found` holds the ids of those to read; None: all.
    """
    tasks, _number = with_status(day, Task if found is None else join(found, Task, Task.id == found.c.id))
    waiting = and_(TaskSubmission.task_id == Task.id, TaskSubmission.state == WAITING)
    asked = and_(TaskExtension.task_id == Task.id, TaskExtension.state == WAITING)
    return (
        _told_on(day)
        .select_from(tasks)
        .join(Committee, Committee.id == Task.committee_id)
        .outerjoin(TaskSubmission, waiting)
        .outerjoin(TaskExtension, asked)
    )


@lru_cache(maxsize=8)
def _told_on(day: date) -> Select[*tuple[Any, ...]]:
    """Return the columns of that statement, without what they are read from; made once for a day."""
    _tasks, number = with_status(day)
    granted = select(func.count()).where(TaskExtension.task_id == Task.id, TaskExtension.state == "approved")
    last = select(func.max(TaskProgress.id)).where(TaskProgress.task_id == Task.id, TaskProgress.percent.is_not(None))
    percent = select(TaskProgress.percent).where(TaskProgress.id == last.correlate(Task).scalar_subquery())
    return select(
        *(getattr(Task, name) for name in (*PLAIN, "unit_id")),
        Task.lead_kind,
        Task.lead_unit_id,
        Task.lead_seat_id,
        Task.lead_account_id,
        Task.lead_name,
        Committee.name.label("committee_name"),
        Committee.unit_id.label("committee_unit_id"),
        number.label("status"),
        TaskSubmission.sent_on.label("waiting_since"),
        TaskSubmission.by_id.label("waiting_by"),
        TaskExtension.id.label("extension_id"),
        TaskExtension.wanted_on.label("wanted_on"),
        TaskExtension.by_id.label("extension_by"),
        granted.correlate(Task).scalar_subquery().label("extensions"),
        percent.correlate(Task).scalar_subquery().label("percent"),
    )


def read_rows(statement: Select[*tuple[Any, ...]], *, today: date) -> list[TaskRow]:
    """Return what a statement made by `task_statement` reads. Three or four statements, however many rows."""
    found = list(db.session.execute(statement))
    named = {unit for row in found for unit in (row.committee_unit_id, row.lead_unit_id, row.unit_id) if unit}
    units = standing_last(named, today)
    helping = _coordinators([row.id for row in found])
    return [_row(row, units, helping.get(row.id, ())) for row in found]


def _row(row: Any, units: dict[int, UnitRow], helping: Sequence[Party]) -> TaskRow:
    return TaskRow(
        **dict(zip(PLAIN, row, strict=False)),  # they come first in the statement
        **{name: getattr(row, name) for name in BESIDE},
        lead=party_of(row, "lead_"),
        coordinators=tuple(helping),
        status=None if row.status is None else STATUSES[row.status],
        percent=row.percent,
        committee_unit=units[row.committee_unit_id],
        lead_unit=units.get(row.lead_unit_id),
        about_unit=units.get(row.unit_id),
    )


def _coordinators(task_ids: Sequence[int]) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = {}
    names = ("task_id", "kind", "unit_id", "seat_id", "account_id", "name")
    columns = [getattr(TaskCoordinator, name) for name in names]
    for some in batches(task_ids):
        statement = select(*columns).where(TaskCoordinator.task_id.in_(some))
        for row in db.session.execute(statement.order_by(TaskCoordinator.task_id, TaskCoordinator.position)):
            found.setdefault(row.task_id, []).append(party_of(row))
    return found
