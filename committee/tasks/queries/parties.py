"""Who may be named as a lead, a coordinator or an addressee: seats in force on a day."""

from __future__ import annotations

from datetime import date

from committee.domain.access import Role
from committee.members.queries import SeatRow, seats_in

_ORDER = {role.value: number for number, role in enumerate(Role)}


def seats_on(committee_id: int, on: date) -> list[SeatRow]:
    """Return the seats of a committee in force on that day, the chair first."""
    held = [
        seat
        for seat in seats_in([committee_id])
        if (seat.from_on is None or seat.from_on <= on) and (seat.to_on is None or on <= seat.to_on)
    ]
    return sorted(held, key=lambda seat: (_ORDER[seat.role], seat.seat_id))
