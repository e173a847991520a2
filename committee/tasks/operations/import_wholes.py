"""Days that a file moves: no part of a task becomes due after the whole, whichever of the two the file names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from committee.core.batches import batches
from committee.core.db import db
from committee.core.tabular import Refusals
from committee.domain.task_rules import refuse_due_under
from committee.tasks.models import Task
from committee.tasks.operations.import_standing import Change


def refuse_outlasting(changes: Sequence[Change], refusals: Refusals) -> None:
    """Keep a refusal at each row after which a part would outlast its whole. One statement for 500 days that move."""
    moving = {change.recorded.task.id: change for change in changes if "due_on" in change.columns}
    stopped = {change.recorded.task.id for change in changes if "cancelled_on" in change.columns}
    days = {task_id: change.columns["due_on"] for task_id, change in moving.items()}
    whole = aliased(Task)
    pairs = select(Task.id, Task.due_on, whole.id.label("whole_id"), whole.due_on.label("whole_due_on"))
    known = pairs.join(whole, whole.id == Task.parent_id).where(Task.cancelled_on.is_(None)).order_by(Task.id)
    seen = set()
    for some in batches(moving):
        for pair in db.session.execute(known.where(or_(Task.id.in_(some), whole.id.in_(some)))):
            if pair.id in stopped or pair.id in seen:
                continue
            seen.add(pair.id)
            row = moving[pair.id if pair.id in moving else pair.whole_id].line.row
            with refusals.at(row.place("due_on")):
                refuse_due_under(days.get(pair.id, pair.due_on), days.get(pair.whole_id, pair.whole_due_on))
