"""Where a database came from: one row for every restore that it went through."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base, db


class Restored(Base):
    """A restore. `token` says to whoever cleans up after a kill that the restored database is the one in use."""

    __tablename__ = "restored"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str]
    taken_at: Mapped[datetime]
    restored_at: Mapped[datetime]


def restored_since(moment: datetime) -> bool:
    """Return whether this database has come out of a backup since `moment`."""
    return db.session.scalar(select(Restored.id).where(Restored.restored_at >= moment).limit(1)) is not None
