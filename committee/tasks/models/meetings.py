"""Meetings and visits of a committee: what was to be spoken of, who came, what was read, what was concluded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base
from committee.tasks.models.tasks import Key


class Meeting(Base):
    """A meeting, or a working visit to a unit (`kind` "visit", `visited_unit_id`).

    `period_from` and `period_to` are first days of months: what is spoken of are the months between, both
    included; both None for a meeting about something else. `document_id` is the notice of its conclusions.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_held_on", "committee_id", "held_on", "id"),
        CheckConstraint("kind IN ('meeting', 'visit')", name="kind"),
        CheckConstraint("state IN ('planned', 'held', 'cancelled')", name="state"),
        CheckConstraint("period_to >= period_from", name="period"),
        CheckConstraint("(kind = 'visit') = (visited_unit_id IS NOT NULL)", name="visited"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    kind: Mapped[str]
    title: Mapped[str]
    held_on: Mapped[date]
    starts_at: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    visited_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    chaired_by: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(Key)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]


class MeetingItem(Base):
    """A point of the agenda, in order; `task_id` names the unfinished task it comes from."""

    __tablename__ = "meeting_item"
    __table_args__ = (Index("uq_meeting_item_position", "meeting_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    text: Mapped[str]
    presented_by: Mapped[str] = mapped_column(default="")
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))


class Attendance(Base):
    """Whether somebody who was asked came: a seat of the committee, or a guest by name."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index("ix_attendance_meeting_id", "meeting_id", "id"),
        CheckConstraint("state IN ('invited', 'present', 'absent', 'excused', 'substitute')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    name: Mapped[str]
    organization: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    substitute: Mapped[str] = mapped_column(default="")


class MeetingPaper(Base):
    """A document read in a meeting; `returned_on` while it was sent back to be completed, `completed_on` once it was.

    `answered_by` names who completes it.
    """

    __tablename__ = "meeting_paper"
    __table_args__ = (Index("uq_meeting_paper_document", "meeting_id", "document_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    returned_on: Mapped[date | None]
    return_reason: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    completed_on: Mapped[date | None]


class MeetingComment(Base):
    """What somebody said of a paper, and what became of it once the paper was completed."""

    __tablename__ = "meeting_comment"
    __table_args__ = (Index("ix_meeting_comment_paper_id", "paper_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("meeting_paper.id"))
    text: Mapped[str]
    said_by: Mapped[str]
    by_id: Mapped[int | None]
    at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")


class Conclusion(Base):
    """A point of a meeting's conclusions. Tasks name it; a standing directive is tied to an indicator."""

    __tablename__ = "conclusion"
    __table_args__ = (
        Index("uq_conclusion_position", "meeting_id", "position", unique=True),
        CheckConstraint("kind IN ('task', 'standing', 'other')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    number: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    kind: Mapped[str]
    indicator: Mapped[str | None] = mapped_column(ForeignKey("indicator.code"))
