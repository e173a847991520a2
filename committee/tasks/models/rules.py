"""What a committee has settled for itself about deadlines and more time."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base


class CommitteeRules(Base):
    """The rules of one committee; a column that is None follows the installation (`domain.house_rules`)."""

    __tablename__ = "committee_rules"
    __table_args__ = (
        CheckConstraint("extensions BETWEEN 0 AND 9", name="extensions"),
        CheckConstraint("notice_days BETWEEN 0 AND 60", name="notice_days"),
    )

    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), primary_key=True, autoincrement=False)
    extensions: Mapped[int | None]
    notice_days: Mapped[int | None]
    strict: Mapped[bool | None]
    moves: Mapped[bool | None]
