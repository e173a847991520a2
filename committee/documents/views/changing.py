"""A document entered, and what is said of it corrected."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, SelectField

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import NONE
from committee.core.uploads import Upload, read_upload
from committee.core.words import gettext
from committee.documents import access, forms, operations, queries, words
from committee.documents.forms import NewForm
from committee.documents.operations import Description, Stale
from committee.documents.pointing import pointings
from committee.documents.queries import DocumentRow
from committee.documents.views.base import actor, blueprint, document_page, upload_hint
from committee.domain.document_numbers import State, proposed_symbol, read_number
from committee.domain.errors import DomainError, NotFound


@blueprint.get("/documents/new")
@doors.signed_in
def new() -> Response:
    viewer = doors.current_viewer()
    form = _form_for(own=bool(request.args.get("own")))
    if "register" in form:
        units = access.own_units(viewer, clock.today())
        form.register.data = units[0].code if units else ""
    return _new_page(form)


@blueprint.post("/documents")
@doors.signed_in
def create() -> AnyResponse:
    form = _form_for(own=bool(request.form.get("own")))
    is_whole = form.validate()
    register = _register_of(form)
    description, upload = _described(form), _upload_of(form)
    if not is_whole or form.errors or register is None:
        return _new_page(form, 422)
    unit_id, committee_id = register
    state = form.state.data if "state" in form else State.DRAFT.value
    try:
        with transaction():
            document_id = operations.register(
                unit_id=unit_id, committee_id=committee_id, description=description, state=state,
                by=actor(), now=clock.now(),
            )  # fmt: skip
            if upload is not None:
                operations.add_file(document_id=document_id, part=None, upload=upload, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _new_page(form, 422)
    flash(gettext("The document stands in the register."), "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.get("/documents/<int:document_id>/description")
@doors.signed_in
def edit(document_id: int) -> AnyResponse:
    document = access.document_kept_by(doors.current_viewer(), document_id, on=clock.today())
    if document.is_closed:
        flash(gettext("A document with its number is not edited: register the one that replaces it."), "warning")
        return redirect(url_for("documents.show", document_id=document_id))
    return _edit_page(document, forms.edit_form(document))


@blueprint.post("/documents/<int:document_id>/description")
@doors.signed_in
def change(document_id: int) -> AnyResponse:
    document = access.document_kept_by(doors.current_viewer(), document_id, on=clock.today())
    form = forms.edit_form(document)
    is_whole = form.validate()
    description = _described(form, issuer=document.issuer if "issuer" not in form else "")
    if not is_whole or form.errors:
        return _edit_page(document, form, 422)
    try:
        with transaction():
            operations.change(
                document_id=document_id, version=version_in(form.version.data), description=description,
                by=actor(), now=clock.now(),
            )  # fmt: skip
    except Stale:
        return _conflict_page(document_id, form)
    except DomainError as error:
        form.refuse(error)
        return _edit_page(document, form, 422)
    flash(gettext("The change is saved."), "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/links")
@doors.signed_in
def link(document_id: int) -> AnyResponse:
    viewer, today = doors.current_viewer(), clock.today()
    document = access.document_kept_by(viewer, document_id, on=today)
    if request.form.get("to") in pointings():
        return _point(document, request.form["to"])
    unit = access.unit_to_link(viewer, request.form.get("unit", "").strip(), on=today)
    if unit is None:
        flash(gettext("You see no unit with this code."), "error")
        return document_page(document, 422)
    with transaction():
        operations.link(document_id=document_id, kind=queries.UNIT, thing_id=unit.unit_id, by=actor(), now=clock.now())
    flash(gettext("The document is shown on the page of %(unit)s.", unit=unit.name), "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/links/<kind>/<int:thing_id>/removal")
@doors.signed_in
def unlink(document_id: int, kind: str, thing_id: int) -> AnyResponse:
    access.document_kept_by(doors.current_viewer(), document_id, on=clock.today())
    with transaction():
        operations.unlink(document_id=document_id, kind=kind, thing_id=thing_id, by=actor(), now=clock.now())
    flash(gettext("The link is taken away."), "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


def _point(document: DocumentRow, name: str) -> AnyResponse:
    """Let a document point to the thing that a form names; what it does not find is said on the form."""
    viewer, today, way = doors.current_viewer(), clock.today(), pointings()[name]
    form = way.fields(today)
    try:
        if not form.validate():
            return document_page(document, 422, **{f"to_{name}": form})
        kind, thing_id = way.find(viewer, form, today)
        with transaction():
            operations.link(document_id=document.id, kind=kind, thing_id=thing_id, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return document_page(document, 422, **{f"to_{name}": form})
    flash(gettext("The document now points to it."), "done")
    return redirect(url_for("documents.show", document_id=document.id), 303)


def version_in(typed: str | None) -> int:
    """Return the version a form was made with; what is no number is none that ever stood."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _form_for(*, own: bool) -> NewForm:
    viewer = doors.current_viewer()
    committees = access.own_committees(viewer, clock.today())
    if not access.keeps_any(viewer) or (own and not committees):
        raise NotFound("There is no such page.")
    return forms.new_form(committees, own=own)


def _register_of(form: NewForm) -> tuple[int, int | None] | None:
    """Return the unit whose register is meant, and the committee that issues; no such unit is said at its field."""
    viewer, today = doors.current_viewer(), clock.today()
    if "committee" in form:
        chosen = [row for row in access.own_committees(viewer, today) if row.committee_id == form.committee.data]
        return (chosen[0].unit_id, chosen[0].committee_id) if chosen else None
    unit = access.register_of(viewer, form.register.data or "", on=today)
    if unit is None:
        form.refuse(DomainError("You keep the register of no unit with this code."), "register")
    return (unit.unit_id, None) if unit else None


def _described(form: forms.DescriptionForm, issuer: str = "") -> Description:
    if "committee" in form:
        issuer = _label(form["committee"])
        form.symbol.data = form.symbol.data or proposed_symbol(form.type.data)
    if "number" in form and form.number.data:
        try:
            read_number(form.number.data)
        except DomainError as error:
            form.refuse(error, "number")
    return form.description(issuer)


def _upload_of(form: NewForm) -> Upload | None:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    try:
        return read_upload(sent.filename, sent.stream)
    except DomainError as error:
        form.refuse(error, "file")
        return None


def _new_page(form: NewForm, status: int = 200) -> Response:
    shown = render_template("documents/new.html", form=form, own="committee" in form, formats=upload_hint())
    return make_response(shown, status)


def _edit_page(document: DocumentRow, form: forms.DescriptionForm, status: int = 200) -> Response:
    return make_response(render_template("documents/edit.html", document=document, form=form, words=words), status)


def _conflict_page(document_id: int, form: forms.DescriptionForm) -> Response:
    """Show what was typed here and what stands by now; whoever typed chooses."""
    document = access.document_kept_by(doors.current_viewer(), document_id, on=clock.today())
    saved = forms.saved_form(document)
    rows = [
        (field.label.text, _shown(field), _shown(saved[field.name]) if field.name in saved else NONE)
        for field in form
        if field.type != "CSRFTokenField" and field.name != "version"
    ]
    page = render_template("documents/conflict.html", document=document, form=form, rows=rows, words=words)
    return make_response(page, 409)


def _shown(field: Field) -> str:
    return _label(field) if isinstance(field, SelectField) else str(field.data or NONE)


def _label(field: SelectField) -> str:
    """Return the words of what was chosen."""
    return next((str(choice.label) for choice in field.choices if choice.value == field.data), "")
