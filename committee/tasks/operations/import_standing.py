"""What is recorded of the tasks that a file names, and what a row adds to it, or contradicts.

A blank cell says nothing: what was recorded here stands. What a row says otherwise than the record is a change of the
description; what happened is added, and never written over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from committee.core.batches import batches
from committee.core.db import db
from committee.core.formatting import vn_date
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, refuse_due
from committee.domain.text import tone_placement_key
from committee.tasks import parties
from committee.tasks.models import Task, TaskCoordinator, TaskExtension, TaskHandover, TaskSubmission
from committee.tasks.task_file import TaskLine

Key = tuple[int, str]
LIVING = ("waiting", "approved")
TEXTS = ("title", "deliverable", "due_wording", "source_text")


@dataclass
class Recorded:
    """A task as it is recorded. `first_lead`: who led it first, where that has changed since."""

    task: Any
    lead: Party
    coordinators: list[Party] = field(default_factory=list)
    submissions: list[Any] = field(default_factory=list)
    is_extended: bool = False
    first_lead: str | None = None

    @property
    def waiting(self) -> Any | None:
        return next((sent for sent in self.submissions if sent.state == "waiting"), None)

    @property
    def is_over(self) -> bool:
        return self.task.accepted_on is not None or self.task.cancelled_on is not None


@dataclass
class Change:
    """What a row changes of a task: columns, coordinators (None: none), and what happened to it.

    `told_of`: the submission that is recorded of which the row tells more: its product, or that it was decided about.
    """

    line: TaskLine
    recorded: Recorded
    columns: dict[str, Any] = field(default_factory=dict)
    coordinators: tuple[Party, ...] | None = None
    new_submission: bool = False
    told_of: Any | None = None

    @property
    def is_nothing(self) -> bool:
        return not self.columns and not self.new_submission and self.told_of is None and self.coordinators is None


def recorded_of(lines: Sequence[TaskLine], *, hold: bool) -> dict[Key, Recorded]:
    """Return {committee and code: what is recorded}; `hold`: against other writers until the transaction ends."""
    columns = [column for column in Task.__table__.c if column.name != "search_key"]
    found: dict[int, Recorded] = {}
    wanted = {line.key for line in lines}
    for some in batches({committee_id for committee_id, _code in wanted}):
        statement: Select[Any] = select(*columns).where(Task.committee_id.in_(some)).order_by(Task.id)
        for row in db.session.execute(statement.with_for_update() if hold else statement):
            if (row.committee_id, row.code) in wanted:
                found[row.id] = Recorded(row, parties.party_of(row, "lead_"))
        _add_histories(found, select(Task.id).where(Task.committee_id.in_(some)))
    return {(one.task.committee_id, one.task.code): one for one in found.values()}


def _add_histories(found: Mapping[int, Recorded], tasks: Select[Any]) -> None:
    for recorded, row in _rows(TaskCoordinator, found, tasks):
        recorded.coordinators.append(parties.party_of(row))
    for recorded, row in _rows(TaskSubmission, found, tasks):
        recorded.submissions.append(row)
    for recorded, row in _rows(TaskExtension, found, tasks):
        recorded.is_extended = recorded.is_extended or row.state in LIVING
    for recorded, row in _rows(TaskHandover, found, tasks):
        if row.kind in ("lead", "post") and recorded.first_lead is None:
            recorded.first_lead = row.from_name


def _rows(table: Any, found: Mapping[int, Recorded], tasks: Select[Any]) -> Iterator[tuple[Recorded, Any]]:
    rows = select(*table.__table__.c).where(table.task_id.in_(tasks)).order_by(table.task_id, table.id)
    for row in db.session.execute(rows):
        if row.task_id in found:
            yield found[row.task_id], row


def change_of(line: TaskLine, recorded: Recorded) -> Change:
    """Return what a row changes of a task that is recorded; raises where it contradicts what happened here."""
    change = Change(line, recorded)
    for name in TEXTS:
        if getattr(line, name) != getattr(recorded.task, name) and (getattr(line, name) or name != "source_text"):
            change.columns[name] = getattr(line, name)
    _compare_links(change)
    _compare_lead(change)
    _compare_days(change)
    if [_key(one) for one in line.coordinators] != [_key(one) for one in recorded.coordinators]:
        change.coordinators = line.coordinators
    _compare_results(change)
    _compare_stop(change)
    return change


def _compare_links(change: Change) -> None:
    """Look at the other words of a row; a target stays with the unit and the indicator that it is one of."""
    task, said = change.recorded.task, change.line.more.said()
    change.columns |= {name: value for name, value in said.items() if value != getattr(task, name)}
    if {"unit_id", "indicator"} & set(change.columns) and "target_id" not in said and task.target_id is not None:
        change.columns["target_id"] = None


def _compare_lead(change: Change) -> None:
    line, recorded = change.line, change.recorded
    if _key(line.lead) == _key(recorded.lead):
        return
    if recorded.first_lead is not None and tone_placement_key(recorded.first_lead) == tone_placement_key(
        line.lead.name
    ):
        return  # it was handed over since: the file tells how it began
    if recorded.first_lead is not None or recorded.is_over:
        raise _contradiction(line, "lead", recorded.lead.name)
    change.columns |= {**parties.lead_columns(line.lead), "handler_id": None}


def _compare_days(change: Change) -> None:
    line, task = change.line, change.recorded.task
    moved = line.due_on not in (task.due_on, task.original_due_on)
    if moved and (change.recorded.is_extended or change.recorded.is_over):
        raise _contradiction(line, "due_on", vn_date(task.due_on))
    if line.assigned_on != task.assigned_on and change.recorded.is_over:
        raise _contradiction(line, "assigned_on", vn_date(task.assigned_on))
    if moved:
        change.columns |= {"due_on": line.due_on, "original_due_on": line.due_on}
    if line.assigned_on != task.assigned_on:
        refuse_due(task.due_on if not moved else line.due_on, line.assigned_on)
        change.columns["assigned_on"] = line.assigned_on


def _compare_results(change: Change) -> None:
    """Look at what a row says of sending and acceptance."""
    line, recorded = change.line, change.recorded
    task, waiting = recorded.task, recorded.waiting
    if line.sent_on is None:
        return
    _compare_product(change)
    if task.accepted_on is not None:
        _refuse_other(line, "accepted_on", line.accepted_on, task.accepted_on)
        _refuse_other(line, "submitted_on", line.sent_on, task.done_sent_on, written=line.row.cells["submitted_on"])
        return
    if task.cancelled_on is not None and line.accepted_on is not None:
        raise _contradiction(line, "accepted_on", vn_date(task.cancelled_on))
    if waiting is None:
        change.new_submission = line.accepted_on is not None or _is_new(line, recorded)
    else:
        _refuse_other(line, "submitted_on", line.sent_on, waiting.sent_on, written=line.row.cells["submitted_on"])
    if line.accepted_on is not None:
        change.told_of = waiting
        sent_on = line.sent_on if waiting is None else waiting.sent_on
        change.columns |= {"accepted_on": line.accepted_on, "done_sent_on": sent_on}


def _compare_product(change: Change) -> None:
    """Look at the product of the submission a row means: a blank one is filled in, another one is a contradiction."""
    line = change.line
    meant = [sent for sent in change.recorded.submissions if sent.sent_on == line.sent_on and sent.state != "withdrawn"]
    if not line.result or not meant or any(sent.product == line.result for sent in meant):
        return
    if meant[-1].product:
        raise _contradiction(line, "result_document", meant[-1].product)
    change.told_of = meant[-1]


def _is_new(line: TaskLine, recorded: Recorded) -> bool:
    """Return whether a row tells of a submission that is not recorded; one before the last is a contradiction."""
    days = [sent.sent_on for sent in recorded.submissions]
    if recorded.task.cancelled_on is not None or line.sent_on in days:
        return False
    if days and line.sent_on is not None and line.sent_on < max(days):
        raise _contradiction(line, "submitted_on", vn_date(max(days)))
    return True


def _compare_stop(change: Change) -> None:
    line, task = change.line, change.recorded.task
    if line.cancelled_on is None:
        return
    if task.cancelled_on is not None:
        _refuse_other(line, "cancelled_on", line.cancelled_on, task.cancelled_on)
    elif task.accepted_on is not None and line.accepted_on is None:
        raise _contradiction(line, "cancelled_on", vn_date(task.accepted_on))
    else:
        change.columns["cancelled_on"] = line.cancelled_on
        change.told_of = change.told_of or change.recorded.waiting


def _refuse_other(
    line: TaskLine, column: str, said: date | None, recorded: date | None, *, written: object = True
) -> None:
    if said is not None and written is not None and said != recorded:
        raise _contradiction(line, column, vn_date(recorded))


def _contradiction(line: TaskLine, column: str, recorded: str) -> DomainError:
    cell = line.row.cells[column]
    return DomainError(
        "Something else is recorded here (%(recorded)s): correct it in the file, or on the task's page.",
        place=line.row.place(column),
        read=None if cell is None else str(cell),
        recorded=recorded,
    )


def _key(party: Party) -> tuple[str, object]:
    return (party.kind.value, tone_placement_key(party.name) if party.id is None else party.id)
