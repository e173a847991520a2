"""Standings as the doors give them: whole numbers as integers, everything else as text. The keys are fixed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from committee.core.formatting import NONE
from committee.domain import rates
from committee.domain.periods import elapsed
from committee.domain.standing import Standing
from committee.domain.trend import Change
from committee.standings.queries import StandingRow, UnitStandings
from committee.targets.queries import TargetOn

CSV_COLUMNS = (
    "unit_code", "unit_name", "as_of", "indicator", "actual", "actual_as_of", "rolled_up", "children_sum",
    "self_reported", "target", "achievement", "achievement_text", "remaining", "ratio", "gap", "score", "milestone",
    "milestone_on", "shortfall", "pace", "level", "rank", "of", "needed_per_month", "reported", "expected",
)  # fmt: skip


def as_json(standings: UnitStandings) -> dict[str, Any]:
    """Return one unit's standings as the door's object."""
    unit = standings.unit
    return {
        "unit": {"code": unit.code, "name": unit.name, "level": unit.level},
        "as_of": standings.as_of.isoformat(),
        "standings": [row_as_json(row, standings) for row in standings.rows],
    }


def row_as_json(row: StandingRow, standings: UnitStandings) -> dict[str, Any]:
    """Return one row as the door's object."""
    one, indicator = row.standing, row.indicator
    days_gone, days = elapsed(standings.as_of)
    return {
        "indicator": indicator.code,
        "unit_of_measure": indicator.unit_of_measure,
        "kind": indicator.kind,
        "direction": indicator.direction,
        **_actual(one),
        "children_sum": one.children_sum,
        "reported": row.reported,
        "expected": row.expected,
        "self_reported": row.self_reported,
        **_target(row),
        "achievement": None if one.achievement is None else rates.achievement(one.achievement),
        "achievement_text": achievement_text(one),
        "remaining": one.remaining,
        "ratio": _decimals(one.ratio),
        "gap": None if one.gap is None else rates.gap(one.gap),
        "score": _decimals(one.score),
        **_schedule(one),
        "elapsed": rates.fixed(Fraction(days_gone * 100, days)),
        "level": one.level.value,
        "rank": row.rank,
        "of": row.of,
        "yoy": _change(one.yoy),
        "mom": _change(one.mom),
        "needed_per_month": one.needed_per_month,
        "forecast": None
        if one.forecast is None
        else {"value": one.forecast.value, "low": one.forecast.low, "high": one.forecast.high},
    }


def as_csv(standings: Iterable[UnitStandings]) -> Iterable[list[object]]:
    """Return the rows of several units for a spreadsheet, in the order of `CSV_COLUMNS`."""
    for each in standings:
        for row in each.rows:
            values = row_as_json(row, each)
            values |= {"unit_code": each.unit.code, "unit_name": each.unit.name, "as_of": each.as_of.isoformat()}
            yield [values[column] for column in CSV_COLUMNS]


def achievement_text(one: Standing) -> str:
    """Return the achievement as it is printed, without the sign; below the target it never reads 100."""
    if one.achievement is None:
        return NONE
    return rates.vietnamese(rates.achievement(one.achievement, one.gauge.decimals))


def _actual(one: Standing) -> dict[str, Any]:
    actual = one.actual
    return {
        "actual": actual.value if actual else None,
        "actual_as_of": actual.as_of.isoformat() if actual else None,
        "origin": "official" if actual else None,
        "qualifier": actual.qualifier if actual else None,
        "provisional": actual.provisional if actual else None,
        "rolled_up": bool(actual and actual.rolled_up),
    }


def _target(row: StandingRow) -> dict[str, Any]:
    target = row.target
    if target is None:
        return {"target": None, "assigner": None, "document": None}
    value = rates.percent_of_target(target.value) if row.indicator.is_rate else target.value
    return {"target": value, "assigner": target.assigner, "document": _document(target)}


def _document(target: TargetOn) -> dict[str, Any] | None:
    if not target.document_number and target.document_date is None:
        return None
    day = target.document_date
    return {"number": target.document_number or None, "date": day.isoformat() if day else None}


def _schedule(one: Standing) -> dict[str, Any]:
    is_rate = one.gauge.is_ratio or one.gauge.is_ceiling
    milestone: object = None
    if one.milestone is not None:
        milestone = rates.fixed(one.milestone) if is_rate else int(one.milestone)
    shortfall: object = one.shortfall
    if one.shortfall is not None and one.gauge.is_ceiling:
        shortfall = rates.fixed(Fraction(one.shortfall))
    return {
        "milestone": milestone,
        "milestone_on": one.milestone_on.isoformat() if one.milestone_on else None,
        "shortfall": shortfall,
        "pace": _decimals(one.pace),
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    percent = rates.fixed(Fraction(change.difference * 100, change.base)) if change.base else None
    return {"value": change.difference, "percent": percent}


def _decimals(value: Fraction | None) -> str | None:
    return None if value is None else rates.fixed(value)
