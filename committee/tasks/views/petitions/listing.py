"""Proposals as a list that is searched and taken along, and one of them."""

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
from committee.tasks import petition_access as access
from committee.tasks import petition_words as words
from committee.tasks.access import eyes_of
from committee.tasks.meeting_access import units_seen
from committee.tasks.petition_forms import PetitionLookForm
from committee.tasks.queries import petitions
from committee.tasks.queries.petitions import PetitionFilter, PetitionRow
from committee.tasks.queries.seen import Eyes
from committee.tasks.views.petitions.base import actor, blueprint, petition_page

SIZE = 30
MOST_ROWS = 20_000
NAMES = ("q", "state", "unit")
WIDTHS = (12, 10, 24, 24, 50, 50, 30, 14, 16, 12, 50)


@blueprint.get("/petitions")
@doors.signed_in
def index() -> Response:
    viewer, on = doors.current_viewer(), clock.today()
    eyes, form = eyes_of(viewer, on=on), PetitionLookForm(request.args)
    form.state.choices = [SelectChoice(state, word) for state, word in words.state_choices()]
    form.validate()
    wanted, asked = _wanted(form), _asked()
    if (shape := request.args.get("format")) in SHAPES and not form.errors:
        return _file(wanted, eyes, shape)
    total = 0 if form.errors else petitions.count_petitions(wanted, eyes=eyes)
    page = page_of(request.args.get("page"), total=total, size=SIZE)
    shown = render_template(
        "petitions/index.html",
        rows=petitions.petitions(wanted, eyes=eyes, limit=SIZE, offset=page.offset) if total else [],
        page=page,
        form=form,
        asked=asked,
        may_raise=access.may_raise_any(viewer),
        address=lambda number: url_for("petitions.index", page=number, **asked),
        today=on,
        words=words,
    )
    return make_response(shown, 422 if form.errors else 200)


@blueprint.get("/petitions/<int:petition_id>")
@doors.signed_in
def show(petition_id: int) -> Response:
    return petition_page(access.petition_for(doors.current_viewer(), petition_id, on=clock.today()))


def _asked() -> dict[str, Any]:
    return {name: value for name in NAMES if (value := request.args.get(name, "").strip())}


def _wanted(form: PetitionLookForm) -> PetitionFilter:
    """Return the filter; a unit that is not there is said at its field."""
    state = form.state.data if form.state.data in dict(words.state_choices()) else ""
    path = form.unit.look(units_seen(doors.current_viewer()), clock.today())
    return PetitionFilter(words=form.q.data or "", state=state, path=path)


def _file(wanted: PetitionFilter, eyes: Eyes, shape: str) -> Response:
    rows = petitions.petitions(wanted, eyes=eyes, limit=MOST_ROWS)
    with transaction():
        record_export(
            thing=("table", "petitions"), rows=len(rows), shape=shape, facts={"asked": _asked()}, by=actor(),
            now=clock.now(),
        )  # fmt: skip
    head = (
        gettext("Raised on"),
        gettext("Code of a unit"),
        gettext("Unit"),
        gettext("Line of work"),
        gettext("Difficulty"),
        gettext("Proposal"),
        gettext("Addressed to"),
        gettext("An answer is hoped for by"),
        gettext("State"),
        gettext("Answered on"),
        gettext("Answer"),
    )
    return list_file("kien-nghi", shape, head, map(_cells, rows), widths=WIDTHS)


def _cells(row: PetitionRow) -> tuple[object, ...]:
    said = (row.unit, row.unit_name, row.field, row.difficulty, row.proposal, row.addressee_name, row.due_on)
    return (row.raised_on, *said, words.state_word(row.state(clock.today())), row.answered_on, row.answer)
