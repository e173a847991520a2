"""Cases, every change of them, and the ledger of sweeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

STATES = ("PENDING", "OPEN", "ACKED", "EXPLAINED", "COMMITTED", "RECOVERING", "RESOLVED", "CLOSED")
LIVE = "state NOT IN ('RESOLVED', 'CLOSED')"


class Case(Base):
    """One lag of one unit on one indicator in one year, from the first signal to its end.

    `fingerprint` is unique among the live ones. `next_look_at` is when a job must look again, empty only when the case
    is over. `snapshot` keeps the ladder and the thresholds that held when it opened. `version` is the claim: whoever
    changes the row adds one to the version read.
    """

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("severity IN ('LAG', 'SEVERE')", name="severity"),
        Index(
            "uq_case_fingerprint",
            "fingerprint",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index("ix_case_unit_id", "unit_id", "indicator", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    rule: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    year: Mapped[int]
    state: Mapped[str]
    previous_state: Mapped[str] = mapped_column(default="")
    step: Mapped[int] = mapped_column(default=0)
    repeat: Mapped[int] = mapped_column(default=0)
    severity: Mapped[str]
    episode: Mapped[int] = mapped_column(default=1)
    held: Mapped[int] = mapped_column(default=0)
    seen_as_of: Mapped[date | None]
    opened_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    suppressed_by: Mapped[str] = mapped_column(default="")
    next_look_at: Mapped[datetime | None] = mapped_column(index=True)
    step_at: Mapped[datetime | None]
    answer_due_on: Mapped[date | None]
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)


class CaseChange(Base):
    """One change of a case: its audit trail and its history in one. Append-only."""

    __tablename__ = "case_change"
    __table_args__ = (Index("uq_case_change_seq", "case_id", "seq", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    from_state: Mapped[str]
    to_state: Mapped[str]
    step: Mapped[int]
    event: Mapped[str]
    at: Mapped[datetime]
    effective_at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class SweepRun(Base):
    """The ledger: that a job ran for a slot. The slot decides who runs it, not the scheduler."""

    __tablename__ = "sweep_run"
    __table_args__ = (Index("uq_sweep_run_slot", "name", "slot", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slot: Mapped[str]
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
