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
from committee.domain.errors import DomainError, Stale
from committee.targets.queries import indicators
from committee.tasks import conclusion_cards as cards
from committee.tasks import meeting_access as access
from committee.tasks import meeting_words as words
from committee.tasks.conclusion_cards import LEFT_OUT, TYPED, Card, Reading, asked_once, opening_of
from committee.tasks.conclusion_six import refuse_unseen, unclear_of
from committee.tasks.operations.conclusions import Concluded, PointsRefused, conclude, last_position
from committee.tasks.queries.conclusions import conclusions_of
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.queries.parties import candidates
from committee.tasks.queries.rules import rules_of
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
    kept_before = [point.text for point in conclusions_of(meeting_id)]
    found = cards.beside_kept(cards.read_cards(text, _reading(meeting)), kept_before)
    if not found:
        return _paste_page(meeting, text, gettext("Paste the text of the conclusions first."))
    return _cards_page(meeting, found, last_position(meeting_id))


@blueprint.post("/meetings/<int:meeting_id>/conclusions")
@doors.signed_in
def record_conclusions(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    reading = _reading(meeting)
    sent = cards.typed_cards({name: request.form.getlist(name) for name in TYPED}, reading)
    points, unread = _points(sent, reading)
    after = request.form.get("after", 0, int)
    try:
        with transaction():
            task_ids = _recorded(meeting_id, points, unread, after)
            refuse_unseen(unclear_of(sent), request.form.get("seen", ""))
    except PointsRefused as refused:
        wrong = {place: sentence(error) for place, error in refused.at.items()}
        doors.note_refusal(wrong.values())
        shown = [_with(asked_once(card), wrong.get(place)) for place, card in enumerate(sent)]
        return _cards_page(meeting, shown, after, 422)
    except Stale as error:
        doors.note_refusal([sentence(error)])
        return _cards_page(meeting, sent, last_position(meeting_id), 409, [sentence(error)])
    except DomainError as error:
        doors.note_refusal([sentence(error)])
        return _cards_page(meeting, sent, after, 422, [sentence(error)])
    flash(gettext("%(count)d tasks are given.", count=len(task_ids)), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _points(sent: Sequence[Card], reading: Reading) -> tuple[dict[int, Concluded], dict[int, DomainError]]:
    """Return what the cards mean that are not left out, and those that cannot be read, each by its place."""
    points, unread = {}, {}
    for place, card in enumerate(sent):
        if card.kind == LEFT_OUT:
            continue
        try:
            points[place] = cards.meant(card, reading)
        except DomainError as error:
            unread[place] = error
    return points, unread


def _recorded(meeting_id: int, points: dict[int, Concluded], unread: dict[int, DomainError], after: int) -> list[int]:
    """Record the points; raises `PointsRefused` with everything that is wrong, so that it is told at once."""
    places, wrong = list(points), dict(unread)
    task_ids: list[int] = []
    try:
        if points or not unread:
            kept_now = list(points.values())
            task_ids = conclude(meeting_id=meeting_id, points=kept_now, after=after, by=actor(), now=clock.now())
    except PointsRefused as refused:
        wrong |= {places[place]: error for place, error in refused.at.items()}
    if wrong:
        raise PointsRefused(dict(sorted(wrong.items())))
    return task_ids


def _with(card: Card, error: str | None) -> Card:
    return card if error is None else replace(card, errors=(error,))


def _reading(meeting: MeetingRow) -> Reading:
    viewer, today = doors.current_viewer(), clock.today()
    notice = access.documents_before(viewer, meeting.id, on=today).get(meeting.document_id or 0)
    issued_on = notice.issued_on if notice and notice.issued_on else meeting.held_on
    offered = candidates(meeting.committee_id, meeting.unit_path, meeting.held_on)
    return Reading(issued_on, load_calendar(), offered, _indicators(), rules_of(meeting.committee_id))


def _indicators() -> dict[str, str]:
    """Return {code: name} of what a standing directive may be tied to."""
    return {row.code: row.name for row in indicators().values() if row.kind != "parameter"}


def _paste_page(meeting: MeetingRow, text: str = "", error: str = "") -> Response:
    if error:
        doors.note_refusal([error])
    extra = [error] if error else []
    shown = render_template(
        "meetings/paste.html", meeting=meeting, text=text, extra=extra, failed=bool(extra), words=words
    )
    return make_response(shown, 422 if extra else 200)


def _cards_page(
    meeting: MeetingRow, found: Sequence[Card], after: int, status: int = 200, extra: Sequence[str] = ()
) -> Response:
    """Show the cards; `after` is the last position the meeting had when whoever looks at them last knew of it."""
    offered = candidates(meeting.committee_id, meeting.unit_path, meeting.held_on)
    unclear = unclear_of(found)
    shown = render_template(
        "meetings/cards.html",
        meeting=meeting,
        cards=found,
        opening=opening_of(found),
        after=after,
        unclear=unclear,
        open={one.place for one in unclear},
        extra=extra,
        failed=bool(extra) or any(card.errors for card in found),
        kinds=words.point_choices(),
        indicators=_indicators(),
        labels=list(dict.fromkeys(one.label for one in offered)),
        words=words,
    )
    return make_response(shown, status)
