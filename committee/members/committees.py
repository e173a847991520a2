"""Committees by id, by where a right reaches, and by their unit's code: what tasks are given by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from committee.core.batches import batches
from committee.core.db import db
from committee.domain.access import Reach
from committee.members.models import Committee, Seat
from committee.members.queries import CommitteeRow
from committee.units.queries import standing_within, within_reach

_COLUMNS = (Committee.id, Committee.unit_id, Committee.name, Committee.standing_agency)


def committee_with_id(committee_id: int) -> CommitteeRow | None:
    """Return a committee, or None."""
    row = db.session.execute(select(*_COLUMNS).where(Committee.id == committee_id)).first()
    return CommitteeRow(*row) if row else None


def committees_within(reach: Reach, on: date) -> list[CommitteeRow]:
    """Return the committees of the units that stand within `reach`, the one founded first first."""
    if reach.is_nowhere:
        return []
    units = standing_within(within_reach(reach), on)
    rows = select(*_COLUMNS).where(Committee.unit_id.in_(units)).order_by(Committee.id)
    return [CommitteeRow(*row) for row in db.session.execute(rows)]


def committees_of_units(unit_ids: Collection[int]) -> dict[int, list[CommitteeRow]]:
    """Return {unit: its committees, the one founded first first}; units without one are absent."""
    found: dict[int, list[CommitteeRow]] = {}
    for some in batches(unit_ids):
        rows = select(*_COLUMNS).where(Committee.unit_id.in_(some)).order_by(Committee.id)
        for row in db.session.execute(rows):
            found.setdefault(row.unit_id, []).append(CommitteeRow(*row))
    return found


def committees_of_seats(seat_ids: Collection[int]) -> dict[int, int]:
    """Return {seat: its committee}, of ended seats as well."""
    rows = [select(Seat.id, Seat.committee_id).where(Seat.id.in_(some)) for some in batches(seat_ids)]
    return {seat_id: committee_id for some in rows for seat_id, committee_id in db.session.execute(some)}
