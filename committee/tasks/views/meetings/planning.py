"""A meeting or a visit planned, changed, cancelled."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import NONE
from committee.core.words import gettext
from committee.domain.errors import DomainError, NotFound, Stale
from committee.tasks import meeting_access as access
from committee.tasks import meeting_forms as forms
from committee.tasks import meeting_words as words
from committee.tasks.meeting_forms import PlanForm
from committee.tasks.operations import meetings as operations
from committee.tasks.operations.meetings import Plan
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.views.meetings.base import Compared, actor, blueprint, kept, meeting_page, version_sent


@blueprint.get("/meetings/new")
@doors.signed_in
def new() -> Response:
    form = _form_for(is_visit=bool(request.args.get("visit")))
    if "visited" in form:
        form.visited.data = request.args.get("unit", "").strip()[:20]
    return _new_page(form)


@blueprint.post("/meetings")
@doors.signed_in
def create() -> AnyResponse:
    form = _form_for(is_visit=bool(request.form.get("visit")))
    form.validate()
    plan = _plan_of(form)
    if plan is None or form.errors:
        return _new_page(form, 422)
    try:
        with transaction():
            meeting_id = operations.plan_meeting(
                committee_id=form.committee.data, plan=plan, by=actor(), now=clock.now()
            )
    except DomainError as error:
        form.refuse(error)
        return _new_page(form, 422)
    flash(gettext("It is planned; now write the agenda."), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@blueprint.get("/meetings/<int:meeting_id>/plan")
@doors.signed_in
def edit(meeting_id: int) -> Response:
    meeting = kept(meeting_id)
    return _edit_page(meeting, forms.edit_form(meeting))


@blueprint.post("/meetings/<int:meeting_id>/plan")
@doors.signed_in
def change(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    form = forms.edit_form(meeting)
    form.validate()
    plan = _plan_of(form)
    if plan is None or form.errors:
        return _edit_page(meeting, form, 422)
    try:
        with transaction():
            operations.change_meeting(
                meeting_id=meeting_id, version=version_sent(), plan=plan, by=actor(), now=clock.now()
            )
    except Stale:
        return _overtaken(kept(meeting_id), form)
    except DomainError as error:
        form.refuse(error)
        return _edit_page(meeting, form, 422)
    flash(gettext("The change is saved."), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/cancellation")
@doors.signed_in
def cancel(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    form = forms.CancelForm()
    if not form.validate():
        return meeting_page(meeting, 422, cancel_form=form)
    try:
        with transaction():
            operations.cancel_meeting(meeting_id=meeting_id, reason=form.reason.data, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return meeting_page(meeting, 422, cancel_form=form)
    flash(gettext("It is cancelled; the reason stands on its page."), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _form_for(*, is_visit: bool) -> PlanForm:
    committees = access.own_committees(doors.current_viewer(), clock.today())
    if not committees:
        raise NotFound("There is no such page.")
    return forms.new_form(committees, is_visit=is_visit)


def _plan_of(form: PlanForm) -> Plan | None:
    """Return what was typed; a unit that is not to be seen is said at its field."""
    visited = None
    if "visited" in form:
        visited = _visited(form)
    return form.plan(visited)


def _visited(form: PlanForm) -> int | None:
    said = form.visited.data or ""
    if not said.strip():
        form.refuse(DomainError("Write which unit is visited."), "visited")
        return None
    try:
        return access.unit_seen(doors.current_viewer(), said, on=clock.today()).unit_id
    except DomainError as error:
        form.refuse(error, "visited")
        return None


def _new_page(form: PlanForm, status: int = 200) -> Response:
    return make_response(render_template("meetings/new.html", form=form, is_visit="visited" in form), status)


def _overtaken(meeting: MeetingRow, form: PlanForm) -> Response:
    """Show what was typed, to be saved all the same, beside what somebody else saved meanwhile."""
    saved = forms.saved_form(meeting)
    rows = [
        (field.label.text, str(field.data or NONE), str(saved[field.name].data or NONE))
        for field in form
        if field.type not in ("CSRFTokenField", "HiddenField") and (field.data or "") != (saved[field.name].data or "")
    ]
    form.version.data = str(meeting.version)
    return _edit_page(meeting, form, 409, rows)


def _edit_page(meeting: MeetingRow, form: PlanForm, status: int = 200, overtaken: Compared | None = None) -> Response:
    page = render_template("meetings/edit.html", meeting=meeting, form=form, overtaken=overtaken, words=words)
    return make_response(page, status)
