"""POST /figures: what was reached, from another program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify

from committee.api import schemas
from committee.api.bodies import json_body, objects, refuse_unknown_fields, text_field
from committee.api.declaring import says
from committee.api.doors import acting, blueprint, iso_day
from committee.api.once import once
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.core.tabular import Refusals
from committee.domain.access import Action, Thing, Viewer, may
from committee.domain.errors import DomainError, NotAllowed, NotFound, Place
from committee.figures.operations import Sent, send_figures
from committee.figures.queries import OFFICIAL, SELF_REPORTED
from committee.units.queries import UnitRow, bearer_on, bearers_of, standing_last

FIELDS = ("unit_code", "indicator", "as_of", "value", "origin")
RIGHTS = {OFFICIAL: Action.IMPORT_FIGURES, SELF_REPORTED: Action.ENTER_FIGURES}
MOST = 5_000


@blueprint.post("/figures")
@signed_in
@says("Send figures, all of them or none", schemas.SENT, status=(200, 201), body=schemas.FIGURES)
@once
def send() -> tuple[Response, int]:
    """Take over one figure or a list of them."""
    sent = _sent(objects(json_body(), most=MOST), current_viewer())
    tally, receipts = send_figures(sent=sent, by=acting(), now=clock.now())
    numbers = [{"unit_code": one.unit_code, "as_of": one.as_of.isoformat(), "receipt": one.number} for one in receipts]
    return jsonify({**tally.facts(), "receipts": numbers}), 201 if tally.changed_anything else 200


def _sent(items: list[dict[str, Any]], viewer: Viewer) -> list[Sent]:
    refusals = Refusals()
    read: list[dict[str, Any]] = []
    for number, item in enumerate(items, start=1):
        with refusals.at(Place("", number)):
            read.append(_fields(item, number))
    refusals.raise_if_any()
    bearers = bearers_of({one["unit_code"] for one in read})
    units = [bearer_on(bearers.get(one["unit_code"], ()), one["as_of"]) for one in read]
    today = clock.today()
    standing = standing_last({unit.unit_id for unit in units if unit}, today)
    paths = {unit_id: unit.path for unit_id, unit in standing.items()}
    return [
        Sent(number=number, unit_id=_permitted(unit, one["origin"], viewer, paths).unit_id, **one)
        for number, (one, unit) in enumerate(zip(read, units, strict=True), start=1)
    ]


def _fields(item: dict[str, Any], number: int) -> dict[str, Any]:
    refuse_unknown_fields(item, FIELDS, Place("", number))
    said = {name: text_field(item, name, Place("", number, name)) for name in ("unit_code", "indicator", "as_of")}
    origin = text_field(item, "origin", Place("", number, "origin"), OFFICIAL)
    if origin not in RIGHTS:
        place = Place("", number, "origin")
        raise DomainError(
            "Only these words can stand here: %(known)s.", place=place, read=origin, known=", ".join(RIGHTS)
        )
    try:
        as_of = iso_day(said["as_of"])
    except DomainError as error:
        error.place = Place("", number, "as_of")
        raise
    return {**said, "as_of": as_of, "value": item.get("value"), "origin": origin}


def _permitted(unit: UnitRow | None, origin: str, viewer: Viewer, paths: Mapping[int, str]) -> UnitRow:
    """Return the unit if `viewer` may write figures of it; what may not be seen is not there.

    `paths` say where units stand today: rights go by that, whatever day the figure is of.
    """
    if unit is None or not may(viewer, Action.SEE_FIGURES, Thing("figure", paths[unit.unit_id])):
        raise NotFound("There is no such unit.")
    if not may(viewer, RIGHTS[origin], Thing("figure", paths[unit.unit_id])):
        raise NotAllowed("You may not send %(origin)s figures of %(unit)s.", origin=origin, unit=unit.name)
    return unit
