"""Tasks as lists: filtered, paged, one by id or code, and the columns of a board.

Every function takes the day the statuses are of and `eyes` (None: everything, for commands and jobs). A page costs five
statements, whatever its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all

from committee.core.db import db
from committee.domain.task_rules import Party, PartyKind
from committee.domain.task_status import OPEN, Status
from committee.domain.text import search_key
from committee.members.models import Committee
from committee.tasks.models import Conclusion, Task, TaskCoordinator, TaskExtension, TaskSubmission
from committee.tasks.queries.rows import WAITING, TaskRow, read_rows, task_statement
from committee.tasks.queries.seen import Eyes, reported_by, seen_by
from committee.tasks.queries.status import NUMBERS, STATUSES, with_status
from committee.units.queries import below_path, standing_within

LARGEST_ID = 2**31 - 1
MOST_WORDS = 8
OPEN_ONLY, NOT_STOPPED = "open", "not_stopped"
BOARD = (Status.OPEN_OVERDUE, Status.OPEN_IN_TIME, Status.OPEN_NO_DEADLINE, Status.DONE_ON_TIME, Status.DONE_LATE)


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks are wanted; what is blank is not asked for.

    `words` stand anywhere in code, title, content, product, lead and source, without diacritics. `status` is one of
    `Status`, "open" (the three open ones) or "not_stopped", on the day of the list. `path` is that of a unit: of its
    committees and of those below. `lead` helps to find one party's tasks (a name by its words). `mine` needs eyes: what
    one does or reports for. `due_from` and `due_to` include their days. `waiting`: a submission or an extension has no
    answer yet.
    """

    words: str = ""
    status: str = ""
    lead: Party | None = None
    coordinator: Party | None = None
    path: str = ""
    committee_id: int | None = None
    committee_unit_id: int | None = None
    indicator: str = ""
    document_id: int | None = None
    meeting_id: int | None = None
    conclusion_id: int | None = None
    parent_id: int | None = None
    series_id: int | None = None
    about_unit_id: int | None = None
    target_ids: frozenset[int] = frozenset()
    due_from: date | None = None
    due_to: date | None = None
    assigned_from: date | None = None
    assigned_to: date | None = None
    urgency: str = ""
    mine: bool = False
    overdue: bool = False
    waiting: bool = False


EVERYTHING = TaskFilter()


