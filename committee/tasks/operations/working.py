"""What the lead does: reports how far it is, sends the result, takes it back.

Who may do so was asked before (`tasks.access.may_report`).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.domain.task_rules import refuse_order_of_days, refuse_progress, refuse_without_product
from committee.domain.task_steps import Step
from committee.tasks.models import TaskProgress, TaskSubmission
from committee.tasks.operations.held import WAITING, held, tell, waiting_submission, write
from committee.tasks.texts import needed, text_of


def report_progress(
    *,
    task_id: int,
    text: str,
    percent: int | None = None,
    difficulty: str = "",
    proposal: str = "",
    document_id: int | None = None,
    as_of: date | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Add a line to the log of a task and return its id; `as_of` None is today. The task itself is not changed."""
    task = held(task_id, step=Step.REPORT_PROGRESS)
    day = as_of or day_of(now)
    if not task.assigned_on <= day <= day_of(now):
        raise DomainError("The day of a progress report lies between the assignment and today.")
    if percent is not None:
        refuse_progress(percent)
    if percent is None and not (difficulty or proposal):
        needed(text, "Say how far it is: a percentage, words, a difficulty or a proposal.")
    row = TaskProgress(
        task_id=task_id,
        as_of=day,
        percent=percent,
        text=text_of(text),
        difficulty=text_of(difficulty),
        proposal=text_of(proposal),
        document_id=document_id,
        by_id=by.account_id,
        by_name=by.name,
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    facts = {"as_of": str(day), "percent": percent, "text": row.text, "difficulty": row.difficulty}
    tell("report progress", task, {**facts, "proposal": row.proposal}, by=by, now=now)
    return row.id


def submit(
    *,
    task_id: int,
    product: str,
    text: str = "",
    document_id: int | None = None,
    version: int | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Send the result of a task and return the submission's id; it waits to be accepted or returned.

    `product` is the number of a document or words for it; with a `document_id` of the register it may be blank.
    """
    task = held(task_id, step=Step.SUBMIT, version=version)
    refuse_without_product(product, has_file=document_id is not None)
    sent_on = day_of(now)
    refuse_order_of_days(assigned_on=task.assigned_on, sent_on=sent_on, accepted_on=None)
    number = db.session.scalar(select(func.max(TaskSubmission.seq)).where(TaskSubmission.task_id == task_id)) or 0
    write(task, {})
    row = TaskSubmission(
        task_id=task_id,
        seq=number + 1,
        sent_on=sent_on,
        product=text_of(product),
        text=text_of(text),
        document_id=document_id,
        by_id=by.account_id,
        by_name=by.name,
        at=now,
        state=WAITING,
    )
    db.session.add(row)
    db.session.flush()
    tell("submit task", task, {"product": row.product, "number": row.seq, "as_of": str(sent_on)}, by=by, now=now)
    return row.id


def withdraw_submission(*, task_id: int, version: int | None = None, by: Actor, now: datetime) -> None:
    """Take back the submission that waits, to send another one."""
    task = held(task_id, step=Step.WITHDRAW, version=version)
    sent = waiting_submission(task_id)
    if sent is None:
        raise DomainError("No submission is waiting for an answer.")
    write(task, {})
    sent.state, sent.decided_on, sent.decided_at = "withdrawn", day_of(now), now
    sent.decided_by, sent.decided_by_name = by.account_id, by.name
    tell("withdraw submission", task, {"product": sent.product, "number": sent.seq}, by=by, now=now)
