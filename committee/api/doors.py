"""The blueprint of /api/v1, and what its doors share: reading the question, lists by pages, answering once."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, g, request

from committee.core import clock
from committee.core.doors import current_viewer
from committee.domain.access import Actor
from committee.domain.days import read_day
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[0-9]{1,9}")
USUAL_LIMIT, HIGHEST_LIMIT = 200, 1000


class ScopeTooNarrow(DomainError):
    """The key does not reach as far as this, whatever its person may do."""


def asked_day(name: str = "as_of") -> date:
    """Return the day that the query names, or today."""
    written = request.args.get(name)
    return clock.today() if written is None else iso_day(written)


def iso_day(written: str) -> date:
    """Return the day of a text like 2024-10-28; programs write days in no other way."""
    if not ISO_DAY.fullmatch(written):
        raise DomainError("Write the day as year-month-day: 2024-10-28.", read=written[:40])
    return read_day(written)


def asked(name: str) -> str:
    """Return what the query says under `name`; it must be there."""
    written = request.args.get(name, "").strip()
    if not written:
        raise DomainError("The address must say %(name)s=…", name=name)
    return clean(written)


def asked_number(name: str) -> int | None:
    """Return the whole number that the query says under `name`, or None."""
    written = request.args.get(name)
    if written is None:
        return None
    if not NUMBER.fullmatch(written):
        raise DomainError("%(name)s must be a whole number.", name=name, read=written[:40])
    return int(written)


def code_in_path(code: str) -> str:
    """Return a code from the address; what cannot be a code names nothing."""
    try:
        return clean(code)
    except DomainError:
        raise NotFound("There is no such page.") from None


def acting() -> Actor:
    """Return whom the audit names for this request."""
    viewer = current_viewer()
    return Actor(viewer.account_id, viewer.name)


def refuse_scope_below_admin() -> None:
    """Refuse a key that was not made for administration."""
    if g.get("scope") != "admin":
        raise ScopeTooNarrow("This needs a key of scope admin.")


def pages(read: Callable[[int, int], Sequence[Any]]) -> dict[str, Any]:
    """Return the page of a list that the query asks for; `read(limit, offset)` gives that part of it."""
    limit = asked_number("limit")
    if limit is not None and not 1 <= limit <= HIGHEST_LIMIT:
        raise DomainError("limit must lie between 1 and %(highest)d.", highest=HIGHEST_LIMIT)
    size, offset = USUAL_LIMIT if limit is None else limit, _offset(request.args.get("cursor"))
    found = read(size + 1, offset)
    return {"items": list(found[:size]), "next_cursor": _cursor(offset + size) if len(found) > size else None}


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"after {offset}".encode()).decode().rstrip("=")


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        said = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        said = ""
    _after, _, number = said.partition("after ")
    if _after or not NUMBER.fullmatch(number):
        raise DomainError("This cursor was not given out here: take next_cursor of the page before.")
    return int(number)
