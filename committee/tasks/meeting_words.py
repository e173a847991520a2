"""Meetings and visits in words: kinds, states, periods, who came, and the face of a task's status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext

from committee.core.formatting import NONE, vn_date
from committee.core.words import gettext
from committee.domain.task_status import STATUS_NAMES, Status
from committee.tasks.queries.meetings import AttendanceRow, MeetingRow

STATES = {
    "planned": lazy_gettext("Planned"),
    "held": lazy_gettext("Held"),
    "cancelled": lazy_gettext("Cancelled"),
}
LOOKS = {"planned": "SUSPECT", "held": "OK", "cancelled": "NA"}
CAME = {
    "present": lazy_gettext("Present"),
    "absent": lazy_gettext("Absent"),
    "excused": lazy_gettext("Excused"),
    "substitute": lazy_gettext("Sent somebody else"),
}
STATUS_LOOKS = {
    Status.DONE_ON_TIME: "MET",
    Status.DONE_LATE: "WATCH",
    Status.OPEN_IN_TIME: "OK",
    Status.OPEN_OVERDUE: "OVERDUE",
    Status.OPEN_NO_DEADLINE: "NODATA",
    Status.CANCELLED: "NA",
}


def kind_word(meeting: MeetingRow) -> str:
    """Return what it is."""
    return gettext("Working visit") if meeting.is_visit else gettext("Meeting")


def state_word(state: str) -> str:
    """Return how far a meeting is."""
    return str(STATES[state])


def came_word(state: str) -> str:
    """Return whether somebody came."""
    return str(CAME[state])


def status_word(status: Status) -> str:
    """Return the status of a task."""
    return gettext(STATUS_NAMES[status])


def period_word(meeting: MeetingRow) -> str:
    """Return the months that are spoken of."""
    first, last = meeting.period_from, meeting.period_to
    if first is None or last is None:
        return ""
    if first == last:
        return gettext("month %(month)s", month=month_text(first))
    return gettext("months %(first)s to %(last)s", first=month_text(first), last=month_text(last))


def month_text(first_day: date | None) -> str:
    """Return a month as it is typed."""
    return "" if first_day is None else f"{first_day:%m/%Y}"


def when_word(meeting: MeetingRow) -> str:
    """Return the day, and the hour where it is known."""
    return f"{vn_date(meeting.held_on)}, {meeting.starts_at}" if meeting.starts_at else vn_date(meeting.held_on)


def facts_of(meeting: MeetingRow) -> list[tuple[str, str]]:
    """Return what is said of a meeting, as terms and values."""
    rows = [
        (gettext("Day and hour"), when_word(meeting)),
        (gettext("Where"), meeting.place or NONE),
        (gettext("Chaired by"), meeting.chaired_by or NONE),
        (gettext("Committee"), f"{meeting.committee} · {meeting.unit_name}"),
    ]
    if meeting.visited_name:
        rows.insert(0, (gettext("Unit visited"), meeting.visited_name))
    if meeting.period_from:
        rows.append((gettext("Period spoken of"), period_word(meeting)))
    if meeting.note:
        rows.append((gettext("Note"), meeting.note))
    return rows


def counts_of(people: Iterable[AttendanceRow]) -> list[tuple[str, int]]:
    """Return how many came, in words and numbers: seats by what is kept of them, then guests."""
    kept = list(people)
    seats = Counter(one.state for one in kept if one.seat_id is not None)
    counted = [(came_word(state), seats[state]) for state in CAME if seats[state]]
    guests = sum(1 for one in kept if one.seat_id is None)
    return [*counted, (gettext("Guests"), guests)] if guests else counted


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds one may look for."""
    return [("", gettext("Meetings and visits")), ("meeting", gettext("Meetings")), ("visit", gettext("Visits"))]


def state_choices() -> list[tuple[str, str]]:
    """Return the states one may look for."""
    return [("", gettext("All states")), *((state, str(word)) for state, word in STATES.items())]


POINTS = {
    "task": lazy_gettext("A task"),
    "standing": lazy_gettext("A standing directive"),
    "other": lazy_gettext("Neither of them, only kept"),
}


def point_word(kind: str) -> str:
    """Return what kind of conclusion a point is."""
    return str(POINTS[kind])


def point_choices() -> list[tuple[str, str]]:
    """Return what may be made of a point that was read."""
    return [*((kind, str(word)) for kind, word in POINTS.items()), ("left_out", gettext("Leave it out"))]
