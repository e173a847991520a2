"""Who did what to which thing, and when; and the seals that bind the entries to each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base


class AuditEntry(Base):
    """One act. `actor_id` is an account's id, None for the command line and the jobs, which `actor_name` names.

    `unit_id` is the unit whose business it is: who may look into the audit there may read it; None is the business of
    the whole installation. `facts` holds what changed: for a change {"before": …, "after": …}, for a refusal its
    sentences. `mark` is made of all that with the house's secret; None stands in entries that are older than marks.
    Triggers of the database refuse to change or delete an entry.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_thing", "thing_kind", "thing_id"),
        Index("ix_audit_entry_actor", "actor_id"),
        Index("ix_audit_entry_unit", "unit_id", "at"),
        Index("ix_audit_entry_at", "at"),
        Index("uq_audit_entry_mark", "mark", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    thing_kind: Mapped[str]
    thing_id: Mapped[str]
    unit_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    mark: Mapped[str | None] = mapped_column(String(110))


class AuditSeal(Base):
    """One link of the chain: the entry that stands at `position`, and a hash over it and the link before.

    `entry_id` is no foreign key: that an entry is gone must be found, and not be hidden with its seal. Triggers of the
    database refuse to change or delete a seal.
    """

    __tablename__ = "audit_seal"
    __table_args__ = (Index("uq_audit_seal_entry_id", "entry_id", unique=True),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
