"""One table: who did what to which thing, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base


class AuditEntry(Base):
    """One act. `actor_id` is an account's id, None for the command line and the jobs, which `actor_name` names.

    `facts` holds what changed: for a change {"before": …, "after": …}, for a refusal its sentences.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_thing", "thing_kind", "thing_id"),
        Index("ix_audit_entry_actor", "actor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    thing_kind: Mapped[str]
    thing_id: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
