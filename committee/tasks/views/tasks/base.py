"""What the pages of tasks share: who acts, the task that is asked for, and what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from flask import Blueprint, current_app

from committee.core import clock, doors
from committee.domain.access import Action, Actor, Viewer, reach
from committee.domain.task_rules import PartyKind
from committee.domain.task_steps import ALLOWED, Step, work_state_of
from committee.tasks import access, queries
from committee.tasks.queries import Eyes, TaskRow

blueprint = Blueprint("tasks", __name__)


class Act(TypedDict):
    """Who acts and when, as operations take them."""

    by: Actor
    now: datetime


@dataclass(frozen=True)
class Asked:
    """A task and whoever looks at it."""

    task: TaskRow
    viewer: Viewer
    eyes: Eyes

    def allows(self, step: Step) -> bool:
        """Whether the work on the task stands where this step is taken."""
        task = self.task
        is_waiting = task.waiting_since is not None
        state = work_state_of(is_waiting=is_waiting, accepted_on=task.accepted_on, cancelled_on=task.cancelled_on)
        return step in ALLOWED[state]


def eyes() -> Eyes:
    """Return what queries need to know of who looks."""
    return access.eyes_of(doors.current_viewer(), on=clock.today())


def act() -> Act:
    """Return who acts in this request."""
    viewer = doors.current_viewer()
    return Act(by=Actor(viewer.account_id, viewer.name), now=clock.now())


def asked_for(task_id: int) -> Asked:
    """Return the task that is asked for; for whoever may not see it there is none."""
    looking = eyes()
    return Asked(access.task_for(looking, task_id), doors.current_viewer(), looking)


def rights_of(asked: Asked) -> dict[str, bool]:
    """Return what may be done with a task now, by whoever looks: {form: whether}. Only that is shown."""
    task, viewer, looking = asked.task, asked.viewer, asked.eyes
    reports, assigns = access.may_report(viewer, looking, task), access.may_assign(viewer, task)
    has_house = task.lead.kind in (PartyKind.UNIT, PartyKind.SEAT)
    return {
        "progress": reports and asked.allows(Step.REPORT_PROGRESS),
        "submission": reports and asked.allows(Step.SUBMIT),
        "withdrawal": reports and asked.allows(Step.WITHDRAW),
        "extension": reports
        and asked.allows(Step.ASK_EXTENSION)
        and task.extension_id is None
        and task.due_on is not None,
        "handler": has_house and asked.allows(Step.HAND_ON) and access.may_hand_on(viewer, looking, task),
        "reporter": not has_house and assigns and asked.allows(Step.HAND_ON),
        "part": asked.allows(Step.ASSIGN_PART) and access.may_assign_part(viewer, task),
        "acceptance": asked.allows(Step.ACCEPT) and access.may_decide(viewer, task),
        "grant": task.extension_id is not None and not task.is_over and access.may_answer_extension(viewer, task),
        "edit": assigns and asked.allows(Step.CHANGE),
        "lead": assigns and asked.allows(Step.CHANGE),
        "series": assigns and task.series_id is not None and queries.series_runs(task.series_id),
        "cancellation": asked.allows(Step.CANCEL) and access.may_cancel(viewer, task),
        "paper": reports or assigns,
    }


def gives_any(viewer: Viewer) -> bool:
    """Return whether somebody gives tasks of any committee."""
    return not reach(viewer, Action.ASSIGN_TASKS).is_nowhere


def is_there(endpoint: str) -> bool:
    """Return whether a page of another room is built in."""
    return endpoint in current_app.view_functions


def version_in(typed: str | None) -> int | None:
    """Return the version a form was made with; what is no number is none that ever stood."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
