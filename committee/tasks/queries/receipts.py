"""Which tasks those in charge of them have said they have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from committee.core.batches import batches
from committee.core.db import db
from committee.domain.task_rules import Party, PartyKind
from committee.tasks.models import Task, TaskProgress, TaskReceipt, TaskSubmission
from committee.tasks.parties import party_of
from committee.tasks.queries.rows import TaskRow


@dataclass(frozen=True)
class ReceiptRow:
    """Who said that a task is taken on, and when."""

    by_name: str
    at: datetime


def lead_key(lead: Party) -> str:
    """Return a lead as receipts name it."""
    return f"{lead.kind.value}:{lead.id if lead.id is not None else lead.name}"


def receipts_of(task_ids: Collection[int]) -> dict[int, ReceiptRow]:
    """Return {task: who took it on} for the present leads; a task that waits for its receipt is absent."""
    found: dict[int, ReceiptRow] = {}
    for some in batches(task_ids):
        rows = select(Task, TaskReceipt).join(TaskReceipt, TaskReceipt.task_id == Task.id).where(Task.id.in_(some))
        for task, receipt in db.session.execute(rows):
            if receipt.lead == lead_key(party_of(task, "lead_")):
                found[task.id] = ReceiptRow(receipt.by_name, receipt.at)
    return found


def not_taken_on(task_ids: Collection[int]) -> set[int]:
    """Return those of the tasks of which nobody has said that they have it, reported or sent anything: to be urged."""
    begun = set(receipts_of(task_ids))
    for some in batches(task_ids):
        for table in (TaskProgress, TaskSubmission):
            begun |= set(db.session.scalars(select(table.task_id).where(table.task_id.in_(some))))
    return set(task_ids) - begun


def not_yet_taken_on(rows: Iterable[TaskRow]) -> set[int]:
    """Return those of the tasks shown that somebody with an account should say they have, and has not."""
    wanted = {row.id for row in rows if not (row.is_over or row.is_standing or row.lead.kind is PartyKind.NAME)}
    return not_taken_on(wanted) if wanted else set()
