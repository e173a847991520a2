"""Which tasks somebody has to do with: by where their rights reach, and as one of those named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from committee.domain.access import Reach, Viewer
from committee.domain.ties import OF_THE_LEAD, Tie, counts, houses_of
from committee.members.models import Committee
from committee.tasks.models import Petition, Task, TaskCoordinator
from committee.tasks.queries.rows import TaskRow
from committee.units.queries import standing_within, within_reach


@dataclass(frozen=True)
class Eyes:
    """Who looks, on which day: the account, the seats it holds or covers, and where it may see and report tasks.

    `houses` are the units in whose trees it sits, `sits` the paths of its seats and posts (`domain.ties`).
    """

    account_id: int | None
    seat_ids: frozenset[int]
    houses: frozenset[int]
    sits: tuple[str, ...]
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
    """Return the condition that somebody is named in a task, and that it counts: leads, handles, reports or helps."""
    return or_(does(eyes), helps(eyes))


def does(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that a task is somebody's own work: as the lead, its officer, or who reports for it."""
    if eyes.account_id is None:
        return false()
    return or_(
        Task.lead_seat_id.in_(eyes.seat_ids),
        and_(Task.lead_account_id == eyes.account_id, _counts(Tie.LEAD, eyes)),
        and_(Task.handler_id == eyes.account_id, _counts(Tie.OFFICER, eyes)),
        and_(Task.reporter_id == eyes.account_id, _counts(Tie.REPORTER, eyes)),
    )


def helps(eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that somebody is named as a coordinator of a task, themselves or by a seat of theirs."""
    if eyes.account_id is None:
        return false()
    named = select(TaskCoordinator.task_id).where(TaskCoordinator.account_id == eyes.account_id)
    seated = select(TaskCoordinator.task_id).where(TaskCoordinator.seat_id.in_(eyes.seat_ids))
    return or_(Task.id.in_(seated), and_(Task.id.in_(named), _counts(Tie.HELPER, eyes)))


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


def addressed_to(eyes: Eyes, is_above: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition on `Petition` that it is addressed to somebody, and that it counts (`ties.addressed`).

    `is_above` says that the unit which raised it lies where the person sits: within `sitting_above`.
    """
    if eyes.account_id is None:
        return false()
    named = and_(Petition.addressee_account_id == eyes.account_id, is_above)
    return or_(Petition.addressee_seat_id.in_(eyes.seat_ids), named)


def sitting_above(eyes: Eyes) -> Reach:
    """Return the trees of the units in which somebody sits."""
    return Reach(eyes.sits, (), ())


def is_in_house(viewer: Viewer, tie: Tie, task: TaskRow) -> bool:
    """Return whether being named so in a task counts for somebody, from what they hold."""
    lead_unit = task.lead_unit.unit_id if task.lead_unit else None
    return counts(tie, houses_of(viewer.seats), committee_unit=task.committee_unit.unit_id, lead_unit=lead_unit)


def _counts(tie: Tie, eyes: Eyes) -> ColumnElement[bool]:
    """Return the condition that a tie counts: the same as `domain.ties.counts`. tests/access holds the two together."""
    of_house = Task.committee_id.in_(select(Committee.id).where(Committee.unit_id.in_(eyes.houses)))
    if tie in OF_THE_LEAD:
        return or_(Task.lead_unit_id.in_(eyes.houses), and_(Task.lead_unit_id.is_(None), of_house))
    return of_house


def _units(reach: Reach, on: date) -> Select[Any]:
    return standing_within(within_reach(reach), on)
