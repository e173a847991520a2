"""Adding one person by one form, another place for somebody, an account for a seat without one."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import operations as accounts
from committee.accounts.queries import account_with_email
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.domain.access import Role
from committee.domain.appointments import role_named, same_name
from committee.domain.errors import DomainError
from committee.members import access, operations
from committee.members.access import Person
from committee.members.forms import EmailForm, PersonForm, PlaceForm
from committee.members.operations import About
from committee.members.register import SEAT, Line
from committee.members.views.base import act, blueprint, moment, typed_unit, viewer
from committee.members.views.one import invitation_page


@blueprint.get("/people/new")
@doors.signed_in
def new() -> Response:
    """The form for one person; the address may name the unit and the role."""
    access.managed(viewer())
    form = PersonForm(formdata=None)
    form.from_on.data = vn_date(clock.today())
    form.unit.data, form.role.data = request.args.get("unit", ""), request.args.get("role", "")
    return _form(form, None, 200)


@blueprint.post("/people/new")
@doors.sensitive
def add() -> AnyResponse | str:
    """Make the account, give the place, invite."""
    within, form = access.managed(viewer()), PersonForm()
    place = _place(form)
    for name in ("full_name", "email"):
        if not form[name].data and not form[name].errors:
            form.refuse(DomainError("This must not be empty."), name)
    if place is None or form.errors:
        return _form(form, None, 422)
    try:
        with transaction():
            account_id, is_new = operations.add_person(
                email=form.email.data, name=form.full_name.data, **place, managed=within, **act()
            )
            secret = accounts.invite(account_id=account_id, **act()) if is_new else ""
    except DomainError as error:
        form.refuse(error, _field_of(error))
        return _form(form, None, 422)
    if is_new:
        return invitation_page(form.full_name.data, form.email.data, secret, account_id)
    flash(gettext("%(name)s had an account already and was given the place.", name=form.full_name.data), "done")
    return redirect(url_for("members.show", account_id=account_id), 303)


@blueprint.get("/people/<int:account_id>/places")
@doors.signed_in
def new_place(account_id: int) -> Response:
    """The form for another place of somebody."""
    access.managed(viewer())
    person = access.person_seen(viewer(), account_id, **moment())
    form = PlaceForm(formdata=None)
    form.from_on.data = vn_date(clock.today())
    return _form(form, person, 200)


@blueprint.post("/people/<int:account_id>/places")
@doors.sensitive
def add_place(account_id: int) -> AnyResponse:
    """Give somebody another place."""
    within, form = access.managed(viewer()), PlaceForm()
    person = access.person_seen(viewer(), account_id, **moment())
    place = _place(form)
    if place is None or form.errors:
        return _form(form, person, 422)
    try:
        with transaction():
            operations.give_place(account_id=account_id, **place, managed=within, **act())
    except DomainError as error:
        form.refuse(error, _field_of(error))
        return _form(form, person, 422)
    flash(gettext("The place is given."), "done")
    return redirect(url_for("members.show", account_id=account_id), 303)


@blueprint.get("/people/seats/<int:seat_id>/account")
@doors.signed_in
def new_account(seat_id: int) -> Response:
    """The form for the address of somebody who sits without an account."""
    seat = access.place_managed(viewer(), SEAT, seat_id, **moment())
    form = EmailForm(formdata=None)
    form.email.data = seat.email
    return _account_form(form, seat, 200)


@blueprint.post("/people/seats/<int:seat_id>/account")
@doors.sensitive
def add_account(seat_id: int) -> AnyResponse | str:
    """Make the account of somebody who sits without one, and invite."""
    seat, form = access.place_managed(viewer(), SEAT, seat_id, **moment()), EmailForm()
    try:
        with transaction():
            account_id, is_new = _account_for(seat, form.email.data)
            operations.seat_of_account(seat_id=seat_id, account_id=account_id, **act())
            secret = accounts.invite(account_id=account_id, **act()) if is_new else ""
    except DomainError as error:
        form.refuse(error, "email")
        return _account_form(form, seat, 422)
    if is_new:
        return invitation_page(seat.name, form.email.data, secret, account_id)
    return redirect(url_for("members.show", account_id=account_id), 303)


def _account_for(seat: Line, email: str) -> tuple[int, bool]:
    known = account_with_email(accounts.checked_email(email))
    if known is None:
        return accounts.add_account(email=email, name=seat.name, **act()), True
    if not same_name(known.name, seat.name):
        raise DomainError("This e-mail is the account of somebody with another name: check the e-mail and the name.")
    return known.account_id, False


def _place(form: PlaceForm) -> operations.Place | None:
    """Return the place that was typed; what is wrong is said at its field."""
    form.validate()
    role = _role(form)
    unit = typed_unit(form, access.managed(viewer()))
    from_on = form.typed_day("from_on")
    if role is None or form.errors:
        return None
    about = About(form.position_title.data, form.organization.data, form.phone.data)
    return operations.Place(unit=unit, role=role, about=about, from_on=from_on)


def _role(form: PlaceForm) -> Role | None:
    try:
        if form.role.data:
            return role_named(form.role.data)
        form.refuse(DomainError("Choose the role."), "role")
    except DomainError as error:
        form.refuse(error, "role")
    return None


def _field_of(error: DomainError) -> str | None:
    """Return the field a refusal is about, where it can be told."""
    return "unit" if "role" in error.params else None


def _form(form: PlaceForm, person: Person | None, status: int) -> Response:
    page = render_template("members/new.html", form=form, person=person)
    return make_response(page, status)


def _account_form(form: EmailForm, seat: Line, status: int) -> Response:
    return make_response(render_template("members/account.html", form=form, seat=seat), status)
