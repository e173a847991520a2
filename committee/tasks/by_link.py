"""Who acts by a link of a mail, and on which task: the rights are asked anew each time it is opened or used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from committee.accounts.queries import account
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.task_steps import Step, refuse_step, work_state_of
from committee.members.queries import viewer_of
from committee.notify.links import Link
from committee.tasks import access
from committee.tasks.queries.listing import task_row
from committee.tasks.queries.rows import TaskRow

TASK = "task"


class ClosedLink(DomainError):
    """The link is one of ours, and its person or its task allow nothing by it any more."""


@dataclass(frozen=True)
class Opened:
    """A person and the task they may report on, as of this moment."""

    by: Actor
    task: TaskRow


def opened(link: Link, *, on: date) -> Opened:
    """Return who acts on what; raises `ClosedLink` where the account, the right or the task is gone."""
    person = account(link.account_id)
    if person is None or person.is_disabled:
        raise ClosedLink("This account is closed: the link opens nothing any more.")
    viewer = viewer_of(person.account_id, on)
    eyes = access.eyes_of(viewer, on=on)
    kind, task_id = link.subject
    task = task_row(task_id, day=on, eyes=eyes) if kind == TASK else None
    if task is None or not access.may_report(viewer, eyes, task):
        raise ClosedLink("This task is no longer yours to report on. Nothing was changed.")
    _refuse_what_is_over(task)
    return Opened(Actor(person.account_id, person.name), task)


def _refuse_what_is_over(task: TaskRow) -> None:
    state = work_state_of(
        is_waiting=task.waiting_since is not None, accepted_on=task.accepted_on, cancelled_on=task.cancelled_on
    )
    try:
        refuse_step(state, Step.REPORT_PROGRESS)
    except DomainError as over:
        raise ClosedLink(over.message) from None
