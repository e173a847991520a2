"""A person's own keys for programs: seen, made, revoked."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import keyring, operations
from committee.accounts.forms import KeyForm
from committee.accounts.views.entrance import blueprint
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError


@blueprint.get("/account/keys")
@doors.signed_in
def keys() -> Response:
    return _page(KeyForm(formdata=None), 200)


@blueprint.post("/account/keys")
@doors.sensitive
def make_key() -> Response:
    form = KeyForm()
    if not form.validate():
        return _page(form, 422)
    try:
        with transaction():
            secret = operations.make_token(
                account_id=current_user.account_id,
                scope=form.scope.data,
                days=int(form.days.data),
                label=form.used_by.data,
                by=_actor(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse(error, "used_by")
        return _page(form, 422)
    return _page(KeyForm(formdata=None), 200, secret=secret)


@blueprint.post("/account/keys/<int:key_id>/revocation")
@doors.signed_in
def revoke_key(key_id: int) -> AnyResponse:
    with transaction():
        operations.revoke_token(token_id=key_id, account_id=current_user.account_id, by=_actor(), now=clock.now())
    flash(gettext("The key is revoked: it opens nothing any more."), "done")
    return redirect(url_for("accounts.keys"), 303)


def _actor() -> Actor:
    return Actor(current_user.account_id, current_user.name)


def _page(form: KeyForm, status: int, *, secret: str = "") -> Response:
    known = keyring.tokens_of(current_user.account_id, clock.now())
    return make_response(render_template("accounts/keys.html", form=form, keys=known, secret=secret), status)
