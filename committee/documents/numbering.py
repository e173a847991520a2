"""Where the numbers of a committee stand: one series a year, or one for each type, as the committee has it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from committee.core.db import db
from committee.documents.models import Document, DocumentNumbering
from committee.domain.document_numbers import Number, next_number


def counts_per_type(committee_id: int) -> bool:
    """Return whether a committee has a series for each type; without a word of it there is one for all."""
    row = DocumentNumbering.committee_id == committee_id
    return bool(db.session.scalar(select(DocumentNumbering.per_type).where(row)))


def next_own_number(committee_id: int, type_code: str, year: int) -> Number:
    """Return the number a committee's next document of a type gets; another may take it first."""
    highest = select(func.max(Document.number)).where(*_in_series(committee_id, type_code, year))
    return next_number(db.session.scalar(highest))


def holder_of(number: Number, committee_id: int, type_code: str, year: int) -> int | None:
    """Return the id of the document that has a number of a committee's series, or None."""
    has_it = (Document.number == number.value, Document.number_suffix == number.suffix)
    return db.session.scalar(select(Document.id).where(*_in_series(committee_id, type_code, year), *has_it).limit(1))


def _in_series(committee_id: int, type_code: str, year: int) -> list[ColumnElement[bool]]:
    conditions = [Document.committee_id == committee_id, Document.year == year, Document.series.is_not(None)]
    return [*conditions, Document.type == type_code] if counts_per_type(committee_id) else conditions
