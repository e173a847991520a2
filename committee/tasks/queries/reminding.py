"""What a day's reminders are about: open tasks by their due days, what waits for an answer, petitions that are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from committee.core.db import db
from committee.documents.models import Document
from committee.domain.task_rules import Party
from committee.members.models import Committee, Seat
from committee.tasks.models import Meeting, MeetingPaper, Petition, Task, TaskExtension, TaskSubmission
from committee.tasks.parties import party_of
from committee.tasks.queries.rows import WAITING, TaskRow, read_rows, task_statement
from committee.tasks.queries.seen import Eyes
from committee.tasks.queries.status import is_open
from committee.units.queries import UnitRow, standing_last, standing_within, within_reach


@dataclass(frozen=True)
class PetitionDue:
    """A petition that is open and has a day by which it is to be answered; `unit` is whose secretariat follows it."""

    id: int
    proposal: str
    addressee: Party
    due_on: date
    unit: UnitRow


@dataclass(frozen=True)
class PaperDue:
    """A paper that was returned for completion and is not completed; `unit` is that of the meeting's committee."""

    id: int
    meeting_id: int
    committee_id: int
    subject: str
    document_path: str
    answered_by: str
    returned_on: date
    due_on: date
    unit: UnitRow


def days_something_is_due(today: date, *, until: date) -> list[date]:
    """Return the due days of open tasks, petitions and returned papers up to `until`, each once."""
    tasks = select(Task.due_on).where(*_asked(today), Task.due_on <= until)
    petitions = select(Petition.due_on).where(*_unanswered(today), Petition.due_on <= until)
    papers = select(MeetingPaper.due_on).where(*_returned(), MeetingPaper.due_on <= until)
    return sorted(day for day in db.session.scalars(tasks.union(petitions, papers)) if day is not None)


def open_due_on(days: Collection[date], *, today: date) -> list[TaskRow]:
    """Return the open tasks due on one of `days`; standing directives have none."""
    statement = task_statement(today).where(*_asked(today), Task.due_on.in_(days))
    return read_rows(statement.order_by(Task.due_on, Task.id), today=today)


def open_and_waiting(today: date) -> list[tuple[TaskRow, date | None]]:
    """Return the open tasks of which a submission or an extension waits, with the day the extension was asked for."""
    waiting = or_(TaskSubmission.sent_on < today, TaskExtension.asked_on < today)
    statement = task_statement(today).where(is_open(), Task.assigned_on <= today, waiting).order_by(Task.id)
    rows = read_rows(statement, today=today)
    asked = select(TaskExtension.task_id, TaskExtension.asked_on).where(TaskExtension.state == WAITING)
    since: dict[int, date] = {row[0]: row[1] for row in db.session.execute(asked)}
    return [(row, since.get(row.id)) for row in rows]


def petitions_due_on(days: Collection[date], *, today: date) -> list[PetitionDue]:
    """Return the open petitions to be answered by one of `days`."""
    statement = (
        select(Petition, Committee.unit_id.label("committee_unit_id"))
        .outerjoin(Committee, Committee.id == Petition.committee_id)
        .where(*_unanswered(today), Petition.due_on.in_(days))
    )
    found = db.session.execute(statement.order_by(Petition.due_on, Petition.id)).all()
    units = standing_last({row.committee_unit_id or row.Petition.unit_id for row in found}, today)
    return [
        PetitionDue(
            id=row.Petition.id,
            proposal=row.Petition.proposal,
            addressee=party_of(row.Petition, "addressee_"),
            due_on=row.Petition.due_on,
            unit=units[row.committee_unit_id or row.Petition.unit_id],
        )
        for row in found
    ]


def papers_due_on(days: Collection[date], *, today: date) -> list[PaperDue]:
    """Return the returned papers to be completed by one of `days`."""
    return _papers(MeetingPaper.due_on.in_(days), today=today)


def papers_returned_to(eyes: Eyes, *, limit: int) -> list[PaperDue]:
    """Return the returned papers of the committees in which somebody sits, or whose unit they report for."""
    mine = [Meeting.committee_id.in_(select(Seat.committee_id).where(Seat.id.in_(eyes.seat_ids)))]
    if not eyes.reports.is_nowhere:
        mine.append(Committee.unit_id.in_(standing_within(within_reach(eyes.reports), eyes.on)))
    return _papers(or_(*mine), today=eyes.on, limit=limit)


def _papers(condition: ColumnElement[bool], *, today: date, limit: int | None = None) -> list[PaperDue]:
    rows = (
        select(MeetingPaper, Meeting.committee_id, Committee.unit_id, Document.subject, Document.unit_id)
        .join(Meeting, Meeting.id == MeetingPaper.meeting_id)
        .join(Committee, Committee.id == Meeting.committee_id)
        .join(Document, Document.id == MeetingPaper.document_id)
        .where(*_returned(), Meeting.state != "cancelled", condition)
        .order_by(MeetingPaper.due_on, MeetingPaper.id)
        .limit(limit)
    )
    found = db.session.execute(rows).all()
    units = standing_last({unit_id for row in found for unit_id in (row[2], row[4])}, today) if found else {}
    return [
        PaperDue(
            id=paper.id,
            meeting_id=paper.meeting_id,
            committee_id=committee_id,
            subject=subject,
            document_path=units[document_unit_id].path,
            answered_by=paper.answered_by,
            returned_on=paper.returned_on,
            due_on=paper.due_on,
            unit=units[unit_id],
        )
        for paper, committee_id, unit_id, subject, document_unit_id in found
        if paper.returned_on is not None and paper.due_on is not None
    ]


def _returned() -> tuple[ColumnElement[bool], ...]:
    table = MeetingPaper
    return (table.returned_on.is_not(None), table.completed_on.is_(None), table.due_on.is_not(None))


def _asked(today: date) -> tuple[ColumnElement[bool], ...]:
    return (is_open(), Task.is_standing.is_(False), Task.assigned_on <= today)


def _unanswered(today: date) -> tuple[ColumnElement[bool], ...]:
    return (and_(Petition.answered_on.is_(None), Petition.withdrawn_on.is_(None)), Petition.raised_on <= today)
