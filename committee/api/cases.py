"""GET /cases, /cases/{id}, POST /cases/{id}/acknowledgement."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from committee.api import schemas
from committee.api.bodies import object_said, whole_number
from committee.api.declaring import CURSOR, LIMIT, query, says
from committee.api.doors import acting, asked, asked_number, blueprint, pages
from committee.api.once import once
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.domain.access import Action, Thing, may, reach
from committee.domain.case_facts import State
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.escalation import access, operations, queries, rows
from committee.escalation.explanations import explanations_of
from committee.escalation.queries import LIVE_ONLY, CaseFilter
from committee.units.queries import unit_with_code

VERSION = "version"
STATES = (*(state.value for state in State), LIVE_ONLY)
FILTERS = (
    query("unit", "this unit and what lies below it", schema=schemas.SOME_TEXT),
    query("indicator", "of this indicator", schema=schemas.SOME_TEXT),
    query("state", "in this state; live: all that are not over", schema={"type": "string", "enum": list(STATES)}),
    query("year", "of this year", schema={"type": "integer", "minimum": 0, "maximum": 999_999_999}),
    LIMIT,
    CURSOR,
)


@blueprint.get("/cases")
@signed_in
@says("Cases that the key's person may see, what needs somebody first on top", schemas.CASES, query=FILTERS)
def cases() -> Response:
    """Answer with a page of cases."""
    on, within = clock.today(), reach(current_viewer(), Action.SEE_CASES)
    wanted = _wanted()

    def read(limit: int, offset: int) -> list[dict[str, Any]]:
        found = queries.cases(wanted, on=on, within=within, limit=limit, offset=offset)
        return [rows.as_json(row) for row in found]

    return jsonify(pages(read))


@blueprint.get("/cases/<int:case_id>")
@signed_in
@says("A case with its history and who was told", schemas.CASE_IN_FULL)
def case(case_id: int) -> Response:
    """Answer with one case."""
    return jsonify(in_full(case_id))


@blueprint.post("/cases/<int:case_id>/acknowledgement")
@signed_in
@says("Say for its unit that a case was received", schemas.CASE_IN_FULL, optional_body=schemas.SEEN_VERSION)
@once
def acknowledge(case_id: int) -> Response:
    """Acknowledge a case."""
    viewer, version = current_viewer(), _seen_version()
    found = access.case_for(viewer, case_id, on=clock.today())
    if not may(viewer, Action.ACKNOWLEDGE_CASE, Thing("case", found.unit_path)):
        raise NotAllowed("Only people of %(unit)s itself can acknowledge this case.", unit=found.unit_name)
    operations.acknowledge(case_id=case_id, version=version, by=acting(), now=clock.now())
    return jsonify(in_full(case_id))


def in_full(case_id: int) -> dict[str, Any]:
    """Return a case that the key's person may see, with all that happened to it."""
    if case_id >= 2**31:
        raise NotFound("There is no such case.")
    row = access.case_for(current_viewer(), case_id, on=clock.today())
    told, said = queries.told_about(case_id), explanations_of(case_id)
    return rows.in_full(row, queries.changes_of(case_id), told, said)


def _seen_version() -> int | None:
    return whole_number(object_said((VERSION,), may_be_left_out=True), VERSION)


def _wanted() -> CaseFilter:
    state = request.args.get("state")
    if state is not None and state not in STATES:
        raise DomainError("Only these words can stand here: %(known)s.", known=", ".join(STATES), read=state[:40])
    indicator = asked("indicator") if "indicator" in request.args else ""
    return CaseFilter(path=_path(), indicator=indicator, state=state or "", year=asked_number("year"))


def _path() -> str:
    if "unit" not in request.args:
        return ""
    unit = unit_with_code(asked("unit"), clock.today())
    if unit is None or not may(current_viewer(), Action.SEE_CASES, Thing("case", unit.path)):
        raise NotFound("There is no such unit.")
    return unit.path
