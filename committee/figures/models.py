"""Figures as of a date, never overwritten; and the cell, the read model of their newest state."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

QUALIFIERS = ("exact", "more_than", "less_than", "about", "at_least", "rounded")


class Figure(Base):
    """A value of a unit on an indicator as of a day; for flows cumulative within the year.

    A correction is a further `revision`; the accepted one that a later one replaced has its `replaced_at`. `value` is
    None where only a percent or a remaining was published: such rows are kept and never computed with. `entered_value`
    is what was typed when `span` is "month". `warning` is the message of an implausible hand-entered value until
    `warning_settled_at`.
    """

    __tablename__ = "figure"
    __table_args__ = (
        CheckConstraint("origin IN ('official', 'self_reported')", name="origin"),
        CheckConstraint("state IN ('draft', 'submitted', 'returned', 'accepted')", name="state"),
        CheckConstraint("span IN ('ytd', 'month')", name="span"),
        CheckConstraint(f"qualifier IN {QUALIFIERS}", name="qualifier"),
        Index("uq_figure_revision", "unit_id", "indicator", "as_of", "origin", "revision", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    as_of: Mapped[date]
    origin: Mapped[str]
    value: Mapped[int | None] = mapped_column(BigInteger)
    qualifier: Mapped[str] = mapped_column(default="exact")
    provisional: Mapped[bool] = mapped_column(default=False)
    span: Mapped[str] = mapped_column(default="ytd")
    entered_value: Mapped[int | None] = mapped_column(BigInteger)
    published_text: Mapped[str] = mapped_column(default="")
    published_percent: Mapped[str] = mapped_column(default="")
    published_remaining: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    warning: Mapped[str] = mapped_column(default="")
    warning_settled_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str] = mapped_column(default="", index=True)
    entered_by: Mapped[int | None]
    entered_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(default="")
    replaced_at: Mapped[datetime | None]


class Submission(Base):
    """A report that was sent, as its receipt shows it. Append-only.

    `key` was made with the page it was sent from: the same page sent again gives the same receipt, and `request_hash`
    tells the same page from another that bears its key. `lines` keeps what was sent: indicator, value and the words it
    was written in.
    """

    __tablename__ = "submission"
    __table_args__ = (
        Index("uq_submission_key", "account_id", "key", unique=True),
        Index("ix_submission_report", "unit_id", "as_of"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    as_of: Mapped[date]
    account_id: Mapped[int]
    key: Mapped[str]
    request_hash: Mapped[str]
    receipt: Mapped[str] = mapped_column(index=True)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sent_at: Mapped[datetime]


class Cell(Base):
    """The newest state of a unit on an indicator in a year, one row, written in the accepting transaction.

    `mN` is the actual at the end of month N (its own figure or the sum of its children, by the rule of
    `domain.rollup`), `dN` the day it is of; None while nothing is known. Filled up to `last_month`, the last in which
    anything at or below the unit was reported; a stock then stands until the next. `parent_id` is 0 for a root. Bit
    N-1 of `rolled`, `provisional`, `about` and `suspect` says so of month N.
    `newest_on` is the day of the newest.
    """

    __tablename__ = "cell"
    __table_args__ = ({"sqlite_with_rowid": False},)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parent_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    last_month: Mapped[int]
    newest_on: Mapped[date | None]
    rolled: Mapped[int] = mapped_column(default=0)
    provisional: Mapped[int] = mapped_column(default=0)
    about: Mapped[int] = mapped_column(default=0)
    suspect: Mapped[int] = mapped_column(default=0)
    m1: Mapped[int | None] = mapped_column(BigInteger)
    m2: Mapped[int | None] = mapped_column(BigInteger)
    m3: Mapped[int | None] = mapped_column(BigInteger)
    m4: Mapped[int | None] = mapped_column(BigInteger)
    m5: Mapped[int | None] = mapped_column(BigInteger)
    m6: Mapped[int | None] = mapped_column(BigInteger)
    m7: Mapped[int | None] = mapped_column(BigInteger)
    m8: Mapped[int | None] = mapped_column(BigInteger)
    m9: Mapped[int | None] = mapped_column(BigInteger)
    m10: Mapped[int | None] = mapped_column(BigInteger)
    m11: Mapped[int | None] = mapped_column(BigInteger)
    m12: Mapped[int | None] = mapped_column(BigInteger)
    d1: Mapped[date | None]
    d2: Mapped[date | None]
    d3: Mapped[date | None]
    d4: Mapped[date | None]
    d5: Mapped[date | None]
    d6: Mapped[date | None]
    d7: Mapped[date | None]
    d8: Mapped[date | None]
    d9: Mapped[date | None]
    d10: Mapped[date | None]
    d11: Mapped[date | None]
    d12: Mapped[date | None]
