"""Files of tasks that wait to be confirmed, and what somebody calls the columns of theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base


class TaskFile(Base):
    """A file of tasks that was sent and looked at: written once, by whoever sent it, or forgotten.

    `committee_id` is whose the rows are that name none. `columns` says which column is which ({letter: name}, "" for
    one that is left out), None until somebody has said so. `result` is what was written, None until then.
    """

    __tablename__ = "task_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    filename: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]
    columns: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class TaskHeading(Base):
    """What stands over a column of somebody's files, and which column they said it is; "" for one to be left out."""

    __tablename__ = "task_heading"
    __table_args__ = (UniqueConstraint("account_id", "heading", name="uq_task_heading_account_id_heading"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    heading: Mapped[str]
    column: Mapped[str]
