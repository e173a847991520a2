"""Files of tasks that somebody sent and looks at, and what they call the columns of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from committee.core.db import db
from committee.tasks.models import TaskFile, TaskHeading

LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class KeptFile:
    """A file that was sent; `columns` None: nobody has said yet which is which, `result` None: nothing is written."""

    id: int
    account_id: int
    committee_id: int
    filename: str
    sha256: str
    content: bytes
    columns: dict[str, str] | None
    created_at: datetime
    confirmed_at: datetime | None
    result: dict[str, Any] | None

    def is_open(self, now: datetime) -> bool:
        """Return whether it may still be confirmed."""
        return self.confirmed_at is None and now - self.created_at < LASTS


_COLUMNS = tuple(TaskFile.__table__.c[name] for name in KeptFile.__dataclass_fields__)


def kept_file(account_id: int | None, file_id: int) -> KeptFile | None:
    """Return a file of whoever sent it, or None."""
    mine = select(*_COLUMNS).where(TaskFile.id == file_id, TaskFile.account_id == account_id)
    row = db.session.execute(mine).first()
    return None if row is None else KeptFile(*row)


def oldest_waiting(account_id: int | None, *, keep: int, now: datetime) -> list[str]:
    """Return the names of somebody's files that could still be confirmed, all but the last `keep`."""
    mine = (TaskFile.account_id == account_id, TaskFile.confirmed_at.is_(None), TaskFile.created_at > now - LASTS)
    return list(db.session.scalars(select(TaskFile.filename).where(*mine).order_by(TaskFile.id.desc()).offset(keep)))


def remembered_headings(account_id: int | None) -> dict[str, str]:
    """Return {key of a heading: the column somebody said it is}."""
    rows = select(TaskHeading.heading, TaskHeading.column).where(TaskHeading.account_id == account_id)
    return {row.heading: row.column for row in db.session.execute(rows)}
