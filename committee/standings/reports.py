"""Counting the units of the reporting level that have served the due cut-off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from committee.domain.gauge import Moment
from committee.domain.rollup import Knowledge
from committee.figures.queries import REPORTING_LEVEL
from committee.targets.queries import IndicatorRow
from committee.units.queries import UnitRow

# (unit, indicator) to how many units below have reported, None while no cut-off is due, and how many there are.
Counter = Callable[[UnitRow, IndicatorRow], tuple[int | None, int]]


def counted_in_ledger(
    knowledge: Knowledge, units: Sequence[UnitRow], not_applicable: Collection[tuple[int, str]], moment: Moment
) -> Counter:
    """Return a counter that asks about each unit of the reporting level among `units`, once an indicator."""
    reporting = [unit for unit in units if unit.level == REPORTING_LEVEL]
    asked: dict[str, list[tuple[str, bool]]] = {}

    def count(unit: UnitRow, indicator: IndicatorRow) -> tuple[int | None, int]:
        if indicator.code not in asked:
            asked[indicator.code] = [
                (one.path, has_served(knowledge, one.unit_id, indicator, moment))
                for one in reporting
                if (one.unit_id, indicator.code) not in not_applicable
            ]
        below = [served for path, served in asked[indicator.code] if path.startswith(unit.path) and path != unit.path]
        return (sum(below) if moment.due_cut_off else None), len(below)

    return count


def has_served(knowledge: Knowledge, unit: int, indicator: IndicatorRow, moment: Moment) -> bool:
    """Return whether `unit` has a value of the due cut-off's month or later."""
    due = moment.due_cut_off
    return due is not None and any(
        _month(actual.as_of) >= _month(due)
        for code in indicator.numerators or (indicator.code,)
        if (actual := knowledge.actual(unit, code, moment.day))
    )


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
