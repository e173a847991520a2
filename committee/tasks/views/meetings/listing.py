"""Meetings and visits as a list that is searched and taken along, and one of them."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from wtforms import SelectChoice

from committee.audit.operations import record_export
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.list_file import SHAPES, list_file
from committee.core.paging import page_of
from committee.core.words import gettext
from committee.domain.access import Reach
from committee.tasks import meeting_access as access
from committee.tasks import meeting_words as words
from committee.tasks.meeting_forms import LookForm
from committee.tasks.queries import meetings
from committee.tasks.queries.meetings import MeetingFilter, MeetingRow
from committee.tasks.views.meetings.base import actor, blueprint, meeting_page

SIZE = 30
MOST_ROWS = 20_000
MOST_AHEAD = 20
WIDTHS = (12, 8, 18, 14, 50, 30, 30, 40, 24, 24)
NAMES = ("q", "kind", "state", "since", "until", "unit")


@blueprint.get("/meetings")
@doors.signed_in
def index() -> Response:
    viewer, on = doors.current_viewer(), clock.today()
    within, form, asked = access.seen(viewer), _look_form(), _asked()
    form.validate()
    wanted = _wanted(form)
    if (shape := request.args.get("format")) in SHAPES and not form.errors:
        return _file(wanted, within, shape)
    total = 0 if form.errors else meetings.count_meetings(wanted, on=on, within=within)
    page = page_of(request.args.get("page"), total=total, size=SIZE)
    shown = render_template(
        "meetings/index.html",
        rows=meetings.meetings(wanted, on=on, within=within, limit=SIZE, offset=page.offset) if total else [],
        ahead=_ahead(form, within),
        page=page,
        form=form,
        asked=asked,
        narrowed=bool(set(asked) - {"q", "kind"}),
        may_plan=bool(access.own_committees(viewer, on)),
        address=lambda number: url_for("meetings.index", page=number, **_any(asked)),
        words=words,
    )
    return make_response(shown, 422 if form.errors else 200)


@blueprint.get("/meetings/<int:meeting_id>")
@doors.signed_in
def show(meeting_id: int) -> Response:
    return meeting_page(access.meeting_for(doors.current_viewer(), meeting_id, on=clock.today()))


def _asked() -> dict[str, str]:
    return {name: value for name in NAMES if (value := request.args.get(name, "").strip())}


def _any(asked: dict[str, str]) -> dict[str, Any]:
    return dict(asked)


def _look_form() -> LookForm:
    form = LookForm(request.args)
    form.kind.choices = [SelectChoice(kind, word) for kind, word in words.kind_choices()]
    form.state.choices = [SelectChoice(state, word) for state, word in words.state_choices()]
    return form


def _wanted(form: LookForm) -> MeetingFilter:
    """Return the filter; a unit that is not there and a day that cannot be read are said at their fields."""
    since, until = form.typed_day("since"), form.typed_day("until")
    return MeetingFilter(
        words=form.q.data or "",
        kind=form.kind.data if form.kind.data in dict(words.kind_choices()) else "",
        state=form.state.data if form.state.data in words.STATES else "",
        from_on=since,
        to_on=until,
        path=form.unit.look(access.units_seen(doors.current_viewer()), clock.today()),
    )


def _ahead(form: LookForm, within: Reach) -> list[MeetingRow]:
    """Return what is to come, on the list that nobody has narrowed but by its kind."""
    if set(_asked()) - {"kind"} or request.args.get("page"):
        return []
    wanted = MeetingFilter(kind=_wanted(form).kind, state="planned", from_on=clock.today())
    return meetings.meetings(wanted, on=clock.today(), within=within, soonest_first=True, limit=MOST_AHEAD)


def _file(wanted: MeetingFilter, within: Reach, shape: str) -> Response:
    rows = meetings.meetings(wanted, on=clock.today(), within=within, limit=MOST_ROWS)
    with transaction():
        record_export(
            thing=("table", "meetings"), rows=len(rows), shape=shape, facts={"asked": _asked()}, by=actor(),
            now=clock.now(),
        )  # fmt: skip
    head = (
        gettext("Day"),
        gettext("Hour"),
        gettext("Kind"),
        gettext("State"),
        gettext("Title"),
        gettext("Place"),
        gettext("Chaired by"),
        gettext("Committee"),
        gettext("Unit"),
        gettext("Unit visited"),
    )
    return list_file("cuoc-hop", shape, head, map(_cells, rows), widths=WIDTHS)


def _cells(row: MeetingRow) -> tuple[object, ...]:
    said = (row.starts_at, words.kind_word(row), words.state_word(row.state), row.title, row.place, row.chaired_by)
    return (row.held_on, *said, row.committee, row.unit_name, row.visited_name)
