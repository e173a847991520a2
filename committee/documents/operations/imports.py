"""A file of documents: whole, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import insert, select

from committee.audit import operations as audit
from committee.core.batches import batches
from committee.core.db import db, row_dict
from committee.core.formatting import vn_date
from committee.core.tabular import Column, Refusals, Row, refuse_duplicates
from committee.documents import numbering
from committee.documents.models import Document
from committee.documents.operations.in_series import InSeries
from committee.documents.operations.registering import Description, values_of
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.codes import unit_code
from committee.domain.days import read_day
from committee.domain.document_numbers import State, read_number, read_symbol, refuse_number_without_day, series_of
from committee.domain.document_types import read_type
from committee.domain.errors import DomainError
from committee.domain.text import tone_placement_key
from committee.members.models import Committee
from committee.members.queries import committees_of
from committee.units.models import Unit
from committee.units.queries import UnitRow, bearer_on, bearers_of, children_of

Answer = TypeVar("Answer")

COLUMNS = (
    Column("type", required=True),
    Column("number"),
    Column("symbol"),
    Column("issued_on"),
    Column("issuer", required=True),
    Column("subject", required=True),
    Column("unit_code"),
    Column("secrecy"),
)
IN_SERIES = ("committee_id", "type", "year", "number", "number_suffix")
KEY = ("unit_id", "type", "number", "number_suffix", "symbol_key", "issuer_key", "year")


@dataclass
class Imported:
    """What a file did: rows read, documents entered, rows that were in the register as they stand."""

    read: int = 0
    written: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class _Line:
    row: Row
    values: dict[str, Any]

    @property
    def key(self) -> Hashable:
        return _keys(self.values)[0]


@dataclass(frozen=True)
class _Registers:
    """Whose register a row means: by the code it names, else the usual one; and which committees sit there."""

    bearers: dict[str, list[UnitRow]]
    usual: int | None
    today: date
    committees: dict[int, dict[str, int]] = field(default_factory=dict)
    per_type: dict[int, bool] = field(default_factory=dict)

    def meant_by(self, row: Row, issued_on: date | None) -> int | None:
        """Return the unit, or None where the row names none and no one is usual."""
        if row.cells["unit_code"] is None:
            return self.usual
        return _bearer(row, self.bearers, issued_on or self.today)

    def issuers(self, unit_id: int) -> dict[str, int]:
        """Return {key of the name: committee} of a unit."""
        if unit_id not in self.committees:
            rows = committees_of(unit_id)
            self.committees[unit_id] = {tone_placement_key(row.name): row.committee_id for row in rows}
            numbering.take_turns(list(self.committees[unit_id].values()))
        return self.committees[unit_id]

    def counts_per_type(self, committee_id: int) -> bool:
        if committee_id not in self.per_type:
            self.per_type[committee_id] = numbering.counts_per_type(committee_id)
        return self.per_type[committee_id]


def _keys(values: Mapping[str, Any]) -> list[Hashable]:
    """Return what makes it the same document, the strongest first.

    Its place in a committee's own series; its number, symbol and issuer; without a number its day and its subject.
    """
    found = tuple(values[name] for name in KEY)
    if values["number"] is None:
        return [(*found, values["issued_on"], tone_placement_key(values["subject"]))]
    in_series = tuple(values[name] for name in IN_SERIES)
    return [in_series, found] if values["committee_id"] is not None and values["series"] is not None else [found]


def import_documents(*, rows: Sequence[Row], dry_run: bool = False, by: Actor, now: datetime) -> Imported:
    """Enter the documents of a file; what stands in the register already must say the same there.

    A row with a number or a day was signed; one without either is a draft. Without a unit code it belongs to the only
    unit at the top, or to that of the only committee.
    """
    _take_turns()
    registers = _Registers(_bearers(rows), _usual_register(day_of(now)), day_of(now))
    lines = _read(rows, registers)
    standing = _standing({line.values["unit_id"] for line in lines})
    result, refusals, new = Imported(read=len(rows)), Refusals(), []
    series = InSeries(registers.counts_per_type)
    for line in lines:
        present = next((standing[key] for key in _keys(line.values) if key in standing), None)
        if present is None:
            with refusals.at(line.row.place("number")):
                series.take(line.row, line.values)
            new.append({**line.values, "version": 1, "created_by": by.account_id, "created_at": now})
        elif present == _told(line.values):
            result.unchanged += 1
        else:
            refusals.add(
                DomainError(
                    "The register says something else of this document: correct it there, or in the file.",
                    place=line.row.place("subject"),
                    read=line.values["subject"],
                )
            )
    refusals.raise_if_any()
    result.written = len(new)
    if new and not dry_run:
        db.session.execute(insert(Document), new)
        facts = asdict(result)
        audit.record(action="documents imported", thing=("file", rows[0].file), facts=facts, by=by, now=now)
    return result


def _read(rows: Sequence[Row], registers: _Registers) -> list[_Line]:
    refusals, lines = Refusals(), []
    for row in rows:
        with refusals.at(row.place()):
            lines.append(_line(row, registers))
    refusals.raise_if_any()
    keys = {line.row.number: line.key for line in lines}
    refuse_duplicates([line.row for line in lines], lambda row: keys[row.number])
    return lines


def _line(row: Row, registers: _Registers) -> _Line:
    issued_on = _at(row, "issued_on", read_day) if row.cells["issued_on"] is not None else None
    _at(row, "type", lambda cell: read_type("" if cell is None else str(cell)))
    _at(row, "symbol", lambda _cell: read_symbol(row.text("symbol")))
    _at(row, "number", lambda _cell: row.text("number") and read_number(row.text("number")))
    state = State.SIGNED.value if row.text("number") or issued_on else State.DRAFT.value
    names = ("type", "issuer", "subject", "symbol", "number", "secrecy")
    description = Description(issued_on=issued_on, **{name: row.text(name) for name in names})
    values = values_of(description, state, today=registers.today)
    unit_id = registers.meant_by(row, issued_on)
    if unit_id is None:
        raise DomainError(
            "Whose register? There are several units at the top: name one in the column “unit_code”.",
            place=row.place("unit_code"),
        )
    return _Line(
        row,
        {
            **values,
            **_issued_by(row, registers, unit_id, values),
            "unit_id": unit_id,
            "state": state,
            "signed_by": "",
        },
    )


def _at(row: Row, column: str, read: Callable[[Any], Answer]) -> Answer:
    """Return what `read` makes of a cell; its refusal gets the place."""
    try:
        return read(row.cells[column])
    except DomainError as error:
        error.place = error.place or row.place(column)
        raise


def _issued_by(row: Row, registers: _Registers, unit_id: int, values: Mapping[str, Any]) -> dict[str, object]:
    """Return the committee that issued a document, by its name, and the series its number counts in."""
    own = registers.issuers(unit_id).get(values["issuer_key"])
    if own is None or values["number"] is None:
        return {"committee_id": own, "series": None}
    _at(row, "issued_on", lambda _cell: refuse_number_without_day(values["year"]))
    return {"committee_id": own, "series": series_of(values["type"], per_type=registers.counts_per_type(own))}


def _bearers(rows: Iterable[Row]) -> dict[str, list[UnitRow]]:
    refusals, codes = Refusals(), set()
    for row in rows:
        if row.cells["unit_code"] is not None:
            with refusals.at(row.place("unit_code")):
                codes.add(unit_code(row.cells["unit_code"]))
    refusals.raise_if_any()
    return bearers_of(codes)


def _bearer(row: Row, bearers: dict[str, list[UnitRow]], on: date) -> int:
    code = unit_code(row.cells["unit_code"])
    found = bearer_on(bearers.get(code, ()), on)
    if found is None:
        raise DomainError(
            "No unit bore the code %(code)s on %(day)s.",
            place=row.place("unit_code"),
            read=code,
            code=code,
            day=vn_date(on),
        )
    return found.unit_id


def _usual_register(today: date) -> int | None:
    """Return the unit that a row without a code means: the only one at the top, or that of the only committee."""
    tops = children_of(None, today)
    if len(tops) == 1:
        return tops[0].unit_id
    with_committee = list(db.session.scalars(select(Committee.unit_id).distinct().limit(2)))
    return with_committee[0] if len(with_committee) == 1 else None


def _standing(unit_ids: set[int]) -> dict[Hashable, dict[str, Any]]:
    """Return {every key of a document in these registers: what a file may say of it}."""
    columns = Document.__table__.columns
    return {
        key: _told(values)
        for some in batches(unit_ids)
        for row in db.session.execute(select(*columns).where(columns.unit_id.in_(some)))
        for values in [row_dict(row)]
        for key in _keys(values)
    }


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Return what a file says of a document beside its key."""
    return {name: values[name] for name in ("issued_on", "subject", "issuer", "symbol_key")}


def _take_turns() -> None:
    """Wait until no other import is under way; SQLite has one writer anyway."""
    db.session.execute(select(Unit.id).order_by(Unit.id).limit(1).with_for_update(key_share=True)).all()
