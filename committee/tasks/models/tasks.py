"""A task, who helps with it, and the series a recurring one belongs to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

# Compared byte by byte on both engines.
Key = String(collation="C").with_variant(String(collation="BINARY"), "sqlite")

PARTIES = "('unit', 'seat', 'account', 'name')"


class Task(Base):
    """A job with a product that a committee gave to exactly one lead.

    `lead_kind` says which of unit, seat and account leads; "name" is somebody without an account, for whom
    `reporter_id` may report. `lead_name` keeps the words of the assignment. `due_on` is the last acceptable day now in
    force, `original_due_on` that of the assignment, `due_wording` the words it was read from. `done_sent_on` is the
    day on which the submission that was accepted had been sent. There is no column for a status: the days give it.
    A standing directive (`is_standing`) is tied to an indicator and stays outside the rates. `period_on` is the first
    day of the period an instance of a series belongs to.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("uq_task_code", "committee_id", "code", unique=True),
        Index("uq_task_period", "series_id", "period_on", unique=True),
        Index("ix_task_due_on", "committee_id", "due_on", "id"),
        # What is open is asked for every day, by reminders and by whoever has work: most rows are done.
        Index("ix_task_open", "accepted_on", "cancelled_on", "due_on"),
        Index("ix_task_lead_unit_id", "lead_unit_id"),
        Index("ix_task_lead_seat_id", "lead_seat_id"),
        Index("ix_task_lead_account_id", "lead_account_id"),
        Index("ix_task_handler_id", "handler_id"),
        Index("ix_task_reporter_id", "reporter_id"),
        CheckConstraint(f"lead_kind IN {PARTIES}", name="lead_kind"),
        CheckConstraint(
            "(lead_kind = 'unit') = (lead_unit_id IS NOT NULL)"
            " AND (lead_kind = 'seat') = (lead_seat_id IS NOT NULL)"
            " AND (lead_kind = 'account') = (lead_account_id IS NOT NULL)",
            name="one_lead",
        ),
        CheckConstraint("due_on >= assigned_on", name="due_after_assignment"),
        CheckConstraint("urgency IN ('normal', 'urgent', 'very_urgent', 'flash')", name="urgency"),
        CheckConstraint("(accepted_on IS NULL) = (done_sent_on IS NULL)", name="accepted_was_sent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    code: Mapped[str] = mapped_column(Key)
    title: Mapped[str]
    content: Mapped[str] = mapped_column(default="")
    deliverable: Mapped[str]
    responsibility: Mapped[str] = mapped_column(default="")
    authority: Mapped[str] = mapped_column(default="")
    urgency: Mapped[str] = mapped_column(default="normal")
    is_standing: Mapped[bool] = mapped_column(default=False)
    lead_kind: Mapped[str]
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    lead_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    lead_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lead_name: Mapped[str]
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assigned_by_name: Mapped[str]
    assigned_on: Mapped[date]
    due_on: Mapped[date | None]
    original_due_on: Mapped[date | None]
    due_wording: Mapped[str] = mapped_column(default="")
    done_sent_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("task_series.id"))
    period_on: Mapped[date | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    indicator: Mapped[str | None] = mapped_column(ForeignKey("indicator.code"))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    source_text: Mapped[str] = mapped_column(default="")
    excerpt: Mapped[str] = mapped_column(default="")
    conclusion_id: Mapped[int | None] = mapped_column(ForeignKey("conclusion.id"), index=True)
    search_key: Mapped[str] = mapped_column(Key)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class TaskCoordinator(Base):
    """Somebody who helps the lead of a task; never the lead. The columns are those of the lead."""

    __tablename__ = "task_coordinator"
    __table_args__ = (
        Index("uq_task_coordinator_position", "task_id", "position", unique=True),
        Index("ix_task_coordinator_unit_id", "unit_id"),
        Index("ix_task_coordinator_seat_id", "seat_id"),
        Index("ix_task_coordinator_account_id", "account_id"),
        CheckConstraint(f"kind IN {PARTIES}", name="kind"),
        CheckConstraint(
            "(kind = 'unit') = (unit_id IS NOT NULL)"
            " AND (kind = 'seat') = (seat_id IS NOT NULL)"
            " AND (kind = 'account') = (account_id IS NOT NULL)",
            name="one_party",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    position: Mapped[int]
    kind: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]


class TaskSeries(Base):
    """What a recurring task repeats: one instance for each period, so that a missed one stays visible.

    `due_rule` says when an instance is due: "day:15" of the period's last month, "last", or "after:5" working days
    after its end. `template` holds what an instance is made from; it is read by the room's operations only. `made_to`
    is the first day of the last period an instance was made for.
    """

    __tablename__ = "task_series"
    __table_args__ = (
        CheckConstraint("rhythm IN ('weekly', 'monthly', 'quarterly', 'half_yearly', 'yearly')", name="rhythm"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), index=True)
    code: Mapped[str] = mapped_column(Key)
    rhythm: Mapped[str]
    due_rule: Mapped[str]
    template: Mapped[dict[str, Any]] = mapped_column(JSON)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    made_to: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
