"""Whose document it is: fetched for a viewer, or not there at all."""

from __future__ import annotations

from datetime import date

from committee.documents import file_queries, queries
from committee.documents.file_queries import FileRow
from committee.documents.queries import DocumentRow
from committee.domain.access import Action, Thing, Viewer, may, reach
from committee.domain.errors import NotFound
from committee.members.queries import CommitteeRow, committees_of
from committee.units.queries import UnitRow, unit_with_code, units_on

DOCUMENT = "document"


def document_for(viewer: Viewer, document_id: int, *, on: date) -> DocumentRow:
    """Return a document that `viewer` may see; for anybody else there is none."""
    found = queries.document_row(document_id, on=on, within=reach(viewer, Action.SEE_DOCUMENTS))
    if found is None:
        raise NotFound("There is no such document.")
    return found


def document_kept_by(viewer: Viewer, document_id: int, *, on: date) -> DocumentRow:
    """Return a document that `viewer` may change; for anybody else there is no such page."""
    found = document_for(viewer, document_id, on=on)
    if not may_keep(viewer, found.unit_path):
        raise NotFound("There is no such page.")
    return found


def file_for(viewer: Viewer, document_id: int, file_id: int, *, on: date) -> tuple[DocumentRow, FileRow]:
    """Return a document that `viewer` may see and a file of it; asked anew at every download."""
    document = document_for(viewer, document_id, on=on)
    found = file_queries.file_of(document.id, file_id)
    if found is None:
        raise NotFound("There is no such file.")
    return document, found


def may_keep(viewer: Viewer, unit_path: str) -> bool:
    """Return whether `viewer` keeps the register of a unit."""
    return may(viewer, Action.MANAGE_DOCUMENTS, Thing(DOCUMENT, unit_path))


def keeps_any(viewer: Viewer) -> bool:
    """Return whether `viewer` keeps any register."""
    return not reach(viewer, Action.MANAGE_DOCUMENTS).is_nowhere


def own_units(viewer: Viewer, on: date) -> list[UnitRow]:
    """Return the units of the viewer's own seats whose register they keep."""
    wanted = {seat.unit_id for seat in viewer.seats if seat.unit_id is not None and may_keep(viewer, seat.path)}
    return sorted(units_on(wanted, on).values(), key=lambda unit: unit.path) if wanted else []


def own_committees(viewer: Viewer, on: date) -> list[CommitteeRow]:
    """Return the committees whose documents the viewer may write: those of the units they sit in themselves."""
    return [row for unit in own_units(viewer, on) for row in committees_of(unit.unit_id)]


def register_of(viewer: Viewer, code: str, *, on: date) -> UnitRow | None:
    """Return the unit whose register `viewer` may write into, or None where there is none for them."""
    unit = unit_with_code(code, on)
    return unit if unit is not None and may_keep(viewer, unit.path) else None


def unit_to_link(viewer: Viewer, code: str, *, on: date) -> UnitRow | None:
    """Return a unit that a document may be said to be about, or None where `viewer` sees none with this code."""
    unit = unit_with_code(code, on) if code else None
    return unit if unit is not None and may(viewer, Action.SEE_UNIT, Thing("unit", unit.path)) else None
