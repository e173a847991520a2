"""Values, doubts and people of a report as they stand on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from committee.core.formatting import MINUS, NONE
from committee.core.words import gettext
from committee.domain.plausibility import Warned
from committee.figures.reports import Line
from committee.figures.typed import in_unit
from committee.members.queries import people_for
from committee.members.roles import role_name
from committee.targets.queries import IndicatorRow
from committee.units.queries import UnitRow

DECIDING = ("reviewer", "secretariat", "standing_vice_chair")


def amount(value: int | None, indicator: IndicatorRow) -> str:
    """Return a value as it is kept in the indicator's unit, without the unit."""
    return NONE if value is None else in_unit(Decimal(value), indicator.unit_of_measure)


def change(value: int | None, indicator: IndicatorRow) -> str:
    """Return a difference with its sign."""
    if value is None:
        return NONE
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + amount(abs(value), indicator)


def beside(line: Line) -> list[str]:
    """Return what one wants to see while typing a value."""
    indicator = line.indicator
    parts = [gettext("Last month: %(amount)s", amount=amount(line.before, indicator))]
    if line.target and not indicator.is_rate:
        parts.append(gettext("Target of the year: %(amount)s", amount=amount(line.target.value, indicator)))
    if line.official:
        parts.append(gettext("Official: %(amount)s", amount=amount(line.official.value, indicator)))
    if indicator.kind == "flow":
        parts.append(gettext("counted from 1 January"))
    return parts


def doubt_sentences(doubts: Iterable[Warned], indicator: IndicatorRow) -> list[str]:
    """Return why a value looks wrong, one sentence a doubt."""
    return [gettext(one.message, **_filled(one, indicator)) for one in doubts]


def deciders(unit: UnitRow, today: date) -> list[str]:
    """Return who will decide about a report of the unit, with their post: the nearest level that has somebody."""
    for role in DECIDING:
        people = people_for(f"above:{role}", unit, today)
        if people:
            return [f"{person.name} ({role_name(person.role)})" for person in people]
    return []


def _filled(doubt: Warned, indicator: IndicatorRow) -> dict[str, object]:
    return {
        name: value if name == "percent" else f"{amount(value, indicator)} {indicator.unit_of_measure}"
        for name, value in doubt.params.items()
    }
