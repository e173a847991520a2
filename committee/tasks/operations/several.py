"""Several tasks in one transaction: each by the operation that does it with one; where one is refused, none is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from committee.audit.operations import record
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.domain.several import refuse_number
from committee.domain.task_reminders import refuse_reminder
from committee.domain.task_steps import Step
from committee.tasks.operations.assigning import change, said_of
from committee.tasks.operations.held import held, hold_with_wholes, unit_of, waiting_submission
from committee.tasks.operations.telling import REMINDS, tell_step, told_together
from committee.tasks.queries.reminded import reminded_on


class OneRefused(DomainError):
    """One of several tasks was refused, for the reason that `cause` says; nothing was done with any of them."""

    def __init__(self, task_id: int, cause: DomainError) -> None:
        super().__init__(cause.message)
        self.task_id = task_id
        self.cause = cause


def with_each(versions: Mapping[int, int], do: Callable[[int, int], object], *, day: date) -> None:
    """Do something with each task at its version, in the order given, in the transaction that is open.

    `OneRefused` says which one was refused; the transaction must not be committed then.
    All are held first, in the order of their ids: two who choose the same ones wait for each other, never in a circle.
    """
    refuse_number(len(versions))
    hold_with_wholes(versions)
    with told_together(day):
        for task_id, version in versions.items():
            try:
                do(task_id, version)
            except DomainError as error:
                raise OneRefused(task_id, error) from error


def move_due(*, task_id: int, due_on: date, version: int, by: Actor, now: datetime) -> None:
    """Correct the due day of a task alone; all else that is said of it stays."""
    said = replace(said_of(held(task_id, step=Step.CHANGE, version=version, with_whole=True)), due_on=due_on)
    change(task_id=task_id, assignment=said, version=version, by=by, now=now)


def remind_now(*, task_id: int, version: int | None = None, by: Actor, now: datetime) -> int:
    """Remind whoever does a task, once a day; return how many were told."""
    task, day = held(task_id, step=Step.REPORT_PROGRESS, version=version), day_of(now)
    refuse_reminder(is_waiting=waiting_submission(task_id) is not None, was_reminded=bool(reminded_on(day, [task_id])))
    told = tell_step(REMINDS, task_id, by=by, now=now)
    if not told:
        raise DomainError("Nobody else can be reminded of it: say who reports for the lead.")
    facts = {"code": task.code, "due_on": str(task.due_on or ""), "count": told}
    unit_id = unit_of(task.committee_id)
    record(action=REMINDS, thing=("task", task_id), facts=facts, unit_id=unit_id, by=by, now=now)
    return told
