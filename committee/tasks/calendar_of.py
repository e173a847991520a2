"""A person's due days and meetings as the calendar their programs read. Rights are those of the moment it is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from committee.core.icalendar import CANCELLED, CONFIRMED, TENTATIVE, Event, calendar_text
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.calendar import HANOI
from committee.tasks.completing import papers_to_complete
from committee.tasks.queries.feeds import DueDay, Gathering, due_days_of, gatherings_of
from committee.tasks.queries.reminding import PaperDue
from committee.tasks.queries.seen import Eyes

SHOWN_BACK = timedelta(days=90)
REFRESH = timedelta(hours=1)


def calendar_of(eyes: Eyes) -> str:
    """Return the calendar of whoever looks."""
    return calendar_text(_events(eyes), name=gettext("Due days and meetings"), refresh=REFRESH)


def _events(eyes: Eyes) -> Iterator[Event]:
    since = eyes.on - SHOWN_BACK
    for task in due_days_of(eyes, since=since):
        yield _due_day(task)
    for meeting in gatherings_of(eyes, since=since):
        yield _gathering(meeting)
    for paper in papers_to_complete(eyes):
        yield _paper(paper)


def _due_day(task: DueDay) -> Event:
    said = gettext("Done: %(title)s", title=task.title) if task.state == "done" else task.title
    lines = (
        gettext("Product: %(product)s", product=task.deliverable),
        gettext("In charge: %(name)s", name=task.lead_name),
        gettext("Given by: %(name)s", name=task.committee),
    )
    return Event(
        uid=_uid("task", task.id),
        summary=gettext("Due: %(code)s %(title)s", code=task.code, title=said),
        starts=task.due_on,
        changed_at=task.changed_at,
        sequence=task.version,
        description="\n".join(lines),
        url=_address("tasks", task.id),
        status=CANCELLED if task.state == "cancelled" else CONFIRMED,
    )


def _gathering(meeting: Gathering) -> Event:
    return Event(
        uid=_uid("meeting", meeting.id),
        summary=meeting.title,
        starts=_begins(meeting.held_on, meeting.starts_at),
        changed_at=meeting.changed_at,
        sequence=meeting.version,
        description=meeting.committee,
        location=meeting.place,
        url=_address("meetings", meeting.id),
        status={"cancelled": CANCELLED, "held": CONFIRMED}.get(meeting.state, TENTATIVE),
    )


def _paper(paper: PaperDue) -> Event:
    return Event(
        uid=_uid("paper", paper.id),
        summary=gettext("Complete the returned paper: %(subject)s", subject=paper.subject),
        starts=paper.due_on,
        changed_at=datetime.combine(paper.returned_on, time(), tzinfo=HANOI),
        sequence=paper.returned_on.toordinal(),
        description=gettext("In charge: %(name)s", name=paper.answered_by),
        url=f"{_address('meetings', paper.meeting_id)}/papers/{paper.id}",
        status=CONFIRMED,
    )


def _begins(day: date, hour: str) -> date | datetime:
    try:
        return datetime.combine(day, time.fromisoformat(hour), tzinfo=HANOI)
    except ValueError:
        return day  # no hour was written down: it is the day's


def _uid(kind: str, thing_id: int) -> str:
    return f"{kind}-{thing_id}@{current_settings().base_url.partition('://')[2]}"


def _address(room: str, thing_id: int) -> str:
    return f"{current_settings().base_url}/{room}/{thing_id}"
