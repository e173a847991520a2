"""That somebody has taken a task on, and the calendars that follow a person's due days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

LIVING = "revoked_at IS NULL"


class TaskReceipt(Base):
    """That whoever leads a task has said they have it (đã nhận việc).

    `lead` is the lead it was said for, as kind and id: once somebody else leads, it has to be said anew.
    """

    __tablename__ = "task_receipt"
    __table_args__ = (Index("uq_task_receipt_lead", "task_id", "lead", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    lead: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    by_name: Mapped[str]
    at: Mapped[datetime]


class CalendarFeed(Base):
    """The address under which a calendar program reads a person's due days and meetings, until it is revoked.

    Only the hash of its secret is kept. `hour_began_at` and `fetches` count how often it is read.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_living",
            "account_id",
            unique=True,
            sqlite_where=text(LIVING),
            postgresql_where=text(LIVING),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_fetched_on: Mapped[date | None]
    hour_began_at: Mapped[datetime | None]
    fetches: Mapped[int] = mapped_column(default=0)
