"""What else a row says of a task: the words of the "6 rõ", its urgency, and the unit, indicator and target it is about.

A target is named as in the file of targets: unit_code, indicator, year and, where several set one, the assigner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from committee.core.formatting import vn_date
from committee.core.tabular import Column, Row
from committee.domain.codes import unit_code
from committee.domain.errors import DomainError
from committee.domain.task_rules import Urgency, read_urgency
from committee.targets.named import NamedTarget, target_meant, targets_named
from committee.targets.queries import indicators
from committee.tasks.file_cells import at
from committee.tasks.texts import text_of
from committee.units.queries import UnitRow

COLUMNS = (
    Column("content"),
    Column("responsibility"),
    Column("authority"),
    Column("urgency"),
    Column("unit_code"),
    Column("indicator"),
    Column("year"),
    Column("assigner"),
)
WORDS = ("content", "responsibility", "authority")
YEARS = range(1900, 2101)
Bearing = Callable[[str], UnitRow | None]


@dataclass(frozen=True)
class More:
    """What a row says beside who, what and when. Blank: nothing is said of it."""

    content: str = ""
    responsibility: str = ""
    authority: str = ""
    urgency: str = ""
    unit_id: int | None = None
    indicator: str | None = None
    target_id: int | None = None

    def said(self) -> dict[str, object]:
        """Return the columns of a task that something is said of."""
        return {name: value for name, value in vars(self).items() if value not in ("", None)}

    def whole(self) -> dict[str, object]:
        """Return all columns, as a new task has them."""
        return {**vars(self), "urgency": self.urgency or Urgency.NORMAL.value}


@dataclass(frozen=True)
class KnownTargets:
    """The indicators there are, and the targets of the units and indicators that the rows of a file name."""

    measured: frozenset[str]
    targets: Sequence[NamedTarget]

    @classmethod
    def of(cls, rows: Sequence[Row], bearers: Mapping[str, Sequence[UnitRow]]) -> KnownTargets:
        """Read what the rows name. Two statements, and more for 500 units each."""
        if not any(row.cells["indicator"] for row in rows):
            return cls(frozenset(), ())
        wanted = [row for row in rows if row.cells["year"] is not None]
        codes = {str(row.cells["unit_code"]) for row in wanted}
        units = {unit.unit_id for code in codes for unit in bearers.get(code, ())}
        measured = {code for code, row in indicators().items() if row.kind != "parameter"}
        named = {str(row.cells["indicator"]) for row in wanted}
        return cls(frozenset(measured), targets_named(units, named) if units else ())


def more_of(row: Row, bearing: Bearing, known: KnownTargets, on: date) -> More:
    """Return what else a row says; `bearing` gives the unit that a code means to it."""
    unit_id = at(row, "unit_code", lambda: _unit(row, bearing, on))
    indicator = at(row, "indicator", lambda: _indicator(row, known))
    return More(
        **{name: at(row, name, lambda: text_of(row.text(name))) for name in WORDS},  # noqa: B023 - read at once
        urgency=at(row, "urgency", lambda: read_urgency(row.text("urgency")).value) if row.cells["urgency"] else "",
        unit_id=unit_id,
        indicator=indicator,
        target_id=_target(row, known, unit_id, indicator),
    )


def _unit(row: Row, bearing: Bearing, on: date) -> int | None:
    if row.cells["unit_code"] is None:
        return None
    code = unit_code(row.cells["unit_code"])
    unit = bearing(code)
    if unit is None:
        raise DomainError("No unit bore the code %(code)s on %(day)s.", read=code, code=code, day=vn_date(on))
    return unit.unit_id


def _indicator(row: Row, known: KnownTargets) -> str | None:
    code = row.text("indicator")
    if code and code not in known.measured:
        raise DomainError("There is no such indicator.")
    return code or None


def _target(row: Row, known: KnownTargets, unit_id: int | None, indicator: str | None) -> int | None:
    """Return the target that year and assigner mean."""
    year, assigner = at(row, "year", lambda: _year(row)), at(row, "assigner", lambda: row.text("assigner"))
    if year is None:
        if assigner:
            raise DomainError("An assigner stands here without the year of the target.", place=row.place("year"))
        return None
    if unit_id is None or indicator is None:
        missing = "unit_code" if unit_id is None else "indicator"
        message = "A target is named by unit_code, indicator and year: fill in all three."
        raise DomainError(message, place=row.place(missing))
    there = [one for one in known.targets if (one.unit_id, one.indicator) == (unit_id, indicator)]
    return at(
        row, "assigner" if assigner else "year", lambda: target_meant(there, year=year, assigner=assigner)
    ).target_id


def _year(row: Row) -> int | None:
    written = row.text("year")
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and int(written[:5]) in YEARS):
        raise DomainError("Write the year with four digits, such as 2024.")
    return int(written)
