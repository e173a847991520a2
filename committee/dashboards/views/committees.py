"""Committees: who sits in one on a day, what is vacant, and renewing it by a decision (kiện toàn)."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.paging import page_of
from committee.core.tabular import read_table
from committee.core.uploads import harmless_name
from committee.core.words import gettext
from committee.dashboards.composition_form import (
    MORE_ROWS,
    CompositionForm,
    composition_form,
    rows_for,
    rows_in,
    typed,
)
from committee.dashboards.forms import LookForm
from committee.dashboards.renewing import register_of, renew, take_back
from committee.dashboards.views.pointed import papers_on_seats
from committee.documents.queries import registered
from committee.domain.access import Action, Actor, reach
from committee.domain.days import read_day
from committee.domain.errors import DomainError, NotFound, Refused
from committee.members import access
from committee.members.agencies import directory
from committee.members.charges import areas_of, covers_of
from committee.members.composition import (
    gaps_in,
    listed,
    reconstitution_row,
    reconstitutions_of,
    sitting_from,
    sitting_on,
)
from committee.members.composition_file import composition_of
from committee.members.finding import WhichUnit, unit_meant
from committee.members.member_file import COLUMNS
from committee.members.queries import CommitteeRow, keepers_of
from committee.members.reconstitution_plan import (
    Plan,
    Proposal,
    plan_reconstitution,
    with_present_seats,
)
from committee.members.reconstitution_words import changes_of, cover_words, gap_words
from committee.members.wording import CHANGE_LOOKS, CHANGES
from committee.tasks.posts import without_lead
from committee.tasks.queries.rows import TaskRow
from committee.tasks.queries.work import open_per_seat
from committee.units.queries import UnitRow

blueprint = Blueprint("committees", __name__)

SIZE = 30


@blueprint.get("/committees")
@doors.signed_in
def index() -> str:
    """The committees within reach, by unit from the top."""
    within = access.committees_seen(doors.current_viewer())
    said, today = request.args.get("unit", "").strip(), clock.today()
    units, path = [], ""
    try:
        path = unit_meant(said, within, today).path if said else ""
        rows = listed(within, today, path=path)
    except WhichUnit as several:
        rows, units = [], several.units
    except DomainError:
        rows = []
    page = page_of(request.args.get("page"), total=len(rows), size=SIZE)
    return render_template(
        "dashboards/committees.html",
        rows=rows[page.offset : page.offset + SIZE],
        units=units,
        page=page,
        typed_unit=said,
        vacant=sum(bool(row.vacant) for row in rows),
        address=lambda number: url_for("committees.index", unit=said or None, page=number),
    )


@blueprint.get("/committees/<int:committee_id>")
@doors.signed_in
def show(committee_id: int) -> Response:
    """Who sits in a committee on a day, and what is vacant."""
    committee, unit = access.committee_seen(doors.current_viewer(), committee_id, today=clock.today())
    form, day = _look()
    seats = sitting_on(committee_id, day)
    ids = [seat.seat_id for seat in seats]
    page = render_template(
        "dashboards/committee.html",
        form=form,
        committee=committee,
        unit=unit,
        day=day,
        seats=seats,
        areas=areas_of(ids, day),
        covers=[cover for cover in covers_of(ids) if cover.holds_on(day)],
        gaps=gaps_in(committee_id, day),
        agencies=directory(),
        may_manage=reach(doors.current_viewer(), Action.MANAGE_PEOPLE).covers(unit.path),
        sees_people=reach(doors.current_viewer(), Action.SEE_PEOPLE).covers(unit.path),
        gives_tasks=reach(doors.current_viewer(), Action.ASSIGN_TASKS).covers(unit.path),
        keepers=[one.name for one in keepers_of(unit, clock.today())],
        papers=papers_on_seats(committee_id),
        waiting=_waiting(committee_id, unit, day),
        **_renewals(committee_id, unit),
    )
    return make_response(page, 422 if form.errors else 200)


@blueprint.get("/committees/<int:committee_id>/reconstitution")
@doors.signed_in
def reconstitution(committee_id: int) -> Response:
    """The form of a new composition, as the committee sits now."""
    committee, unit = access.committee_managed(doors.current_viewer(), committee_id, today=clock.today())
    form = composition_form(sitting_from(committee_id, clock.today()), rows_in(None))(formdata=None)
    form.effective_on.data = vn_date(clock.today())
    form.fill_present()
    return _form_page(committee, unit, form)


@blueprint.post("/committees/<int:committee_id>/reconstitution")
@doors.signed_in
def propose(committee_id: int) -> Response:
    """What the typed composition would do; or more lines, a file read into the form, the form again. Writes nothing."""
    committee, unit = access.committee_managed(doors.current_viewer(), committee_id, today=clock.today())
    form, press = _sent_form(committee_id), request.form.get("press", "")
    if press == "file":
        return _form_page(committee, unit, _read_file(committee, form))
    if press in ("more", "edit"):
        return _form_page(committee, unit, form, status=200)
    proposal = _proposal(committee, unit, form)
    try:
        plan = plan_reconstitution(proposal) if proposal else None
    except DomainError as error:
        form.refuse(error)
        plan = None
    return _form_page(committee, unit, form) if plan is None else _preview(committee, unit, plan)


@blueprint.post("/committees/<int:committee_id>/reconstitutions")
@doors.sensitive
def confirm(committee_id: int) -> AnyResponse:
    """Renew the committee as the preview showed it."""
    viewer = doors.current_viewer()
    committee, unit = access.committee_managed(viewer, committee_id, today=clock.today())
    form = _sent_form(committee_id)
    proposal = _proposal(committee, unit, form)
    if proposal is None:
        return _form_page(committee, unit, form)
    try:
        with transaction():
            renew(proposal=proposal, seal=request.form.get("seal", ""), by=_actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _form_page(committee, unit, form)
    flash(gettext("The committee is renewed from %(day)s.", day=vn_date(proposal.effective_on)), "done")
    day = max(proposal.effective_on, clock.today())
    return redirect(url_for("committees.show", committee_id=committee_id, as_of=vn_date(day)), 303)


@blueprint.post("/committees/<int:committee_id>/reconstitutions/<int:reconstitution_id>/withdrawal")
@doors.sensitive
def withdraw(committee_id: int, reconstitution_id: int) -> AnyResponse:
    """Put back what a renewal changed."""
    access.committee_managed(doors.current_viewer(), committee_id, today=clock.today())
    if reconstitution_row(committee_id, reconstitution_id) is None:
        raise NotFound("There is no such reconstitution.")
    with transaction():
        take_back(committee_id=committee_id, reconstitution_id=reconstitution_id, by=_actor(), now=clock.now())
    flash(gettext("The reconstitution is taken back: everybody sits as before."), "done")
    return redirect(url_for("committees.show", committee_id=committee_id), 303)


def _actor() -> Actor:
    return Actor(doors.current_viewer().account_id, doors.current_viewer().name)


def _look() -> tuple[LookForm, date]:
    """Return the form of the day looked at, and the day: today where none or none that can be read was typed."""
    form, today = LookForm(request.args), clock.today()
    try:
        return form, read_day(form.as_of.data) if form.as_of.data else today
    except DomainError as error:
        form.refuse(error, "as_of")
        return form, today


def _waiting(committee_id: int, unit: UnitRow, day: date) -> list[TaskRow]:
    """Return the open tasks whose lead has ended without a successor, for whoever may see the committee's tasks."""
    may_see = reach(doors.current_viewer(), Action.SEE_TASKS).covers(unit.path)
    return without_lead(committee_id, on=day, today=clock.today()) if may_see else []


