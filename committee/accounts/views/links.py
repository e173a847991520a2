"""Links by which a person chooses a password."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import operations, passwords, queries
from committee.accounts.forms import NewPasswordForm
from committee.accounts.views.entrance import blueprint, profile
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.words import gettext
from committee.domain.errors import DomainError, NotFound


@blueprint.get("/invitations/<token>")
@doors.anyone
def invitation(token: str) -> AnyResponse:
    return _invitation_page(NewPasswordForm(), _invited(token), 200)


@blueprint.post("/invitations/<token>")
@doors.anyone
def accept_invitation(token: str) -> AnyResponse:
    form, invited = NewPasswordForm(), _invited(token)
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
            token=token, password_hash=taken.password_hash, is_short=taken.is_short, now=clock.now()
        )
    session.clear()
    flash(gettext("Your password is set. Sign in with it."), "done")
    return redirect(url_for("accounts.sign_in"), 303)


def _invited(token: str) -> queries.InvitedRow:
    invited = queries.invited_by(token, clock.now())
    if invited is None:
        raise NotFound("This link has been used or is too old. Ask for a new one.")
    return invited


def _invitation_page(form: Form, invited: queries.InvitedRow, status: int) -> Response:
    shortest = profile().shortest_for(has_second_factor=invited.has_second_factor)
    page = render_template(
        "accounts/invitation.html", form=form, invited=invited, shortest=shortest, kinds=profile().kinds
    )
    return make_response(page, status)
