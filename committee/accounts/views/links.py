"""Links by which a person chooses a password."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import operations, passwords, queries
from committee.accounts.forms import NewPasswordForm, ResetForm
from committee.accounts.views.entrance import blueprint, network_of_request, profile, refused
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.settings import current_settings
from committee.core.words import gettext, sentence
from committee.domain.errors import DomainError


@blueprint.get("/invitations/<token>")
@doors.anyone
def invitation(token: str) -> AnyResponse:
    return _invitation_page(NewPasswordForm(), _invited(token, "invitation"), 200)


@blueprint.post("/invitations/<token>")
@doors.anyone
def accept_invitation(token: str) -> AnyResponse:
    return _accepted(token, "invitation")


@blueprint.get("/password-reset")
@doors.anyone
def password_reset() -> Response:
    return _reset_page(ResetForm(), 200)


@blueprint.post("/password-reset")
@doors.anyone
def ask_for_reset() -> AnyResponse:
    form = ResetForm()
    if not current_settings().smtp_host:
        return _reset_page(form, 422)
    if not form.validate() or not form.email.data:
        form.refuse(DomainError("Type your e-mail."), "email")
        return _reset_page(form, 422)
    try:
        with transaction():
            operations.ask_for_reset(email=form.email.data, network=network_of_request(), now=clock.now())
    except DomainError as error:
        return _reset_page(form, refused(form, error))
    flash(gettext("If somebody has an account with this address, a mail with a link is on its way."), "done")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.get("/password-reset/<token>")
@doors.anyone
def reset(token: str) -> AnyResponse:
    return _invitation_page(NewPasswordForm(), _invited(token, "reset"), 200)


@blueprint.post("/password-reset/<token>")
@doors.anyone
def accept_reset(token: str) -> AnyResponse:
    return _accepted(token, "reset")


@blueprint.errorhandler(operations.DeadLink)
def dead_link(error: operations.DeadLink) -> Response:
    """Say what to do with a link that opens nothing; whether it ever was one shows nowhere."""
    doors.note_refusal([sentence(error)])
    return make_response(render_template("accounts/dead_link.html"), 404)


def _accepted(token: str, purpose: str) -> AnyResponse:
    form, invited = NewPasswordForm(), _invited(token, purpose)
    try:
        taken = passwords.chosen(
            form.password.data,
            profile(),
            has_second_factor=invited.has_second_factor,
            former=queries.passwords_used(invited.account_id, profile().former),
            context=passwords.words_about(invited.name, invited.email),
        )
    except DomainError as error:
        form.refuse(error, "password")
        return _invitation_page(form, invited, 422)
    with transaction():
        operations.accept_invitation(
            token=token,
            password_hash=taken.password_hash,
            is_short=taken.is_short,
            purpose=purpose,
            now=clock.now(),
        )
    session.clear()
    flash(gettext("Your password is set. Sign in with it."), "done")
    return redirect(url_for("accounts.sign_in"), 303)


def _invited(token: str, purpose: str) -> queries.InvitedRow:
    invited = queries.invited_by(token, clock.now(), purpose)
    if invited is None:
        raise operations.DeadLink
    return invited


def _reset_page(form: ResetForm, status: int) -> Response:
    is_mailed = bool(current_settings().smtp_host)
    return make_response(render_template("accounts/password_reset.html", form=form, is_mailed=is_mailed), status)


def _invitation_page(form: Form, invited: queries.InvitedRow, status: int) -> Response:
    shortest = profile().shortest_for(has_second_factor=invited.has_second_factor)
    page = render_template(
        "accounts/invitation.html", form=form, invited=invited, shortest=shortest, kinds=profile().kinds
    )
    return make_response(page, status)
