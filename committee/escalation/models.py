"""Cases, every change of them, what units say and promise, and the ledger of sweeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base
from committee.domain.commitments import Cause

STATES = ("PENDING", "OPEN", "ACKED", "EXPLAINED", "COMMITTED", "RECOVERING", "RESOLVED", "CLOSED")
CAUSES = tuple(cause.value for cause in Cause)
LIVE = "state NOT IN ('RESOLVED', 'CLOSED')"


class Case(Base):
    """One lag of one unit on one indicator in one year, from the first signal to its end.

    The columns from `state` to `resolved_on` are those of `domain.case_facts.CaseView`, where they are explained.
    `fingerprint` is unique among the live ones. `next_look_at` is when a job must look again, empty only when the case
    is over. `facts` are the numbers of the newest evaluation; `snapshot` keeps the ladder and the numbers with which
    the case was opened. `suppressed_by` names what its neighbours hold it back by, `silence_id` the pause it is noted
    under. `version` is the claim: whoever changes the row adds one to the version read.
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
        Index("ix_case_pair", "indicator", "year", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    rule: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    year: Mapped[int]
    state: Mapped[str]
    severity: Mapped[str]
    opened_on: Mapped[date]
    step: Mapped[int] = mapped_column(default=0)
    episode: Mapped[int] = mapped_column(default=1)
    previous_state: Mapped[str | None]
    next_look_at: Mapped[datetime | None] = mapped_column(index=True)
    evidence: Mapped[str] = mapped_column(default="")
    evidence_locked: Mapped[bool] = mapped_column(default=False)
    last_locked_on: Mapped[date | None]
    locked_periods: Mapped[int] = mapped_column(default=0)
    provisional_count: Mapped[int] = mapped_column(default=0)
    notified_step: Mapped[int] = mapped_column(default=0)
    told_step: Mapped[int] = mapped_column(default=0)
    clock_from: Mapped[date | None]
    last_notified_on: Mapped[date | None]
    repeats: Mapped[int] = mapped_column(default=0)
    taken_back_on: Mapped[date | None]
    due_on: Mapped[date | None]
    returns: Mapped[int] = mapped_column(default=0)
    review_reminders: Mapped[int] = mapped_column(default=0)
    resolved_on: Mapped[date | None]
    suppressed_by: Mapped[str] = mapped_column(default="")
    silence_id: Mapped[int | None] = mapped_column(ForeignKey("case_silence.id"), index=True)
    close_reason: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)


class CaseSilence(Base):
    """A pause in urging on, as `domain.silences.Silence` explains it; `rules` empty are all of them.

    Without a row in `case_silence_indicator` it is about every indicator. A pause is ended early by `ended_at`, and
    otherwise never changed; the documents it rests on point to it.
    """

    __tablename__ = "case_silence"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="days"),
        Index("ix_case_silence_unit_id", "unit_id"),
        Index("ix_case_silence_to_on", "to_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    rules: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str]
    legal_basis: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    made_by: Mapped[int | None]
    made_by_name: Mapped[str]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str] = mapped_column(default="")
    ended_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class CaseSilenceIndicator(Base):
    """One of the indicators a pause is about."""

    __tablename__ = "case_silence_indicator"

    silence_id: Mapped[int] = mapped_column(ForeignKey("case_silence.id"), primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(ForeignKey("indicator.code"), primary_key=True)


class CaseChange(Base):
    """One change of a case: its audit trail and its history in one. Append-only.

    `effective_at` is the moment it was decided for, `at` the moment it was written: a missed sweep is made up for
    later. `facts` hold the numbers it was decided on, what it leaves to other rooms ("wants") and the roles nobody
    holds ("vacant").
    """

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


class Explanation(Base):
    """What a unit said of a case: why it is behind, and what it promises to reach by which day.

    `filing` counts them within the case. `number` and `reached` are as the indicator's values are kept, a share in
    hundredths of a basis point; `reached` is None where nothing was counted yet. Everything before the state is never
    changed. `overtaken`: the case went on before anybody decided. `task_id` is what the acceptance gave to the unit.
    """

    __tablename__ = "explanation"
    __table_args__ = (
        Index("uq_explanation_filing", "case_id", "filing", unique=True),
        CheckConstraint("state IN ('waiting', 'accepted', 'returned', 'overtaken')", name="state"),
        CheckConstraint(f"cause IN {CAUSES}", name="cause"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    episode: Mapped[int]
    filing: Mapped[int]
    cause: Mapped[str]
    cause_text: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    number: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date]
    reached: Mapped[int | None] = mapped_column(BigInteger)
    reached_on: Mapped[date | None]
    filed_by: Mapped[int]
    filed_by_name: Mapped[str]
    filed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))


class CommitmentMilestone(Base):
    """A number to be reached by a day on the way to what was promised; the last one is the promise itself.

    `figure` of `figure_on` is what it was judged by, once a figure said whether it was kept.
    """

    __tablename__ = "commitment_milestone"
    __table_args__ = (
        Index("uq_commitment_milestone_due_on", "explanation_id", "due_on", unique=True),
        CheckConstraint("state IN ('waiting', 'kept', 'missed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    explanation_id: Mapped[int] = mapped_column(ForeignKey("explanation.id"))
    due_on: Mapped[date]
    number: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="waiting")
    judged_at: Mapped[datetime | None]
    figure: Mapped[int | None] = mapped_column(BigInteger)
    figure_on: Mapped[date | None]


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
