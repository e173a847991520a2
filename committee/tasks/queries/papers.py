"""Reading what was put before a meeting, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from committee.core.db import db, row_dict
from committee.tasks.models import MeetingComment, MeetingPaper


@dataclass(frozen=True)
class PaperRow:
    """A document read in a meeting, and whether it was sent back to be completed."""

    id: int
    meeting_id: int
    document_id: int
    returned_on: date | None
    return_reason: str
    answered_by: str
    due_on: date | None
    completed_on: date | None

    @property
    def is_returned(self) -> bool:
        """Whether somebody is completing it now."""
        return self.returned_on is not None and self.completed_on is None


@dataclass(frozen=True)
class CommentRow:
    """What somebody said of a paper; `answer` says what became of it."""

    id: int
    paper_id: int
    text: str
    said_by: str
    at: datetime
    answer: str


def papers_of(meeting_id: int) -> list[PaperRow]:
    """Return the papers of a meeting in the order in which they were added."""
    rows = select(*_COLUMNS).where(MeetingPaper.meeting_id == meeting_id).order_by(MeetingPaper.id)
    return [PaperRow(**row_dict(row)) for row in db.session.execute(rows)]


def paper_of(meeting_id: int, paper_id: int) -> PaperRow | None:
    """Return one paper of a meeting, or None."""
    return next((paper for paper in papers_of(meeting_id) if paper.id == paper_id), None)


def comments_of(meeting_id: int) -> dict[int, list[CommentRow]]:
    """Return {paper: what was said of it, the first first} for the papers of a meeting."""
    table = MeetingComment
    rows = (
        select(table.id, table.paper_id, table.text, table.said_by, table.at, table.answer)
        .join(MeetingPaper, MeetingPaper.id == table.paper_id)
        .where(MeetingPaper.meeting_id == meeting_id)
        .order_by(table.id)
    )
    found: dict[int, list[CommentRow]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.paper_id, []).append(CommentRow(**row_dict(row)))
    return found


_COLUMNS = (
    MeetingPaper.id,
    MeetingPaper.meeting_id,
    MeetingPaper.document_id,
    MeetingPaper.returned_on,
    MeetingPaper.return_reason,
    MeetingPaper.answered_by,
    MeetingPaper.due_on,
    MeetingPaper.completed_on,
)
