"""At the door: signing in, with a code where there is a second factor, and out."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user, login_user
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import door, factors, operations, queries
from committee.accounts.browsers import browser_name
from committee.accounts.factors import HalfWay
from committee.accounts.forms import CodeForm, SignInForm
from committee.accounts.operations import WaitBeforeSigningIn
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import vn_moment
from committee.core.forms import Form
from committee.core.paths import own_path
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.passwords import PROFILES, Profile

blueprint = Blueprint("accounts", __name__)

HALF_WAY = "half_way"  # where the cookie holds the secret of a sign-in that waits for its code


@dataclass(frozen=True)
class DemoPerson:
    """Somebody a visitor of the demonstration may be, with one press; `post` says what they are there."""

    email: str
    post: str


DemoPeople = Callable[[], list[DemoPerson]]


@blueprint.get("/sign-in")
@doors.anyone
def sign_in() -> AnyResponse:
    if current_user.is_authenticated:
        return redirect(_wanted())
    return sign_in_page(SignInForm(), 200)


@blueprint.post("/sign-in")
@doors.anyone
def sign_in_now() -> AnyResponse:
    form = SignInForm()
    email, password = form.email.data, form.password.data
    if not form.validate() or not (email and password):
        form.refuse(DomainError("Type your e-mail and your password."))
        return sign_in_page(form, 422)
    try:
        entry = door.let_in(
            email=email, password=password, network=network_of_request(), browser=browser(), now=clock.now()
        )
    except DomainError as error:
        return sign_in_page(form, refused(form, error))
    if not entry.awaits_code:
        return begin(entry.secret)
    session.clear()
    session[HALF_WAY] = entry.secret
    return redirect(url_for("accounts.code", next=own_path(request.args.get("next"))), 303)


@blueprint.get("/sign-in/code")
@doors.anyone
def code() -> AnyResponse:
    return _code_page(CodeForm(), 200) if _half_way() else _start_again()


@blueprint.post("/sign-in/code")
@doors.anyone
def show_code() -> AnyResponse:
    person, form = _half_way(), CodeForm()
    if person is None:
        return _start_again()
    try:
        secret = door.let_in_by_code(
            person=person, code=form.code.data, network=network_of_request(), browser=browser(), now=clock.now()
        )
    except DomainError as error:
        status = refused(form, error, "code")
        form.code.data = ""  # it is of no use a second time
        return _code_page(form, status)
    return begin(secret)


@blueprint.post("/sign-out")
@doors.signed_in
def sign_out() -> AnyResponse:
    person = current_user
    with transaction():
        operations.end_session(
            session_id=person.session_id,
            account_id=person.account_id,
            by=Actor(person.account_id, person.name),
            now=clock.now(),
        )
    session.clear()
    flash(gettext("You have signed out."), "done")
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # nothing unsent is kept in a browser, so nothing is lost
    return answer


def network_of_request() -> str:
    """Return the network a request comes from: the address, or for IPv6 the customer's own network."""
    address = request.remote_addr or ""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def profile() -> Profile:
    """Return what this house asks of a password."""
    return PROFILES[current_settings().password_profile]


def refused(form: Form, error: DomainError, field: str | None = None) -> int:
    """Put a refusal at the door on the form and return the status of its page."""
    if isinstance(error, WaitBeforeSigningIn):
        error.params["moment"] = vn_moment(error.until)
    form.refuse(error, field)
    return 429 if isinstance(error, WaitBeforeSigningIn) else 422


def _half_way() -> HalfWay | None:
    return factors.half_way(session.get(HALF_WAY, ""), clock.now())


def _start_again() -> AnyResponse:
    flash(gettext("That took too long. Sign in once more from the beginning."), "warning")
    return redirect(url_for("accounts.sign_in", next=own_path(request.args.get("next"))), 303)


def begin(secret: str) -> AnyResponse:
    wanted = _wanted()
    person = queries.signed_in(secret, clock.now())
    session.clear()  # what a stranger's cookie held, its CSRF token included, ends here
    session.permanent = True
    login_user(person)
    return redirect(wanted, 303)


def _wanted() -> str:
    return own_path(request.args.get("next")) or url_for("work.index")


def browser() -> str:
    return browser_name(request.user_agent.string)


def demo_people() -> list[DemoPerson]:
    """Return whom a visitor may be in a demonstration; nobody anywhere else."""
    if current_app.extensions["settings"].mode != "demo":
        return []
    people: DemoPeople = current_app.extensions.get("demo_people", list)
    return people()


def sign_in_page(form: Form, status: int, *, door: str = "", typed: str = "") -> Response:
    """Return the page of the door; `typed` is what could not be written, `door` where one signs in to go on."""
    ended = "_user_id" in session and not current_user.is_authenticated
    page = render_template(
        "accounts/sign_in.html", form=form, session_ended=ended, demo_people=demo_people(), door=door, typed=typed
    )
    return make_response(page, status)


def _code_page(form: CodeForm, status: int) -> Response:
    return make_response(render_template("accounts/code.html", form=form), status)
