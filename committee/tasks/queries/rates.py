"""How many tasks have each status on a day: one aggregated statement, whatever the number of tasks.

The rates themselves are `domain.task_status` (completion, due_completion, on_time, summary) of the counts given here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from committee.core.db import db
from committee.domain.task_status import Counts
from committee.members.models import Committee
from committee.tasks.models import Task
from committee.tasks.queries.listing import EVERYTHING, TaskFilter, conditions
from committee.tasks.queries.seen import Eyes
from committee.tasks.queries.status import status_on


def counts(wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None) -> Counts:
    """Return the counts of the tasks a filter means, of all committees together."""
    return _by(None, conditions(wanted, day, eyes), day).get(None, Counts())


def counts_by_committee(wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None) -> dict[int, Counts]:
    """Return {committee: counts}; committees without a task by that day are absent."""
    return _by(Task.committee_id, conditions(wanted, day, eyes), day)


def counts_of_unit(unit_id: int, *, day: date, committee_name: str = "") -> Counts:
    """Return the counts of the committees of one unit together, or of the one with that name."""
    of_unit = select(Committee.id).where(Committee.unit_id == unit_id)
    named = of_unit.where(Committee.name == committee_name) if committee_name else of_unit
    return _by(None, [Task.committee_id.in_(named)], day).get(None, Counts())


def counts_of_children(parent_ids: Collection[int], *, day: date) -> dict[int, Counts]:
    """Return {parent task: counts of its parts}; those without parts are absent."""
    return _by(Task.parent_id, [Task.parent_id.in_(parent_ids)], day)


def counts_by_lead(
    wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None
) -> dict[tuple[str, str, int | None], Counts]:
    """Return {(kind, name, id of the unit, seat or account): counts of what it leads}, for a scoreboard."""
    who = (Task.lead_kind, Task.lead_name, Task.lead_unit_id, Task.lead_seat_id, Task.lead_account_id)
    found: dict[tuple[str, str, int | None], Counts] = defaultdict(Counts)
    for row in _counted(who, conditions(wanted, day, eyes), day):
        key = (row.lead_kind, row.lead_name, row.lead_unit_id or row.lead_seat_id or row.lead_account_id)
        found[key] += Counts(**{row.status: row.many})
    return dict(found)


def _by(column: Any, where: Iterable[ColumnElement[bool]], day: date) -> dict[Any, Counts]:
    found: dict[Any, Counts] = defaultdict(Counts)
    for row in _counted(() if column is None else (column,), where, day):
        found[None if column is None else row[0]] += Counts(**{row.status: row.many})
    return dict(found)


def _counted(groups: tuple[Any, ...], where: Iterable[ColumnElement[bool]], day: date) -> Iterable[Any]:
    statuses = (
        select(*groups, status_on(day).label("status")).where(*where, Task.assigned_on <= day).subquery("statuses")
    )
    columns = list(statuses.c)
    return db.session.execute(select(*columns, func.count().label("many")).group_by(*columns)).all()
