"""Documents before a meeting: put on the table, commented on, returned for completion, completed; and the notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select, update

from committee.audit.operations import record
from committee.core.db import db
from committee.core.formatting import vn_date
from committee.core.rows import insert_unless_known
from committee.documents.operations import link
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean
from committee.tasks.models import Meeting, MeetingComment, MeetingPaper
from committee.tasks.operations import meetings
from committee.tasks.texts import needed

LONGEST = 2_000
LONGEST_NAME = 200


def add_paper(*, meeting_id: int, document_id: int, by: Actor, now: datetime) -> int:
    """Put a document of the register before a meeting and return the paper's id."""
    meeting = meetings.held(meeting_id)
    meetings.refuse_cancelled(meeting)
    row = {"meeting_id": meeting_id, "document_id": document_id, "return_reason": "", "answered_by": ""}
    paper_id: int | None = insert_unless_known(MeetingPaper, row, key=["meeting_id", "document_id"])
    if paper_id is None:
        raise DomainError("This document is before the meeting already.")
    link(document_id=document_id, kind="meeting", thing_id=meeting_id, by=by, now=now)
    _record("add paper", meeting, {"name": meeting.title, "document": document_id}, by, now)
    return paper_id


def comment(*, paper_id: int, text: str, said_by: str, by: Actor, now: datetime) -> None:
    """Keep what somebody said of a paper."""
    paper, meeting = _held(paper_id)
    said = needed(text, "Write what was said.", LONGEST)
    name = needed(said_by, "Write who said it.", LONGEST_NAME)
    row = MeetingComment(paper_id=paper.id, text=said, said_by=name, by_id=by.account_id, at=now)
    db.session.add(row)
    _record("comment on paper", meeting, {"name": name, "document": paper.document_id}, by, now)


def return_paper(
    *, paper_id: int, reason: str, answered_by: str, due_on: date | None, by: Actor, now: datetime
) -> None:
    """Send a paper back to be completed: why, by whom, until when."""
    paper, meeting = _held(paper_id)
    today = day_of(now)
    if paper.returned_on is not None and paper.completed_on is None:
        raise DomainError(
            "This paper was returned on %(day)s and is not completed yet.", day=vn_date(paper.returned_on)
        )
    said = needed(reason, "Write why it is returned.", LONGEST)
    name = needed(answered_by, "Write who completes it.", LONGEST_NAME)
    if due_on is None:
        raise DomainError("Write until when it is to be completed.")
    if due_on < max(today, meeting.held_on):
        raise DomainError(
            "It cannot be completed before %(day)s: write a later day.", day=vn_date(max(today, meeting.held_on))
        )
    paper.returned_on, paper.return_reason, paper.answered_by = today, said, name
    paper.due_on, paper.completed_on = due_on, None
    facts = {"name": name, "reason": said, "document": paper.document_id, "due_on": due_on.isoformat()}
    _record("return paper", meeting, facts, by, now)


def complete_paper(*, paper_id: int, answers: Mapping[int, str], by: Actor, now: datetime) -> None:
    """Keep that a returned paper was completed: every comment has its answer."""
    paper, meeting = _held(paper_id)
    if paper.returned_on is None or paper.completed_on is not None:
        raise DomainError("This paper is not out for completion.")
    comments = db.session.scalars(
        select(MeetingComment).where(MeetingComment.paper_id == paper_id).order_by(MeetingComment.id)
    ).all()
    kept = {one.id: clean(answers.get(one.id, ""))[:LONGEST] for one in comments}
    left = [one.said_by for one in comments if not kept[one.id]]
    if left:
        raise DomainError("Each comment wants its answer: those of %(names)s have none yet.", names=", ".join(left))
    for comment_id, answer in kept.items():
        db.session.execute(update(MeetingComment).where(MeetingComment.id == comment_id).values(answer=answer))
    paper.completed_on = day_of(now)
    _record("complete paper", meeting, {"rows": len(kept), "document": paper.document_id}, by, now)


def set_notice(*, meeting_id: int, document_id: int, by: Actor, now: datetime) -> None:
    """Say which document of the register is the notice of a meeting's conclusions."""
    meeting = meetings.held(meeting_id)
    meetings.refuse_cancelled(meeting)
    if meeting.held_on > day_of(now):
        raise DomainError("A meeting that is still to come has no notice of its conclusions.")
    if meeting.document_id == document_id:
        return
    before, meeting.document_id = meeting.document_id, document_id
    meeting.version += 1
    link(document_id=document_id, kind="meeting", thing_id=meeting_id, by=by, now=now)
    _record("set notice", meeting, {"before": before, "after": document_id, "name": meeting.title}, by, now)


def _held(paper_id: int) -> tuple[MeetingPaper, Meeting]:
    paper = db.session.get(MeetingPaper, paper_id)
    if paper is None:
        raise NotFound("There is no such paper.")
    meeting = meetings.held(paper.meeting_id)
    meetings.refuse_cancelled(meeting)
    db.session.refresh(paper)
    return paper, meeting


def _record(action: str, meeting: Meeting, facts: Mapping[str, object], by: Actor, now: datetime) -> None:
    unit_id = meetings.unit_of(meeting)
    record(action=action, thing=("meeting", meeting.id), facts=facts, unit_id=unit_id, by=by, now=now)
