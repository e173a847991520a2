"""Difficulties of a unit, what it proposes, and the answer of whoever is responsible."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base
from committee.tasks.models.tasks import PARTIES, Key


class Petition(Base):
    """A difficulty and a proposal (kiến nghị) of a unit to an addressee, open until it is answered.

    The addressee is a unit, a seat, an account or a name, as the lead of a task is.
    """

    __tablename__ = "petition"
    __table_args__ = (
        Index("ix_petition_unit_id", "unit_id", "id"),
        Index("ix_petition_addressee_unit_id", "addressee_unit_id"),
        Index("ix_petition_addressee_seat_id", "addressee_seat_id"),
        Index("ix_petition_open", "answered_on", "withdrawn_on", "due_on"),
        CheckConstraint(f"addressee_kind IN {PARTIES}", name="addressee_kind"),
        CheckConstraint(
            "(addressee_kind = 'unit') = (addressee_unit_id IS NOT NULL)"
            " AND (addressee_kind = 'seat') = (addressee_seat_id IS NOT NULL)"
            " AND (addressee_kind = 'account') = (addressee_account_id IS NOT NULL)",
            name="one_addressee",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committee.id"))
    field: Mapped[str]
    difficulty: Mapped[str]
    proposal: Mapped[str]
    addressee_kind: Mapped[str]
    addressee_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    addressee_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    addressee_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    addressee_name: Mapped[str]
    raised_on: Mapped[date]
    due_on: Mapped[date | None]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    withdrawn_on: Mapped[date | None]
    search_key: Mapped[str] = mapped_column(Key)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int | None]
    created_by_name: Mapped[str]
    created_at: Mapped[datetime]
