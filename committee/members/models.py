"""Committees, who sits in them and follows which area, and who does an office's work."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base


class Committee(Base):
    """A steering committee (Ban Chỉ đạo) of a unit."""

    __tablename__ = "committee"
    __table_args__ = (Index("uq_committee_unit_id_name", "unit_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    standing_agency: Mapped[str] = mapped_column(default="")


class Seat(Base):
    """A seat in a committee and who holds it. `account_id` is None while the holder has no account.

    `from_on` None: since the committee was founded; `to_on` None: still; both inclusive. `ended_at`: when the end was
    entered, and `to_on_before` what stood there until then.
    """

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("role IN ('chair', 'standing_vice_chair', 'vice_chair', 'member', 'secretariat')", name="role"),
        Index("ix_seat_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    full_name: Mapped[str]
    role: Mapped[str]
    position_title: Mapped[str] = mapped_column(default="")
    organization: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(default="")
    to_on_before: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class AreaAssignment(Base):
    """A unit that a seat's holder follows and urges on (phụ trách địa bàn). `ended_at`: when it ended with its seat."""

    __tablename__ = "area_assignment"
    __table_args__ = (Index("ix_area_assignment_unit_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class Cover(Base):
    """That `by_seat_id` acts for `seat_id` for a time (uỷ quyền)."""

    __tablename__ = "cover"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    by_seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]


class Post(Base):
    """The work of an office that an account does for a unit: reporter, reviewer, supervisor, administrator.

    An administrator's post may have no unit: then it is for the whole system.
    """

    __tablename__ = "post"
    __table_args__ = (CheckConstraint("role IN ('reporter', 'reviewer', 'supervisor', 'administrator')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[str]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    position_title: Mapped[str] = mapped_column(default="")
    organization: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    to_on_before: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class PeopleFile(Base):
    """A file of people that was sent and looked at: written once, by whoever sent it, or forgotten.

    `result` is what was written, None until then.
    """

    __tablename__ = "people_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    filename: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    links_given_at: Mapped[datetime | None]
