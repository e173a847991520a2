"""Who came: every seat of the committee in force that day and guests, entered on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import NONE
from committee.core.words import gettext, sentence
from committee.domain.errors import DomainError, Stale
from committee.members.queries import SeatRow
from committee.members.roles import role_name
from committee.tasks import meeting_words as words
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.meetings import PRESENT, Came
from committee.tasks.queries import meetings
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.queries.parties import seats_on
from committee.tasks.views.meetings.base import Compared, actor, blueprint, kept, version_sent


@dataclass(frozen=True)
class Line:
    """A seat on the list, and what is said of its holder."""

    seat_id: int
    name: str
    post: str
    state: str
    substitute: str


@blueprint.get("/meetings/<int:meeting_id>/attendance")
@doors.signed_in
def edit_attendance(meeting_id: int) -> Response:
    meeting = kept(meeting_id)
    return _page(meeting, *_saved(meeting))


@blueprint.post("/meetings/<int:meeting_id>/attendance")
@doors.signed_in
def record_attendance(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    seats, guests = _seats(meeting), request.form.get("guests", "")
    lines = [
        _line(seat, request.form.get(f"state-{seat.seat_id}", ""), request.form.get(f"substitute-{seat.seat_id}", ""))
        for seat in seats
    ]
    came = [
        Came(line.seat_id, line.name, seat.organization, line.state, line.substitute)
        for line, seat in zip(lines, seats, strict=True)
    ]
    try:
        with transaction():
            operations.record_attendance(
                meeting_id=meeting_id, people=[*came, *_guests(guests)], version=version_sent(), by=actor(),
                now=clock.now(),
            )  # fmt: skip
    except Stale:
        return _overtaken(kept(meeting_id), lines, guests)
    except DomainError as error:
        doors.note_refusal([sentence(error)])
        return _page(meeting, lines, guests, [sentence(error)])
    flash(gettext("Who came is kept."), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _saved(meeting: MeetingRow) -> tuple[list[Line], str]:
    """Return what stands of each seat, present where nothing was entered yet, and the guests as they are typed."""
    people = meetings.attendance_of(meeting.id)
    known = {row.seat_id: row for row in people}
    lines = [
        _line(seat, known[seat.seat_id].state, known[seat.seat_id].substitute)
        if seat.seat_id in known
        else _line(seat, PRESENT, "")
        for seat in _seats(meeting)
    ]
    guests = (row for row in people if row.seat_id is None)
    return lines, "\n".join(", ".join(part for part in (row.name, row.organization) if part) for row in guests)


def _overtaken(meeting: MeetingRow, typed: Sequence[Line], guests: str) -> Response:
    """Show what was typed, to be kept all the same, beside what somebody else kept meanwhile."""
    saved, written = _saved(meeting)
    standing = {line.seat_id: line for line in saved}
    rows = [(line.name, _said(line), _said(standing[line.seat_id])) for line in typed if line.seat_id in standing]
    rows.append((gettext("Guests"), *("; ".join(text.split("\n")) or NONE for text in (guests, written))))
    return _page(meeting, typed, guests, overtaken=[row for row in rows if row[1] != row[2]])


def _said(line: Line) -> str:
    word = words.came_word(line.state) if line.state in words.CAME else NONE
    return f"{word}: {line.substitute}" if line.substitute else word


def _seats(meeting: MeetingRow) -> list[SeatRow]:
    return seats_on(meeting.committee_id, meeting.held_on)


def _line(seat: SeatRow, state: str, substitute: str) -> Line:
    post = " · ".join(part for part in (role_name(seat.role), seat.position_title, seat.organization) if part)
    return Line(seat.seat_id, seat.full_name, post, state, substitute)


def _guests(typed: str) -> list[Came]:
    """Return the guests, one a line: the name, a comma, and where they come from."""
    parts = (line.partition(",") for line in typed.splitlines() if line.strip())
    return [Came(None, name, organization, PRESENT) for name, _, organization in parts]


def _page(
    meeting: MeetingRow,
    lines: Sequence[Line],
    guests: str,
    extra: Sequence[str] = (),
    overtaken: Compared | None = None,
) -> Response:
    shown = render_template(
        "meetings/attendance.html",
        meeting=meeting,
        lines=lines,
        guests=guests,
        extra=extra,
        failed=bool(extra) or overtaken is not None,
        overtaken=overtaken,
        states=[(state, words.came_word(state)) for state in words.CAME],
        words=words,
    )
    return make_response(shown, 409 if overtaken is not None else 422 if extra else 200)
