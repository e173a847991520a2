"""Đã nhận việc: whoever does a task says that they have it."""

from __future__ import annotations

from datetime import datetime

from committee.core.rows import insert_unless_known
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.task_steps import Step
from committee.tasks.models import TaskReceipt
from committee.tasks.operations.held import held, tell
from committee.tasks.parties import party_of
from committee.tasks.queries.receipts import lead_key


def take_on(*, task_id: int, by: Actor, now: datetime) -> None:
    """Note that the lead of a task has it; raises where this was said already, or nothing is to be done any more.

    Who may say so was asked before (`tasks.access.may_report`).
    """
    task = held(task_id, step=Step.REPORT_PROGRESS)
    row = {
        "task_id": task_id,
        "lead": lead_key(party_of(task, "lead_")),
        "by_id": by.account_id,
        "by_name": by.name,
        "at": now,
    }
    if insert_unless_known(TaskReceipt, row, key=["task_id", "lead"]) is None:
        raise DomainError("It was said already that this task is taken on.")
    tell("take task on", task, {}, by=by, now=now)
