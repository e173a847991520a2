"""The documents behind what a unit's pages show: those of its register, and those that set its targets."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from committee.core import clock, doors
from committee.documents import queries
from committee.documents.queries import DocumentRow, Reference
from committee.domain.access import Action, Thing, may, reach
from committee.targets.queries import TargetOn
from committee.units.queries import UnitRow

SHOWN = 5


def papers_of(unit: UnitRow) -> dict[str, object]:
    """Return the newest documents of a unit's register and about it, for whoever may see them."""
    viewer = doors.current_viewer()
    if not may(viewer, Action.SEE_DOCUMENTS, Thing("document", unit.path)):
        return {"papers": None}
    within = reach(viewer, Action.SEE_DOCUMENTS)
    found: list[DocumentRow] = queries.documents_about_unit(unit.unit_id, on=clock.today(), within=within, limit=SHOWN)
    return {"papers": found}


def addresses_of(targets: Iterable[TargetOn]) -> dict[Reference, str]:
    """Return {number and day of a document, as a target names it: the page of that document in the register}."""
    named = {(target.document_number, target.document_date) for target in targets if target.document_number}
    within = reach(doors.current_viewer(), Action.SEE_DOCUMENTS)
    found = queries.registered(named, on=clock.today(), within=within) if named else {}
    return {reference: url_for("documents.show", document_id=document_id) for reference, document_id in found.items()}
