"""Values, doubts and people of a report as they stand on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from committee.core.formatting import MINUS, NONE
from committee.core.words import gettext
from committee.domain.plausibility import Warned
from committee.figures.typed import in_unit
from committee.members.queries import people_for
from committee.targets.queries import IndicatorRow, TargetOn
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


def target_text(target: TargetOn | None, indicator: IndicatorRow) -> str:
    """Return the year's target of a counted indicator, "" where there is none."""
    return "" if target is None or indicator.is_rate else amount(target.value, indicator)


def doubt_sentences(doubts: Iterable[Warned], indicator: IndicatorRow) -> list[str]:
    """Return why a value looks wrong, one sentence a doubt."""
    return [gettext(one.message, **_filled(one, indicator)) for one in doubts]


def role_word(role: str) -> str:
    """Return what somebody who decides about reports is called."""
    return {
        "reviewer": gettext("Reviewer of reports"),
        "secretariat": gettext("Secretariat"),
        "standing_vice_chair": gettext("Standing Vice Chair"),
    }.get(role, role)


def deciders(unit: UnitRow, today: date) -> list[str]:
    """Return who will decide about a report of the unit, with their post: the nearest level that has somebody."""
    for role in DECIDING:
        people = people_for(f"above:{role}", unit, today)
        if people:
            return [f"{person.name} ({role_word(person.role)})" for person in people]
    return []


def _filled(doubt: Warned, indicator: IndicatorRow) -> dict[str, object]:
    return {
        name: value if name == "percent" else f"{amount(value, indicator)} {indicator.unit_of_measure}"
        for name, value in doubt.params.items()
    }
