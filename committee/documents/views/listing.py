"""The register as a list that is searched, printed and taken along, and one document."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from wtforms import SelectChoice

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.list_file import SHAPES, list_file
from committee.core.paging import page_of
from committee.core.words import gettext
from committee.documents import access, operations, queries, words
from committee.documents.forms import LookForm
from committee.documents.queries import DocumentFilter, DocumentRow
from committee.documents.views.base import actor, blueprint, document_page
from committee.domain.access import Action, Reach, reach
from committee.domain.document_types import BY_CODE, TYPES

SIZE = 30
MOST_ROWS = 20_000
WIDTHS = (20, 12, 20, 30, 60, 24, 10, 24)
NAMES = ("q", "type", "issuer", "since", "until", "unit", "state")


@blueprint.get("/documents")
@doors.signed_in
def index() -> Response:
    viewer, on = doors.current_viewer(), clock.today()
    within, form = reach(viewer, Action.SEE_DOCUMENTS), _look_form()
    form.validate()
    wanted = _wanted(form, within)
    if (shape := request.args.get("format")) in SHAPES and not form.errors:
        return _file(wanted, within, shape)
    total = 0 if form.errors else queries.count_documents(wanted, on=on, within=within)
    page = page_of(request.args.get("page"), total=total, size=SIZE)
    found = queries.documents(wanted, on=on, within=within, limit=SIZE, offset=page.offset) if total else []
    asked: dict[str, Any] = _asked()
    shown = render_template(
        "documents/index.html",
        rows=found,
        page=page,
        form=form,
        asked=asked,
        narrowed=bool(set(asked) - {"q"}),
        keeps_any=access.keeps_any(viewer),
        has_committee=bool(access.own_committees(viewer, on)),
        address=lambda number: url_for("documents.index", page=number, **asked),
        words=words,
    )
    return make_response(shown, 422 if form.errors else 200)


@blueprint.get("/documents/<int:document_id>")
@doors.signed_in
def show(document_id: int) -> Response:
    return document_page(access.document_for(doors.current_viewer(), document_id, on=clock.today()))


def _asked() -> dict[str, str]:
    """Return what was looked for, as it was typed."""
    return {name: value for name in NAMES if (value := request.args.get(name, "").strip())}


def _look_form() -> LookForm:
    form = LookForm(request.args)
    form.type.choices = [SelectChoice("", gettext("All types")), *(SelectChoice(one.code, one.name) for one in TYPES)]
    form.state.choices = [SelectChoice(state, word) for state, word in words.state_choices()]
    return form


def _wanted(form: LookForm, within: Reach) -> DocumentFilter:
    """Return the filter; a unit that is not there and a day that cannot be read are said at their fields."""
    since, until = form.typed_day("since"), form.typed_day("until")
    return DocumentFilter(
        words=form.q.data or "",
        type=form.type.data if form.type.data in BY_CODE else "",
        issuer=form.issuer.data or "",
        from_on=since,
        to_on=until,
        path=form.unit.look(within, clock.today()),
        state=form.state.data if form.state.data in dict(words.state_choices()) else "",
    )


def _file(wanted: DocumentFilter, within: Reach, shape: str) -> Response:
    rows = queries.documents(wanted, on=clock.today(), within=within, limit=MOST_ROWS)
    with transaction():
        operations.note_export(asked=_asked(), rows=len(rows), shape=shape, by=actor(), now=clock.now())
    head = (
        gettext("Number and symbol"),
        gettext("Day"),
        gettext("Type of document"),
        gettext("Issued by"),
        gettext("Abstract"),
        gettext("State"),
        gettext("Code of a unit"),
        gettext("Unit"),
    )
    return list_file("van-ban", shape, head, map(_cells, rows), widths=WIDTHS)


def _cells(row: DocumentRow) -> tuple[object, ...]:
    said = (row.type_name, row.issuer, row.subject, words.state_word(row))
    return (row.written, row.issued_on, *said, row.unit, row.unit_name)
