"""What a day's reminders are about: open tasks by their due days, what waits for an answer, petitions that are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from committee.core.db import db
from committee.domain.task_rules import Party
from committee.members.models import Committee
from committee.tasks.models import Petition, Task, TaskExtension, TaskSubmission
from committee.tasks.parties import party_of
from committee.tasks.queries.rows import WAITING, TaskRow, read_rows, task_statement
from committee.tasks.queries.status import is_open
from committee.units.queries import UnitRow, standing_last


@dataclass(frozen=True)
class PetitionDue:
    """A petition that is open and has a day by which it is to be answered; `unit` is whose secretariat follows it."""

    id: int
    proposal: str
    addressee: Party
    due_on: date
    unit: UnitRow


def days_something_is_due(today: date, *, until: date) -> list[date]:
    """Return the due days of open tasks and petitions up to `until`, each once."""
    tasks = select(Task.due_on).where(*_asked(today), Task.due_on <= until)
    petitions = select(Petition.due_on).where(*_unanswered(today), Petition.due_on <= until)
    return sorted(day for day in db.session.scalars(tasks.union(petitions)) if day is not None)


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


def _asked(today: date) -> tuple[ColumnElement[bool], ...]:
    return (is_open(), Task.is_standing.is_(False), Task.assigned_on <= today)


def _unanswered(today: date) -> tuple[ColumnElement[bool], ...]:
    return (and_(Petition.answered_on.is_(None), Petition.withdrawn_on.is_(None)), Petition.raised_on <= today)
