"""Indicators, plans, targets with their revisions, milestones and not-applicable marks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base


class Indicator(Base):
    """What is measured. `position` is its place in the dictionary; `thresholds` and the like are data of the plan.

    `numerators` and `denominator` name other indicators by code; a second numerator stands in where the first is absent
    ("hi_residents_covered hi_participants", separated by a space).
    """

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("kind IN ('stock', 'flow', 'ratio', 'threshold', 'parameter')", name="kind"),
        CheckConstraint("direction IN ('up', 'down')", name="direction"),
        CheckConstraint("aggregation IN ('sum', 'recompute', 'none')", name="aggregation"),
        CheckConstraint("strictness IN ('<', '<=', '>=')", name="strictness"),
        CheckConstraint("official_by IN ('import', 'acceptance')", name="official_by"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    unit_of_measure: Mapped[str]
    kind: Mapped[str]
    direction: Mapped[str]
    numerators: Mapped[str] = mapped_column(default="")
    denominator: Mapped[str] = mapped_column(default="")
    aggregation: Mapped[str]
    decimals: Mapped[int] = mapped_column(default=2)
    strictness: Mapped[str]
    official_by: Mapped[str] = mapped_column(default="import")


class Plan(Base):
    """A year of the plan: the day of the month on which figures are closed (None: month end), and the rhythm."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("rhythm IN ('monthly', 'quarterly')", name="rhythm"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cut_off_day: Mapped[int | None]
    rhythm: Mapped[str] = mapped_column(default="monthly")


class Target(Base):
    """What an assigner asks of a unit on an indicator in a year. At most one of a pair is primary.

    The value is not here: it is a fold over the revisions in force on a day.
    """

    __tablename__ = "target"
    __table_args__ = (
        Index("uq_target_assigner", "unit_id", "indicator", "year", "assigner", unique=True),
        CheckConstraint("strictness IN ('<', '<=', '>=')", name="strictness"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    year: Mapped[int] = mapped_column(ForeignKey("plan.year"))
    assigner: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(default=False)
    strictness: Mapped[str]


Index(
    "uq_target_primary",
    Target.unit_id,
    Target.indicator,
    Target.year,
    unique=True,
    sqlite_where=text("is_primary"),
    postgresql_where=text("is_primary"),
)


class TargetRevision(Base):
    """One act that sets or changes a target, in force from `effective_on` (None: from 1 January of the year).

    `value` is people, đồng, or hundredths of a basis point (95,7 % = 957000); a supplement is added.
    """

    __tablename__ = "target_revision"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('initial', 'supplement', 'adjustment', 'reallocation', 'merger')",
            name="kind",
        ),
        Index("ix_target_revision_target_id", "target_id", "effective_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    kind: Mapped[str]
    value: Mapped[int] = mapped_column(BigInteger)
    document_number: Mapped[str] = mapped_column(default="")
    document_date: Mapped[date | None]
    effective_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class Milestone(Base):
    """How much should be reached by a cut-off, cumulatively: for one unit, or in percent of the target for every unit.

    `cumulative` is people or đồng; `percent` is hundredths of a basis point of the target (78 % = 780000).
    """

    __tablename__ = "milestone"
    __table_args__ = (
        Index("ix_milestone_pair", "indicator", "year", "unit_id", "cut_off_on"),
        CheckConstraint("(cumulative IS NULL) <> (percent IS NULL)", name="one_of_two"),
        CheckConstraint("unit_id IS NOT NULL OR percent IS NOT NULL", name="general_in_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    year: Mapped[int] = mapped_column(ForeignKey("plan.year"))
    cut_off_on: Mapped[date]
    cumulative: Mapped[int | None] = mapped_column(BigInteger)
    percent: Mapped[int | None] = mapped_column(BigInteger)


class NotApplicable(Base):
    """That an indicator is not asked of a unit for a time, with the reason and its document; days inclusive."""

    __tablename__ = "not_applicable"
    __table_args__ = (Index("ix_not_applicable_pair", "unit_id", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    reason: Mapped[str]
    document_number: Mapped[str] = mapped_column(default="")
