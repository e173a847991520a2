"""Whose case it is: fetched for a viewer, or not there at all."""

from __future__ import annotations

from datetime import date

from committee.domain.access import Action, Thing, Viewer, may, reach
from committee.domain.case_facts import State
from committee.domain.errors import NotFound
from committee.escalation import explanations, queries
from committee.escalation.explanations import ExplanationRow
from committee.escalation.queries import CaseRow
from committee.escalation.reviewers import may_review


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


def explains(viewer: Viewer, case: CaseRow) -> bool:
    """Return whether `viewer` is one of the people who explain the cases of its unit, whatever its state."""
    return may(viewer, Action.EXPLAIN_CASE, Thing("case", case.unit_path))


def may_explain(viewer: Viewer, case: CaseRow) -> bool:
    """Return whether `viewer` may explain a case now: its unit has received it and has not explained it yet."""
    return case.state == State.ACKED.value and explains(viewer, case)


def reviews(viewer: Viewer, case: CaseRow) -> bool:
    """Return whether `viewer` is one of the people who decide about explanations of the case's unit."""
    return may_review(viewer, case.unit_path)


def may_decide(viewer: Viewer, case: CaseRow, said: ExplanationRow) -> bool:
    """Return whether `viewer` may accept or return an explanation now: it waits, and others filed it."""
    waits = case.state == State.EXPLAINED.value and said.state == explanations.WAITING
    return waits and said.filed_by != viewer.account_id and reviews(viewer, case)


def awaited_of(viewer: Viewer, case: CaseRow) -> str:
    """Return what a case waits for from `viewer`, as `words` names it, or ""; whose explanation it is is not asked."""
    if may_acknowledge(viewer, case):
        return "confirmation"
    if may_explain(viewer, case):
        return "explanation"
    return "decision" if case.state == State.EXPLAINED.value and reviews(viewer, case) else ""


def explanation_for(viewer: Viewer, explanation_id: int, *, on: date) -> tuple[ExplanationRow, CaseRow]:
    """Return an explanation about whose case `viewer` decides, with the case; for anybody else there is none."""
    said = explanations.explanation_with_id(explanation_id)
    within = reach(viewer, Action.SEE_CASES)
    case = queries.case_row(said.case_id, on=on, within=within) if said else None
    if said is None or case is None or not reviews(viewer, case):
        raise NotFound("There is no such explanation.")
    return said, case
