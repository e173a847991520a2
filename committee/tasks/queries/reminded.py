"""Of which tasks somebody reminded by hand on a day, and tasks by their ids."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from committee.core.batches import batches
from committee.core.db import db
from committee.notify.models import Notice
from committee.tasks.models import Task
from committee.tasks.queries.listing import TaskFilter, chosen
from committee.tasks.queries.rows import TaskRow, read_rows, task_statement
from committee.tasks.queries.seen import Eyes, seen_by

TASK = "task"
STEP = ":remind task:"  # stands in the key of a reminder's notice, with the day behind it


def reminded_on(day: date, task_ids: Collection[int]) -> set[int]:
    """Return which of some tasks somebody was reminded of by hand on `day`."""
    found: set[int] = set()
    for some in batches(task_ids):
        about = (Notice.subject_kind == TASK, Notice.subject_id.in_(some))
        rows = select(Notice.subject_id).where(*about, Notice.dedupe_key.contains(f"{STEP}{day.isoformat()}:"))
        found |= set(db.session.scalars(rows))
    return found


def tasks_with_ids(task_ids: Collection[int], *, eyes: Eyes) -> list[TaskRow]:
    """Return those of some tasks that somebody may see, by their ids."""
    found: list[TaskRow] = []
    for some in batches([one for one in task_ids if 0 < one < 2**31]):
        statement = task_statement(eyes.on).where(Task.id.in_(some), seen_by(eyes)).order_by(Task.id)
        found += read_rows(statement, today=eyes.on)
    return found


def ids_found(wanted: TaskFilter, *, eyes: Eyes, most: int) -> list[int]:
    """Return the ids of the tasks a filter means, no more than `most` of them."""
    rows = chosen(Task.id, wanted=wanted, day=eyes.on, eyes=eyes).order_by(Task.id)
    return list(db.session.scalars(rows.limit(most)))
