"""The register: people, their places and what is vacant, searched and filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Response, make_response, render_template, request, url_for

from committee.audit import operations as audit
from committee.core import clock, doors
from committee.core.csv_text import csv_text
from committee.core.db import transaction
from committee.core.paging import page_of
from committee.domain.access import Reach
from committee.domain.appointments import PlaceState
from committee.domain.errors import DomainError
from committee.members import access, register
from committee.members.finding import WhichUnit, unit_meant
from committee.members.register import Line, Wanted
from committee.members.roles import NAMES
from committee.members.views.base import act, address_of, blueprint, moment, unit_and_above, viewer
from committee.members.wording import LOOKS, STATES
from committee.units.queries import UnitRow

SIZE = 30
ASKED = ("q", "unit", "role", "state")  # what the list is narrowed by; nothing else goes into its addresses
CSV_COLUMNS = ("email", "full_name", "unit_code", "unit", "role", "position_title", "from", "to", "state")


@blueprint.get("/people")
@doors.signed_in
def index() -> str | Response:
    """The people within reach, and what is vacant."""
    within = access.seen(viewer())
    unit, choices = _unit(within)
    wanted = _wanted(unit)
    misses = bool(request.args.get("unit", "").strip()) and unit is None
    lines = [] if misses else register.lines_within(within, **moment(), wanted=wanted)
    if request.args.get("format") == "csv":
        return _csv(lines)
    page = page_of(request.args.get("page"), total=len(lines), size=SIZE)
    shown = lines[page.offset : page.offset + SIZE]
    return render_template(
        "members/index.html",
        lines=shown,
        above=unit_and_above(shown),
        counts=Counter(line.state for line in lines),
        vacant=len(register.vacancies_within(within, clock.today())),
        page=page,
        wanted=wanted,
        units=choices,
        **_around(within),
    )


def _around(within: Reach) -> dict[str, object]:
    asked = {name: said for name in ASKED if (said := request.args.get(name, ""))}
    return {
        "asked": asked,
        "typed_unit": request.args.get("unit", ""),
        "is_filtered": bool(asked),
        "address": lambda number: url_for("members.index", **{**asked, "page": number}),
        "person_address": address_of,
        "may_manage": access.may_manage_people(viewer()),
        "is_whole": "" in within.subtrees,
        "roles": NAMES,
        "states": STATES,
        "looks": LOOKS,
    }


def _wanted(unit: UnitRow | None) -> Wanted:
    role, state = request.args.get("role", ""), request.args.get("state", "")
    return Wanted(
        text=request.args.get("q", "").strip(),
        role=role if role in set(NAMES) else "",
        state=state if state in set(PlaceState) else "",
        within=unit,
    )


def _unit(within: Reach) -> tuple[UnitRow | None, Sequence[UnitRow]]:
    """Return the unit that is asked for, or those among which to choose."""
    said = request.args.get("unit", "").strip()
    if not said:
        return None, ()
    try:
        return unit_meant(said, within, clock.today()), ()
    except WhichUnit as several:
        return None, several.units
    except DomainError:
        return None, ()


def _csv(lines: Sequence[Line]) -> Response:
    rows = (
        (
            line.email,
            line.name,
            line.unit_code,
            line.unit_name,
            line.role,
            line.position_title,
            line.from_on,
            line.to_on,
            line.state.value,
        )
        for line in lines
    )
    with transaction():
        audit.record_export(thing=("table", "people"), rows=len(lines), shape="csv", **act())
    response = make_response(csv_text(CSV_COLUMNS, rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="people-{clock.today().isoformat()}.csv"'
    return response
