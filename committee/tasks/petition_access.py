"""Whose proposal it is: seen from its unit and by its addressee, answered by the addressee or the committee above."""

from __future__ import annotations

from datetime import date

from committee.domain.access import Action, Thing, Viewer, may, reach
from committee.domain.errors import NotFound
from committee.domain.ties import addressed
from committee.members.queries import committees_of
from committee.tasks.access import eyes_of
from committee.tasks.queries.parties import Candidate, of_agencies, of_units
from committee.tasks.queries.petitions import PetitionRow, petition_row
from committee.units.queries import UnitRow, ancestors_of, standing_last, unit_on, unit_with_code

PETITION = "petition"


def petition_for(viewer: Viewer, petition_id: int, *, on: date) -> PetitionRow:
    """Return a proposal that `viewer` may see; for anybody else there is none."""
    found = petition_row(petition_id, eyes=eyes_of(viewer, on=on))
    if found is None:
        raise NotFound("There is no such proposal.")
    return found


def may_raise_any(viewer: Viewer) -> bool:
    """Return whether `viewer` writes down what any unit proposes."""
    return not (reach(viewer, Action.REPORT_TASKS).is_nowhere and reach(viewer, Action.ASSIGN_TASKS).is_nowhere)


def may_raise_for(viewer: Viewer, unit_path: str) -> bool:
    """Return whether `viewer` writes down what a unit proposes: its own people, or the committee that visits it."""
    thing = Thing(PETITION, unit_path)
    return may(viewer, Action.REPORT_TASKS, thing) or may(viewer, Action.ASSIGN_TASKS, thing)


def unit_to_raise_for(viewer: Viewer, code: str, *, on: date) -> UnitRow | None:
    """Return the unit with a code if `viewer` may raise something for it."""
    unit = unit_with_code(code, on) if code else None
    return unit if unit is not None and may_raise_for(viewer, unit.path) else None


def own_unit(viewer: Viewer, *, on: date) -> UnitRow | None:
    """Return the unit that `viewer` raises proposals for as a rule: the first one they sit in or work for."""
    found = (unit_on(seat.unit_id, on) for seat in viewer.seats if seat.unit_id is not None)
    return next((unit for unit in found if unit is not None and may_raise_for(viewer, unit.path)), None)


def addressees(unit: UnitRow, *, on: date) -> list[Candidate]:
    """Return whom a unit may address: the units above it, and the agencies of their committees and of its own."""
    line = ancestors_of(unit, on)
    committees = [one for above in (*line, unit) for one in committees_of(above.unit_id)]
    agencies = [one for committee in committees for one in of_agencies(committee.committee_id, on)]
    return [*of_units(list(reversed(line))), *agencies]


def may_answer(viewer: Viewer, petition: PetitionRow, *, on: date) -> bool:
    """Return whether `viewer` answers: the addressee, or a committee above the unit."""
    if viewer.account_id is None:
        return False
    if petition.addressee_account_id == viewer.account_id and addressed(viewer.seats, petition.unit_path):
        return True
    if petition.addressee_seat_id is not None and petition.addressee_seat_id in eyes_of(viewer, on=on).seat_ids:
        return True
    path = _path_of(petition.addressee_unit_id, on)
    if path and may(viewer, Action.REPORT_TASKS, Thing(PETITION, path)):
        return True
    return may(viewer, Action.ACCEPT_TASKS, Thing(PETITION, _above(petition.unit_path)))


def may_withdraw(viewer: Viewer, petition: PetitionRow) -> bool:
    """Return whether `viewer` takes a proposal back: the unit's people, or who raised it and still could."""
    if may(viewer, Action.REPORT_TASKS, Thing(PETITION, petition.unit_path)):
        return True
    raised = viewer.account_id is not None and petition.created_by == viewer.account_id
    return raised and may_raise_for(viewer, petition.unit_path)


def _path_of(unit_id: int | None, on: date) -> str:
    return standing_last([unit_id], on)[unit_id].path if unit_id is not None else ""


def _above(path: str) -> str:
    """Return the path of the unit above; that of the unit itself where nothing is."""
    above = path.rstrip("/").rpartition("/")[0]
    return f"{above}/" if above else path
