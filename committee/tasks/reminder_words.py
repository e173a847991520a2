"""The words of reminders and of news about tasks, as mail and inbox carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import lazy_gettext

from committee.core.formatting import vn_date
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.task_digest import Group, Line, Why, group_of
from committee.domain.task_rules import URGENCY_WORDS, Urgency
from committee.notify.links import Act

GROUPS = {
    Group.OVERDUE: lazy_gettext("Overdue"),
    Group.SOON: lazy_gettext("Today, this week"),
    Group.WAITING: lazy_gettext("Waiting for your answer"),
}
LONGEST_TITLE = 160


@dataclass(frozen=True)
class Said:
    """A message in words, with the links that go out after its lines."""

    title: str
    body: str
    acts: tuple[Act, ...] = ()


def digest_text(lines: Sequence[Line], *, left_out: int, day: date) -> Said:
    """Return the message of a day."""
    said: list[str] = []
    acts: list[Act] = []
    number = 0
    for group, some in groupby(lines, key=lambda line: group_of(line, day)):
        said += ([""] if said else []) + [f"{GROUPS[group]}:"]
        for line in some:
            number += 1
            said.append(f"{number}. {line_text(line, day)}")
            if line.why is Why.DO:
                acts.append(Act(len(said) - 1, line.subject))
    if left_out:
        said += ["", gettext("and %(count)d more", count=left_out)]
    said += ["", gettext("The whole list: %(address)s", address=f"{current_settings().base_url}/")]
    return Said(_title(lines, left_out, day), "\n".join(said), tuple(acts))


def line_text(line: Line, day: date) -> str:
    """Return one line of a message."""
    title = f"{line.code} {line.title}".strip()
    if len(title) > LONGEST_TITLE:
        title = f"{title[:LONGEST_TITLE].rstrip()}…"
    parts = [urgency_mark(line.urgency) + title, _when(line, day)]
    if line.why is not Why.DO:
        parts.append(gettext("In charge: %(name)s", name=line.lead))
    return " – ".join(part for part in parts if part)


def urgency_mark(urgency: str) -> str:
    """Return how urgent a task is, in front of its name; nothing for the usual."""
    if not urgency or urgency == Urgency.NORMAL:
        return ""
    return f"[{URGENCY_WORDS[Urgency(urgency)].upper()}] "


def _when(line: Line, day: date) -> str:
    if line.why is Why.ANSWER:
        return gettext("sent on %(day)s, waits to be accepted", day=vn_date(line.since))
    if line.why is Why.ANSWER_EXTENSION:
        return gettext("more time was asked for on %(day)s", day=vn_date(line.since))
    if line.due_on is None:
        return ""
    if line.due_on < day:
        late = (day - line.due_on).days
        return gettext("due on %(day)s, %(count)d days late", day=vn_date(line.due_on), count=late)
    if line.due_on == day:
        return gettext("due today, %(day)s", day=vn_date(line.due_on))
    left = (line.due_on - day).days
    return gettext("due on %(day)s, %(count)d days left", day=vn_date(line.due_on), count=left)


def _title(lines: Sequence[Line], left_out: int, day: date) -> str:
    overdue = sum(group_of(line, day) is Group.OVERDUE for line in lines)
    count = len(lines) + left_out
    if overdue:
        return gettext(
            "Reminders of %(day)s: %(count)d tasks, %(overdue)d overdue",
            day=vn_date(day),
            count=count,
            overdue=overdue,
        )
    return gettext("Reminders of %(day)s: %(count)d tasks", day=vn_date(day), count=count)
