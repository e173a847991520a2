"""What agencies are called from when to when: read by whoever sees people, kept by the administrator of the system."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.words import gettext
from committee.domain.errors import DomainError, NotFound
from committee.members import access, operations
from committee.members.agencies import AgencyRow
from committee.members.agencies import agencies as all_agencies
from committee.members.forms import AgencyForm, MergerForm
from committee.members.views.base import act, blueprint, viewer


@blueprint.get("/agencies")
@doors.signed_in
def agencies() -> str:
    """All agencies as they are called today, with the names they bore."""
    access.committees_seen(viewer())
    return render_template(
        "members/agencies.html",
        rows=all_agencies(clock.today()),
        today=clock.today(),
        may_manage=access.may_manage_agencies(viewer()),
    )


@blueprint.get("/agencies/new")
@doors.signed_in
def new_agency() -> Response:
    """The form of an agency that is not known yet."""
    access.agencies_managed(viewer())
    return _new_page(AgencyForm(formdata=None), 200)


@blueprint.post("/agencies")
@doors.signed_in
def add_agency() -> AnyResponse:
    """Add an agency."""
    access.agencies_managed(viewer())
    form = AgencyForm()
    from_on = form.typed_day("from_on")
    if form.errors:
        return _new_page(form, 422)
    try:
        with transaction():
            operations.add_agency(name=form.agency_name.data, short_name=form.short_name.data, from_on=from_on, **act())
    except DomainError as error:
        form.refuse(error, "agency_name")
        return _new_page(form, 422)
    return _done(gettext("%(name)s is entered.", name=form.agency_name.data))


@blueprint.get("/agencies/<int:agency_id>")
@doors.signed_in
def agency(agency_id: int) -> Response:
    """The forms of another name and of a merger."""
    access.agencies_managed(viewer())
    row, form = _row(agency_id), AgencyForm(formdata=None)
    form.agency_name.data, form.short_name.data = row.names[-1].name, row.names[-1].short_name
    return _page(row, form, MergerForm(formdata=None), 200)


@blueprint.post("/agencies/<int:agency_id>/names")
@doors.signed_in
def rename_agency(agency_id: int) -> AnyResponse:
    """Let an agency bear another name from a day on."""
    access.agencies_managed(viewer())
    row, form = _row(agency_id), AgencyForm()
    from_on = form.typed_day("from_on")
    try:
        if not form.errors:
            said = {"name": form.agency_name.data, "short_name": form.short_name.data}
            with transaction():
                operations.rename_agency(agency_id=agency_id, **said, from_on=from_on, **act())
            return _done(gettext("%(name)s is entered.", name=form.agency_name.data))
    except DomainError as error:
        form.refuse(error)
    return _page(row, form, MergerForm(formdata=None), 422)


@blueprint.post("/agencies/<int:agency_id>/merger")
@doors.signed_in
def merge_agency(agency_id: int) -> AnyResponse:
    """Let an agency go into another from a day on."""
    access.agencies_managed(viewer())
    row, form = _row(agency_id), MergerForm()
    on, others = form.typed_day("on"), {str(one.agency_id): one for one in all_agencies(clock.today())}
    into = others.get(form.into.data or "")
    if into is None:
        form.refuse(DomainError("Choose an agency."), "into")
    if on is None and not form.on.errors:
        form.refuse(DomainError("Type a day, such as 01/07/2025."), "on")
    try:
        if not form.errors and into is not None and on is not None:
            with transaction():
                operations.merge_agency(agency_id=agency_id, into_id=into.agency_id, on=on, **act())
            return _done(gettext("%(name)s goes into %(into)s.", name=row.name, into=into.name))
    except DomainError as error:
        form.refuse(error)
    return _page(row, AgencyForm(formdata=None), form, 422)


def _row(agency_id: int) -> AgencyRow:
    found = next((row for row in all_agencies(date.max) if row.agency_id == agency_id), None)
    if found is None:
        raise NotFound("There is no such agency.")
    return found


def _new_page(form: AgencyForm, status: int) -> Response:
    return make_response(render_template("members/new_agency.html", form=form), status)


def _page(row: AgencyRow, form: AgencyForm, merger: MergerForm, status: int) -> Response:
    others = [one for one in all_agencies(clock.today()) if one.agency_id != row.agency_id and one.into_id is None]
    merger.into.choices = [
        SelectChoice("", gettext("Choose an agency")),
        *(SelectChoice(str(one.agency_id), one.name) for one in others),
    ]
    faulty: Form = merger if merger.errors else form
    page = render_template("members/agency.html", row=row, form=form, merger=merger, faulty=faulty)
    return make_response(page, status)


def _done(said: str) -> AnyResponse:
    flash(said, "done")
    return redirect(url_for("members.agencies"), 303)
