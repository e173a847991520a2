"""A person's own page: their password, and the browsers they are signed in with."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import operations, passwords, queries
from committee.accounts.door import WrongCode
from committee.accounts.forms import ChangePasswordForm
from committee.accounts.passwords import Chosen
from committee.accounts.views.entrance import blueprint, profile, refused
from committee.accounts.views.proof import prove
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.passwords import is_due
from committee.domain.sign_in import limits_of, roles_held
from committee.units.queries import units_on


@blueprint.get("/account")
@doors.signed_in
def account() -> Response:
    return _page(ChangePasswordForm(), 200)


@blueprint.post("/account/password")
@doors.signed_in
def change_password() -> AnyResponse:
    form, person = ChangePasswordForm(), current_user
    field = "current"
    try:
        prove(form.current.data, form.code.data)
        field = "password"
        taken = _taken(form.password.data)
    except DomainError as error:
        return _page(form, refused(form, error, "code" if isinstance(error, WrongCode) else field))
    with transaction():
        operations.set_password(
            account_id=person.account_id,
            password_hash=taken.password_hash,
            is_short=taken.is_short,
            keep_session=person.session_id,
            by=_actor(),
            now=clock.now(),
        )
    flash(gettext("Your password is changed. Other browsers were signed out."), "done")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sessions/end-others")
@doors.signed_in
def end_other_sessions() -> AnyResponse:
    with transaction():
        operations.end_other_sessions(
            account_id=current_user.account_id, keep=current_user.session_id, by=_actor(), now=clock.now()
        )
    flash(gettext("All other browsers were signed out."), "done")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sessions/<int:session_id>/end")
@doors.signed_in
def end_session(session_id: int) -> AnyResponse:
    with transaction():
        operations.end_session(session_id=session_id, account_id=current_user.account_id, by=_actor(), now=clock.now())
    flash(gettext("That browser was signed out."), "done")
    return redirect(url_for("accounts.account"), 303)


def _taken(password: str) -> Chosen:
    person = current_user
    own_units = units_on({seat.unit_id for seat in doors.current_viewer().seats if seat.unit_id}, clock.today())
    names = (word for unit in own_units.values() for word in passwords.words_about(unit.name, ""))
    return passwords.chosen(
        password,
        profile(),
        has_second_factor=person.has_second_factor,
        former=queries.passwords_used(person.account_id, profile().former),
        context=(*passwords.words_about(person.name, person.email), *names),
    )


def _actor() -> Actor:
    return Actor(current_user.account_id, current_user.name)


def _page(form: ChangePasswordForm, status: int) -> Response:
    form.code.data = ""
    viewer = doors.current_viewer()
    seats = viewer.seats
    limits = limits_of(roles_held(viewer))
    units = units_on({seat.unit_id for seat in seats if seat.unit_id}, clock.today())
    page = render_template(
        "accounts/account.html",
        form=form,
        person=current_user,
        posts=[(seat.role, units[seat.unit_id].name if seat.unit_id else "") for seat in seats],
        sessions=queries.sessions_of(current_user.account_id, limits, clock.now()),
        idle=_length(limits.idle),
        longest=_length(limits.longest),
        shortest=profile().shortest_for(has_second_factor=current_user.has_second_factor),
        kinds=profile().kinds,
        password_is_due=is_due(current_user.password, profile(), roles_held(viewer), clock.now()),
    )
    return make_response(page, status)


def _length(span: timedelta) -> str:
    """Return a length of time in its largest whole unit."""
    minutes = int(span.total_seconds()) // 60
    if minutes % 60:
        return gettext("%(count)d minutes", count=minutes)
    hours = minutes // 60
    return gettext("%(count)d days", count=hours // 24) if hours % 24 == 0 else gettext("%(count)d hours", count=hours)
