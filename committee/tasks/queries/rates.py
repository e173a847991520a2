"""How many tasks have each status on a day: one aggregated statement, whatever the number of tasks.

The rates themselves are `domain.task_status` (completion, due_completion, on_time, summary) of the counts given here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from committee.core.db import db
from committee.domain.task_status import Counts
from committee.members.models import Committee
from committee.tasks.models import Task
from committee.tasks.queries.listing import EVERYTHING, TaskFilter, chosen
from committee.tasks.queries.seen import Eyes
from committee.tasks.queries.status import STATUSES


def counts(wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None) -> Counts:
    """Return the counts of the tasks a filter means, of all committees together."""
    return _counts(_counted((), day, wanted, eyes)[0])


def counts_by_committee(wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None) -> dict[int, Counts]:
    """Return {committee: counts}; committees without a task by that day are absent."""
    return {row.committee_id: _counts(row) for row in _counted((Task.committee_id,), day, wanted, eyes)}


def counts_of_unit(unit_id: int, *, day: date, committee_name: str = "") -> Counts:
    """Return the counts of the committees of one unit together, or of the one with that name."""
    of_unit = select(Committee.id).where(Committee.unit_id == unit_id)
    named = of_unit.where(Committee.name == committee_name) if committee_name else of_unit
    return _counts(_counted((), day, also=Task.committee_id.in_(named))[0])


def counts_of_children(parent_ids: Collection[int], *, day: date) -> dict[int, Counts]:
    """Return {parent task: counts of its parts}; those without parts are absent."""
    found = _counted((Task.parent_id,), day, also=Task.parent_id.in_(parent_ids))
    return {row.parent_id: _counts(row) for row in found}


def counts_by_lead(
    wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None
) -> dict[tuple[str, str, int | None], Counts]:
    """Return {(kind, name, id of the unit, seat or account): counts of what it leads}, for a scoreboard."""
    who = (Task.lead_kind, Task.lead_name, Task.lead_unit_id, Task.lead_seat_id, Task.lead_account_id)
    return {
        (row.lead_kind, row.lead_name, row.lead_unit_id or row.lead_seat_id or row.lead_account_id): _counts(row)
        for row in _counted(who, day, wanted, eyes)
    }


def _counted(
    groups: tuple[Any, ...],
    day: date,
    wanted: TaskFilter = EVERYTHING,
    eyes: Eyes | None = None,
    *,
    also: ColumnElement[bool] | None = None,
) -> Sequence[Any]:
    """Return a row for each group: what it is grouped by, then how many tasks have each status."""
    read = chosen(*groups, wanted=wanted, day=day, eyes=eyes, numbered=True)
    # An offset keeps both engines from working a status out again for each of the counts.
    found = (read if also is None else read.where(also)).offset(0).subquery()
    *columns, status = found.c
    many = (func.count().filter(status == number).label(one.value) for number, one in enumerate(STATUSES))
    return db.session.execute(select(*columns, *many).group_by(*columns)).all()


def _counts(row: Any) -> Counts:
    return Counts(*row[-len(STATUSES) :])
