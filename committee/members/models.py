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


class Reconstitution(Base):
    """That a decision renewed a committee from a day (kiện toàn).

    `before` is what has to be put back if it is taken back: {"seats", "areas", "covers": {id: {column: value}},
    "begun": seats, "given": areas}.
    """

    __tablename__ = "reconstitution"
    __table_args__ = (Index("ix_reconstitution_committee_id", "committee_id", "effective_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    decision: Mapped[str]
    decided_on: Mapped[date | None]
    effective_on: Mapped[date]
    entered_by_name: Mapped[str]
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)


class SeatSuccession(Base):
    """Which seat took the post of one that a reconstitution ended; `successor_id` None: nobody did."""

    __tablename__ = "seat_succession"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True, autoincrement=False)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), index=True)
    reconstitution_id: Mapped[int] = mapped_column(ForeignKey("reconstitution.id"), index=True)


class Agency(Base):
    """An agency, whatever it is called; from `merged_on` it is part of `merged_into_id`.

    `code` is its key in data/agencies.csv, "" for one that was added here.
    """

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint("(merged_into_id IS NULL) = (merged_on IS NULL)", name="merged"),
        CheckConstraint("merged_into_id != id", name="other"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    merged_on: Mapped[date | None]


class AgencyName(Base):
    """What an agency is called from one day to another, both inclusive; None is open."""

    __tablename__ = "agency_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]


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
