"""What every step with a task begins and ends with: the task held against other writers, written once, and told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.errors import NotFound, Stale
from committee.domain.task_steps import Step, refuse_step, work_state_of
from committee.members.models import Committee
from committee.tasks.models import Task, TaskSubmission
from committee.tasks.operations.telling import tell_step

WAITING = "waiting"


def held(task_id: int, *, step: Step | None = None, version: int | None = None, with_whole: bool = False) -> Task:
    """Return a task, held against other writers until the end of the transaction: it is the lock of all its histories.

    Raises where `step` cannot be taken with it any more, and `Stale` where it is not at `version` (None: any).
    `with_whole`: for a step that looks at the due day of the task it is a part of.
    """
    if with_whole:
        hold_with_wholes([task_id])
    found = db.session.scalar(
        select(Task).where(Task.id == task_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such task.")
    if step is not None:
        _refuse(found, step)
    if version is not None and version != found.version:
        raise _stale()
    return found


def hold_with_wholes(task_ids: Collection[int]) -> None:
    """Hold tasks and what they are parts of, in the one order that all have: a whole is older than its parts."""
    wholes = select(Task.parent_id).where(Task.id.in_(task_ids), Task.parent_id.is_not(None))
    meant = select(Task.id).where(or_(Task.id.in_(task_ids), Task.id.in_(wholes)))
    db.session.execute(meant.order_by(Task.id).with_for_update()).all()


def write(task: Task, values: Mapping[str, Any]) -> None:
    """Write `values` to a task that still is as it was read, and is open; raises `Stale` otherwise."""
    unchanged = (Task.id == task.id, Task.version == task.version, Task.accepted_on.is_(None))
    at_version = update(Task).where(*unchanged, Task.cancelled_on.is_(None))
    if not rows_changed(at_version.values(**values, version=task.version + 1)):
        raise _stale()
    db.session.refresh(task)


def waiting_submission(task_id: int) -> TaskSubmission | None:
    """Return the submission of a task that has no answer yet, as it stands now, or None."""
    waits = (TaskSubmission.task_id == task_id, TaskSubmission.state == WAITING)
    return db.session.scalar(select(TaskSubmission).where(*waits).execution_options(populate_existing=True))


def tell(action: str, task: Task, facts: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    """Record in the audit what was done with a task, as its committee's unit's business, and tell whom it concerns."""
    told = {"code": task.code, **facts}
    record(action=action, thing=("task", task.id), facts=told, unit_id=unit_of(task.committee_id), by=by, now=now)
    tell_step(action, task.id, reason=str(facts.get("reason") or ""), by=by, now=now)


def unit_of(committee_id: int) -> int:
    """Return the unit whose committee it is."""
    found = db.session.scalar(select(Committee.unit_id).where(Committee.id == committee_id))
    if found is None:
        raise NotFound("There is no such committee.")
    return found


def day_text(value: object) -> str:
    """Return a value as the audit keeps it."""
    return "" if value is None else str(value)


def _refuse(task: Task, step: Step) -> None:
    is_waiting = waiting_submission(task.id) is not None
    state = work_state_of(is_waiting=is_waiting, accepted_on=task.accepted_on, cancelled_on=task.cancelled_on)
    refuse_step(state, step)


def _stale() -> Stale:
    return Stale("Somebody changed this task after you opened it. Nothing of yours has been saved yet.")
