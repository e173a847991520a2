"""Where a database came from: one row for every restore that it went through."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base


class Restored(Base):
    """A restore. `token` says to whoever cleans up after a kill that the restored database is the one in use."""

    __tablename__ = "restored"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str]
    taken_at: Mapped[datetime]
    restored_at: Mapped[datetime]
