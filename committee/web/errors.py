"""Errors as pages and as JSON: what happened, what to do, and a reference for the log. Never a trace."""

from __future__ import annotations

from types import TracebackType

from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, NotFound

from committee.api import errors as api
from committee.core import doors
from committee.core.db import db
from committee.core.log import log
from committee.core.words import sentence
from committee.domain import errors
from committee.domain.errors import DomainError, Refused
from committee.web.requests import reference, route_of_request

API = "/api/"
RETRY_SECONDS = 30


class Application(Flask):
    """Flask, but a crash is one line of our log, found again by the reference on the page."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        log.error("crash", reference=reference(), route=route_of_request(), method=request.method, exc_info=exc_info)


def register(app: Flask) -> None:
    """Give `app` an answer to everything that may go wrong."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(DomainError, on_refusal)
    app.register_error_handler(OperationalError, on_database_error)


def on_http_error(error: HTTPException) -> Response:
    """Answer an error of the web, a crash included."""
    if error.response is not None:  # made by whoever raised it
        return make_response(error.response)
    response = _answer(error.code or 500)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    if error.code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def on_refusal(error: DomainError) -> Response:
    """Answer a rule's no; what is not there, not to be seen or not to be done is told apart by nobody."""
    sentences = [sentence(one) for one in (error if isinstance(error, Refused) else (error,))]
    doors.note_refusal(sentences)
    if request.path.startswith(API):
        return api.of_refusal(error)
    if isinstance(error, errors.NotFound | errors.NotAllowed):
        return on_http_error(NotFound())
    if isinstance(error, errors.TooOften):
        return _with_wait(_answer(429, sentences), error.seconds)
    return _answer(422, sentences)


def on_database_error(error: OperationalError) -> Response:
    """Answer that the database is not there just now, or has no room."""
    db.session.rollback()
    log.error("database error", reference=reference(), route=route_of_request(), error=_first_line(error))
    return _with_wait(_answer(503), RETRY_SECONDS)


def _with_wait(response: Response, seconds: int) -> Response:
    response.headers["Retry-After"] = str(seconds)
    return response


def _first_line(error: OperationalError) -> str:
    # What follows it quotes values of the statement.
    return (str(error.orig).splitlines() or [""])[0]


def _answer(code: int, sentences: list[str] | None = None) -> Response:
    shown = reference() if code >= 500 else ""
    if request.path.startswith(API):
        return api.answer(code, api.crashed(shown) if shown else "")
    page = render_template("web/error.html", code=code, messages=sentences or [], reference=shown)
    return make_response(page, code)
