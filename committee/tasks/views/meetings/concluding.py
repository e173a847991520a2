"""The text of a conclusion notice becomes points and tasks: pasted, looked at card by card, confirmed as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.calendar_file import load_calendar
from committee.core.db import transaction
from committee.core.words import gettext, sentence
from committee.domain.errors import DomainError
from committee.targets.queries import indicators
from committee.tasks import conclusion_cards as cards
from committee.tasks import meeting_access as access
from committee.tasks import meeting_words as words
from committee.tasks.conclusion_cards import LEFT_OUT, TYPED, Card, Reading
from committee.tasks.operations.conclusions import Concluded, PointsRefused, conclude
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.queries.parties import candidates
from committee.tasks.views.meetings.base import actor, blueprint, kept

LONGEST_TEXT = 60_000


@blueprint.get("/meetings/<int:meeting_id>/conclusions/new")
@doors.signed_in
def paste(meeting_id: int) -> Response:
    return _paste_page(kept(meeting_id))


@blueprint.post("/meetings/<int:meeting_id>/conclusions/reading")
@doors.signed_in
def read_text(meeting_id: int) -> Response:
    """Show what was read of a text; nothing is written."""
    meeting, text = kept(meeting_id), request.form.get("notice", "")
    if meeting.held_on > clock.today():
        return _paste_page(meeting, text, gettext("Conclusions are recorded on the day of the meeting or later."))
    if len(text) > LONGEST_TEXT:
        return _paste_page(meeting, text, gettext("The text is too long: paste a part of it at a time."))
    found = cards.read_cards(text, _reading(meeting))
    if not found:
        return _paste_page(meeting, text, gettext("Paste the text of the conclusions first."))
    return _cards_page(meeting, found)


@blueprint.post("/meetings/<int:meeting_id>/conclusions")
@doors.signed_in
def record_conclusions(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    reading = _reading(meeting)
    sent = cards.typed_cards({name: request.form.getlist(name) for name in TYPED}, reading)
    wanted = [place for place, card in enumerate(sent) if card.kind != LEFT_OUT]
    try:
        points = _points(sent, wanted, reading)
        with transaction():
            task_ids = conclude(meeting_id=meeting_id, points=points, by=actor(), now=clock.now())
    except PointsRefused as refused:
        wrong = {wanted[place]: sentence(error) for place, error in refused.at.items()}
        doors.note_refusal(wrong.values())
        return _cards_page(meeting, [_with(card, wrong.get(place)) for place, card in enumerate(sent)], 422)
    except DomainError as error:
        doors.note_refusal([sentence(error)])
        return _cards_page(meeting, sent, 422, [sentence(error)])
    flash(gettext("%(count)d tasks are given.", count=len(task_ids)), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _points(sent: Sequence[Card], wanted: Sequence[int], reading: Reading) -> list[Concluded]:
    """Return what the cards mean; raises `PointsRefused` with every one that cannot be read."""
    points, refused = [], {}
    for number, place in enumerate(wanted):
        try:
            points.append(cards.meant(sent[place], reading.offered))
        except DomainError as error:
            refused[number] = error
    if refused:
        raise PointsRefused(refused)
    return points


def _with(card: Card, error: str | None) -> Card:
    return card if error is None else replace(card, errors=(error,))


def _reading(meeting: MeetingRow) -> Reading:
    viewer, today = doors.current_viewer(), clock.today()
    notice = access.documents_before(viewer, meeting.id, on=today).get(meeting.document_id or 0)
    issued_on = notice.issued_on if notice and notice.issued_on else meeting.held_on
    offered = candidates(meeting.committee_id, meeting.unit_path, meeting.held_on)
    return Reading(issued_on, load_calendar(), offered)


def _paste_page(meeting: MeetingRow, text: str = "", error: str = "") -> Response:
    if error:
        doors.note_refusal([error])
    extra = [error] if error else []
    shown = render_template(
        "meetings/paste.html", meeting=meeting, text=text, extra=extra, failed=bool(extra), words=words
    )
    return make_response(shown, 422 if extra else 200)


def _cards_page(meeting: MeetingRow, found: Sequence[Card], status: int = 200, extra: Sequence[str] = ()) -> Response:
    offered = candidates(meeting.committee_id, meeting.unit_path, meeting.held_on)
    shown = render_template(
        "meetings/cards.html",
        meeting=meeting,
        cards=found,
        extra=extra,
        failed=status != 200,
        kinds=words.point_choices(),
        indicators=[(row.code, row.name) for row in indicators().values() if row.kind != "parameter"],
        labels=list(dict.fromkeys(one.label for one in offered)),
        words=words,
    )
    return make_response(shown, status)
