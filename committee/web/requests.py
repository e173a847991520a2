"""Every request: its reference, its line in the log, its place among the figures of operation.

It is named by its route and never by its address, for an address may be the link of an invitation.
"""

from __future__ import annotations

import secrets
import time

import structlog
from flask import Flask, Response, g, request

from committee.core import doors
from committee.core.log import log
from committee.operation.counters import METHODS, count_request
from config import Settings

NOWHERE = "(no such page)"


def register(app: Flask, settings: Settings) -> None:
    """Count and log the requests of `app`; a demonstration keeps its terminal for what it says itself."""
    is_logged = settings.mode != "demo"

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(reference=reference())

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        route = route_of_request()
        count_request(method=request.method, route=route, status=response.status_code, seconds=seconds)
        if is_logged:
            log.info(
                "request",
                reference=reference(),
                method=_method(),
                route=route,
                status=response.status_code,
                milliseconds=round(seconds * 1000),
                account=doors.current_viewer().account_id if "viewer" in g else None,
            )
        return response


def route_of_request() -> str:
    """Return the route of this request as it stands in the code: `/invitations/<token>`, whatever the token."""
    return request.url_rule.rule if request.url_rule is not None else NOWHERE


def reference() -> str:
    """Return the reference of this request, the same on its page and in the log."""
    if "reference" not in g:
        g.reference = secrets.token_hex(4).upper()
    found: str = g.reference
    return found


def _method() -> str:
    return request.method if request.method in METHODS else "other"
