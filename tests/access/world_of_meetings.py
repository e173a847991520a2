"""Meetings of the world's units, one planned and one held, and what the units propose."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from committee.core.db import db
from committee.documents.models import DocumentLink
from committee.members.models import Committee
from committee.tasks.models import Attendance, Meeting, MeetingItem, MeetingPaper, Petition

BEGINNING = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)


def meet(unit_id: int, letter: str, word: str, document_id: int) -> dict[str, Any]:
    """Write the meetings of a unit's committee and return what they are called; `word` stands in each of them."""
    committee = db.session.query(Committee).filter_by(unit_id=unit_id).first() or Committee(unit_id=unit_id, name="BCĐ")
    db.session.add(committee)
    db.session.flush()
    things: dict[str, Any] = {f"committee {letter}": committee.id}
    for state, day in (("planned", date(2024, 11, 20)), ("held", date(2024, 10, 1))):
        row = Meeting(
            committee_id=committee.id, kind="meeting", title=f"Họp {word}", held_on=day, state=state,
            search_key=f" hop {word.lower()} ", created_at=BEGINNING,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        things[f"meeting {letter} {state}"] = row.id
        db.session.add(MeetingItem(meeting_id=row.id, position=1, text=word))
    paper = MeetingPaper(meeting_id=row.id, document_id=document_id)
    db.session.add(paper)
    db.session.add(DocumentLink(
        document_id=document_id, kind="meeting", thing_id=row.id, linked_by_name="An", linked_at=BEGINNING
    ))  # fmt: skip
    db.session.add(Attendance(meeting_id=row.id, name=f"Khách {word}", state="present"))
    db.session.flush()
    things[f"paper {letter}"] = paper.id
    return things | propose(unit_id, letter, word)


def propose(unit_id: int, letter: str, word: str) -> dict[str, Any]:
    """Write two proposals of a unit to somebody outside, one of which is withdrawn."""
    things = {}
    for state, withdrawn_on in (("open", None), ("withdrawn", date(2024, 10, 2))):
        row = Petition(
            unit_id=unit_id, field="Thu", difficulty=f"Khó {word}", proposal=f"Đề xuất {word}", addressee_kind="name",
            addressee_name="UBND", raised_on=date(2024, 10, 1), withdrawn_on=withdrawn_on, created_by_name="An",
            search_key=f" de xuat {word.lower()} ", created_at=BEGINNING,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        things[f"petition {letter} {state}"] = row.id
    return things
