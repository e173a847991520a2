"""Reading documents: lists, one document, what points where, and which number is which document."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from committee.core.batches import batches
from committee.core.db import db, row_dict
from committee.documents.models import Document, DocumentFile, DocumentLink
from committee.domain.access import Reach
from committee.domain.document_numbers import Number, State, read_number, symbol_key, written
from committee.domain.document_types import BY_CODE
from committee.domain.errors import DomainError
from committee.domain.text import search_key
from committee.units.models import Placement
from committee.units.queries import below_path, within_reach

LARGEST_ID = 2**31 - 1
MOST_WORDS = 8
UNIT = "unit"

_NUMBER_WORD = re.compile(r"\bso:? (?=\d)")
_LAST = aliased(Placement)

Reference = tuple[str, date | None]


@dataclass(frozen=True)
class DocumentRow:
    """A document with its unit as it stands now. `files` counts its parts, not their versions."""

    id: int
    unit_id: int
    unit: str
    unit_name: str
    unit_path: str
    committee_id: int | None
    type: str
    number: int | None
    number_suffix: str
    symbol: str
    issued_on: date | None
    issuer: str
    subject: str
    state: str
    series: str | None
    signed_by: str
    version: int
    created_by: int | None
    created_at: datetime
    files: int

    @property
    def written(self) -> str:
        """Number and symbol as they stand on the paper, "" where it has neither."""
        return written(None if self.number is None else Number(self.number, self.number_suffix), self.symbol)

    @property
    def type_name(self) -> str:
        return BY_CODE[self.type].name

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT.value

    @property
    def is_closed(self) -> bool:
        """Whether it is a committee's own document with its number: such a one is replaced, not edited."""
        return self.committee_id is not None and self.number is not None


@dataclass(frozen=True)
class LinkRow:
    """What a document points to, by kind and id."""

    kind: str
    thing_id: int
    linked_by_name: str
    linked_at: datetime


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents are wanted: words anywhere, a type, words of the issuer, days, below a unit's path, a state."""

    words: str = ""
    type: str = ""
    issuer: str = ""
    from_on: date | None = None
    to_on: date | None = None
    path: str = ""
    state: str = ""


EVERYTHING = DocumentFilter()


