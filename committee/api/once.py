"""A request that changes something is one transaction, and done once however often it is sent."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Response, make_response, request

from committee.accounts import repeats
from committee.accounts.repeats import Answered
from committee.api import errors
from committee.api.doors import acting
from committee.audit import operations as audit
from committee.core import clock, doors
from committee.core.db import db, transaction
from committee.core.words import sentence
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound, Refused

KEY = re.compile(r"[!-~]{1,200}")


def once(view: Callable[..., Any]) -> Callable[..., Response]:
    """Let `view` answer in one transaction; with an Idempotency-Key the same request gets the same answer again.

    A refusal takes back what the view wrote, and is kept as an answer like any other.
    """

    @functools.wraps(view)
    def answered(**arguments: Any) -> Response:
        by, digest, key = acting(), _digest(), _key()
        if key is None or by.account_id is None:
            with transaction():
                return _try(view, arguments, by)
        with transaction():
            before = repeats.claim(account_id=by.account_id, key=key, request_sha256=digest, now=clock.now())
            if before is not None:
                doors.refusal_was_recorded()
                return Response(before.body, before.status, mimetype="application/json")
            response = _try(view, arguments, by)
            kept = Answered(response.status_code, response.get_data(as_text=True))
            repeats.keep(account_id=by.account_id, key=key, answered=kept)
        return response

    return answered


def _try(view: Callable[..., Any], arguments: dict[str, Any], by: Actor) -> Response:
    try:
        with db.session.begin_nested():
            return make_response(view(**arguments))
    except DomainError as error:
        if not isinstance(error, NotFound):
            _record(error, by)
        return errors.of_refusal(error)


def _record(error: DomainError, by: Actor) -> None:
    every = list(error) if isinstance(error, Refused) else [error]
    sentences = [sentence(one) for one in every]
    facts = {"method": request.method}
    audit.record_refusal(thing=("request", request.path), sentences=sentences, facts=facts, by=by, now=clock.now())
    doors.refusal_was_recorded()


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise DomainError("An Idempotency-Key has 1 to 200 visible characters of ASCII.")
    return key


def _digest() -> str:
    """Return what tells two requests apart: address, fields and content, not how a form was packed."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.mimetype == "multipart/form-data":
        for name, value in sorted(request.form.items(multi=True)):
            digest.update(f"{name}={len(value)}:{value}\n".encode("utf-8", "surrogatepass"))
        for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
            content = file.stream.read()
            file.stream.seek(0)
            digest.update(f"{name}={file.filename}:{len(content)}\n".encode("utf-8", "surrogatepass") + content)
    else:
        digest.update(request.get_data())
    return digest.hexdigest()
