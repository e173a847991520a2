"""Documents, their files in versions, what they point to, and how a committee counts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

# Compared byte by byte on both engines.
Key = String(collation="C").with_variant(String(collation="BINARY"), "sqlite")


class Document(Base):
    """One document in the register of a unit. `year` is that of its day, 0 while it has none.

    `committee_id` names the committee that issued it, None for what came from elsewhere. `series` is the one its number
    was taken from ("" where all types are counted together), None where the number comes from another system.
    `search_key` holds all that is searched, without marks, `issuer_search` the issuer alone.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index(
            "uq_document_number",
            "unit_id",
            "type",
            "number",
            "number_suffix",
            "symbol_key",
            "issuer_key",
            "year",
            unique=True,
        ),
        Index("uq_document_series", "committee_id", "series", "year", "number", "number_suffix", unique=True),
        Index("ix_document_issued_on", "unit_id", "issued_on"),
        Index("ix_document_written", "number", "symbol_key"),
        CheckConstraint("state IN ('draft', 'signed')", name="state"),
        CheckConstraint("state = 'signed' OR (number IS NULL AND issued_on IS NULL)", name="signed_first"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committee.id"))
    type: Mapped[str]
    number: Mapped[int | None]
    number_suffix: Mapped[str] = mapped_column(default="")
    symbol: Mapped[str] = mapped_column(default="")
    symbol_key: Mapped[str] = mapped_column(Key, default="")
    issued_on: Mapped[date | None]
    year: Mapped[int] = mapped_column(default=0)
    issuer: Mapped[str]
    issuer_key: Mapped[str] = mapped_column(Key)
    issuer_search: Mapped[str] = mapped_column(Key)
    subject: Mapped[str]
    state: Mapped[str]
    series: Mapped[str | None] = mapped_column(Key)
    signed_by: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(Key)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]


class DocumentFile(Base):
    """One version of one part of a document, as it was sent; `stored_as` is its name in the folder of files.

    Part 1 is the document itself, others are what is attached to it. No version is ever written over.
    """

    __tablename__ = "document_file"
    __table_args__ = (Index("uq_document_file_version", "document_id", "part", "version", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    part: Mapped[int]
    version: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_as: Mapped[str] = mapped_column(unique=True)
    uploaded_by: Mapped[int | None]
    uploaded_by_name: Mapped[str]
    uploaded_at: Mapped[datetime]


class DocumentLink(Base):
    """That a document is about a thing, or that a thing rests on it; the thing by kind and id."""

    __tablename__ = "document_link"
    __table_args__ = (
        Index("uq_document_link_thing", "document_id", "kind", "thing_id", unique=True),
        Index("ix_document_link_thing", "kind", "thing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[str]
    thing_id: Mapped[int]
    linked_by_name: Mapped[str]
    linked_at: Mapped[datetime]


class DocumentNumbering(Base):
    """How a committee counts, where it said so: a series for each type; without a row there is one for all."""

    __tablename__ = "document_numbering"

    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), primary_key=True, autoincrement=False)
    per_type: Mapped[bool]
