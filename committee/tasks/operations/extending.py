"""More time for a task: asked for by the lead up to the due day, granted or refused by the committee.

Who may do so was asked before (`tasks.access`). How often and how early is settled by the committee
(`queries.rules`): by default once, up to the due day itself.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.domain import task_rules
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.days import vn_day
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.domain.task_rules import refuse_due_under
from committee.domain.task_steps import Step
from committee.tasks.models import Task, TaskExtension
from committee.tasks.operations.held import WAITING, held, tell, write
from committee.tasks.queries.rules import rules_of
from committee.tasks.texts import needed, text_of

APPROVED = "approved"


def ask_extension(
    *, task_id: int, wanted_on: date, reason: str, version: int | None = None, by: Actor, now: datetime
) -> int:
    """Ask for a later due day and return the request's id; it waits for its answer."""
    task = held(task_id, step=Step.ASK_EXTENSION, version=version)
    asked_on = day_of(now)
    states = list(db.session.scalars(select(TaskExtension.state).where(TaskExtension.task_id == task_id)))
    rules = rules_of(task.committee_id)
    task_rules.refuse_extension(
        due_on=task.due_on,
        wanted_on=wanted_on,
        asked_on=asked_on,
        extensions=states.count(APPROVED),
        waits=WAITING in states,
        calendar=load_calendar(),
        most=rules.extensions,
        notice_days=rules.notice_days,
    )
    _refuse_outlasting(task, wanted_on)
    why = needed(reason, "Say why more time is needed.")
    number = db.session.scalar(select(func.max(TaskExtension.seq)).where(TaskExtension.task_id == task_id)) or 0
    write(task, {})
    row = TaskExtension(
        task_id=task_id,
        seq=number + 1,
        due_before=task.due_on,
        wanted_on=wanted_on,
        reason=why,
        by_id=by.account_id,
        by_name=by.name,
        asked_on=asked_on,
        at=now,
        state=WAITING,
    )
    db.session.add(row)
    db.session.flush()
    facts = {"before": {"due_on": str(task.due_on)}, "after": {"due_on": str(wanted_on)}, "reason": why}
    tell("ask extension", task, facts, by=by, now=now)
    return row.id


def approve_extension(
    *,
    extension_id: int,
    granted_on: date | None = None,
    answer: str = "",
    version: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Grant an extension: the task is due on `granted_on` (None: the day that was asked for) from today on."""
    task, asked = _undecided(extension_id, version, by)
    day = granted_on or asked.wanted_on
    if day <= asked.due_before:
        raise DomainError("The new day must lie after the present due day, %(due)s.", due=vn_day(asked.due_before))
    _refuse_outlasting(task, day)
    before = task.due_on
    write(task, {"due_on": day})
    asked.granted_on = day
    _decide(asked, APPROVED, text_of(answer), by, now)
    facts = {"before": {"due_on": str(before)}, "after": {"due_on": str(day)}, "reason": asked.reason}
    tell("approve extension", task, facts, by=by, now=now)


def refuse_extension(*, extension_id: int, answer: str, version: int | None = None, by: Actor, now: datetime) -> None:
    """Refuse an extension, saying why; the due day stays, and another one may be asked for."""
    task, asked = _undecided(extension_id, version, by)
    why = needed(answer, "Say why the extension is refused.")
    write(task, {})
    _decide(asked, "refused", why, by, now)
    tell("refuse extension", task, {"due_on": str(task.due_on), "reason": why}, by=by, now=now)


def _undecided(extension_id: int, version: int | None, by: Actor) -> tuple[Task, TaskExtension]:
    task_id = db.session.scalar(select(TaskExtension.task_id).where(TaskExtension.id == extension_id))
    if task_id is None:
        raise NotFound("There is no such request.")
    task = held(task_id, step=Step.ANSWER_EXTENSION, version=version, with_whole=True)
    asked = db.session.get_one(TaskExtension, extension_id, populate_existing=True)
    if asked.state != WAITING:
        raise DomainError("This request has its answer already.")
    if by.account_id is not None and asked.by_id == by.account_id:
        raise NotAllowed("Whoever asked for more time cannot grant it: somebody else has to.")
    return task, asked


def _decide(asked: TaskExtension, state: str, answer: str, by: Actor, now: datetime) -> None:
    asked.state, asked.answer = state, answer
    asked.decided_on, asked.decided_at = day_of(now), now
    asked.decided_by, asked.decided_by_name = by.account_id, by.name


def _refuse_outlasting(task: Task, day: date) -> None:
    if task.parent_id is not None:
        refuse_due_under(day, db.session.scalar(select(Task.due_on).where(Task.id == task.parent_id)))