def _renewals(committee_id: int, unit: UnitRow) -> dict[str, object]:
    """Return how the committee was renewed, with the documents that are registered and open to the reader."""
    rows, viewer = reconstitutions_of(committee_id), doors.current_viewer()
    references = [(row.decision, row.decided_on) for row in rows]
    may_read = reach(viewer, Action.SEE_DOCUMENTS).covers(unit.path)
    found = registered(references, on=clock.today(), within=register_of(unit.path)) if may_read else {}
    newest = rows[0] if rows and rows[0].may_be_taken_back(clock.today(), clock.now()) else None
    return {
        "renewals": [(row, found.get((row.decision, row.decided_on))) for row in rows],
        "undoable": newest.id if newest else None,
    }


def _sent_form(committee_id: int) -> CompositionForm:
    """Return the form as it was sent, with a line for everybody who sat on the day typed in it."""
    try:
        day = read_day(request.form.get("effective_on", ""))
    except DomainError:
        day = clock.today()
    present = sitting_from(committee_id, day)
    rows = rows_in(request.form.get("rows")) + (MORE_ROWS if request.form.get("press") == "more" else 0)
    form = composition_form(present, rows)()
    form.rows.data = str(rows)
    unasked = [seat for seat in present if f"role_{seat.seat_id}" not in request.form]
    for seat in unasked:
        form[f"role_{seat.seat_id}"].data = seat.role
        form[f"title_{seat.seat_id}"].data = seat.position_title
        form[f"organization_{seat.seat_id}"].data = seat.organization
    if unasked and request.form.get("press") != "file":
        names = ", ".join(seat.full_name for seat in unasked)
        form.refuse(DomainError("Also sitting on that day: %(names)s. Look at their lines.", names=names))
    return form


def _read_file(committee: CommitteeRow, form: CompositionForm) -> CompositionForm:
    """Return the form filled in from the file that was sent; or as it was, with what is wrong with the file."""
    file = form.file.data
    if not file or not file.filename:
        form.refuse(DomainError("Choose a file."), "file")
        return form
    try:
        day = form.typed_day("effective_on") or clock.today()
        rows = read_table(file.stream.read(), harmless_name(file.filename), columns=COLUMNS)
        lines = with_present_seats(committee.committee_id, composition_of(rows, committee, on=day), day)
        rows_needed = rows_for(lines)
    except DomainError as error:
        form.refuse(error, None if isinstance(error, Refused) else "file")
        return form
    filled = composition_form(form.present, rows_needed)(formdata=None)
    filled.rows.data = str(rows_needed)
    for name in ("decision", "decided_on", "effective_on"):
        filled[name].data = form[name].data
    filled.fill(lines)
    return filled


def _proposal(committee: CommitteeRow, unit: UnitRow, form: CompositionForm) -> Proposal | None:
    return None if form.errors else form.proposal(committee.committee_id, unit)


def _form_page(committee: CommitteeRow, unit: UnitRow, form: CompositionForm, status: int | None = None) -> Response:
    page = render_template("dashboards/reconstitution.html", committee=committee, unit=unit, form=form, columns=COLUMNS)
    return make_response(page, status or (422 if form.errors else 200))


def _preview(committee: CommitteeRow, unit: UnitRow, plan: Plan) -> Response:
    page = render_template(
        "dashboards/reconstitution_preview.html",
        committee=committee,
        unit=unit,
        plan=plan,
        changes=changes_of(plan, open_per_seat(plan.outcome.ended)),
        covers=cover_words(plan),
        gaps=gap_words(plan),
        kinds=CHANGES,
        looks=CHANGE_LOOKS,
        typed=typed(request.form),
    )
    return make_response(page)