def tasks(
    wanted: TaskFilter = EVERYTHING,
    *,
    day: date,
    eyes: Eyes | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[TaskRow]:
    """Return tasks with their status on `day`: open ones first, then by the due day, those without one last."""
    found = chosen(Task.id, wanted=wanted, day=day, eyes=eyes)
    if limit is not None or offset:  # sorted by their days alone: what is shown beside is read for the page only
        found = found.order_by(*_soonest_first()).limit(limit).offset(offset)
    return read_rows(task_statement(day, found.subquery()).order_by(*_soonest_first()), today=day)


def count_tasks(wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None) -> int:
    """Return how many tasks there are."""
    return db.session.scalar(chosen(func.count(), wanted=wanted, day=day, eyes=eyes)) or 0


def task_row(task_id: int, *, day: date, eyes: Eyes | None = None) -> TaskRow | None:
    """Return one task, or None where there is none, or none that `eyes` may see."""
    if not 0 < task_id <= LARGEST_ID:
        return None
    seen = () if eyes is None else (seen_by(eyes),)
    return next(iter(read_rows(task_statement(day).where(Task.id == task_id, *seen), today=day)), None)


def tasks_with_code(code: str, *, day: date, unit_id: int | None = None) -> list[TaskRow]:
    """Return the tasks of all committees (or of those of one unit) with a code, in the order of their committees."""
    of_unit = () if unit_id is None else (Committee.unit_id == unit_id,)
    statement = task_statement(day).where(Task.code == code, *of_unit)
    return read_rows(statement.order_by(Task.committee_id), today=day)


def board(
    wanted: TaskFilter = EVERYTHING, *, day: date, eyes: Eyes | None = None, each: int = 20
) -> dict[Status, tuple[int, list[TaskRow]]]:
    """Return {status: (how many, the first `each` of them)} for the columns of a board, cancelled ones left out.

    One read of the table and three statements beside, however many tasks.
    """
    columns = (Task.id, Task.due_on, _is_over().label("is_over"))
    found = chosen(*columns, wanted=wanted, day=day, eyes=eyes, numbered=True).cte("found")
    in_order = (found.c.is_over, found.c.due_on.nulls_last(), found.c.id)
    # The first of each column are picked out of what was read once: putting all in order costs twice as much.
    having = (select(found.c.id, literal(0)).where(found.c.number == NUMBERS[one]) for one in BOARD)
    first = [select(column.order_by(*in_order).limit(each).subquery()) for column in having]
    counts = select(found.c.number, func.count()).group_by(found.c.number)
    read_once = db.session.execute(union_all(*first, counts)).all()
    many = {STATUSES[key]: count for key, count in read_once if count}
    shown = [key for key, count in read_once if not count]
    rows = read_rows(task_statement(day).where(Task.id.in_(shown)).order_by(*_soonest_first()), today=day)
    return {one: (many.get(one, 0), [row for row in rows if row.status is one]) for one in BOARD}


def chosen(
    *columns: Any, wanted: TaskFilter, day: date, eyes: Eyes | None, numbered: bool = False
) -> Select[*tuple[Any, ...]]:
    """Return the statement that reads columns of the tasks a filter means; where `numbered`, the status as well.

    It is the last column, `number`: what `status.STATUSES` says.
    """
    tasks, number = with_status(day)
    asked = _of_status(wanted, number)
    read = select(*columns, number.label("number")) if numbered else select(*columns)
    return read.select_from(tasks if numbered or asked else Task).where(*_conditions(wanted, day, eyes), *asked)


def _conditions(wanted: TaskFilter, day: date, eyes: Eyes | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [] if eyes is None else [seen_by(eyes)]
    found += [Task.search_key.contains(word, autoescape=True) for word in _words(wanted.words)]
    found += _of_columns(wanted)
    found.append(Task.assigned_on <= day)
    if wanted.waiting:
        found.append(_waits())
    if wanted.path:
        found.append(of_units(standing_within(below_path(wanted.path), day)))
    if wanted.mine:
        if eyes is None:
            raise ValueError("whose tasks? a filter by `mine` needs eyes")
        found.append(reported_by(eyes))
    return found


def of_units(units: Select[Any]) -> ColumnElement[bool]:
    """Return the condition that a task is of a committee of one of `units`."""
    return Task.committee_id.in_(select(Committee.id).where(Committee.unit_id.in_(units)))


def _of_columns(wanted: TaskFilter) -> list[ColumnElement[bool]]:
    columns: dict[str, Any] = {
        "committee_id": Task.committee_id,
        "indicator": Task.indicator,
        "document_id": Task.document_id,
        "conclusion_id": Task.conclusion_id,
        "parent_id": Task.parent_id,
        "series_id": Task.series_id,
        "about_unit_id": Task.unit_id,
        "urgency": Task.urgency,
    }
    found = [column == getattr(wanted, name) for name, column in columns.items() if getattr(wanted, name)]
    if wanted.target_ids:
        found.append(Task.target_id.in_(sorted(wanted.target_ids)))
    if wanted.meeting_id is not None:
        of_meeting = select(Conclusion.id).where(Conclusion.meeting_id == wanted.meeting_id)
        found.append(Task.conclusion_id.in_(of_meeting))
    if wanted.committee_unit_id is not None:
        of_unit = select(Committee.id).where(Committee.unit_id == wanted.committee_unit_id)
        found.append(Task.committee_id.in_(of_unit))
    if wanted.lead is not None:
        found.append(_is_party(wanted.lead, Task, "lead_"))
    if wanted.coordinator is not None:
        helped = select(TaskCoordinator.task_id).where(_is_party(wanted.coordinator, TaskCoordinator, ""))
        found.append(Task.id.in_(helped))
    bounds = ((wanted.due_from, Task.due_on.__ge__), (wanted.due_to, Task.due_on.__le__))
    given = ((wanted.assigned_from, Task.assigned_on.__ge__), (wanted.assigned_to, Task.assigned_on.__le__))
    return [*found, *(compare(bound) for bound, compare in (*bounds, *given) if bound is not None)]


def _of_status(wanted: TaskFilter, number: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.status == OPEN_ONLY:
        found.append(number.in_(sorted(NUMBERS[one] for one in OPEN)))
    elif wanted.status == NOT_STOPPED:
        found.append(number != NUMBERS[Status.CANCELLED])
    elif wanted.status:
        found.append(number == NUMBERS[Status(wanted.status)])
    if wanted.overdue:
        found.append(number == NUMBERS[Status.OPEN_OVERDUE])
    return found


def _waits() -> ColumnElement[bool]:
    return or_(
        Task.id.in_(select(TaskSubmission.task_id).where(TaskSubmission.state == WAITING)),
        Task.id.in_(select(TaskExtension.task_id).where(TaskExtension.state == WAITING)),
    )


def _is_party(party: Party, table: Any, prefix: str) -> ColumnElement[bool]:
    if party.kind is PartyKind.NAME:
        named: ColumnElement[bool] = getattr(table, f"{prefix}name") == party.name
        return named
    column: ColumnElement[bool] = getattr(table, f"{prefix}{party.kind.value}_id") == party.id
    return column


def _soonest_first() -> tuple[Any, ...]:
    return (_is_over(), Task.due_on.nulls_last(), Task.id)


def _is_over() -> ColumnElement[bool]:
    return or_(Task.accepted_on.is_not(None), Task.cancelled_on.is_not(None))


def _words(typed: str) -> list[str]:
    """Return what must stand in a search key: each word at the beginning of one."""
    return [f" {word}" for word in search_key(typed).split()[:MOST_WORDS]]
