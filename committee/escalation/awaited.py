"""Cases that wait for somebody's words: an explanation to file, or one to decide about."""

from __future__ import annotations

from datetime import date

from committee.domain.access import Action, Reach, Viewer, reach
from committee.domain.case_facts import State
from committee.escalation.explanations import authors_waiting
from committee.escalation.queries import CaseFilter, CaseRow, cases
from committee.escalation.reviewers import reviewed_by


def cases_to_explain(viewer: Viewer, *, on: date, limit: int) -> list[CaseRow]:
    """Return the cases that the viewer's own units have received and not explained yet."""
    return _cases(State.ACKED, reach(viewer, Action.EXPLAIN_CASE), on=on, limit=limit)


def cases_to_review(viewer: Viewer, *, on: date, limit: int) -> list[CaseRow]:
    """Return the cases whose explanation the viewer decides about; never one they filed themselves."""
    found = _cases(State.EXPLAINED, reviewed_by(viewer), on=on, limit=limit)
    authors = authors_waiting([case.id for case in found]) if found else {}
    return [case for case in found if authors.get(case.id) != viewer.account_id]


def _cases(state: State, within: Reach, *, on: date, limit: int) -> list[CaseRow]:
    return [] if within.is_nowhere else cases(CaseFilter(state=state.value), on=on, within=within, limit=limit)
