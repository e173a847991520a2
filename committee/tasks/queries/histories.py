"""What happened to a task: its log, submissions, extensions and changes of hands, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from committee.core.db import db
from committee.domain.task_status import Counts
from committee.tasks.models import Task, TaskExtension, TaskHandover, TaskProgress, TaskSeries, TaskSubmission
from committee.tasks.queries.rates import counts_of_children

Step = TypeVar("Step", TaskProgress, TaskSubmission, TaskExtension, TaskHandover)


@dataclass(frozen=True)
class Histories:
    """All that happened to a task, the oldest first, with the counts of its parts."""

    progress: Sequence[TaskProgress]
    submissions: Sequence[TaskSubmission]
    extensions: Sequence[TaskExtension]
    handovers: Sequence[TaskHandover]
    parts: Counts


def histories_of(task_id: int, *, day: date) -> Histories:
    """Return what happened to a task. Five statements."""
    return Histories(
        progress=_all(TaskProgress, task_id),
        submissions=_all(TaskSubmission, task_id),
        extensions=_all(TaskExtension, task_id),
        handovers=_all(TaskHandover, task_id),
        parts=counts_of_children([task_id], day=day).get(task_id, Counts()),
    )


def task_of_extension(extension_id: int) -> int | None:
    """Return the task for which an extension was asked, or None."""
    return db.session.scalar(select(TaskExtension.task_id).where(TaskExtension.id == extension_id))


def series_runs(series_id: int) -> bool:
    """Return whether a series was not ended."""
    running = select(TaskSeries.id).where(TaskSeries.id == series_id, TaskSeries.ended_at.is_(None))
    return db.session.scalar(running) is not None


def series_row(series_id: int) -> TaskSeries | None:
    """Return one series, or None."""
    return db.session.get(TaskSeries, series_id)


def titles_of(task_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return {task: its code and title}."""
    rows = db.session.execute(select(Task.id, Task.code, Task.title).where(Task.id.in_(task_ids)))
    return {row.id: (row.code, row.title) for row in rows}


def _all(table: type[Step], task_id: int) -> Sequence[Step]:
    return db.session.scalars(select(table).where(table.task_id == task_id).order_by(table.id)).all()
