"""The rows of a file of targets, read: which unit, what value, from when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from committee.core.tabular import Column, Row
from committee.domain.errors import DomainError
from committee.domain.revisions import INITIAL, KINDS
from committee.targets.queries import IndicatorRow
from committee.targets.rows import (
    Bearers,
    day_at,
    indicator_at,
    one_of,
    refused,
    target_at,
    text_at,
    unit_at,
    year_at,
    yes_or_no_at,
)
from committee.units.queries import UnitRow, bearer_on

COLUMNS = (
    Column("unit_code", required=True),
    Column("indicator", required=True),
    Column("year", required=True),
    Column("value", required=True),
    Column("assigner", required=True),
    Column("document_number"),
    Column("document_date"),
    Column("kind"),
    Column("effective_on"),
    Column("primary"),
    Column("strictness"),
)

_STRICTNESS = {"up": (">=",), "down": ("<", "<=")}

TargetKey = tuple[int, str, int, str]
RevisionKey = tuple[str, date | None, str]


@dataclass(frozen=True)
class TargetLine:
    """One act on one target. `primary` and `strictness` are None where the file leaves them open."""

    row: Row
    unit_id: int
    indicator: IndicatorRow
    year: int
    assigner: str
    kind: str
    value: int
    effective_on: date | None
    document_number: str
    document_date: date | None
    primary: bool | None
    strictness: str | None

    @property
    def target(self) -> TargetKey:
        return (self.unit_id, self.indicator.code, self.year, self.assigner)

    @property
    def pair(self) -> tuple[int, str, int]:
        return self.target[:3]

    @property
    def act(self) -> RevisionKey:
        """Which act on the target it is; a target has one initial act, whatever its day and document."""
        if self.kind == INITIAL:
            return (INITIAL, None, "")
        return (self.kind, self.effective_on, self.document_number)

    @property
    def key(self) -> tuple[TargetKey, RevisionKey]:
        return (self.target, self.act)


def line_reader(indicators: dict[str, IndicatorRow], bearers: Bearers) -> Callable[[Row], TargetLine | None]:
    """Return the function that reads one row; it gives None where the value is blank."""

    def read(row: Row) -> TargetLine | None:
        indicator = indicator_at(row, "indicator", indicators)
        if indicator.kind == "parameter":
            raise refused(row, "indicator", "This is a base number that rates are computed with: it has no target.")
        year = year_at(row, "year")
        kind = one_of(row, "kind", KINDS, INITIAL)
        document_number, document_date = _document(row, kind)
        effective_on = _effective_on(row, year, kind, document_date)
        unit = _unit(row, bearers, year, effective_on)
        assigner = text_at(row, "assigner", required=True)
        primary = yes_or_no_at(row, "primary")
        said = target_at(row, "value", indicator)
        strictness = _strictness(row, indicator, said[1] if said else None)
        if said is None:
            return None
        return TargetLine(
            row=row,
            unit_id=unit.unit_id,
            indicator=indicator,
            year=year,
            assigner=assigner,
            kind=kind,
            value=said[0],
            effective_on=effective_on,
            document_number=document_number,
            document_date=document_date,
            primary=primary,
            strictness=strictness,
        )

    return read


def _document(row: Row, kind: str) -> tuple[str, date | None]:
    number, signed_on = text_at(row, "document_number"), day_at(row, "document_date")
    if kind != INITIAL and not number:
        raise DomainError(
            "Whatever changes a target needs the number of its document.", place=row.place("document_number")
        )
    return number, signed_on


def _effective_on(row: Row, year: int, kind: str, document_date: date | None) -> date | None:
    """Return from when the act is in force; None only for an initial one, which then holds from 1 January."""
    said = day_at(row, "effective_on")
    found = said if said or kind == INITIAL else document_date
    if found is None and kind != INITIAL:
        raise DomainError(
            "Write from when the change is in force, or the date of its document.", place=row.place("effective_on")
        )
    if found is not None and found.year != year:
        column = "effective_on" if said else "document_date"
        raise refused(row, column, "The change must be in force from a day of the year %(year)d.", year=year)
    return found


def _unit(row: Row, bearers: Bearers, year: int, effective_on: date | None) -> UnitRow:
    if row.cells.get("effective_on") is None:
        _refuse_changed_hands(row, bearers, year)
    return unit_at(row, bearers, effective_on or date(year, 1, 1))


def _refuse_changed_hands(row: Row, bearers: Bearers, year: int) -> None:
    code = row.cells.get("unit_code")
    if not isinstance(code, str):
        return  # `unit_at` says what is wrong with it
    first, last = (bearer_on(bearers.get(code, ()), day) for day in (date(year, 1, 1), date(year, 12, 31)))
    if first and last and first.unit_id != last.unit_id:
        raise DomainError(
            "The code %(code)s meant %(first)s on 1/1/%(year)d and %(last)s on 31/12/%(year)d: "
            "fill in effective_on to say which one is meant.",
            place=row.place("effective_on"),
            code=code,
            first=first.name,
            last=last.name,
            year=year,
        )


def _strictness(row: Row, indicator: IndicatorRow, in_value: str | None) -> str | None:
    in_column = text_at(row, "strictness").replace("≤", "<=").replace("≥", ">=") or None
    known = _STRICTNESS[indicator.direction]
    for column, said in (("value", in_value), ("strictness", in_column)):
        if said is not None and said not in known:
            message = "A target of this indicator can only be met by: %(known)s."
            raise refused(row, column, message, known=", ".join(known))
    if in_value and in_column and in_value != in_column:
        raise refused(row, "strictness", "The value says “%(said)s”: write the same here, or nothing.", said=in_value)
    return in_value or in_column
