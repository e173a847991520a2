"""POST /cases/{id}/explanations, /explanations/{id}/acceptance, /explanations/{id}/return."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, jsonify

from committee.api import schemas
from committee.api.bodies import at, object_said, text_field, whole_number
from committee.api.cases import VERSION, in_full
from committee.api.declaring import says
from committee.api.doors import acting, blueprint, iso_day
from committee.api.once import once
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.domain.commitments import Said, Unfit
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.domain.measures import factor_of, field_of, kept
from committee.domain.number_cells import read_plain
from committee.escalation import access, operations
from committee.escalation.queries import CaseRow
from committee.targets.queries import indicators

FIELDS = ("cause", "cause_text", "text", "number", "due_on", VERSION)


@blueprint.post("/cases/<int:case_id>/explanations")
@signed_in
@says("Explain a case for its unit, and promise", schemas.CASE_IN_FULL, status=(201,), body=schemas.NEW_EXPLANATION)
@once
def explain(case_id: int) -> tuple[Response, int]:
    """File an explanation with its promise: a number, as the indicator's figures are sent, and a day."""
    viewer = current_viewer()
    case = access.case_for(viewer, case_id, on=clock.today())
    if not access.explains(viewer, case):
        raise NotAllowed("Only people of %(unit)s itself can explain this case.", unit=case.unit_name)
    body = object_said(FIELDS)
    try:
        said = _said(body, case)
        operations.explain(
            case_id=case_id, said=said, version=whole_number(body, VERSION), by=acting(), now=clock.now()
        )
    except Unfit as error:
        for name, one in error.by_field.items():
            one.place = at(name)
        raise
    return jsonify(in_full(case_id)), 201


@blueprint.post("/explanations/<int:explanation_id>/acceptance")
@signed_in
@says("Accept a promise; it becomes a task", schemas.CASE_IN_FULL, optional_body=schemas.SEEN_VERSION)
@once
def accept_promise(explanation_id: int) -> Response:
    """Accept the explanation that waits: the case is committed, and the task is given."""
    case = _to_decide(explanation_id)
    body = object_said((VERSION,), may_be_left_out=True)
    operations.accept_explanation(
        explanation_id=explanation_id, version=whole_number(body, VERSION), by=acting(), now=clock.now()
    )
    return jsonify(in_full(case.id))


@blueprint.post("/explanations/<int:explanation_id>/return")
@signed_in
@says("Return an explanation, with the reason", schemas.CASE_IN_FULL, body=schemas.RETURNED_EXPLANATION)
@once
def return_explanation(explanation_id: int) -> Response:
    """Return the explanation that waits: the unit has to complete it."""
    case = _to_decide(explanation_id)
    body = object_said(("reason", VERSION))
    reason, version = text_field(body, "reason", at("reason")), whole_number(body, VERSION)
    operations.return_explanation(
        explanation_id=explanation_id, reason=reason, version=version, by=acting(), now=clock.now()
    )
    return jsonify(in_full(case.id))


def _to_decide(explanation_id: int) -> CaseRow:
    if explanation_id >= 2**31:
        raise NotFound("There is no such explanation.")
    _said_of, case = access.explanation_for(current_viewer(), explanation_id, on=clock.today())
    return case


def _said(body: dict[str, Any], case: CaseRow) -> Said:
    texts = {name: text_field(body, name, at(name)) for name in ("cause", "cause_text", "text") if name in body}
    return Said(
        cause=texts.get("cause", ""),
        cause_text=texts.get("cause_text", ""),
        text=texts.get("text", ""),
        number=_number(body, indicators()[case.indicator].unit_of_measure),
        due_on=_day(body),
    )


def _number(body: dict[str, Any], unit: str) -> int | None:
    if body.get("number") is None:
        return None
    try:
        return kept(read_plain(body["number"], field_of(unit), unit_factor=factor_of(unit)).value, unit)
    except DomainError as error:
        error.place = at("number")
        raise


def _day(body: dict[str, Any]) -> date | None:
    if "due_on" not in body:
        return None
    try:
        return iso_day(text_field(body, "due_on", at("due_on")))
    except DomainError as error:
        error.place = at("due_on")
        raise
