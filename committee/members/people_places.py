"""Which seat or post is meant when somebody names a person, a role and a unit."""

from __future__ import annotations

from datetime import date, datetime

from committee.domain.appointments import PlaceState
from committee.domain.errors import NotFound
from committee.members.register import Line, lines_of


def place_named(*, account_id: int, role: str, unit_id: int | None, today: date, now: datetime) -> Line:
    """Return the place a person holds in a role for a unit, or for the whole system; raises `NotFound`."""
    for line in lines_of([account_id], today=today, now=now):
        if (line.role, line.unit_id) == (role, unit_id) and line.state is not PlaceState.ENDED:
            return line
    raise NotFound("This person holds no such place, or holds it no longer.")
