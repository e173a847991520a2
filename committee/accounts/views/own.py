"""A person's own page: their password, and the browsers they are signed in with."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import operations, passwords, queries
from committee.accounts.door import WrongCode
from committee.accounts.forms import ChangePasswordForm
from committee.accounts.views.entrance import blueprint, refused
from committee.accounts.views.proof import prove
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError
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
        passwords.check(form.password.data, context=passwords.words_about(person.name, person.email))
    except DomainError as error:
        return _page(form, refused(form, error, "code" if isinstance(error, WrongCode) else field))
    password_hash = passwords.hashed(form.password.data)
    with transaction():
        operations.set_password(
            account_id=person.account_id,
            password_hash=password_hash,
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
        shortest=passwords.SHORTEST,
    )
    return make_response(page, status)


def _length(span: timedelta) -> str:
    """Return a length of time in its largest whole unit."""
    minutes = int(span.total_seconds()) // 60
    if minutes % 60:
        return gettext("%(count)d minutes", count=minutes)
    hours = minutes // 60
    return gettext("%(count)d days", count=hours // 24) if hours % 24 == 0 else gettext("%(count)d hours", count=hours)
