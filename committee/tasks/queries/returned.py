"""Results that were returned and not sent again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from committee.core.batches import batches
from committee.core.db import db
from committee.tasks.models import TaskSubmission


def returned(task_ids: Collection[int]) -> dict[int, str]:
    """Return {task: why} for those of some tasks whose last result was returned."""
    found: dict[int, str] = {}
    for some in batches(task_ids):
        last = select(func.max(TaskSubmission.id)).where(TaskSubmission.task_id.in_(some))
        rows = select(TaskSubmission.task_id, TaskSubmission.reason).where(
            TaskSubmission.id.in_(last.group_by(TaskSubmission.task_id)), TaskSubmission.state == "returned"
        )
        found |= {row.task_id: row.reason for row in db.session.execute(rows)}
    return found
