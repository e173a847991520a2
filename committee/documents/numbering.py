"""Where the numbers of a committee stand: one series a year, or one for each type, as the committee has it."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from sqlalchemy import ColumnElement, func, select

from committee.core.db import db
from committee.documents.models import Document, DocumentNumbering
from committee.domain.document_numbers import Number, counted_as, next_number, written
from committee.domain.document_types import BY_CODE
from committee.members.models import Committee


def counts_per_type(committee_id: int) -> bool:
    """Return whether a committee has a series for each type; without a word of it there is one for all."""
    row = DocumentNumbering.committee_id == committee_id
    return bool(db.session.scalar(select(DocumentNumbering.per_type).where(row)))


def next_own_number(committee_id: int, type_code: str, year: int) -> Number:
    """Return the number a committee's next document of a type gets; another may take it first."""
    highest = select(func.max(Document.number)).where(*_in_series(committee_id, type_code, year))
    return next_number(db.session.scalar(highest))


def take_turns(committee_ids: Collection[int]) -> None:
    """Wait until nobody else takes a number of these committees, until the end of the transaction.

    SQLite has one writer anyway; elsewhere the committees' rows are held, which readers do not notice.
    """
    rows = select(Committee.id).where(Committee.id.in_(committee_ids)).order_by(Committee.id)
    db.session.execute(rows.with_for_update(key_share=True)).all()


def holders(committee_id: int, years: Collection[int]) -> dict[Hashable, str]:
    """Return {as what a number counts: the document that has it, as it is called}, of a committee's own numbers."""
    per_type = counts_per_type(committee_id)
    own = (Document.committee_id == committee_id, Document.series.is_not(None), Document.year.in_(years))
    found: dict[Hashable, str] = {}
    columns = (Document.type, Document.year, Document.number, Document.number_suffix, Document.symbol)
    rows = select(*columns).where(*own, Document.number.is_not(None)).order_by(Document.id)
    for type_code, year, value, suffix, symbol in db.session.execute(rows):
        number = Number(value or 0, suffix)
        name = f"{BY_CODE[type_code].name} {written(number, symbol)}"
        found.setdefault(counted_as(type_code, year, number, per_type=per_type), name)
    return found


def _in_series(committee_id: int, type_code: str, year: int) -> list[ColumnElement[bool]]:
    conditions = [Document.committee_id == committee_id, Document.year == year, Document.series.is_not(None)]
    return [*conditions, Document.type == type_code] if counts_per_type(committee_id) else conditions
