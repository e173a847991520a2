"""What the committee decides of a task: its result accepted or returned, the task stopped.

Who may do so was asked before (`tasks.access.may_decide`); that nobody accepts what they sent is held here too. Two at
once: the task is held, the second finds it decided and is told so.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update

from committee.core.db import db
from committee.core.rows import rows_changed
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_rules import refuse_order_of_days
from committee.domain.task_steps import Step
from committee.tasks.models import Task, TaskExtension, TaskSubmission
from committee.tasks.operations.held import WAITING, held, tell, waiting_submission, write
from committee.tasks.operations.own_results import Decider
from committee.tasks.texts import needed, text_of


def accept(*, task_id: int, evaluation: str = "", version: int | None = None, by: Actor, now: datetime) -> None:
    """Accept the submission that waits: the task is done, on time by the day it was sent."""
    task = held(task_id, step=Step.ACCEPT, version=version)
    sent, day = _undecided(task_id), day_of(now)
    _refuse_own(task, sent, by, day)
    refuse_order_of_days(assigned_on=task.assigned_on, sent_on=sent.sent_on, accepted_on=day)
    write(task, {"accepted_on": day, "done_sent_on": sent.sent_on})
    _withdraw_extensions(task_id, by, now)
    sent.evaluation = text_of(evaluation)
    _decide(sent, "accepted", by, now)
    tell("accept task", task, {"product": sent.product, "as_of": str(sent.sent_on)}, by=by, now=now)


def return_submission(*, task_id: int, reason: str, version: int | None = None, by: Actor, now: datetime) -> None:
    """Return the submission that waits, with the reason: the task is as open as before."""
    task = held(task_id, step=Step.RETURN, version=version)
    sent = _undecided(task_id)
    _refuse_own(task, sent, by, day_of(now))
    sent.reason = needed(reason, "Say why the result is returned, so that the lead knows what is missing.")
    write(task, {})
    _decide(sent, "returned", by, now)
    tell("return task", task, {"product": sent.product, "reason": sent.reason}, by=by, now=now)


def cancel(
    *,
    task_id: int,
    reason: str,
    replaced_by_id: int | None = None,
    on: date | None = None,
    version: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Stop a task from `on` (None: today) on, or say which other task of the committee replaces it."""
    if replaced_by_id is not None:
        _hold_both(task_id, replaced_by_id)
    task = held(task_id, step=Step.CANCEL, version=version)
    day = on or day_of(now)
    if day > day_of(now):
        raise DomainError("A task is stopped today or from an earlier day on.")
    refuse_order_of_days(assigned_on=task.assigned_on, sent_on=None, accepted_on=None, cancelled_on=day)
    if replaced_by_id is not None:
        _refuse_replacement(task, replaced_by_id)
    kept = needed(reason, "Say why the task is stopped.")
    write(task, {"cancelled_on": day, "cancel_reason": kept, "replaced_by_id": replaced_by_id})
    _withdraw_extensions(task_id, by, now)
    sent = waiting_submission(task_id)
    if sent is not None:
        _decide(sent, "withdrawn", by, now)
    facts = {"reason": kept, "as_of": str(day), "replaced_by": replaced_by_id}
    tell("cancel task", task, facts, by=by, now=now)


def _undecided(task_id: int) -> TaskSubmission:
    sent = waiting_submission(task_id)
    if sent is None:
        raise DomainError("No submission is waiting for an answer.")
    return sent


def _refuse_own(task: Task, sent: TaskSubmission, by: Actor, on: date) -> None:
    decider = Decider.of(by, on)
    decider.refuse_own(is_told=sent.by_id is None, senders={sent.by_id}, works=decider.works_on(task))


def _decide(sent: TaskSubmission, state: str, by: Actor, now: datetime) -> None:
    sent.state, sent.decided_on, sent.decided_at = state, day_of(now), now
    sent.decided_by, sent.decided_by_name = by.account_id, by.name


def _withdraw_extensions(task_id: int, by: Actor, now: datetime) -> None:
    """What was asked for a task that is over needs no answer any more."""
    waits = update(TaskExtension).where(TaskExtension.task_id == task_id, TaskExtension.state == WAITING)
    decided = {"decided_on": day_of(now), "decided_at": now, "decided_by": by.account_id, "decided_by_name": by.name}
    rows_changed(waits.values(state="withdrawn", **decided))


def _hold_both(*task_ids: int) -> None:
    """Hold two tasks in the one order that all have, so that neither of two replaces the other."""
    db.session.execute(select(Task.id).where(Task.id.in_(task_ids)).order_by(Task.id).with_for_update()).all()


def _refuse_replacement(task: Task, replaced_by_id: int) -> None:
    other = db.session.execute(select(Task.committee_id, Task.cancelled_on).where(Task.id == replaced_by_id)).first()
    if other is None or other.committee_id != task.committee_id:
        raise NotFound("There is no such task.")
    if replaced_by_id == task.id:
        raise DomainError("A task does not replace itself.")
    if other.cancelled_on is not None:
        raise DomainError("A task that was stopped itself replaces no other.")