def documents(
    wanted: DocumentFilter = EVERYTHING,
    *,
    on: date,
    within: Reach | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[DocumentRow]:
    """Return documents, those without a day first, then the newest; `within` None is everything."""
    rows = _documents(on).where(*_conditions(wanted, within)).order_by(*_newest_first()).limit(limit).offset(offset)
    return [DocumentRow(**row_dict(row)) for row in db.session.execute(rows)]


def count_documents(wanted: DocumentFilter = EVERYTHING, *, on: date, within: Reach | None = None) -> int:
    """Return how many documents there are."""
    found = _documents(on).where(*_conditions(wanted, within)).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def document_row(document_id: int, *, on: date, within: Reach | None = None) -> DocumentRow | None:
    """Return one document, or None."""
    if not 0 < document_id <= LARGEST_ID:
        return None
    conditions = [Document.id == document_id] if within is None else [Document.id == document_id, within_reach(within)]
    row = db.session.execute(_documents(on).where(*conditions)).first()
    return DocumentRow(**row_dict(row)) if row else None


def documents_of(
    kind: str, thing_id: int, *, on: date, within: Reach | None = None, limit: int | None = None
) -> list[DocumentRow]:
    """Return the documents that point to a thing, the newest first."""
    return _found(_points_to(kind, thing_id), on=on, within=within, limit=limit)


def documents_pointing(
    things: Iterable[tuple[str, int]], *, on: date, within: Reach
) -> list[tuple[DocumentRow, str, int]]:
    """Return (document, kind, id) for every document that points to one of some things, the newest first."""
    wanted = set(things)
    pairs: dict[int, list[tuple[str, int]]] = {}
    for some in batches({thing_id for _, thing_id in wanted}):
        rows = select(DocumentLink.document_id, DocumentLink.kind, DocumentLink.thing_id)
        for document_id, kind, thing_id in db.session.execute(rows.where(DocumentLink.thing_id.in_(some))):
            if (kind, thing_id) in wanted:
                pairs.setdefault(document_id, []).append((kind, thing_id))
    if not pairs:
        return []
    found = _found(Document.id.in_(sorted(pairs)), on=on, within=within, limit=None)
    return [(row, kind, thing_id) for row in found for kind, thing_id in sorted(pairs[row.id])]


def documents_about_unit(unit_id: int, *, on: date, within: Reach, limit: int | None = None) -> list[DocumentRow]:
    """Return what stands in a unit's register and what points to the unit, the newest first."""
    return _found(or_(Document.unit_id == unit_id, _points_to(UNIT, unit_id)), on=on, within=within, limit=limit)


def links_of(document_id: int) -> list[LinkRow]:
    """Return what a document points to, in the order in which it was said."""
    table = DocumentLink
    rows = select(table.kind, table.thing_id, table.linked_by_name, table.linked_at)
    return [
        LinkRow(**row_dict(row))
        for row in db.session.execute(rows.where(table.document_id == document_id).order_by(table.id))
    ]


def registered(references: Iterable[Reference], *, on: date, within: Reach) -> dict[Reference, int]:
    """Return {(number as typed elsewhere, its day): the id of that document in the register}.

    One without a day is found only while its number and symbol belong to a single document. What is not registered, or
    not open to `within`, is absent.
    """
    wanted = {reference: key for reference in set(references) if (key := _key_of(reference[0]))}
    found: dict[tuple[int, str, str], list[Any]] = {}
    for some in batches({number for number, _, _ in wanted.values()}):
        rows = _documents(on).where(Document.number.in_(some), within_reach(within)).order_by(Document.id)
        for row in db.session.execute(rows):
            found.setdefault((row.number, row.number_suffix, symbol_key(row.symbol)), []).append(row)
    matches = {
        reference: [row for row in found.get(key, ()) if reference[1] in (None, row.issued_on)]
        for reference, key in wanted.items()
    }
    return {
        reference: rows[0].id
        for reference, rows in matches.items()
        if rows and (reference[1] is not None or len({row.issued_on for row in rows}) == 1)
    }


def _key_of(said: str) -> tuple[int, str, str] | None:
    try:
        number, symbol = read_number(said)
    except DomainError:
        return None
    return (number.value, number.suffix, symbol_key(symbol))


def _found(condition: ColumnElement[bool], *, on: date, within: Reach | None, limit: int | None) -> list[DocumentRow]:
    conditions = [condition] if within is None else [condition, within_reach(within)]
    rows = _documents(on).where(*conditions).order_by(*_newest_first()).limit(limit)
    return [DocumentRow(**row_dict(row)) for row in db.session.execute(rows)]


def _points_to(kind: str, thing_id: int) -> ColumnElement[bool]:
    return exists().where(
        DocumentLink.document_id == Document.id, DocumentLink.kind == kind, DocumentLink.thing_id == thing_id
    )


def _documents(on: date) -> Select[*tuple[Any, ...]]:
    placement = _standing_last(on).correlate(Document).scalar_subquery()
    parts = select(func.count(func.distinct(DocumentFile.part))).where(DocumentFile.document_id == Document.id)
    return (
        select(
            Document.id,
            Document.unit_id,
            Placement.code.label("unit"),
            Placement.name.label("unit_name"),
            Placement.path.label("unit_path"),
            Document.committee_id,
            Document.type,
            Document.number,
            Document.number_suffix,
            Document.symbol,
            Document.issued_on,
            Document.issuer,
            Document.subject,
            Document.state,
            Document.series,
            Document.signed_by,
            Document.version,
            Document.created_by,
            Document.created_at,
            parts.correlate(Document).scalar_subquery().label("files"),
        )
        .select_from(Document)
        .join(Placement, Placement.id == placement)
    )


def _standing_last(on: date) -> Select[*tuple[Any, ...]]:
    """Return the placement of a document's unit now, or as it stood last: a register outlives its unit."""
    return (
        select(_LAST.id)
        .where(_LAST.unit_id == Document.unit_id, or_(_LAST.valid_from.is_(None), _LAST.valid_from <= on))
        .order_by(_LAST.valid_from.is_(None), _LAST.valid_from.desc())
        .limit(1)
    )


def _newest_first() -> tuple[Any, ...]:
    return (Document.issued_on.is_not(None), Document.issued_on.desc(), Document.id.desc())


def _conditions(wanted: DocumentFilter, within: Reach | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [] if within is None else [within_reach(within)]
    if wanted.path:
        conditions.append(below_path(wanted.path))
    if wanted.type:
        conditions.append(Document.type == wanted.type)
    if wanted.state:
        conditions.append(Document.state == wanted.state)
    if wanted.from_on is not None:
        conditions.append(Document.issued_on >= wanted.from_on)
    if wanted.to_on is not None:
        conditions.append(Document.issued_on <= wanted.to_on)
    conditions += [Document.search_key.contains(word, autoescape=True) for word in _words(wanted.words)]
    return [
        *conditions,
        *(Document.issuer_search.contains(word, autoescape=True) for word in _words(wanted.issuer)),
    ]


def _words(typed: str) -> Collection[str]:
    """Return what must stand in a search key: each word at the beginning of one."""
    return [f" {word}" for word in _NUMBER_WORD.sub("", search_key(typed)).split()[:MOST_WORDS]]
