"""Which committee a proposal is addressed to: said by whoever raises it, or else by whom it names."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from committee.core.db import db
from committee.domain.task_rules import Party, PartyKind
from committee.members.committees import committees_of_units
from committee.members.models import Seat
from committee.members.queries import CommitteeRow
from committee.tasks.models import Meeting
from committee.units.queries import UnitRow, ancestors_of, unit_on


def committees_above(unit: UnitRow, *, on: date) -> list[CommitteeRow]:
    """Return the committees a unit may address, the nearest above first and its own last."""
    line = [*reversed(ancestors_of(unit, on)), unit]
    found = committees_of_units([one.unit_id for one in line])
    return [row for one in line for row in found.get(one.unit_id, ())]


def committee_addressed(party: Party, *, unit_id: int, meeting_id: int | None, on: date) -> int | None:
    """Return the committee of a seat or a unit addressed; else that of the meeting, else the nearest above the unit.

    None where neither the unit nor any above it has one.
    """
    named = _of_party(party)
    if named is None and meeting_id is not None:
        named = db.session.scalar(select(Meeting.committee_id).where(Meeting.id == meeting_id))
    unit = unit_on(unit_id, on) if named is None else None
    return next((row.committee_id for row in committees_above(unit, on=on)), None) if unit else named


def _of_party(party: Party) -> int | None:
    if party.kind is PartyKind.SEAT:
        return db.session.scalar(select(Seat.committee_id).where(Seat.id == party.id))
    if party.kind is PartyKind.UNIT and party.id is not None:
        return next((row.committee_id for row in committees_of_units([party.id]).get(party.id, ())), None)
    return None
