"""The agenda: written in order, with what the last meeting left open proposed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import NONE
from committee.core.words import gettext, sentence
from committee.domain.errors import DomainError, Stale
from committee.tasks import meeting_words as words
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.meetings import Item
from committee.tasks.queries import conclusions, meetings
from committee.tasks.queries.conclusions import TaskLine
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.views.meetings.base import Compared, actor, blueprint, kept, version_sent

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
    standing = _standing(meeting_id)
    typed = _typed([*standing, *_left_open(meeting, [])])
    try:
        with transaction():
            operations.set_agenda(
                meeting_id=meeting_id, items=typed, version=version_sent(), by=actor(), now=clock.now()
            )
    except Stale:
        return _overtaken(meeting_id, typed)
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
    added = _left_open(meeting, standing)
    if not added:
        return _page(meeting, standing, [gettext("The last meeting left nothing open that is not on the agenda yet.")])
    try:
        with transaction():
            operations.set_agenda(
                meeting_id=meeting_id, items=[*standing, *added], version=version_sent(), by=actor(), now=clock.now()
            )
    except Stale:
        return _overtaken(meeting_id, [*standing, *added])
    except DomainError as error:
        doors.note_refusal([sentence(error)])
        return _page(meeting, standing, [sentence(error)])
    flash(gettext("%(count)d points of the last meeting are taken over.", count=len(added)), "done")
    return redirect(url_for("meetings.edit_agenda", meeting_id=meeting_id), 303)


def _standing(meeting_id: int) -> list[Item]:
    return [Item(row.text, row.presented_by, row.task_id) for row in meetings.items_of(meeting_id)]


def _typed(offered: Sequence[Item]) -> list[Item]:
    """Return the rows as they were typed, in the order of the numbers in front; a row without words is left out.

    A task is named by the agenda and by what the last meeting left open: no other one is taken from the form.
    """
    known = {str(item.task_id): item.task_id for item in offered if item.task_id}
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
    left = conclusions.unfinished_of(meetings.meetings_before(meeting), on=clock.today())
    taken = {item.task_id for item in standing}
    return [line for line in left if line.id not in taken]


def _left_open(meeting: MeetingRow, standing: Sequence[Item]) -> list[Item]:
    return [Item(line.title, line.lead_name, line.id) for line in _proposed(meeting, standing)]


def _overtaken(meeting_id: int, typed: Sequence[Item]) -> Response:
    """Show what was typed, to be kept all the same, beside the agenda that somebody else kept meanwhile."""
    mine, saved = (list(map(_line, items)) for items in (typed, _standing(meeting_id)))
    rows = [
        (gettext("Point %(number)d", number=number), said, now)
        for number, (said, now) in enumerate(zip_longest(mine, saved, fillvalue=NONE), 1)
        if said != now
    ]
    return _page(kept(meeting_id), typed, overtaken=rows)


def _line(item: Item) -> str:
    return f"{item.text} ({item.presented_by})" if item.presented_by else item.text


def _page(
    meeting: MeetingRow, items: Sequence[Item], extra: Sequence[str] = (), overtaken: Compared | None = None
) -> Response:
    shown = render_template(
        "meetings/agenda.html",
        meeting=meeting,
        rows=[*items, *(BLANK for _ in range(FREE_ROWS))],
        proposed=_proposed(meeting, items),
        extra=extra,
        failed=bool(extra) or overtaken is not None,
        overtaken=overtaken,
        words=words,
    )
    return make_response(shown, 409 if overtaken is not None else 422 if extra else 200)
