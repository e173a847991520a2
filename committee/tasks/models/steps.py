"""What happens to a task after it was given: kept in order, nothing written over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

WAITING = "state = 'waiting'"


class TaskProgress(Base):
    """A line of the log: how far it is, in percent and words, with a difficulty and what is proposed against it."""

    __tablename__ = "task_progress"
    __table_args__ = (
        Index("ix_task_progress_task_id", "task_id", "id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    as_of: Mapped[date]
    percent: Mapped[int | None]
    text: Mapped[str]
    difficulty: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    at: Mapped[datetime]


class TaskSubmission(Base):
    """A result that was sent, and what was said of it. At most one waits; `seq` counts them within the task.

    `product` names the result (number of a document, or words); history that was imported may lack it. On-time is
    judged by `sent_on` of the one that was accepted.
    """

    __tablename__ = "task_submission"
    __table_args__ = (
        Index("uq_task_submission_seq", "task_id", "seq", unique=True),
        Index(
            "uq_task_submission_waiting",
            "task_id",
            unique=True,
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        CheckConstraint("state IN ('waiting', 'accepted', 'returned', 'withdrawn')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    seq: Mapped[int]
    sent_on: Mapped[date]
    product: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str]
    decided_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    evaluation: Mapped[str] = mapped_column(default="")


class TaskExtension(Base):
    """A later due day that was asked for, and the answer. `due_before` is what held when it was asked."""

    __tablename__ = "task_extension"
    __table_args__ = (
        Index("uq_task_extension_seq", "task_id", "seq", unique=True),
        Index(
            "uq_task_extension_waiting",
            "task_id",
            unique=True,
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        CheckConstraint("state IN ('waiting', 'approved', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("wanted_on > due_before", name="later"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    seq: Mapped[int]
    due_before: Mapped[date]
    wanted_on: Mapped[date]
    granted_on: Mapped[date | None]
    reason: Mapped[str]
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    asked_on: Mapped[date]
    at: Mapped[datetime]
    state: Mapped[str]
    decided_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")


class TaskHandover(Base):
    """That the work on a task changed hands: to one's own officer (`kind` "handler"), or to whoever leads from then on.

    "lead": given anew by the committee; "post": the lead's seat ended and its successor took the work over.
    """

    __tablename__ = "task_handover"
    __table_args__ = (
        Index("ix_task_handover_task_id", "task_id", "id"),
        CheckConstraint("kind IN ('handler', 'lead', 'post', 'reporter')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    kind: Mapped[str]
    from_name: Mapped[str]
    to_name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    at: Mapped[datetime]
