"""Work that changes hands: to one's own officer, to whoever reports for the lead, to another lead, to a new seat.

What becomes of the lead's duty: `hand_on` and `give_reporter` leave the lead in charge; `reassign` gives the task to
another one, and `follow_post` moves all open work of an ended seat to its successor (kiện toàn).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select, update

from committee.accounts.queries import account, names_of
from committee.audit.operations import Act, record_all
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_rules import Party, PartyKind, refuse_parties
from committee.domain.task_steps import Step
from committee.members.models import Seat
from committee.members.queries import account_serves
from committee.tasks import parties
from committee.tasks.models import Task, TaskCoordinator, TaskHandover, TaskSeries
from committee.tasks.operations.held import held, tell, unit_of, write
from committee.tasks.operations.telling import FOLLOWS, tell_step
from committee.tasks.texts import key_of, text_of

NOBODY = ""


def hand_on(
    *, task_id: int, account_id: int | None, note: str = "", version: int | None = None, by: Actor, now: datetime
) -> None:
    """Give the work to an officer of the lead's own unit, or take it back (None); the lead stays in charge.

    The officer holds a seat or a post for the lead's unit, or for the unit of the committee whose seat leads.
    """
    task = held(task_id, step=Step.HAND_ON, version=version)
    to_name = NOBODY if account_id is None else _own_officer(task, account_id, now)
    before = names_of([task.handler_id]).get(task.handler_id, NOBODY)
    write(task, {"handler_id": account_id})
    _note(task, "handler", (before, to_name), note=note, by=by, now=now)
    tell("hand on task", task, _from_to(before, to_name), by=by, now=now)


def give_reporter(
    *, task_id: int, account_id: int | None, note: str = "", version: int | None = None, by: Actor, now: datetime
) -> None:
    """Say who reports for a lead that has no account of its own; None: nobody any more."""
    task = held(task_id, step=Step.HAND_ON, version=version)
    before = names_of([task.reporter_id]).get(task.reporter_id, NOBODY)
    to_name = NOBODY if account_id is None else _name_of(account_id)
    write(task, {"reporter_id": account_id})
    _note(task, "reporter", (before, to_name), note=note, by=by, now=now)
    tell("give reporter", task, _from_to(before, to_name), by=by, now=now)


def reassign(
    *, task_id: int, lead: Party, note: str = "", version: int | None = None, by: Actor, now: datetime
) -> None:
    """Give a task to another lead; the one before stays in the history, its officer is no longer in charge of it."""
    task = held(task_id, step=Step.CHANGE, version=version)
    new = parties.known([lead], on=day_of(now))[0]
    before = parties.party_of(task, "lead_")
    if new.is_same(before):
        raise DomainError("%(name)s leads this task already.", name=new.name)
    rows = db.session.scalars(select(TaskCoordinator).where(TaskCoordinator.task_id == task_id))
    refuse_parties([new], [parties.party_of(row) for row in rows])
    columns = parties.lead_columns(new)
    write(task, {**columns, "handler_id": None, "search_key": key_of({**vars(task), **columns})})
    _note(task, "lead", (before.name, new.name), note=note, by=by, now=now)
    tell("reassign task", task, _from_to(before.name, new.name), by=by, now=now)


def follow_post(*, old_seat_id: int, new_seat_id: int, by: Actor, now: datetime) -> list[int]:
    """Move the open work of a seat that ended to the one that follows it; return the ids of the tasks it leads.

    Tasks that are done or stopped keep the old holder. What the old seat helps with, and running series, follow too.
    """
    if old_seat_id == new_seat_id:
        raise DomainError("The seat that ended and the one that follows it must be two.")
    new = parties.known([Party(PartyKind.SEAT, "", new_seat_id)], on=day_of(now))[0]
    tasks = list(db.session.scalars(_open().where(Task.lead_seat_id == old_seat_id)))
    columns = parties.lead_columns(new)
    for task in tasks:
        key = key_of({**vars(task), **columns})
        unchanged = (Task.id == task.id, Task.version == task.version)
        rows_changed(update(Task).where(*unchanged).values(**columns, search_key=key, version=task.version + 1))
        _note(task, "post", (task.lead_name, new.name), note="", by=by, now=now)
    _helpers_follow(old_seat_id, new)
    _series_follow(old_seat_id, new)
    acts = [
        Act(
            FOLLOWS,
            ("task", task.id),
            {"code": task.code, **_from_to(task.lead_name, new.name)},
            unit_of(task.committee_id),
        )
        for task in tasks
    ]
    record_all(acts, by=by, now=now)
    for task in tasks:
        tell_step(FOLLOWS, task.id, by=by, now=now)
    return [task.id for task in tasks]


def _open() -> Select[Task]:
    return (
        select(Task)
        .where(Task.accepted_on.is_(None), Task.cancelled_on.is_(None))
        .order_by(Task.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _helpers_follow(old_seat_id: int, new: Party) -> None:
    """Let the new seat help where the old one did; where it leads or helps already, the old one only goes."""
    living = select(Task.id).where(Task.accepted_on.is_(None), Task.cancelled_on.is_(None))
    rows = select(TaskCoordinator).where(TaskCoordinator.seat_id == old_seat_id, TaskCoordinator.task_id.in_(living))
    for row in db.session.scalars(rows):
        others = select(TaskCoordinator.id).where(
            TaskCoordinator.task_id == row.task_id, TaskCoordinator.seat_id == new.id
        )
        leads = select(Task.id).where(Task.id == row.task_id, Task.lead_seat_id == new.id)
        if db.session.scalar(others) is None and db.session.scalar(leads) is None:
            row.seat_id, row.name = new.id, new.name
        else:
            db.session.delete(row)


def _series_follow(old_seat_id: int, new: Party) -> None:
    for series in db.session.scalars(select(TaskSeries).where(TaskSeries.ended_at.is_(None))):
        said = series.template
        if said["lead"]["kind"] == PartyKind.SEAT and said["lead"]["id"] == old_seat_id:
            series.template = {**said, "lead": {"kind": PartyKind.SEAT.value, "id": new.id, "name": new.name}}


def _own_officer(task: Task, account_id: int, now: datetime) -> str:
    unit_id = task.lead_unit_id
    if task.lead_seat_id is not None:
        seat = db.session.get_one(Seat, task.lead_seat_id)
        unit_id = unit_of(seat.committee_id)
    name = _name_of(account_id)
    if unit_id is None:
        raise DomainError("Only a unit or a seat hands a task on to an officer of its own.")
    if not account_serves(account_id, unit_id, day_of(now)):
        raise DomainError("%(name)s holds no seat or post in the lead's unit: a task stays in the house.", name=name)
    return name


def _name_of(account_id: int) -> str:
    found = account(account_id)
    if found is None or found.is_disabled:
        raise NotFound("There is nobody with this number to give a task to.")
    return found.name


def _note(task: Task, kind: str, names: tuple[str, str], *, note: str, by: Actor, now: datetime) -> None:
    from_name, to_name = names
    db.session.add(
        TaskHandover(
            task_id=task.id,
            kind=kind,
            from_name=from_name,
            to_name=to_name,
            note=text_of(note),
            by_id=by.account_id,
            by_name=by.name,
            at=now,
        )
    )


def _from_to(before: str, after: str) -> dict[str, object]:
    return {"before": {"name": before}, "after": {"name": after}}
