"""Milestones, from a file: how much should be reached by a cut-off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from committee.audit import operations as audit
from committee.audit.operations import Act
from committee.core.db import db
from committee.core.tabular import Column, Row
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.measures import kept
from committee.targets.models import Milestone
from committee.targets.operations.plans import make_plans
from committee.targets.operations.turns import take_turns
from committee.targets.queries import IndicatorRow, indicators
from committee.targets.rows import (
    Bearers,
    Tally,
    codes_in,
    indicator_at,
    needed_day_at,
    number_at,
    percent_at,
    read_at,
    read_lines,
    refuse_vague,
    refused,
    unit_at,
    year_at,
)

COLUMNS = (
    Column("unit_code"),
    Column("indicator", required=True),
    Column("year", required=True),
    Column("cut_off", required=True),
    Column("cumulative"),
    Column("cumulative_percent"),
)

MilestoneKey = tuple[int | None, str, int, int]


@dataclass(frozen=True)
class _Line:
    row: Row
    unit_id: int | None
    indicator: IndicatorRow
    cut_off_on: date
    cumulative: int | None
    percent: int | None

    @property
    def key(self) -> MilestoneKey:
        """One milestone a month: it is due on the month's cut-off day, whatever day the file names."""
        return (self.unit_id, self.indicator.code, self.cut_off_on.year, self.cut_off_on.month)

    def values(self) -> dict[str, object]:
        return {"cut_off_on": self.cut_off_on, "cumulative": self.cumulative, "percent": self.percent}


def import_milestones(*, rows: Sequence[Row], by: Actor, now: datetime) -> Tally:
    """Write the milestones of a file: all of them, or none if one is refused; another value replaces the first."""
    take_turns()
    tally = Tally()
    lines = read_lines(rows, _reader(indicators(), codes_in(rows)), tally)
    make_plans({line.cut_off_on.year for line in lines})
    standing = _standing({line.cut_off_on.year for line in lines})
    new, told = [], []
    for line in lines:
        present = standing.get(line.key)
        if present is None:
            told.append(line)
            year = line.cut_off_on.year
            new.append({"unit_id": line.unit_id, "indicator": line.indicator.code, "year": year, **line.values()})
        elif all(getattr(present, name) == value for name, value in line.values().items()):
            tally.unchanged += 1
        else:
            tally.corrected += 1
            _correct(present, line, by=by, now=now)
    tally.written = len(new)
    if new:
        db.session.execute(insert(Milestone), new)
        audit.record_all(_acts(told), by=by, now=now)
    if tally.changed_anything:
        audit.record(action="milestones imported", thing=("file", rows[0].file), facts=tally.facts(), by=by, now=now)
    return tally


def _reader(known: dict[str, IndicatorRow], bearers: Bearers) -> Callable[[Row], _Line | None]:
    def read(row: Row) -> _Line | None:
        indicator = indicator_at(row, "indicator", known)
        if indicator.kind == "parameter":
            raise refused(row, "indicator", "This is a base number that rates are computed with: it has no target.")
        cut_off_on = _cut_off(row)
        general = row.cells.get("unit_code") is None
        unit_id = None if general else unit_at(row, bearers, cut_off_on).unit_id
        cumulative, percent = _amounts(row, indicator)
        _refuse_wrong_amount(row, indicator, general=general, cumulative=cumulative, percent=percent)
        if cumulative is None and percent is None:
            return None
        return _Line(row, unit_id, indicator, cut_off_on, cumulative, percent)

    return read


def _cut_off(row: Row) -> date:
    year, cut_off_on = year_at(row, "year"), needed_day_at(row, "cut_off")
    if cut_off_on.year != year:
        raise refused(row, "cut_off", "The cut-off must lie in the year %(year)d.", year=year)
    return cut_off_on


def _amounts(row: Row, indicator: IndicatorRow) -> tuple[int | None, int | None]:
    number = number_at(row, "cumulative", indicator)
    cumulative = None
    if number is not None:
        refuse_vague(row, "cumulative", number)
        value = number.value
        cumulative = read_at(row, "cumulative", lambda _: kept(value, indicator.unit_of_measure))
    return cumulative, percent_at(row, "cumulative_percent")


def _refuse_wrong_amount(
    row: Row, indicator: IndicatorRow, *, general: bool, cumulative: int | None, percent: int | None
) -> None:
    if cumulative is not None and percent is not None:
        raise refused(row, "cumulative_percent", "Give either the number or the percentage, not both.")
    if general and cumulative is not None:
        raise DomainError(
            "Without a unit only a percentage of the target can stand here: it holds for every unit.",
            place=row.place("unit_code"),
        )
    if percent is not None and indicator.direction == "down":
        raise refused(
            row, "cumulative_percent", "A limit has no percentage of progress: give the value not to be passed."
        )


def _standing(years: set[int]) -> dict[MilestoneKey, Any]:
    table = Milestone
    statement = select(
        table.id, table.unit_id, table.indicator, table.cut_off_on, table.cumulative, table.percent
    ).where(table.year.in_(sorted(years)))
    return {
        (row.unit_id, row.indicator, row.cut_off_on.year, row.cut_off_on.month): row
        for row in db.session.execute(statement)
    }


def _correct(present: Any, line: _Line, *, by: Actor, now: datetime) -> None:
    db.session.execute(update(Milestone).where(Milestone.id == present.id).values(line.values()))
    facts = {
        "indicator": line.indicator.code,
        "before": {"cut_off_on": str(present.cut_off_on), "cumulative": present.cumulative, "percent": present.percent},
        "after": {"cut_off_on": str(line.cut_off_on), "cumulative": line.cumulative, "percent": line.percent},
    }
    thing = ("milestone", present.id)
    audit.record(action="milestone corrected", thing=thing, facts=facts, unit_id=line.unit_id, by=by, now=now)


def _acts(lines: Iterable[_Line]) -> list[Act]:
    """Return one act for each unit whose milestones are new, None among them for those that hold for every unit."""
    by_unit: dict[int | None, dict[str, object]] = {}
    for line in lines:
        said = line.cumulative if line.percent is None else f"{line.percent / 10_000:g} %"
        by_unit.setdefault(line.unit_id, {})[f"{line.indicator.code} {line.cut_off_on}"] = said
    return [
        Act("milestones set", ("unit", unit_id or ""), {"before": dict.fromkeys(after), "after": after}, unit_id)
        for unit_id, after in by_unit.items()
    ]
