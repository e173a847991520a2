"""Whose pauses in urging on they are: seen by whoever sees the unit's cases, made and ended from above."""

from __future__ import annotations

from datetime import date

from committee.documents.queries import registered
from committee.domain.access import Action, Reach, Thing, Viewer, may, reach
from committee.domain.errors import DomainError, NotFound
from committee.escalation.silence_queries import SilenceRow, silence_row
from committee.units.queries import UnitRow, unit_with_code

CASE = "case"


def seen(viewer: Viewer) -> Reach:
    """Return where `viewer` sees pauses."""
    return reach(viewer, Action.SEE_CASES)


def silence_for(viewer: Viewer, silence_id: int, *, on: date) -> SilenceRow:
    """Return a pause that `viewer` may see; for anybody else there is none."""
    found = silence_row(silence_id, day=on)
    if found is None or not seen(viewer).covers(found.unit_path):
        raise NotFound("There is no such pause.")
    return found


def silence_kept_by(viewer: Viewer, silence_id: int, *, on: date) -> SilenceRow:
    """Return a pause that `viewer` may end; for anybody else there is no such page."""
    found = silence_for(viewer, silence_id, on=on)
    if not may_silence(viewer, found.unit_path):
        raise NotFound("There is no such page.")
    return found


def may_silence(viewer: Viewer, unit_path: str) -> bool:
    """Return whether `viewer` may pause urging on a unit."""
    return may(viewer, Action.SILENCE_CASES, Thing(CASE, unit_path))


def refuse_strangers(viewer: Viewer) -> None:
    """Refuse whoever may pause urging on nowhere: for them there is no such page."""
    if reach(viewer, Action.SILENCE_CASES).is_nowhere:
        raise NotFound("There is no such page.")


def unit_seen(viewer: Viewer, code: str, *, on: date) -> UnitRow | None:
    """Return the unit with a code if `viewer` sees its cases; one they may not is as one that is not there."""
    unit = unit_with_code(code, on) if code else None
    return unit if unit is not None and may(viewer, Action.SEE_CASES, Thing(CASE, unit.path)) else None


def unit_to_silence(viewer: Viewer, code: str, *, on: date) -> UnitRow | None:
    """Return the unit with a code if `viewer` may pause urging on it, or sits there and is told why they may not."""
    unit = unit_seen(viewer, code, on=on)
    if unit is None:
        return None
    sits = any(seat.path.startswith(unit.path) for seat in viewer.seats if not seat.former)
    return unit if sits or may_silence(viewer, unit.path) else None


def document_meant(viewer: Viewer, number: str, *, on: date) -> int:
    """Return the one document with this number in the registers that `viewer` sees."""
    found = registered([(number, None)], on=on, within=reach(viewer, Action.SEE_DOCUMENTS))
    if not found:
        raise DomainError("No single document with this number stands in the registers you see.")
    return next(iter(found.values()))
