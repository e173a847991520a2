"""Units and their standings: GET /units/…, GET /standings."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from committee.api import schemas
from committee.api.declaring import AS_OF, CURSOR, LIMIT, query, says
from committee.api.doors import asked, asked_day, blueprint, code_in_path, pages
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.domain.errors import DomainError
from committee.standings import rows
from committee.standings.queries import seen_below, standings_of, visible_children, visible_unit
from committee.targets.queries import indicators
from committee.units.queries import UnitRow

QUESTION = (
    query("unit", "the code of the unit", schema=schemas.SOME_TEXT),
    query("parent", "instead of unit: the code of the unit whose children are asked for", schema=schemas.SOME_TEXT),
    AS_OF,
    query("indicator", "this indicator alone", schema=schemas.SOME_TEXT),
)


@blueprint.get("/units/<code>")
@signed_in
@says("The unit that bore the code on a day", schemas.UNIT, query=(AS_OF,))
def unit(code: str) -> Response:
    """Answer with the unit that bore `code` on the day asked for."""
    return jsonify(_unit(visible_unit(code_in_path(code), asked_day(), current_viewer(), today=clock.today())))


@blueprint.get("/units/<code>/children")
@signed_in
@says("The units right below a unit, in Vietnamese order", schemas.UNITS, query=(AS_OF, LIMIT, CURSOR))
def children(code: str) -> Response:
    """Answer with the units right below it, in Vietnamese order."""
    day, viewer, today = asked_day(), current_viewer(), clock.today()
    parent = visible_unit(code_in_path(code), day, viewer, today=today)
    below = [_unit(row) for row in visible_children(parent, day, viewer, today=today)]
    return jsonify(pages(lambda limit, offset: below[offset : offset + limit]))


@blueprint.get("/standings")
@signed_in
@says("Where a unit stands on a day, or the units right below a parent", schemas.STANDINGS, query=QUESTION)
def standings() -> Response:
    """Answer where a unit stands, or the units right below a `parent`."""
    day, indicator = asked_day(), request.args.get("indicator")
    if indicator is not None and indicator not in indicators():
        raise DomainError("No indicator has the code %(code)s.", code=indicator)
    if "parent" in request.args:
        viewer, today = current_viewer(), clock.today()
        parent = visible_unit(asked("parent"), day, viewer, today=today)
        found = seen_below(parent, day, viewer, today=today, indicator=indicator)
        return jsonify(
            {"parent": _short(parent), "as_of": day.isoformat(), "units": [rows.as_json(one) for one in found]}
        )
    one = visible_unit(asked("unit"), day, current_viewer(), today=clock.today())
    return jsonify(rows.as_json(standings_of(one, day, indicator=indicator)))


def _short(row: UnitRow) -> dict[str, str]:
    return {"code": row.code, "name": row.name, "level": row.level}


def _unit(row: UnitRow) -> dict[str, Any]:
    return {
        **_short(row),
        "unit_type": row.unit_type,
        "axis": row.axis,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
