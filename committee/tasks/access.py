"""Whose task it is: fetched for a viewer, or not there at all; and who may do what with it.

The committee's unit decides (assign, accept, return, stop, grant time); the lead, the holder or covering officer of its
seat, its unit's people, its officer and its reporter report. Whoever sent a result does not decide about it. Views and
doors ask here first, then call `tasks.operations`.
"""

from __future__ import annotations

from datetime import date

from committee.domain.access import Action, Thing, Viewer, may, reach
from committee.domain.errors import NotAllowed, NotFound
from committee.domain.task_rules import PartyKind
from committee.domain.ties import Tie, houses_of
from committee.members.committees import committee_with_id, committees_within
from committee.members.queries import CommitteeRow, committees_of, seats_held
from committee.tasks import queries
from committee.tasks.queries import Eyes, TaskRow
from committee.tasks.queries.seen import is_in_house
from committee.units.queries import standing_last

TASK = "task"


def eyes_of(viewer: Viewer, *, on: date) -> Eyes:
    """Return what a query needs to know of who looks. One statement."""
    held = {} if viewer.account_id is None else seats_held(viewer.account_id, on)
    standing = {seat.unit_id for seat in viewer.seats}  # a seat of a unit that ended gives nothing
    return Eyes(
        account_id=viewer.account_id,
        seat_ids=frozenset(seat_id for seat_id, unit_id in held.items() if unit_id in standing),
        houses=houses_of(viewer.seats),
        sits=tuple(seat.path for seat in viewer.seats if seat.path),
        sees=reach(viewer, Action.SEE_TASKS),
        reports=reach(viewer, Action.REPORT_TASKS),
        decides=reach(viewer, Action.ACCEPT_TASKS),
        on=on,
    )


def task_for(eyes: Eyes, task_id: int) -> TaskRow:
    """Return a task that somebody may see, with its status today; for anybody else there is none."""
    found = queries.task_row(task_id, day=eyes.on, eyes=eyes)
    if found is None:
        raise NotFound("There is no such task.")
    return found


def task_of_extension_for(eyes: Eyes, extension_id: int) -> TaskRow:
    """Return the task for which an extension was asked, to whoever may see it."""
    task_id = queries.task_of_extension(extension_id) if 0 < extension_id < 2**31 else None
    if task_id is None:
        raise NotFound("There is no such request.")
    return task_for(eyes, task_id)


def may_report(viewer: Viewer, eyes: Eyes, task: TaskRow) -> bool:
    """Return whether somebody reports, submits and asks for time: the lead, its people, its officer, its reporter."""
    if viewer.account_id is None:
        return False
    if any(_is_bound(viewer, tie, task) for tie in (Tie.LEAD, Tie.OFFICER, Tie.REPORTER)):
        return True
    if task.lead.kind is PartyKind.SEAT and task.lead.id in eyes.seat_ids:
        return True
    return task.lead_unit is not None and may(viewer, Action.REPORT_TASKS, Thing(TASK, task.lead_unit.path))


def may_hand_on(viewer: Viewer, eyes: Eyes, task: TaskRow) -> bool:
    """Return whether somebody chooses the officer who does the work: whoever reports, but the officer alone."""
    if viewer.account_id is not None and viewer.account_id == task.handler_id:
        return may_assign(viewer, task) or _leads(viewer, eyes, task)
    return may_report(viewer, eyes, task) or may_assign(viewer, task)


def may_assign(viewer: Viewer, task: TaskRow) -> bool:
    """Return whether somebody gives and changes tasks of its committee, names its reporter and ends its series."""
    return may_assign_for(viewer, task.committee_unit.path)


def may_assign_for(viewer: Viewer, unit_path: str) -> bool:
    """Return whether somebody gives tasks of the committees of the unit at `unit_path`."""
    return may(viewer, Action.ASSIGN_TASKS, Thing(TASK, unit_path))


def may_assign_part(viewer: Viewer, task: TaskRow) -> bool:
    """Return whether somebody hands a task down: its committee, or the unit that leads it for what lies below."""
    if may_assign(viewer, task):
        return True
    return task.lead_unit is not None and may_assign_for(viewer, task.lead_unit.path)


def committee_handing_down(viewer: Viewer, task: TaskRow) -> int:
    """Return the committee that hands a task down when `viewer` does, and decides about the parts.

    That of the task, where they give its tasks; or else the first one of the unit that leads it.
    """
    if may_assign(viewer, task) or task.lead_unit is None:
        return task.committee_id
    return next((one.committee_id for one in committees_of(task.lead_unit.unit_id)), task.committee_id)


def may_decide(viewer: Viewer, task: TaskRow) -> bool:
    """Return whether somebody accepts or returns the submission that waits; never their own."""
    return may(viewer, Action.ACCEPT_TASKS, Thing(TASK, task.committee_unit.path, created_by=task.waiting_by))


def may_answer_extension(viewer: Viewer, task: TaskRow) -> bool:
    """Return whether somebody grants or refuses the extension that waits; never their own."""
    return may(viewer, Action.ACCEPT_TASKS, Thing(TASK, task.committee_unit.path, created_by=task.extension_by))


def may_cancel(viewer: Viewer, task: TaskRow) -> bool:
    """Return whether somebody stops a task or says what replaces it."""
    return may(viewer, Action.ACCEPT_TASKS, Thing(TASK, task.committee_unit.path))


def refuse_unless(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence: refuse_unless(may_decide(…))
    """Raise where somebody who may see a task may not do this with it."""
    if not allowed:
        raise NotAllowed("You may not do this with this task.")


def committee_to_assign_for(viewer: Viewer, committee_id: int, *, on: date) -> CommitteeRow:
    """Return a committee whose tasks somebody gives; for anybody else there is none."""
    found = committee_with_id(committee_id) if 0 < committee_id < 2**31 else None
    unit = standing_last([found.unit_id], on).get(found.unit_id) if found else None
    if found is None or unit is None or not may_assign_for(viewer, unit.path):
        raise NotFound("There is no such committee.")
    return found


def committees_to_assign_for(viewer: Viewer, *, on: date) -> list[CommitteeRow]:
    """Return the committees whose tasks somebody gives, by their unit's place in the tree. One statement."""
    return committees_within(reach(viewer, Action.ASSIGN_TASKS), on)


def _leads(viewer: Viewer, eyes: Eyes, task: TaskRow) -> bool:
    if task.lead.kind is PartyKind.ACCOUNT:
        return _is_bound(viewer, Tie.LEAD, task)
    if task.lead.kind is PartyKind.SEAT:
        return task.lead.id in eyes.seat_ids
    return task.lead_unit is not None and may(viewer, Action.REPORT_TASKS, Thing(TASK, task.lead_unit.path))


def _is_bound(viewer: Viewer, tie: Tie, task: TaskRow) -> bool:
    """Return whether a task names somebody so, and it counts."""
    named = {
        Tie.LEAD: task.lead.id if task.lead.kind is PartyKind.ACCOUNT else None,
        Tie.OFFICER: task.handler_id,
        Tie.REPORTER: task.reporter_id,
    }
    return viewer.account_id is not None and named[tie] == viewer.account_id and is_in_house(viewer, tie, task)
