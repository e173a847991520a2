"""Units and their standings: GET /units/…, GET /standings."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from committee.api.doors import asked, asked_day, blueprint
from committee.core.doors import current_viewer, signed_in
from committee.domain.errors import DomainError
from committee.standings import rows
from committee.standings.queries import standings_below, standings_of, visible_unit
from committee.targets.queries import indicators
from committee.units.queries import UnitRow, children_of


@blueprint.get("/units/<code>")
@signed_in
def unit(code: str) -> Response:
    """Answer with the unit that bore `code` on the day asked for."""
    return jsonify(_unit(visible_unit(code, asked_day(), current_viewer())))


@blueprint.get("/units/<code>/children")
@signed_in
def children(code: str) -> Response:
    """Answer with the units right below it, in Vietnamese order."""
    day = asked_day()
    parent = visible_unit(code, day, current_viewer())
    return jsonify({"items": [_unit(row) for row in children_of(parent.unit_id, day)], "next_cursor": None})


@blueprint.get("/standings")
@signed_in
def standings() -> Response:
    """Answer where a unit stands, or the units right below a `parent`."""
    day, indicator = asked_day(), request.args.get("indicator")
    if indicator is not None and indicator not in indicators():
        raise DomainError("No indicator has the code %(code)s.", code=indicator)
    if "parent" in request.args:
        parent = visible_unit(asked("parent"), day, current_viewer())
        found = standings_below(parent, day, indicator=indicator)
        return jsonify(
            {"parent": _short(parent), "as_of": day.isoformat(), "units": [rows.as_json(one) for one in found]}
        )
    one = visible_unit(asked("unit"), day, current_viewer())
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
