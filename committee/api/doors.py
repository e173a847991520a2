"""The blueprint of /api/v1, and what its doors share: reading the query, and answering."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request

from committee.core import clock
from committee.domain.days import read_day
from committee.domain.errors import DomainError

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def asked_day(name: str = "as_of") -> date:
    """Return the day that the query names, or today."""
    written = request.args.get(name, "")
    return read_day(written) if written else clock.today()


def asked(name: str) -> str:
    """Return what the query says under `name`; it must be there."""
    written = request.args.get(name, "").strip()
    if not written:
        raise DomainError("The address must say %(name)s=…", name=name)
    return written
