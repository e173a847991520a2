"""Asked before every request: who is it, and is the door open to them."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest, Forbidden, SecurityError, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import keyring, operations, queries
from committee.accounts.models import SignedIn
from committee.accounts.views import cut_short, proof
from committee.core import clock, doors
from committee.core.db import db, transaction
from committee.core.forms import csrf
from committee.core.log import log
from committee.core.settings import current_settings
from committee.domain.access import Viewer
from committee.domain.passwords import PROFILES, is_due
from committee.domain.sign_in import is_proof_fresh, limits_of, roles_held, wants_second_factor
from committee.members.queries import viewer_of
from committee.web.characters import refuse_what_no_database_keeps

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOUCH_EVERY = timedelta(minutes=1)
API = "/api/"
# Where somebody may be who still has to set up a second factor, or to choose a new password.
FACTOR_PAGES = frozenset({"accounts.new_second_factor", "accounts.set_second_factor"})
OWN_PAGES = frozenset(
    f"accounts.{name}"
    for name in (
        "account",
        "change_password",
        "end_session",
        "end_other_sessions",
        "proof",
        "give_proof",
        "sign_out",
    )
)
NOBODY = Viewer(account_id=None, name="")

login = LoginManager()
login.session_protection = None  # a phone changes its network; the row on the server is what counts


@login.user_loader
def _load(token: str) -> SignedIn | None:
    """Return who comes with this cookie, unless their session is over by the limits of their roles."""
    now = clock.now()
    person = queries.signed_in(token, now)
    if person is None:
        return None
    viewer = viewer_of(person.account_id, clock.today())
    limits = limits_of(roles_held(viewer))
    if limits.is_over(begun_at=person.begun_at, seen_at=person.seen_at, now=now):
        return None
    doors.set_viewer(viewer)  # asked for once a request
    return person


def register(app: Flask) -> None:
    """Let nobody past who has not shown who they are, wherever the route is not open to strangers."""
    login.init_app(app)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # asked in `admit`, after the policy: a stranger is sent to sign in
    csrf.init_app(app)
    app.before_request(admit)


def admit() -> AnyResponse | None:
    """Find out who asks and refuse them here, or put them where the views look (`doors.current_viewer`)."""
    doors.set_viewer(NOBODY)
    if isinstance(request.routing_exception, SecurityError):
        return Response("400 Bad Request\n", 400, mimetype="text/plain")
    if request.path.startswith(API):
        _admit_program()
        return None
    return _admit_person()


def _admit_person() -> AnyResponse | None:
    person: SignedIn | None = current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001 - the documented way to the person behind the proxy
    if person is not None:
        _touch(person)
        if doors.current_viewer() is NOBODY:
            doors.set_viewer(viewer_of(person.account_id, clock.today()))
    elif not _is_public():
        return _to_sign_in()
    if request.method not in SAFE and request.endpoint:
        _refuse_foreign_pages()
        csrf.protect()
    refuse_what_no_database_keeps()
    return _held_back(person) or _asked_again(person)


def _held_back(person: SignedIn | None) -> AnyResponse | None:
    """Lead somebody to the second factor or to the new password that is due, until it is there."""
    settings, roles = current_settings(), roles_held(doors.current_viewer())
    if person is None or settings.mode == "demo" or _is_public():
        return None
    lacks_factor = settings.second_factor == "required" and not person.has_second_factor
    if lacks_factor and wants_second_factor(roles):
        return _led_to("accounts.new_second_factor", FACTOR_PAGES | OWN_PAGES)
    if is_due(person.password, PROFILES[settings.password_profile], roles, clock.now()):
        return _led_to("accounts.account", OWN_PAGES)
    return None


def _led_to(endpoint: str, open_pages: frozenset[str]) -> AnyResponse | None:
    if request.endpoint in open_pages:
        return None
    return redirect(url_for(endpoint), 302 if request.method in SAFE else 303)


def _asked_again(person: SignedIn | None) -> AnyResponse | None:
    """Ask somebody who showed long ago who they are to do so again, if the route is one of those that want it."""
    policy = doors.policy_of(current_app, request.endpoint or "")
    if person is None or policy is None or not policy.sensitive or is_proof_fresh(person.proven_at, clock.now()):
        return None
    if current_settings().mode == "demo":
        return None  # its people came in by one press and have no password
    return proof.ask_before_showing() if request.method in SAFE else proof.ask_before_sending()


def _admit_program() -> None:
    """A program shows its key at each request; cookies count for nothing here, so no other site can borrow them."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    found = queries.account_of_token(token.strip(), clock.now()) if kind.casefold() == "bearer" else None
    if found is not None:
        account_id, g.scope = found
        _note_use(token.strip())
        doors.set_viewer(viewer_of(account_id, clock.today()))
        if g.scope == "read" and request.method not in SAFE:
            raise Forbidden
    elif not _is_public():
        raise Unauthorized
    refuse_what_no_database_keeps()


def _note_use(token: str) -> None:
    if not keyring.is_first_use(token, clock.today()):
        return
    try:
        with transaction():
            operations.note_token_used(token=token, on=clock.today())
    except OperationalError:
        db.session.rollback()  # like the touch of a session: it must not keep anybody from reading
        log.warning("use of a key not noted")


def _is_public() -> bool:
    if request.endpoint is None:  # there is no such page, for anybody
        return not request.path.startswith(API)
    policy = doors.policy_of(current_app, request.endpoint)
    return policy is not None and policy.public


def _to_sign_in() -> AnyResponse:
    if request.method in SAFE:
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", next=wanted if wanted != "/" else None))
    return cut_short.ask_before_writing()


def _refuse_foreign_pages() -> None:
    """Refuse what another site's page sends; browsers say where a form came from."""
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise BadRequest
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise BadRequest


def _touch(person: SignedIn) -> None:
    if clock.now() - person.seen_at < TOUCH_EVERY:
        return
    try:
        with transaction():
            operations.touch_session(session_id=person.session_id, now=clock.now())
    except OperationalError:
        # A full disk or a busy database must not keep anybody from reading.
        db.session.rollback()
        log.warning("session not touched", session=person.session_id)
