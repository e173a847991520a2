"""Every no that was said at the doors is written into the audit: who asked for what, and what they were told.

Writing it never changes the answer. Whoever asks for the same again and again within a minute fills no table: the
first time is written, then the tenth, the hundredth and so on, each with its number.
"""

from __future__ import annotations

import threading
from datetime import datetime

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from committee.audit import operations as audit
from committee.core import clock, doors
from committee.core.db import db, transaction
from committee.core.log import log
from committee.domain.access import Actor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED_ANYBODY = frozenset({400, 401})
REFUSED_A_PERSON = frozenset({403, 404})
SECRET_PARTS = ("token",)  # gaps of an address that hold a secret
LONGEST_PATH = 200
STRANGER = Actor(account_id=None, name="stranger")

Key = tuple[int | None, str, int]


class Repeats:
    """How often the same was refused within the running minute, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._counted: dict[Key, int] = {}

    def forget(self) -> None:
        """Begin to count anew, as another process would."""
        with self._lock:
            self._counted = {}

    def worth_telling(self, key: Key, now: datetime) -> int | None:
        """Count one more; return how many those are if that is 1, 10, 100 and so on, and None if it is not."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counted = minute, {}
            times = self._counted[key] = self._counted.get(key, 0) + 1
        return times if str(times).rstrip("0") == "1" else None


def register(app: Flask) -> None:
    """Let `app` write down its refusals."""
    repeats = app.extensions["repeated_refusals"] = Repeats()
    app.before_request(doors.forget_refusals)

    @app.after_request
    def note(response: Response) -> Response:
        if _is_worth_noting(response):
            _write(response.status_code, repeats)
        return response


def _is_worth_noting(response: Response) -> bool:
    if request.endpoint in (None, "static") or doors.refusal_is_recorded():
        return False
    status, changes = response.status_code, request.method not in SAFE
    if status in REFUSED_A_PERSON:
        return _actor() != STRANGER
    if status in REFUSED_ANYBODY:
        return changes or "Authorization" in request.headers
    return changes and bool(doors.refusals()) and _actor() != STRANGER


def _write(status: int, repeats: Repeats) -> None:
    by, now, asked = _actor(), clock.now(), _asked_for()
    times = repeats.worth_telling((by.account_id, asked, status), now)
    if times is None:
        return
    facts = {"method": request.method, "status": status} | ({"times": times} if times > 1 else {})
    try:
        db.session.rollback()
        with transaction():
            audit.record_refusal(thing=("request", asked), sentences=doors.refusals(), facts=facts, by=by, now=now)
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("refusal not recorded", path=asked, status=status, error=type(error).__name__)


def _actor() -> Actor:
    viewer = g.get("viewer")
    if viewer is None or viewer.account_id is None:
        return STRANGER
    return Actor(viewer.account_id, viewer.name)


def _asked_for() -> str:
    """Return what was asked for: the path for a person; for a stranger the route, of which there are only so many."""
    route = request.url_rule.rule if request.url_rule else ""
    if _actor() == STRANGER or any(name in SECRET_PARTS for name in request.view_args or {}):
        return route
    return request.path.encode("utf-8", "replace").decode()[:LONGEST_PATH]
