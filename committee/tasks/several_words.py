"""What is done with several tasks, in words: what is chosen, what becomes of each task, what was done."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext

from committee.core.formatting import NONE, vn_date
from committee.core.words import gettext
from committee.tasks.queries import TaskRow
from committee.tasks.several_access import Deed

CHOICES = {
    Deed.ACCEPT: lazy_gettext("Accept the results"),
    Deed.TIME: lazy_gettext("Approve the time asked for"),
    Deed.REMIND: lazy_gettext("Remind now"),
    Deed.LEAD: lazy_gettext("Give to another lead"),
    Deed.DUE: lazy_gettext("Move the due day"),
    Deed.CANCEL: lazy_gettext("Stop the tasks"),
}
EXPLAINED = {
    Deed.ACCEPT: lazy_gettext("Each task is done, on time or late by the day its result was sent."),
    Deed.TIME: lazy_gettext("Each task gets the day that was asked for."),
    Deed.REMIND: lazy_gettext("Whoever does a task gets a notice and a mail now; once a day for each task."),
    Deed.LEAD: lazy_gettext("The new lead is told; the one before stays in the history of each task."),
    Deed.DUE: lazy_gettext(
        "The day is corrected as a mistake would be, and nobody is told at once; reminders follow the new day."
    ),
    Deed.CANCEL: lazy_gettext("The tasks no longer count in the rates; whoever works on them is told."),
}


@dataclass(frozen=True)
class Line:
    """One of the tasks chosen: what becomes of it and whom that reaches, or why it cannot be done."""

    task: TaskRow
    effect: str
    reaches: str
    refusal: str


def effect_on(deed: Deed, task: TaskRow) -> str:
    """Return what something does to a task."""
    due = vn_date(task.due_on) if task.due_on else NONE
    if deed is Deed.ACCEPT and task.waiting_since:
        return gettext("The result sent on %(day)s is accepted", day=vn_date(task.waiting_since))
    if deed is Deed.TIME and task.wanted_on:
        return gettext("Due on %(new)s instead of %(before)s", new=vn_date(task.wanted_on), before=due)
    if deed is Deed.LEAD:
        return gettext("Another lead instead of %(name)s", name=task.lead.name)
    if deed is Deed.DUE:
        return gettext("Another due day instead of %(before)s", before=due)
    if deed is Deed.REMIND:
        return gettext("Reminded; due on %(day)s", day=due)
    return gettext("Stopped from today on") if deed is Deed.CANCEL else NONE


def done(deed: Deed, count: int) -> str:
    """Return what was done, with how many tasks."""
    return {
        Deed.ACCEPT: gettext("The results of %(count)d tasks are accepted.", count=count),
        Deed.TIME: gettext("%(count)d tasks have more time.", count=count),
        Deed.REMIND: gettext("Whoever does these %(count)d tasks was reminded.", count=count),
        Deed.LEAD: gettext("%(count)d tasks have another lead now.", count=count),
        Deed.DUE: gettext("The due day of %(count)d tasks is moved.", count=count),
        Deed.CANCEL: gettext("%(count)d tasks are stopped.", count=count),
    }[deed]
