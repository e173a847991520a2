"""What a person is reminded of on a day, in one message: its groups, its order, how much of it is told.

Which day a deadline is spoken of says task_reminders.py. Source: docs/domain.md, section 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committee.domain.calendar import WorkingCalendar
from committee.domain.task_rules import Urgency

MOST_LINES = 20
FIRST_WAITS = (1, 3)  # working days after something began to wait for an answer
THEN_EVERY = 5


class Group(StrEnum):
    """The groups of a message, in their order."""

    OVERDUE = "overdue"
    SOON = "soon"
    WAITING = "waiting"


class Why(StrEnum):
    """Why somebody is reminded: they do it, help with it, follow it, or others wait for their answer."""

    DO = "do"
    HELP = "help"
    FOLLOW = "follow"
    ANSWER = "answer"
    ANSWER_EXTENSION = "answer_extension"
    ANSWER_PETITION = "answer_petition"
    FOLLOW_PETITION = "follow_petition"
    COMPLETE_PAPER = "complete_paper"
    FOLLOW_PAPER = "follow_paper"


# One task stands in a message once, for the reason that asks most of the person.
ORDER = {why: number for number, why in enumerate(Why)}
URGENT_FIRST = {urgency.value: -number for number, urgency in enumerate(Urgency)}
ANSWERS = frozenset({Why.ANSWER, Why.ANSWER_EXTENSION})


@dataclass(frozen=True)
class Line:
    """One thing somebody is reminded of: `subject` is its kind and id, `since` the day from which others wait."""

    subject: tuple[str, int]
    why: Why
    code: str
    title: str
    lead: str
    urgency: str
    due_on: date | None
    since: date | None = None


def group_of(line: Line, day: date) -> Group:
    """Return where a line stands in the message of a day."""
    if line.why in ANSWERS:
        return Group.WAITING
    return Group.OVERDUE if line.due_on is not None and line.due_on < day else Group.SOON


def in_order(lines: Sequence[Line], day: date) -> list[Line]:
    """Return the lines as they are told, what is most urgent first; a thing is told once for each kind of answer."""
    kept: dict[tuple[object, ...], Line] = {}
    for line in sorted(lines, key=lambda one: ORDER[one.why]):
        kept.setdefault((line.subject, line.why if line.why in ANSWERS else None), line)
    places = list(Group)
    return sorted(
        kept.values(),
        key=lambda one: (
            places.index(group_of(one, day)),
            URGENT_FIRST.get(one.urgency, 0),
            one.since or one.due_on or day,
            one.subject,
        ),
    )


def is_asked_again(since: date, day: date, calendar: WorkingCalendar) -> bool:
    """Return whether who must answer is reminded on `day` of what waits since `since`.

    On the first and the third working day after it, then every fifth.
    """
    if day <= since or not calendar.is_working(day):
        return False
    waited = days_waited(since, day, calendar)
    return waited in FIRST_WAITS or (waited > FIRST_WAITS[-1] and (waited - FIRST_WAITS[-1]) % THEN_EVERY == 0)


def days_waited(since: date, day: date, calendar: WorkingCalendar) -> int:
    """Return how many working days lie after `since` up to `day`."""
    waited, passed = 0, since
    while passed < day:
        passed = calendar.add_working_days(passed, 1)
        waited += passed <= day
    return waited
