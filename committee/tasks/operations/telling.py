"""News about a task, told at once to whom it concerns: in the application and by mail, in the transaction of its cause.

`tell_step` is called with the name of the step as the audit has it, by whatever records it. History that is imported is
told to nobody: a task counts as given now only on the day of its assignment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext

from committee.core.calendar_file import load_calendar
from committee.core.formatting import NONE, vn_date
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.notify.links import Act, as_fact
from committee.notify.operations import Recipient, announce, cancel_pending
from committee.tasks.people import People
from committee.tasks.queries.listing import task_row
from committee.tasks.queries.rows import TaskRow
from committee.tasks.reminder_words import urgency_mark

KIND = "task"
FOLLOWS = "task follows post"
REMINDS = "remind task"
_TOGETHER: ContextVar[People | None] = ContextVar("people", default=None)


@dataclass(frozen=True)
class News:
    """How a step is told: under which title, to whom, and whether a link goes out by which to act."""

    title: str
    to: Callable[[People, TaskRow], list[Recipient]]
    may_act: bool = False


def _doing(people: People, task: TaskRow) -> list[Recipient]:
    return people.doing(task)


def _all_who_work(people: People, task: TaskRow) -> list[Recipient]:
    return [*people.doing(task), *people.helping(task)]


def _handler(people: People, task: TaskRow) -> list[Recipient]:
    return people.officer(task)


def _reporter(people: People, task: TaskRow) -> list[Recipient]:
    return people.reporter(task)


def _who_accepts(people: People, task: TaskRow) -> list[Recipient]:
    return people.deciding(task, sent_by=task.waiting_by)


def _who_grants(people: People, task: TaskRow) -> list[Recipient]:
    return people.deciding(task, sent_by=task.extension_by)


# By the audit's name of the step. What is not here is told to nobody at once.
NEWS: Mapping[str, News] = {
    "assign task": News(lazy_gettext("You are given a task"), _doing, may_act=True),
    "reassign task": News(lazy_gettext("You are given a task"), _doing, may_act=True),
    FOLLOWS: News(lazy_gettext("You are given a task"), _doing, may_act=True),
    "hand on task": News(lazy_gettext("A task was handed on to you"), _handler, may_act=True),
    "give reporter": News(lazy_gettext("You report for the lead of a task"), _reporter, may_act=True),
    "submit task": News(lazy_gettext("A result waits for your answer"), _who_accepts),
    "return task": News(lazy_gettext("Your result was returned"), _doing, may_act=True),
    "accept task": News(lazy_gettext("Your result was accepted"), _doing),
    "ask extension": News(lazy_gettext("More time is asked of you"), _who_grants),
    "approve extension": News(lazy_gettext("You have more time for a task"), _doing, may_act=True),
    "refuse extension": News(lazy_gettext("You were refused more time for a task"), _doing, may_act=True),
    "cancel task": News(lazy_gettext("A task was stopped"), _all_who_work),
    REMINDS: News(lazy_gettext("You are reminded of a task"), _doing, may_act=True),
}
# Who is asked for an answer, or helps, has no link that acts: the way to the task stands in its place.
OPENED = frozenset({"submit task", "ask extension"})
HELPERS = lazy_gettext("You help with a task")


@contextmanager
def told_together(day: date) -> Iterator[None]:
    """Look up once who can be told, for all steps inside: none of them changes who holds what."""
    before = _TOGETHER.set(People(day))
    try:
        yield
    finally:
        _TOGETHER.reset(before)


def told_of(step: str, task: TaskRow, people: People) -> list[Recipient]:
    """Return whom a step with a task reaches, as far as it stands before the step."""
    news = NEWS.get(step)
    return [] if news is None else news.to(people, task)


def tell_step(step: str, task_id: int, *, reason: str = "", by: Actor, now: datetime) -> int:
    """Tell whom it concerns that `step` was taken with a task, but not who took it; return how many were told.

    `reason` is what was said with it.
    """
    news, day = NEWS.get(step), day_of(now)
    task = task_row(task_id, day=day) if news is not None else None
    if news is None or task is None or (step == "assign task" and (task.assigned_on != day or task.is_over)):
        return 0
    people = _TOGETHER.get() or People(day)
    if step in ("cancel task", "accept task"):
        cancel_pending(subject=(KIND, task_id), unit_id=task.committee_unit.unit_id, by=by, now=now)
    told = {one.account_id: (one, str(news.title), news.may_act) for one in news.to(people, task)}
    if step == "assign task":
        for one in people.helping(task):
            told.setdefault(one.account_id, (one, str(HELPERS), False))
    told.pop(by.account_id or 0, None)
    for person, title, may_act in told.values():
        _tell(step, task, person, title=title, may_act=may_act, reason=reason, by=by, now=now)
    return len(told)


def _tell(
    step: str,
    task: TaskRow,
    person: Recipient,
    *,
    title: str,
    may_act: bool,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    lines = _body(task, reason, by)
    if title == str(HELPERS) or step in OPENED:
        lines.append(gettext("Open it: %(address)s", address=f"{current_settings().base_url}/tasks/{task.id}"))
    acts = (Act(len(lines) - 1, (KIND, task.id)),) if may_act else ()
    announce(
        kind=KIND,
        recipient=person,
        subject=(KIND, task.id),
        title=f"{urgency_mark(task.urgency)}{title}: {task.code} {task.title}"[:300],
        body="\n".join(lines),
        facts={
            "step": step,
            "code": task.code,
            "due_on": task.due_on.isoformat() if task.due_on else None,
            "version": task.version,
            **as_fact(acts),
        },
        dedupe_key=f"{KIND}:{task.id}:{step}:{_once(step, task, now)}:{person.account_id}",
        not_before=load_calendar().next_delivery_moment(now),
        unit_path=task.committee_unit.path,
        by=by,
        now=now,
    )


def _once(step: str, task: TaskRow, now: datetime) -> object:
    """Return within what a step is told once: a version of the task; a reminder, which changes nothing, on a day."""
    return day_of(now) if step == REMINDS else task.version


def _body(task: TaskRow, reason: str, by: Actor) -> list[str]:
    reasons = [gettext("Reason: %(reason)s", reason=" ".join(reason.split()))] if reason else []
    said = [
        f"{task.code} {task.title}",
        *reasons,
        gettext("Product: %(product)s", product=task.deliverable),
        gettext("Due on: %(day)s", day=vn_date(task.due_on) if task.due_on else NONE),
        gettext("In charge: %(name)s", name=task.lead.name),
        gettext("Committee: %(name)s", name=task.committee_name),
    ]
    if by.account_id is not None:
        said.append(gettext("By: %(name)s", name=by.name))
    return said
