"""The two files of this room: what their columns are, and what one row of them says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from committee.core.tabular import Column, Refusals, Row
from committee.domain.codes import WIDTHS, unit_code
from committee.domain.days import read_day
from committee.domain.errors import DomainError

LEVELS = ("province", "district", "commune", "hamlet", "cluster")
AXES = ("territory", "sector", "collection", "staff")
EXTENTS = ("whole", "main part", "part")
REFORM_ON = date(2025, 7, 1)

UNIT_COLUMNS = (
    *(Column(name, required=True) for name in ("code", "name", "unit_type", "level")),
    *(Column(name) for name in ("parent_code", "axis", "host_code", "valid_from", "valid_to")),
    *(Column(name) for name in ("latitude", "longitude", "area_km2", "resolution", "resolution_date")),
)
SUCCESSION_COLUMNS = (
    *(Column(name, required=True) for name in ("level", "old_code", "new_code", "extent")),
    *(Column(name) for name in ("share", "document_number", "effective_on")),
)
Line = TypeVar("Line")


@dataclass(frozen=True)
class UnitLine:
    """One row of a units file. What is None was left blank; `axis` then means the places."""

    row: Row
    code: str
    name: str
    unit_type: str
    level: str
    parent_code: str
    axis: str | None
    host_code: str
    valid_from: date | None
    valid_to: date | None
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    resolution: str
    resolution_date: date | None


@dataclass(frozen=True)
class SuccessionLine:
    """One row of a successions file; `share` is hundredths of a percent of the old unit."""

    row: Row
    old_code: str
    new_code: str
    level: str
    extent: str
    share: int | None
    document_number: str
    effective_on: date

    @property
    def last_day(self) -> date:
        """The last day of the old unit."""
        return self.effective_on - timedelta(days=1)


def unit_lines(rows: Sequence[Row]) -> list[UnitLine]:
    """Return what the rows of a units file say, or refuse all that cannot be read at once."""
    return _lines(rows, _unit_line)


def succession_lines(rows: Sequence[Row]) -> list[SuccessionLine]:
    """Return what the rows of a successions file say, or refuse all that cannot be read at once."""
    return _lines(rows, _succession_line)


def _lines(rows: Sequence[Row], read: Callable[[Row], Line]) -> list[Line]:
    refusals = Refusals()
    lines = []
    for row in rows:
        with refusals.at(row.place()):
            lines.append(read(row))
    refusals.raise_if_any()
    return lines


def _unit_line(row: Row) -> UnitLine:
    level = _one_of(row, "level", LEVELS)
    axis = _one_of(row, "axis", AXES) if row.cells["axis"] is not None else None
    line = UnitLine(
        row=row,
        code=_code(row, "code", level),
        name=_said(row, "name"),
        unit_type=_said(row, "unit_type").lower(),
        level=level,
        parent_code=row.text("parent_code"),
        axis=axis,
        host_code=row.text("host_code"),
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
        latitude=_number(row, "latitude", lowest=-90, highest=90, places=6),
        longitude=_number(row, "longitude", lowest=-180, highest=180, places=6),
        area_km2=_number(row, "area_km2", lowest=0, highest=10_000_000, places=4),
        resolution=row.text("resolution"),
        resolution_date=_day(row, "resolution_date"),
    )
    if axis in (None, "territory"):
        _refuse_odd_code(line)
    return line


def _succession_line(row: Row) -> SuccessionLine:
    level = _one_of(row, "level", LEVELS)
    share = _number(row, "share", lowest=0, highest=100, places=2)
    return SuccessionLine(
        row=row,
        old_code=_code(row, "old_code", level),
        new_code=_code(row, "new_code", level),
        level=level,
        extent=_one_of(row, "extent", EXTENTS),
        share=None if share is None else round(share * 100),
        document_number=row.text("document_number"),
        effective_on=_day(row, "effective_on") or REFORM_ON,
    )


def _refuse_odd_code(line: UnitLine) -> None:
    width = WIDTHS.get(line.level)
    if width is not None and not (line.code.isascii() and line.code.isdigit() and len(line.code) == width):
        raise DomainError(
            "A code of the level %(level)s has %(width)d digits.",
            place=line.row.place("code"),
            read=line.code,
            level=line.level,
            width=width,
        )


def _code(row: Row, column: str, level: str) -> str:
    try:
        return unit_code(row.cells[column], level)
    except DomainError as error:
        error.place = row.place(column)
        raise


def _said(row: Row, column: str) -> str:
    text = row.text(column)
    if not text:
        raise DomainError("This cell must not be empty.", place=row.place(column))
    return text


def _one_of(row: Row, column: str, known: Sequence[str]) -> str:
    text = _said(row, column).lower()
    if text not in known:
        raise DomainError("Write one of: %(known)s.", place=row.place(column), read=text, known=", ".join(known))
    return text


def _day(row: Row, column: str) -> date | None:
    cell = row.cells[column]
    if cell is None:
        return None
    try:
        return read_day(cell)
    except DomainError as error:
        error.place = row.place(column)
        raise


def _number(row: Row, column: str, *, lowest: int, highest: int, places: int) -> float | None:
    """Return a plain decimal with a point or a comma; these columns are written by machines, not by officials."""
    cell = row.cells[column]
    if cell is None:
        return None
    try:
        number = Decimal(str(cell).replace(",", ".").removesuffix("%").strip())
        within = lowest <= number <= highest
    except InvalidOperation:
        within = False
    if not within:
        raise DomainError(
            "Write a number from %(lowest)d to %(highest)d.",
            place=row.place(column),
            read=str(cell),
            lowest=lowest,
            highest=highest,
        )
    return round(float(number), places)
