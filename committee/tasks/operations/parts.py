"""A task handed down the tree: it becomes one task for each unit below, and the whole shows the rates of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_rules import Party, PartyKind
from committee.domain.task_steps import Step
from committee.tasks.models import Task
from committee.tasks.operations.assigning import Assignment, Place, assign, said_of
from committee.tasks.operations.held import held
from committee.units.queries import UnitRow, units_on

MOST_PARTS = 500


def sub_assign(
    *,
    parent_id: int,
    unit_ids: Sequence[int],
    title: str = "",
    deliverable: str = "",
    due_on: date | None = None,
    responsibility: str = "",
    authority: str = "",
    committee_id: int | None = None,
    by: Actor,
    now: datetime,
) -> list[int]:
    """Give a part of a task to each of several units and return the ids of the parts, in the order of `unit_ids`.

    A part belongs to the committee that hands it down and decides about it: `committee_id`, or the parent's. Its code
    is the parent's followed by the unit's. Blank words and no `due_on` are those of the parent; a part is never due
    after the whole. A unit that has a part of this task already is refused.
    """
    parent = held(parent_id, step=Step.ASSIGN_PART)
    day = day_of(now)
    wanted = list(dict.fromkeys(unit_ids))
    if not wanted or len(wanted) > MOST_PARTS:
        raise DomainError("A task is handed on to at least one unit, and to %(most)d at once.", most=MOST_PARTS)
    units = units_on(wanted, day)
    if len(units) != len(wanted):
        raise NotFound("There is no such unit.")
    _refuse_repeated(parent, units)
    whole = said_of(parent)
    common = replace(
        whole,
        committee_id=committee_id or parent.committee_id,
        title=title or whole.title,
        deliverable=deliverable or whole.deliverable,
        responsibility=responsibility or whole.responsibility,
        authority=authority or whole.authority,
        assigned_on=day,
        due_on=due_on or whole.due_on,
        due_wording="" if due_on else whole.due_wording,
        coordinators=(),
        reporter_id=None,
        target_id=None,
    )
    parts = [_part(common, units[unit_id]) for unit_id in wanted]
    return [assign(assignment=part, place=Place(parent_id=parent_id), by=by, now=now) for part in parts]


def _part(common: Assignment, unit: UnitRow) -> Assignment:
    return replace(
        common,
        code=f"{common.code}.{unit.code}",
        lead=Party(PartyKind.UNIT, unit.name, unit.unit_id),
        unit_id=unit.unit_id,
    )


def _refuse_repeated(parent: Task, units: dict[int, UnitRow]) -> None:
    there = select(Task.lead_unit_id).where(
        Task.parent_id == parent.id, Task.lead_unit_id.in_(units), Task.cancelled_on.is_(None)
    )
    again = db.session.scalars(there.limit(1)).first()
    if again is not None:
        raise DomainError("%(unit)s has a part of this task already.", unit=units[again].name)
