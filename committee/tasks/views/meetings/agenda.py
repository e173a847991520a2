"""The agenda: written in order, with what the last meeting left open proposed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext, sentence
from committee.domain.errors import DomainError
from committee.tasks import meeting_words as words
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.meetings import Item
from committee.tasks.queries import conclusions, meetings
from committee.tasks.queries.conclusions import TaskLine
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.views.meetings.base import actor, blueprint, kept

BLANK = Item("")
FREE_ROWS = 3


@blueprint.get("/meetings/<int:meeting_id>/agenda")
@doors.signed_in
def edit_agenda(meeting_id: int) -> Response:
    meeting = kept(meeting_id)
    return _page(meeting, _standing(meeting_id))


@blueprint.post("/meetings/<int:meeting_id>/agenda")
@doors.signed_in
def set_agenda(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    typed = _typed(_standing(meeting_id))
    try:
        with transaction():
            operations.set_agenda(meeting_id=meeting_id, items=typed, by=actor(), now=clock.now())
    except DomainError as error:
        doors.note_refusal([sentence(error)])
        return _page(meeting, typed, [sentence(error)])
    flash(gettext("The agenda is kept."), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/agenda/unfinished")
@doors.signed_in
def take_over(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    standing = _standing(meeting_id)
    added = [Item(line.title, line.lead_name, line.id) for line in _proposed(meeting, standing)]
    if not added:
        return _page(meeting, standing, [gettext("The last meeting left nothing open that is not on the agenda yet.")])
    try:
        with transaction():
            operations.set_agenda(meeting_id=meeting_id, items=[*standing, *added], by=actor(), now=clock.now())
    except DomainError as error:
        doors.note_refusal([sentence(error)])
        return _page(meeting, standing, [sentence(error)])
    flash(gettext("%(count)d points of the last meeting are taken over.", count=len(added)), "done")
    return redirect(url_for("meetings.edit_agenda", meeting_id=meeting_id), 303)


def _standing(meeting_id: int) -> list[Item]:
    return [Item(row.text, row.presented_by, row.task_id) for row in meetings.items_of(meeting_id)]


def _typed(standing: Sequence[Item]) -> list[Item]:
    """Return the rows as they were typed, in the order of the numbers in front; a row without words is left out.

    A task is named by nobody but the agenda itself: what was not on it is not taken from the form.
    """
    known = {str(item.task_id): item.task_id for item in standing if item.task_id}
    sent = zip(*(request.form.getlist(name) for name in ("order", "text", "presented_by", "task")), strict=False)
    rows = [
        (_number(order, place), Item(text, by, known.get(task)))
        for place, (order, text, by, task) in enumerate(sent, 1)
        if text.strip()
    ]
    return [item for _, item in sorted(rows, key=lambda row: row[0])]


def _number(order: str, place: int) -> tuple[int, int]:
    typed = order.strip()
    return (int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else place, place)


def _proposed(meeting: MeetingRow, standing: Sequence[Item]) -> list[TaskLine]:
    before = meetings.meeting_before(meeting)
    if before is None:
        return []
    taken = {item.task_id for item in standing}
    return [line for line in conclusions.unfinished_of(before, on=clock.today()) if line.id not in taken]


def _page(meeting: MeetingRow, items: Sequence[Item], extra: Sequence[str] = ()) -> Response:
    shown = render_template(
        "meetings/agenda.html",
        meeting=meeting,
        rows=[*items, *(BLANK for _ in range(FREE_ROWS))],
        proposed=_proposed(meeting, items),
        extra=extra,
        failed=bool(extra),
        words=words,
    )
    return make_response(shown, 422 if extra else 200)
