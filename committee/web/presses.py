"""A form that is pressed twice, or sent again by the browser, is written once; the second press is led like the first.

Every form of somebody signed in carries a one-time number, new at each rendering. It is a protection and no demand:
what comes without it is taken as before. A press is the number and what was sent with it: whoever goes back and types
something else into the same form sends something new.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from functools import partial

from flask import Flask, Response, flash, g, redirect, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts import presses
from committee.accounts.presses import PressedBefore
from committee.accounts.views.proof import OF_PROOF, page_of_form
from committee.core import clock, doors
from committee.core.db import Claim, begin_with, db, transaction
from committee.core.forms import ONCE
from committee.core.log import log
from committee.core.paths import own_path
from committee.core.words import gettext

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"
BYTES = 16
NUMBER = re.compile(r"[A-Za-z0-9_-]{22}")
NOT_SAID = frozenset({"csrf_token", ONCE, *OF_PROOF})  # differs though the same is meant
PAUSES = (0, 0.05, 0.1, 0.2, 0.4)  # seconds: as long as the first answer may take after its writing


def register(app: Flask) -> None:
    """Let the forms of `app` carry their numbers, and honour them after the door has let somebody in."""
    app.jinja_env.globals["number_of_press"] = number_of_press
    app.before_request(begin)
    app.after_request(end)
    app.register_error_handler(PressedBefore, _on_pressed_before)


def number_of_press() -> str:
    """Return a new number for a form, "" for a stranger, who is not kept apart from others."""
    return secrets.token_urlsafe(BYTES) if _account() is not None else ""


def begin() -> AnyResponse | None:
    """Lead a press that was written after the first one; let another take its number as it writes."""
    begin_with(None)
    g.pop("claimed", None)
    account_id = _account()
    number = request.form.get(ONCE, "") if request.method not in SAFE and account_id is not None else ""
    if account_id is None or not NUMBER.fullmatch(number) or request.path.startswith(API):
        return None
    press = _press(account_id, number)
    if presses.find(press) is not None:
        return _led(press)
    claim = Claim(partial(presses.claim, press=press, account_id=account_id, now=clock.now()))
    g.claimed = press, claim
    begin_with(claim)
    return None


def end(response: Response) -> AnyResponse:
    """Keep where a press led. What was refused because it had just been done by another press is led there too."""
    press, claim = g.pop("claimed", ("", None))
    begin_with(None)
    if claim is None:
        return response
    try:
        if claim.is_written:
            _keep(press, response)
        elif response.status_code >= 400:
            db.session.rollback()
            return _led(press) if presses.find(press) is not None else response
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("press not kept", error=type(error).__name__)
    return response


def _keep(press: str, response: Response) -> None:
    with transaction():
        if 400 <= response.status_code < 500:
            presses.release(press=press)
        else:
            presses.settle(press=press, led_to=own_path(response.location) or "")


def _on_pressed_before(_error: PressedBefore) -> AnyResponse:
    press, _claim = g.pop("claimed")
    return _led(press)


def _led(press: str) -> AnyResponse:
    """Lead to where the first press led, with a word that it was written."""
    begin_with(None)
    doors.forget_refusals()
    before = None
    for pause in PAUSES:
        time.sleep(pause)
        db.session.rollback()
        before = presses.find(press)
        if before is None or before.led_to is not None:
            break
    where = before.led_to if before else ""
    if before is not None:
        flash(gettext("This was recorded when you pressed before; it is not recorded a second time."), "info")
    if before is not None and not where:
        flash(gettext("A code or a link that is shown only once is not shown again; make a new one if you need it."))
    return redirect(where or page_of_form(), 303)


def _account() -> int | None:
    return doors.current_viewer().account_id if "viewer" in g else None


def _press(account_id: int, number: str) -> str:
    """Return what tells one press from another; the number in it is random and kept nowhere."""
    said = sorted((name, value) for name, value in request.form.items(multi=True) if name not in NOT_SAID)
    digest = hashlib.sha256(f"{account_id} {number} {request.full_path}\n".encode("utf-8", "surrogatepass"))
    for name, value in said:
        digest.update(f"{name}={len(value)}:{value}\n".encode("utf-8", "surrogatepass"))
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        content = file.stream.read()
        file.stream.seek(0)
        digest.update(f"{name}={file.filename}:{len(content)}\n".encode("utf-8", "surrogatepass") + content)
    return digest.hexdigest()
