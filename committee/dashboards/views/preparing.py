"""What is prepared for a committee's renewal: its composition as a file; and which agency stands by it."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.audit.operations import record_export
from committee.core import clock, doors
from committee.core.csv_text import csv_text
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.forms import Form
from committee.core.words import gettext
from committee.dashboards.forms import AgencyForm
from committee.dashboards.views.committees import blueprint
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.members import access
from committee.members.agencies import agencies
from committee.members.charges import areas_of
from committee.members.composition import sitting_on
from committee.members.member_file import COLUMNS
from committee.members.operations import set_standing_agency
from committee.members.queries import CommitteeRow
from committee.units.queries import UnitRow


@blueprint.get("/committees/<int:committee_id>/composition.csv")
@doors.signed_in
def composition(committee_id: int) -> Response:
    """Who sits in a committee today, in the columns that a renewal is read from; contacts for those who need them."""
    today = clock.today()
    committee, unit = access.committee_seen(doors.current_viewer(), committee_id, today=today)
    contacts = access.may_see_contacts(doors.current_viewer(), unit)
    seats = sitting_on(committee_id, today)
    areas = areas_of([seat.seat_id for seat in seats], today)
    rows = [
        (
            unit.code, committee.name, seat.full_name, seat.role, seat.position_title, seat.organization,
            seat.email if contacts else "", seat.phone if contacts else "",
            ";".join(one.code for one in areas.get(seat.seat_id, ())),
            vn_date(seat.from_on) if seat.from_on else "", vn_date(seat.to_on) if seat.to_on else "",
        )
        for seat in seats
    ]  # fmt: skip
    with transaction():
        thing = ("committee", committee_id)
        record_export(thing=thing, rows=len(rows), shape="csv", unit_id=unit.unit_id, by=_actor(), now=clock.now())
    response = make_response(csv_text([column.name for column in COLUMNS], rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="thanh-phan-{unit.code}-{today.isoformat()}.csv"'
    return response


@blueprint.get("/committees/<int:committee_id>/standing-agency")
@doors.signed_in
def edit_agency(committee_id: int) -> Response:
    committee, unit = access.committee_managed(doors.current_viewer(), committee_id, today=clock.today())
    return _agency_page(committee, unit, AgencyForm(formdata=None, agency=committee.standing_agency))


@blueprint.post("/committees/<int:committee_id>/standing-agency")
@doors.signed_in
def set_agency(committee_id: int) -> AnyResponse:
    """Say which agency prepares the committee's meetings and keeps its figures."""
    committee, unit = access.committee_managed(doors.current_viewer(), committee_id, today=clock.today())
    form = AgencyForm()
    if "agency" not in request.form or not form.validate():
        return _agency_page(committee, unit, form, 422)
    try:
        with transaction():
            set_standing_agency(committee_id=committee_id, name=form.agency.data or "", by=_actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error, "agency")
        return _agency_page(committee, unit, form, 422)
    flash(gettext("The standing agency is kept."), "done")
    return redirect(url_for("committees.show", committee_id=committee_id), 303)


def _actor() -> Actor:
    return Actor(doors.current_viewer().account_id, doors.current_viewer().name)


def _agency_page(committee: CommitteeRow, unit: UnitRow, form: Form, status: int = 200) -> Response:
    names = [row.name for row in agencies(clock.today())]
    page = render_template("dashboards/standing_agency.html", committee=committee, unit=unit, form=form, names=names)
    return make_response(page, status)
