"""Whose case it is: fetched for a viewer, or not there at all."""

from __future__ import annotations

from datetime import date

from committee.domain.access import Action, Thing, Viewer, may, reach
from committee.domain.case_facts import State
from committee.domain.errors import NotFound
from committee.escalation import queries
from committee.escalation.queries import CaseRow


def case_for(viewer: Viewer, case_id: int, *, on: date) -> CaseRow:
    """Return a case that `viewer` may see; for anybody else there is none."""
    found = queries.case_row(case_id, on=on, within=reach(viewer, Action.SEE_CASES))
    if found is None:
        raise NotFound("There is no such case.")
    return found


def may_acknowledge(viewer: Viewer, case: CaseRow) -> bool:
    """Return whether `viewer` may acknowledge a case now: it is open, and the viewer answers for its unit."""
    return case.state == State.OPEN.value and answers_for(viewer, case)


def answers_for(viewer: Viewer, case: CaseRow) -> bool:
    """Return whether `viewer` is one of the people who answer for the case's unit, whatever its state."""
    return may(viewer, Action.ACKNOWLEDGE_CASE, Thing("case", case.unit_path))
