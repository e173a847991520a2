"""One message a person and day: what is due, overdue or waits for their answer.

Whatever moves a due day moves the reminders with it: they are a function of the present due day and the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from committee.core.calendar_file import load_calendar
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.calendar import WorkingCalendar
from committee.domain.task_digest import MOST_LINES, Line, Why, in_order, is_asked_again
from committee.domain.task_reminders import reminders_on
from committee.notify.links import as_fact
from committee.notify.operations import Recipient, announce
from committee.tasks.people import People
from committee.tasks.queries.reminding import (
    PaperDue,
    PetitionDue,
    days_something_is_due,
    open_and_waiting,
    open_due_on,
    papers_due_on,
    petitions_due_on,
)
from committee.tasks.queries.rows import TaskRow
from committee.tasks.reminder_words import digest_text

KIND = "task_digest"
TASK, PETITION, PAPER = "task", "petition", "paper"
MOST_KEPT = 500  # lines among the facts; whoever follows thousands of tasks has the list itself
# No reminder comes longer before its day: seven working days with the longest holidays between them.
LONGEST_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Digest:
    """What one person is to be told of on a day, in order."""

    person: Recipient
    lines: tuple[Line, ...]


def digests_of(day: date) -> list[Digest]:
    """Return what everybody is to be told on `day`, by account, as things stand now."""
    told: dict[int, list[Line]] = {}
    people: dict[int, Recipient] = {}
    for person, line in _reminders(day, load_calendar(), People(day)):
        people[person.account_id] = person
        told.setdefault(person.account_id, []).append(line)
    return [Digest(people[one], tuple(in_order(told[one], day))) for one in sorted(told)]


def send_digest(digest: Digest, *, day: date, about: datetime, by: Actor, now: datetime) -> bool:
    """Write the message of `day` for one person, once; return whether it was not written before."""
    lines, left_out = digest.lines[:MOST_LINES], max(0, len(digest.lines) - MOST_LINES)
    said = digest_text(lines, left_out=left_out, day=day)
    facts = {
        "day": day.isoformat(),
        "left_out": left_out,
        "lines": [_fact(line) for line in digest.lines[:MOST_KEPT]],
        **as_fact(said.acts),
    }
    notice = announce(
        kind=KIND,
        recipient=digest.person,
        subject=("work", digest.person.account_id),
        title=said.title,
        body=said.body,
        facts=facts,
        dedupe_key=f"{KIND}:{digest.person.account_id}:{day.isoformat()}",
        not_before=load_calendar().next_delivery_moment(max(about, now)),
        about=about,
        by=by,
        now=now,
    )
    return notice is not None


def _reminders(day: date, calendar: WorkingCalendar, people: People) -> Iterable[tuple[Recipient, Line]]:
    asked = days_something_is_due(day, until=day + LONGEST_AHEAD)
    due = [one for one in asked if reminders_on(one, day, calendar)]
    for task in open_due_on(due, today=day):
        if task.waiting_since is None:
            yield from _of_task(task, day, people)
    for task, asked_on in open_and_waiting(day):
        yield from _of_waiting(task, asked_on, day, calendar, people)
    for petition in petitions_due_on(due, today=day):
        yield from _of_petition(petition, day, people)
    for paper in papers_due_on(due, today=day):
        yield from _of_paper(paper, day, people)


def _of_task(task: TaskRow, day: date, people: People) -> Iterable[tuple[Recipient, Line]]:
    line, is_late = _line(task, Why.DO), task.due_on is not None and task.due_on < day
    doing = people.doing(task)
    yield from ((one, line) for one in doing)
    yield from ((one, replace(line, why=Why.HELP)) for one in people.helping(task))
    if is_late:
        yield from ((one, replace(line, why=Why.FOLLOW)) for one in people.following(task))
    elif not doing:
        yield from ((one, replace(line, why=Why.FOLLOW)) for one in people.giving(task))


def _of_waiting(
    task: TaskRow, asked_on: date | None, day: date, calendar: WorkingCalendar, people: People
) -> Iterable[tuple[Recipient, Line]]:
    waits = (
        (Why.ANSWER, task.waiting_since, task.waiting_by),
        (Why.ANSWER_EXTENSION, asked_on, task.extension_by),
    )
    for why, since, sent_by in waits:
        if since is not None and is_asked_again(since, day, calendar):
            line = replace(_line(task, why), since=since)
            yield from ((one, line) for one in people.deciding(task, sent_by=sent_by))


def _of_petition(petition: PetitionDue, day: date, people: People) -> Iterable[tuple[Recipient, Line]]:
    line = Line(
        subject=(PETITION, petition.id),
        why=Why.ANSWER_PETITION,
        code="",
        title=petition.proposal,
        lead=petition.addressee.name,
        urgency="",
        due_on=petition.due_on,
    )
    answering = people.addressed(petition.addressee, petition.unit)
    yield from ((one, line) for one in answering)
    if petition.due_on < day or not answering:
        yield from ((one, replace(line, why=Why.FOLLOW_PETITION)) for one in people.secretariat(petition.unit))


def _of_paper(paper: PaperDue, day: date, people: People) -> Iterable[tuple[Recipient, Line]]:
    line = Line(
        subject=(PAPER, paper.id),
        why=Why.COMPLETE_PAPER,
        code="",
        title=gettext("Complete the returned paper: %(subject)s", subject=paper.subject),
        lead=paper.answered_by,
        urgency="",
        due_on=paper.due_on,
    )
    completing = people.completing(paper)
    yield from ((one, line) for one in completing)
    if paper.due_on < day or not completing:
        yield from ((one, replace(line, why=Why.FOLLOW_PAPER)) for one in people.secretariat(paper.unit))


def _line(task: TaskRow, why: Why) -> Line:
    return Line(
        subject=(TASK, task.id),
        why=why,
        code=task.code,
        title=task.title,
        lead=task.lead.name,
        urgency=task.urgency,
        due_on=task.due_on,
    )


def _fact(line: Line) -> dict[str, Any]:
    said = {name: value for name, value in asdict(line).items() if name not in ("title", "lead") and value is not None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
