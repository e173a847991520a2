"""The visits and proposals of a unit, on its page."""

from __future__ import annotations

from committee.core import clock, doors
from committee.domain.access import Action, Thing, may
from committee.tasks import meeting_access, meeting_words, petition_access, petition_words
from committee.tasks.access import eyes_of
from committee.tasks.queries.meetings import MeetingFilter, meetings
from committee.tasks.queries.petitions import PetitionFilter, petitions
from committee.units.queries import UnitRow

SHOWN = 5


def meetings_of(unit: UnitRow) -> dict[str, object]:
    """Return the latest visits to a unit and what it proposed last, for whoever sees its work."""
    viewer, today = doors.current_viewer(), clock.today()
    if not may(viewer, Action.SEE_TASKS, Thing("meeting", unit.path)):
        return {"visits": None}
    visits = meetings(
        MeetingFilter(kind="visit", visited_unit_id=unit.unit_id), on=today, within=meeting_access.seen(viewer),
        limit=SHOWN,
    )  # fmt: skip
    raised = petitions(PetitionFilter(unit_id=unit.unit_id), eyes=eyes_of(viewer, on=today), limit=SHOWN)
    return {
        "visits": visits,
        "raised": raised,
        "meeting_words": meeting_words,
        "petition_words": petition_words,
        "may_raise": petition_access.may_raise_for(viewer, unit.path),
        "today": today,
    }
