"""Asking a signed-in person again who they are, before something sensitive."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_user
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import door, operations, queries
from committee.accounts.door import WrongCode
from committee.accounts.forms import ProofForm
from committee.accounts.views.entrance import blueprint, network_of_request, refused
from committee.core import clock, doors
from committee.core.db import aside, transaction
from committee.core.paths import own_path
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError

HOME = "/"
OF_PROOF = tuple(name for name in vars(ProofForm) if name.startswith("proof_"))


@blueprint.get("/account/proof")
@doors.signed_in
def proof() -> Response:
    return _page(ProofForm(formdata=None), 200)


@blueprint.post("/account/proof")
@doors.signed_in
def give_proof() -> AnyResponse:
    form = ProofForm()
    status = _settle(form)
    if status:
        return _page(form, status)
    return redirect(own_path(request.args.get("next")) or HOME, 303)


def ask_before_showing() -> AnyResponse:
    """Lead to the question; the answer leads back to the page that was asked for."""
    return redirect(url_for("accounts.proof", next=request.full_path.rstrip("?")))


def ask_before_sending() -> AnyResponse | None:
    """Ask with everything that was sent kept in the page, or return None once the right answer came along with it."""
    if any(file.filename for file in request.files.values()):
        flash(gettext("Nothing has been sent yet. After showing who you are, choose the file again."), "warning")
        return redirect(url_for("accounts.proof", next=page_of_form()), 303)
    form = ProofForm()
    if form.proof_password.name not in request.form:
        return _page(ProofForm(formdata=None), 200, kept=_kept(form))
    status = _settle(form)
    return _page(form, status, kept=_kept(form)) if status else None


def prove(password: str, code: str) -> None:
    """Raise `DomainError` unless the person who sits here knows the present password and has the second factor."""
    with aside():
        door.prove(
            email=current_user.email, password=password, code=code, network=network_of_request(), now=clock.now()
        )


def go_on_with(secret: str) -> None:
    """Let this browser go on with the new secret of its session."""
    login_user(queries.signed_in(secret, clock.now()))


def _settle(form: ProofForm) -> int:
    """Return 0 and note the proof, or return the status of the refusal that now stands on the form."""
    try:
        prove(form.proof_password.data, form.proof_code.data)
    except DomainError as error:
        field = form.proof_code if isinstance(error, WrongCode) else form.proof_password
        form.proof_code.data = ""  # it is of no use a second time
        return refused(form, error, field.name)
    person, now = current_user, clock.now()
    with transaction():
        secret = operations.renew_session(
            session_id=person.session_id, by=Actor(person.account_id, person.name), now=now
        )
    go_on_with(secret)
    return 0


def _kept(form: ProofForm) -> list[tuple[str, str]]:
    own = {field.name for field in form}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in own]


def page_of_form() -> str:
    """Return the page a form was sent from, as far as the browser says."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return HOME
    return own_path(f"{parts.path}?{parts.query}" if parts.query else parts.path) or HOME


def _page(form: ProofForm, status: int, *, kept: list[tuple[str, str]] | None = None) -> Response:
    page = render_template(
        "accounts/proof.html",
        form=form,
        person=current_user,
        kept=kept,
        action=request.full_path.rstrip("?"),
        back=HOME if kept is None else page_of_form(),
    )
    return make_response(page, status)
