"""Open work follows the post (kiện toàn): from a seat that a renewal ended to the one that took its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.task_rules import PartyKind
from committee.members.composition import seats_ended, seats_nobody_followed, successors_by
from committee.tasks.models import Task, TaskCoordinator, TaskHandover, TaskSeries
from committee.tasks.operations import follow_post
from committee.tasks.queries.rows import TaskRow, read_rows, task_statement
from committee.tasks.queries.status import is_open


def follow_posts(*, on: date, by: Actor, now: datetime) -> int:
    """Move the open work of every seat whose post somebody took by a day; return how many tasks have a new lead.

    Once more moves nothing.
    """
    moved = 0
    for old, new in sorted(successors_by(on, _working()).items()):
        if new is not None:
            moved += len(follow_post(old_seat_id=old, new_seat_id=new, by=by, now=now))
    return moved


def has_followed(successors: Mapping[int, int]) -> bool:
    """Return whether a seat that took a post leads a task that followed it."""
    followed = select(TaskHandover.id).join(Task, Task.id == TaskHandover.task_id)
    this = (TaskHandover.kind == "post", Task.lead_seat_id.in_(set(successors.values())))
    return db.session.scalar(followed.where(*this).limit(1)) is not None


def without_lead(committee_id: int, *, on: date, today: date) -> list[TaskRow]:
    """Return the open tasks of a committee's seats whose post nobody took: they wait to be given to somebody."""
    seats = seats_nobody_followed(committee_id, on)
    statement = task_statement(today).where(Task.lead_seat_id.in_(seats), is_open())
    return read_rows(statement.order_by(Task.due_on.is_(None), Task.due_on, Task.id), today=today) if seats else []


def _working() -> set[int]:
    """Return the ended seats that lead or help with something that goes on."""
    leading = select(Task.lead_seat_id).where(is_open(), Task.lead_seat_id.in_(seats_ended()))
    helping = (
        select(TaskCoordinator.seat_id)
        .join(Task, Task.id == TaskCoordinator.task_id)
        .where(is_open(), TaskCoordinator.seat_id.in_(seats_ended()))
    )
    series = db.session.scalars(select(TaskSeries).where(TaskSeries.ended_at.is_(None)))
    repeated = {one.template["lead"]["id"] for one in series if one.template["lead"]["kind"] == PartyKind.SEAT}
    found = {*db.session.scalars(leading), *db.session.scalars(helping), *repeated}
    return {seat for seat in found if seat is not None}
