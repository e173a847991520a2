"""Tasks in words: statuses with their faces, the "6 rõ", rates by their names, days left, what happened to a task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext

from committee.core.formatting import NONE, count, vn_date
from committee.core.words import gettext
from committee.domain.task_rules import URGENCY_WORDS, Party, Urgency
from committee.domain.task_status import RATE_NAMES, RATES, STATUS_NAMES, Counts, Status, rate_shown
from committee.tasks.queries import TaskRow

LOOKS = {
    Status.DONE_ON_TIME: "MET",
    Status.DONE_LATE: "WATCH",
    Status.OPEN_IN_TIME: "OK",
    Status.OPEN_OVERDUE: "OVERDUE",
    Status.OPEN_NO_DEADLINE: "NODATA",
    Status.CANCELLED: "NA",
}
SENT_STATES = {
    "waiting": lazy_gettext("Waits to be accepted"),
    "accepted": lazy_gettext("Accepted"),
    "returned": lazy_gettext("Returned"),
    "withdrawn": lazy_gettext("Withdrawn"),
}
ASKED_STATES = {
    "waiting": lazy_gettext("Waits for an answer"),
    "approved": lazy_gettext("Approved"),
    "refused": lazy_gettext("Not approved"),
    "withdrawn": lazy_gettext("Withdrawn"),
}
STATE_LOOKS = {
    "waiting": "SUSPECT",
    "accepted": "MET",
    "approved": "MET",
    "returned": "LAG",
    "refused": "LAG",
    "withdrawn": "NA",
}
HANDOVERS = {
    "handler": lazy_gettext("Officer who does the work"),
    "lead": lazy_gettext("Lead"),
    "post": lazy_gettext("Lead, by the post that follows"),
    "reporter": lazy_gettext("Who reports for the lead"),
}
RHYTHMS = {
    "weekly": lazy_gettext("Every week"),
    "monthly": lazy_gettext("Every month"),
    "quarterly": lazy_gettext("Every quarter"),
    "half_yearly": lazy_gettext("Every half year"),
    "yearly": lazy_gettext("Every year"),
}


@dataclass(frozen=True)
class Rate:
    """A rate with its name; never one without the other."""

    name: str
    text: str


def status_word(status: Status | None) -> str:
    """Return a status in words."""
    return NONE if status is None else gettext(STATUS_NAMES[status])


def status_look(status: Status | None) -> str:
    """Return the face of a status."""
    return "NA" if status is None else LOOKS[status]


def waiting_words(task: TaskRow) -> list[str]:
    """Return what stands beside the status: what waits for the committee's answer."""
    if task.is_over:
        return []
    found = [gettext("waits to be accepted")] if task.waiting_since else []
    if task.wanted_on:
        found.append(gettext("more time asked for, up to %(day)s", day=vn_date(task.wanted_on)))
    return found


def urgency_word(urgency: str) -> str:
    """Return how urgent a task is, "" for an ordinary one."""
    return "" if urgency == Urgency.NORMAL.value else URGENCY_WORDS[Urgency(urgency)]


def names(parties: Iterable[Party]) -> str:
    """Return the names of parties, one after the other."""
    return "; ".join(party.name for party in parties) or NONE


def rates_of(counts: Counts) -> list[Rate]:
    """Return the three rates of `counts`, each by its name; "–" where there is nothing to count."""
    return [Rate(gettext(RATE_NAMES[name]), percent(rate_shown(rate(counts)))) for name, rate in RATES.items()]


def percent(shown: str) -> str:
    """Return a rate with its sign, "–" as it is."""
    return shown if shown == NONE else f"{shown}%"


def number_rows(counts: Counts) -> list[tuple[str, str, str]]:
    """Return (status, its word, how many) for each status, as a board has them."""
    return [(status.value, gettext(STATUS_NAMES[status]), count(getattr(counts, status.value))) for status in Status]


def due_text(task: TaskRow) -> str:
    """Return the due day in force, with the first one where it was moved."""
    if task.due_on is None:
        return gettext("No deadline")
    said = vn_date(task.due_on)
    if task.original_due_on and task.original_due_on != task.due_on:
        return gettext("%(due)s (first due on %(first)s)", due=said, first=vn_date(task.original_due_on))
    return said


def left_text(task: TaskRow, today: date) -> str:
    """Return how long is left of an open task, or for how long it is overdue."""
    if task.due_on is None or not task.is_open or task.is_standing:
        return ""
    left = (task.due_on - today).days
    if left < 0:
        return gettext("%(count)d days overdue", count=-left)
    return gettext("due today") if left == 0 else gettext("%(count)d days left", count=left)


def six_of(task: TaskRow) -> list[tuple[str, str]]:
    """Return the "6 rõ" of a task, as terms and values."""
    return [
        (gettext("Who leads"), task.lead.name),
        (gettext("What is to be done"), task.content or task.title),
        (gettext("By when"), due_text(task)),
        (gettext("Responsibility"), task.responsibility or NONE),
        (gettext("Authority"), task.authority or NONE),
        (gettext("Product"), task.deliverable),
    ]


def unclear_text(missing: Iterable[str]) -> str:
    """Return the sentence that names what is not clear of the "6 rõ"."""
    return gettext("Not yet clear: %(what)s.", what=", ".join(gettext(name) for name in missing))


def rhythm_word(rhythm: str) -> str:
    """Return how often a task comes back."""
    return str(RHYTHMS[rhythm])


def number_heads() -> list[dict[str, object]]:
    """Return the heads of the columns of counts."""
    return [{"label": gettext(STATUS_NAMES[status]), "number": True} for status in Status]


def rate_heads() -> list[dict[str, object]]:
    """Return the heads of the columns of rates, each with its name."""
    return [{"label": gettext(name), "number": True} for name in RATE_NAMES.values()]
