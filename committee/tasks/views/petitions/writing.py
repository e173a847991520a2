"""A difficulty and a proposal written down, answered, withdrawn."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext
from committee.domain.errors import DomainError, NotFound
from committee.members.queries import CommitteeRow
from committee.tasks import meeting_access
from committee.tasks import petition_access as access
from committee.tasks.addressing import committees_above
from committee.tasks.operations import petitions as operations
from committee.tasks.operations.petitions import Raised
from committee.tasks.petition_forms import PetitionForm, petition_form
from committee.tasks.queries.parties import party_meant
from committee.tasks.queries.petitions import PetitionRow
from committee.tasks.views.petitions.base import actor, answer_form, blueprint, petition_page

LONGEST_NUMBER = 10


@blueprint.get("/petitions/new")
@doors.signed_in
def new() -> Response:
    viewer = doors.current_viewer()
    _refuse_strangers()
    own = access.own_unit(viewer, on=clock.today())
    code = request.args.get("unit", "").strip()[:20] or (own.code if own else "")
    meeting = request.args.get("meeting", "").strip()[:10]
    return _new_page(petition_form(_committees(code), unit=code, meeting=meeting))


@blueprint.post("/petitions")
@doors.signed_in
def create() -> AnyResponse:
    _refuse_strangers()
    form = petition_form(_committees(request.form.get("unit", "").strip()[:20]))
    form.validate()
    raised = _raised(form)
    if raised is None or form.errors:
        return _new_page(form, 422)
    try:
        with transaction():
            petition_id = operations.raise_petition(raised=raised, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _new_page(form, 422)
    flash(gettext("The proposal is written down and stands before its addressee."), "done")
    return redirect(url_for("petitions.show", petition_id=petition_id), 303)


@blueprint.post("/petitions/<int:petition_id>/answer")
@doors.signed_in
def answer(petition_id: int) -> AnyResponse:
    viewer, today = doors.current_viewer(), clock.today()
    petition = access.petition_for(viewer, petition_id, on=today)
    if not access.may_answer(viewer, petition, on=today):
        raise NotFound("There is no such page.")
    form = answer_form()
    if not form.validate():
        return petition_page(petition, 422, form)
    try:
        with transaction():
            operations.answer_petition(
                petition_id=petition_id, answer=form.answer.data, document_id=form.document.data or None, by=actor(),
                now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.refuse(error)
        return petition_page(petition, 422, form)
    flash(gettext("The answer is kept."), "done")
    return redirect(url_for("petitions.show", petition_id=petition_id), 303)


@blueprint.post("/petitions/<int:petition_id>/withdrawal")
@doors.signed_in
def withdraw(petition_id: int) -> AnyResponse:
    petition = _withdrawable(petition_id)
    try:
        with transaction():
            operations.withdraw_petition(petition_id=petition_id, by=actor(), now=clock.now())
    except DomainError as error:
        form = answer_form()
        form.refuse(error)
        return petition_page(petition, 422, form)
    flash(gettext("The proposal is withdrawn."), "done")
    return redirect(url_for("petitions.show", petition_id=petition_id), 303)


def _withdrawable(petition_id: int) -> PetitionRow:
    viewer = doors.current_viewer()
    petition = access.petition_for(viewer, petition_id, on=clock.today())
    if not access.may_withdraw(viewer, petition):
        raise NotFound("There is no such page.")
    return petition


def _refuse_strangers() -> None:
    if not access.may_raise_any(doors.current_viewer()):
        raise NotFound("There is no such page.")


def _raised(form: PetitionForm) -> Raised | None:
    """Return what was typed; a unit one may not speak for and a day that cannot be read are said at their fields."""
    viewer, today = doors.current_viewer(), clock.today()
    unit = access.unit_to_raise_for(viewer, form.unit.data or "", on=today)
    due_on = form.typed_day("due_on")
    if unit is None:
        form.refuse(DomainError("You raise proposals for no unit with this code."), "unit")
        return None
    return Raised(
        unit_id=unit.unit_id,
        field=form["field"].data,
        difficulty=form.difficulty.data,
        proposal=form.proposal.data,
        addressee=party_meant(form.addressee.data, access.addressees(unit, on=today)),
        due_on=due_on,
        meeting_id=_meeting_of(form),
        committee_id=form.committee.data or None,
    )


def _committees(code: str) -> list[CommitteeRow]:
    """Return the committees that the unit with a code may address, none where the reader raises nothing for it."""
    today = clock.today()
    unit = access.unit_to_raise_for(doors.current_viewer(), code, on=today)
    return committees_above(unit, on=today) if unit else []


def _meeting_of(form: PetitionForm) -> int | None:
    """Return the meeting or visit in which it was raised, if the reader keeps that one."""
    typed = form.meeting.data or ""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER):
        return None
    return meeting_access.meeting_kept_by(doors.current_viewer(), int(typed), on=clock.today()).id


def _new_page(form: PetitionForm, status: int = 200) -> Response:
    viewer, today = doors.current_viewer(), clock.today()
    unit = access.unit_to_raise_for(viewer, form.unit.data or "", on=today)
    offered = [one.label for one in access.addressees(unit, on=today)] if unit else []
    shown = render_template("petitions/new.html", form=form, labels=list(dict.fromkeys(offered)))
    return make_response(shown, status)
