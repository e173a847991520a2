"""Whose business a seat is."""

from __future__ import annotations

from committee.core.db import db
from committee.members.models import Committee, Seat


def unit_of_seat(seat: Seat | None) -> int | None:
    """Return the unit of the seat's committee."""
    committee = db.session.get(Committee, seat.committee_id) if seat else None
    return committee.unit_id if committee else None
