"""Reports as somebody may see, type or decide them: fetched through the permission, or not there at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from committee.domain.access import Action, Role, Thing, Viewer, may
from committee.domain.errors import NotFound
from committee.domain.grants import GRANTS, Relation
from committee.figures.periods import Period, period_closing_on
from committee.figures.queries import REPORTING_LEVEL
from committee.figures.reports import Report, report_of
from committee.units.queries import UnitRow, path_now, standing_last, unit_with_code, units_on

FIGURE = "figure"


def may_enter(viewer: Viewer, unit: UnitRow, today: date) -> bool:
    """Return whether the viewer may type values of this unit."""
    return may(viewer, Action.ENTER_FIGURES, Thing(FIGURE, path_now(unit, today)))


def may_decide(viewer: Viewer, unit: UnitRow, today: date) -> bool:
    """Return whether the viewer may accept or return values of this unit that others sent."""
    return may(viewer, Action.ACCEPT_FIGURES, Thing(FIGURE, path_now(unit, today)))


def place_of(viewer: Viewer, code: str, day: str, action: Action, *, today: date) -> tuple[UnitRow, Period]:
    """Return the unit and the period an address names, if the viewer may do `action` there today; else `NotFound`."""
    try:
        cut_off_on = date.fromisoformat(day)
    except ValueError:
        raise NotFound("There is no report of this day.") from None
    unit = unit_with_code(code, cut_off_on)
    if unit is None or not may(viewer, action, Thing(FIGURE, path_now(unit, today))):
        raise NotFound("There is no such unit, or you may not see it.")
    period = period_closing_on(cut_off_on)
    if period is None:
        raise NotFound("There is no report of this day.")
    return unit, period


def refuse_beyond(viewer: Viewer, unit_ids: Collection[int], *, today: date) -> None:
    """Raise `NotFound` unless the viewer decides about every one of the units: a mixed choice is refused whole."""
    known = standing_last(unit_ids, today)
    if not all(unit_id in known and may_decide(viewer, known[unit_id], today) for unit_id in unit_ids):
        raise NotFound("There is no such report.")


def report_seen(viewer: Viewer, code: str, day: str, *, today: date) -> Report:
    """Return a report the viewer may read."""
    return report_of(*place_of(viewer, code, day, Action.SEE_FIGURES, today=today))


def own_units(viewer: Viewer, today: date) -> list[UnitRow]:
    """Return the units the viewer reports for: where they sit themselves, of the level that reports."""
    wanted = {seat.unit_id for seat in viewer.seats if not seat.former and seat.unit_id and _enters(seat.role)}
    units = units_on(wanted, today).values() if wanted else ()
    return sorted((unit for unit in units if unit.level == REPORTING_LEVEL), key=lambda unit: unit.sort_key)


def _enters(role: Role) -> bool:
    return Action.ENTER_FIGURES in GRANTS[role].get(Relation.OWN, frozenset())
