"""Notices as rows, what became of sending them, and how each channel fares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

# Compared byte by byte on both engines, so that a subtree is a prefix range.
Path = String(collation="C").with_variant(String(collation="BINARY"), "sqlite")


class Notice(Base):
    """One message to one person about one thing, once: `dedupe_key` says what "once" means.

    `recipient_id` is an account. `unit_path` is that of the unit it is about, empty for the whole installation: who may
    look into the ledger there may see it. `facts` reproduce the decision that caused it. The row itself is the in-app
    notice.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_recipient_id", "recipient_id", "read_at"),
        Index("ix_notice_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    unit_path: Mapped[str] = mapped_column(Path, default="")
    title: Mapped[str]
    body: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Delivery(Base):
    """The way of one notice through one channel; sent under a lease, marked afterwards.

    `due_at` is when it could first be sent: the 72 hours in which it is tried again are counted from there. What is
    `held` was waiting in a backup that was restored: it may have left since, and waits for somebody's word.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("uq_delivery_channel", "notice_id", "channel", unique=True),
        Index("ix_delivery_next_try_at", "state", "next_try_at"),
        CheckConstraint("state IN ('queued', 'leased', 'sent', 'failed', 'dead', 'cancelled', 'held')", name="state"),
        CheckConstraint("channel IN ('inbox', 'email')", name="channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    channel: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    message_id: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    last_error: Mapped[str] = mapped_column(default="")
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class ChannelState(Base):
    """How a channel fares: failures in a row of the channel itself, and from when one more may be tried.

    `failing_since` is the first of them, empty while the channel works.
    """

    __tablename__ = "channel_state"

    channel: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    probe_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")


class LinkUse(Base):
    """That a link in a mail was used: the link of one notice for one thing works once.

    `act` says what was done by it. There is no key to `notice`: old notices are deleted, and links end long before.
    """

    __tablename__ = "link_use"
    __table_args__ = (Index("uq_link_use_thing", "notice_id", "subject_kind", "subject_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    act: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
