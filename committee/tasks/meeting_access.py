"""Whose meeting or visit it is: seen from the committee's unit and from the unit visited, kept by who assigns tasks."""

from __future__ import annotations

from datetime import date

from committee.documents.queries import DocumentRow, document_row, documents_about_unit, documents_of
from committee.domain.access import Action, Reach, Thing, Viewer, may, reach
from committee.domain.errors import DomainError, NotFound
from committee.members.finding import unit_called
from committee.members.queries import CommitteeRow, committees_of
from committee.tasks.queries.meetings import MeetingRow, meeting_row
from committee.tasks.queries.papers import PaperRow, paper_of
from committee.units.queries import UnitRow, units_on

MEETING = "meeting"
MOST_DOCUMENTS = 100


def seen(viewer: Viewer) -> Reach:
    """Return where `viewer` sees meetings."""
    return reach(viewer, Action.SEE_TASKS)


def meeting_for(viewer: Viewer, meeting_id: int, *, on: date) -> MeetingRow:
    """Return a meeting that `viewer` may see; for anybody else there is none."""
    found = meeting_row(meeting_id, on=on, within=seen(viewer))
    if found is None:
        raise NotFound("There is no such meeting.")
    return found


def meeting_kept_by(viewer: Viewer, meeting_id: int, *, on: date) -> MeetingRow:
    """Return a meeting that `viewer` prepares and records; for anybody else there is no such page."""
    found = meeting_for(viewer, meeting_id, on=on)
    if not may_keep(viewer, found.unit_path):
        raise NotFound("There is no such page.")
    return found


def may_keep(viewer: Viewer, unit_path: str) -> bool:
    """Return whether `viewer` prepares and records the meetings of a unit's committees."""
    return may(viewer, Action.ASSIGN_TASKS, Thing(MEETING, unit_path))


def own_committees(viewer: Viewer, on: date) -> list[CommitteeRow]:
    """Return the committees whose meetings the viewer may plan: those of the units they sit in themselves."""
    wanted = {seat.unit_id for seat in viewer.seats if seat.unit_id is not None and may_keep(viewer, seat.path)}
    units = sorted(units_on(wanted, on).values(), key=lambda unit: unit.path) if wanted else []
    return [row for unit in units for row in committees_of(unit.unit_id)]


def unit_seen(viewer: Viewer, said: str, *, on: date) -> UnitRow:
    """Return the unit of a name or a code if `viewer` may see it; one they may not is as one that is not there."""
    return unit_called(said, units_seen(viewer), on)


def units_seen(viewer: Viewer) -> Reach:
    """Return where the units lie that `viewer` may narrow a list to."""
    return reach(viewer, Action.SEE_UNIT)


def document_seen(viewer: Viewer, document_id: int, *, on: date) -> DocumentRow:
    """Return a document of the register that `viewer` may see, to be put before a meeting."""
    found = document_row(document_id, on=on, within=reach(viewer, Action.SEE_DOCUMENTS))
    if found is None:
        raise DomainError("You see no document like this in the register: choose it from the list.")
    return found


def documents_to_choose(viewer: Viewer, meeting: MeetingRow, *, on: date) -> list[DocumentRow]:
    """Return the documents of the committee's unit that `viewer` may put before a meeting, drafts first."""
    within = reach(viewer, Action.SEE_DOCUMENTS)
    return documents_about_unit(meeting.unit_id, on=on, within=within, limit=MOST_DOCUMENTS)


def documents_before(viewer: Viewer, meeting_id: int, *, on: date) -> dict[int, DocumentRow]:
    """Return {id: a document that rests with a meeting}, those that `viewer` may see."""
    found = documents_of("meeting", meeting_id, on=on, within=reach(viewer, Action.SEE_DOCUMENTS))
    return {document.id: document for document in found}


def paper_kept_by(viewer: Viewer, meeting_id: int, paper_id: int, *, on: date) -> tuple[MeetingRow, PaperRow]:
    """Return a meeting and a paper of it whose steps `viewer` records; for anybody else there is no such page."""
    meeting = meeting_kept_by(viewer, meeting_id, on=on)
    paper = paper_of(meeting.id, paper_id)
    if paper is None:
        raise NotFound("There is no such paper.")
    return meeting, paper
