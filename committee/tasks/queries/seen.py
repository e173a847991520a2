"""Which tasks somebody has to do with: by where their rights reach, and as one of those named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from committee.domain.access import Reach
from committee.members.models import Committee
from committee.tasks.models import Task, TaskCoordinator
from committee.units.queries import standing_within, within_reach


@dataclass(frozen=True)
class Eyes:
    """Who looks, on which day: the account, the seats it holds or covers, and where it may see and report tasks."""

    account_id: int | None
    seat_ids: frozenset[int]
    sees: Reach
    reports: Reach
    decides: Reach
    on: date


def seen_by(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition on `Task` that somebody may see it.

    By the right to see tasks over the committee's unit, the lead's, a coordinator's or the one it is about; or as a
    party.
    """
    if "" in eyes.sees.subtrees:
        return true()
    units = _units(eyes.sees, eyes.on)
    of_committees = select(Committee.id).where(Committee.unit_id.in_(units))
    helped = select(TaskCoordinator.task_id).where(TaskCoordinator.unit_id.in_(units))
    reached: tuple[ColumnElement[bool], ...] = ()
    if not eyes.sees.is_nowhere:
        reached = (
            Task.committee_id.in_(of_committees),
            Task.lead_unit_id.in_(units),
            Task.unit_id.in_(units),
            Task.id.in_(helped),
        )
    return or_(false(), *reached, concerns(eyes))


def concerns(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that somebody is named in a task: leads, handles, reports, helps, or gave it."""
    if eyes.account_id is None:
        return false()
    helping = select(TaskCoordinator.task_id).where(
        or_(TaskCoordinator.account_id == eyes.account_id, TaskCoordinator.seat_id.in_(eyes.seat_ids))
    )
    return or_(does(eyes), Task.assigned_by == eyes.account_id, Task.id.in_(helping))


def does(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that a task is somebody's own work: as the lead, its officer, or who reports for it."""
    return or_(
        Task.lead_account_id == eyes.account_id,
        Task.lead_seat_id.in_(eyes.seat_ids),
        Task.handler_id == eyes.account_id,
        Task.reporter_id == eyes.account_id,
    )


def reported_by(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that somebody reports for a task: it is their own work, or their unit's."""
    if eyes.reports.is_nowhere:
        return does(eyes)
    return or_(does(eyes), Task.lead_unit_id.in_(_units(eyes.reports, eyes.on)))


def decided_by(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that somebody decides about a task, sent by others."""
    if "" in eyes.decides.subtrees:
        return true()
    if eyes.decides.is_nowhere:
        return false()
    units = _units(eyes.decides, eyes.on)
    return Task.committee_id.in_(select(Committee.id).where(Committee.unit_id.in_(units)))


def _units(reach: Reach, on: date) -> Select[Any]:
    return standing_within(within_reach(reach), on)
