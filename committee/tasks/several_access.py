"""Several tasks at once: fetched for a viewer, all of them or none; and what may be done with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from committee.domain.access import Action, Viewer, reach
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.domain.task_reminders import refuse_reminder
from committee.domain.task_steps import Step, refuse_step, work_state_of
from committee.tasks import access
from committee.tasks.operations.telling import REMINDS
from committee.tasks.people import People
from committee.tasks.queries import Eyes, TaskRow
from committee.tasks.queries.reminded import tasks_with_ids
from committee.tasks.queries.series import SeriesRow, running_series_row


class Deed(StrEnum):
    """What can be done with several tasks at once."""

    ACCEPT = "acceptance"
    TIME = "time"
    REMIND = "reminder"
    LEAD = "lead"
    DUE = "due"
    CANCEL = "cancellation"


@dataclass(frozen=True)
class Rule:
    """Who may do it, by the right and with one task; at which step of the work; whom the audit's step is told to."""

    action: Action
    may: Callable[[Viewer, TaskRow], bool]
    step: Step
    told: str = ""


RULES: Mapping[Deed, Rule] = {
    Deed.ACCEPT: Rule(Action.ACCEPT_TASKS, access.may_decide, Step.ACCEPT, "accept task"),
    Deed.TIME: Rule(Action.ACCEPT_TASKS, access.may_answer_extension, Step.ANSWER_EXTENSION, "approve extension"),
    Deed.REMIND: Rule(Action.ASSIGN_TASKS, access.may_assign, Step.REPORT_PROGRESS, REMINDS),
    Deed.LEAD: Rule(Action.ASSIGN_TASKS, access.may_assign, Step.CHANGE),
    Deed.DUE: Rule(Action.ASSIGN_TASKS, access.may_assign, Step.CHANGE),
    Deed.CANCEL: Rule(Action.ACCEPT_TASKS, access.may_cancel, Step.CANCEL, "cancel task"),
}


def tasks_for(eyes: Eyes, task_ids: list[int]) -> list[TaskRow]:
    """Return all of some tasks; where one is not there, or not to be seen, none of them is."""
    found = {row.id: row for row in tasks_with_ids(task_ids, eyes=eyes)}
    if len(found) != len(task_ids):
        raise NotFound("There is no such task.")
    return [found[task_id] for task_id in task_ids]


def series_for(viewer: Viewer, eyes: Eyes, series_id: int) -> SeriesRow:
    """Return a series that runs, to whoever gives the tasks of its committee; for anybody else there is none."""
    found = running_series_row(series_id, eyes)
    if found is None or not access.may_assign_for(viewer, found.committee_unit.path):
        raise NotFound("There is no such series.")
    return found


def deeds_of(viewer: Viewer) -> list[Deed]:
    """Return what somebody does with tasks of any committee."""
    return [deed for deed, rule in RULES.items() if not reach(viewer, rule.action).is_nowhere]


def refusal_of(deed: Deed, viewer: Viewer, task: TaskRow, *, people: People, was_reminded: bool) -> DomainError | None:
    """Return why something cannot be done with a task as it stands, or None."""
    try:
        _refuse(deed, viewer, task, people=people, was_reminded=was_reminded)
    except DomainError as error:
        return error
    return None


def _refuse(deed: Deed, viewer: Viewer, task: TaskRow, *, people: People, was_reminded: bool) -> None:
    rule, is_waiting = RULES[deed], task.waiting_since is not None
    state = work_state_of(is_waiting=is_waiting, accepted_on=task.accepted_on, cancelled_on=task.cancelled_on)
    refuse_step(state, rule.step)
    if deed is Deed.TIME and task.extension_id is None:
        raise DomainError("Nobody asks for more time for this task.")
    refuse_right(deed, viewer, task)
    if deed is Deed.REMIND:
        refuse_reminder(is_waiting=is_waiting, was_reminded=was_reminded)
        if not [one for one in people.doing(task) if one.account_id != viewer.account_id]:
            raise DomainError("Nobody else can be reminded of it: say who reports for the lead.")


def refuse_right(deed: Deed, viewer: Viewer, task: TaskRow) -> None:
    """Raise where somebody who sees a task may not do this with it, saying so where it is for having sent it."""
    if RULES[deed].may(viewer, task):
        return
    if deed is Deed.ACCEPT and viewer.account_id is not None and task.waiting_by == viewer.account_id:
        raise NotAllowed("Whoever sent a result cannot decide about it: somebody else has to.")
    if deed is Deed.TIME and viewer.account_id is not None and task.extension_by == viewer.account_id:
        raise NotAllowed("Whoever asked for more time cannot grant it: somebody else has to.")
    raise NotAllowed("You may not do this with this task.")
