"""Putting the holder of a seat in charge of areas."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.members.models import AreaAssignment, Seat
from committee.members.operations.units import unit_of_seat


def put_in_charge(*, seat_id: int, unit_ids: set[int], on: date, by: Actor, now: datetime) -> bool:
    """Let exactly `unit_ids` be the areas of a seat from `on`; return whether that changed anything."""
    standing = {
        row.unit_id: row
        for row in db.session.scalars(
            select(AreaAssignment).where(AreaAssignment.seat_id == seat_id, AreaAssignment.to_on.is_(None))
        )
    }
    before = set(standing)
    if before == unit_ids:
        return False
    for unit_id in before - unit_ids:
        _end_area(standing[unit_id], on)
    for unit_id in sorted(unit_ids - before):
        db.session.add(AreaAssignment(seat_id=seat_id, unit_id=unit_id, from_on=on, to_on=None))
    facts = {"before": sorted(before), "after": sorted(unit_ids)}
    whose = unit_of_seat(db.session.get(Seat, seat_id))
    record(action="put in charge", thing=("seat", seat_id), facts=facts, unit_id=whose, by=by, now=now)
    return True


def _end_area(area: AreaAssignment, on: date) -> None:
    if area.from_on is not None and area.from_on >= on:
        db.session.delete(area)  # never in force: begun and taken back on the same day
    else:
        area.to_on = on - timedelta(days=1)
