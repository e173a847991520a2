"""A file of tasks: whole, or nothing of it. The same file again changes nothing.

New tasks are entered with what happened to them; a changed row of a known code changes what is said of the task and
adds what happened since. Written in a constant number of statements for each five hundred committees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from committee.audit import operations as audit
from committee.audit.operations import Act
from committee.core.batches import batches
from committee.core.db import Base, db, row_dict
from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.domain.errors import Refused
from committee.domain.task_rules import Party
from committee.tasks import parties
from committee.tasks.models import Task, TaskCoordinator, TaskHandover, TaskSubmission
from committee.tasks.operations.import_plan import Plan, Verdict, plan_tasks
from committee.tasks.operations.import_results import Imported
from committee.tasks.operations.import_standing import Change, Key
from committee.tasks.task_file import TaskLine
from committee.tasks.texts import key_of

ACT = "task imported"
SEARCHED = {"title", "deliverable", "source_text", "lead_name", "content"}


@dataclass(frozen=True)
class _Write:
    """One writing: whose, when; what each task got is gathered and written at once."""

    by: Actor
    now: datetime

    def submission(self, task_id: int, seq: int, line: TaskLine) -> dict[str, Any]:
        """Return a submission as a file tells it: sent by the lead, decided about by whoever sends the file."""
        state = "accepted" if line.accepted_on else "withdrawn" if line.cancelled_on else "waiting"
        return {
            "task_id": task_id,
            "seq": seq,
            "sent_on": line.sent_on,
            "product": line.result,
            "by_name": line.lead.name,
            "at": self.now,
            "state": state,
            **self.decided(line),
        }

    def decided(self, line: TaskLine) -> dict[str, Any]:
        """Return who decided about a submission and when, None while it waits."""
        day = line.accepted_on or line.cancelled_on
        if day is None:
            return {"decided_on": None, "decided_at": None, "decided_by": None, "decided_by_name": ""}
        by = {"decided_by": self.by.account_id, "decided_by_name": self.by.name}
        return {"decided_on": day, "decided_at": self.now, **by}


def import_tasks(
    *, rows: Sequence[Row], dry_run: bool = False, in_house: bool = False, by: Actor, now: datetime
) -> Imported:
    """Enter the tasks of a file, or raise all that is wrong with it. `dry_run`: only count what would be done.

    `in_house`: only the committee's own units and people are given tasks, as on the page. Nobody accepts by a file what
    they sent themselves, nor what they do the work of.
    """
    plan = plan_tasks(rows=rows, in_house=in_house, hold=not dry_run, by=by, now=now)
    if plan.errors:
        raise Refused(plan.errors)
    return counted(plan) if dry_run else write_tasks(plan=plan, by=by, now=now)


def write_tasks(*, plan: Plan, by: Actor, now: datetime) -> Imported:
    """Enter what a file means, without a look at what is wrong with it. The plan holds what it speaks of."""
    result, new, changes = counted(plan), plan.new(), plan.changes()
    if new or changes:
        write = _Write(by, now)
        _enter(new, write)
        _change(changes, write)
        thing = ("file", plan.file)
        audit.record(action="tasks imported", thing=thing, facts=result.facts(), by=by, now=now)
    return result


def counted(plan: Plan) -> Imported:
    """Return what a file does."""
    counts = plan.counts()
    return Imported(
        read=plan.read,
        written=counts[Verdict.NEW],
        changed=counts[Verdict.CHANGED],
        unchanged=counts[Verdict.SAME],
        in_words=sum(one.line.in_words for one in plan.planned),
        unclear=list(plan.unclear),
    )


def _enter(lines: Sequence[TaskLine], write: _Write) -> None:
    if not lines:
        return
    _insert(Task, [_columns(line, write) for line in lines])
    ids = _ids(lines)
    _put_coordinators([(ids[line.key], line.coordinators) for line in lines])
    sent = [write.submission(ids[line.key], 1, line) for line in lines if line.sent_on]
    if sent:
        _insert(TaskSubmission, sent)
    acts = [Act(ACT, ("task", ids[line.key]), _facts(line), line.unit_id) for line in lines]
    audit.record_all(acts, by=write.by, now=write.now)


def _columns(line: TaskLine, write: _Write) -> dict[str, Any]:
    values: dict[str, Any] = {
        "committee_id": line.committee_id,
        "code": line.code,
        "title": line.title,
        "deliverable": line.deliverable,
        "assigned_by": write.by.account_id,
        "assigned_by_name": write.by.name,
        "assigned_on": line.assigned_on,
        "due_on": line.due_on,
        "original_due_on": line.due_on,
        "due_wording": line.due_wording,
        "source_text": line.source_text,
        **line.more.whole(),
        "done_sent_on": line.sent_on if line.accepted_on else None,
        "accepted_on": line.accepted_on,
        "cancelled_on": line.cancelled_on,
        "created_at": write.now,
        **parties.lead_columns(line.lead),
    }
    return {**values, "search_key": key_of(values)}


def _ids(lines: Sequence[TaskLine]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for some in batches({line.committee_id for line in lines}):
        rows = db.session.execute(select(Task.committee_id, Task.code, Task.id).where(Task.committee_id.in_(some)))
        found.update({(row.committee_id, row.code): row.id for row in rows})
    return found


def _put_coordinators(helping: Sequence[tuple[int, Sequence[Party]]]) -> None:
    rows = [
        {"task_id": task_id, "position": position, **parties.columns_of(party)}
        for task_id, several in helping
        for position, party in enumerate(several, start=1)
    ]
    if rows:
        _insert(TaskCoordinator, rows)


def _insert(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows in one go; those without a value beside those with one too."""
    db.session.execute(insert(table).execution_options(render_nulls=True), rows)


def _change(changes: Sequence[Change], write: _Write) -> None:
    _change_columns(changes)
    anew = [change for change in changes if change.coordinators is not None]
    for some in batches({change.recorded.task.id for change in anew}):
        db.session.execute(delete(TaskCoordinator).where(TaskCoordinator.task_id.in_(some)))
    _put_coordinators([(change.recorded.task.id, change.coordinators or ()) for change in anew])
    _change_histories(changes, write)
    acts = [Act(ACT, ("task", change.recorded.task.id), _facts_of(change), change.line.unit_id) for change in changes]
    audit.record_all(acts, by=write.by, now=write.now)


def _change_columns(changes: Sequence[Change]) -> None:
    """Write what changed, by primary key: one statement for neighbours that change in the same columns."""
    rows: list[dict[str, Any]] = []
    for change in changes:
        task, values = change.recorded.task, dict(change.columns)
        if SEARCHED & set(values):
            values["search_key"] = key_of({**row_dict(task), **values})
        rows.append({"id": task.id, "version": task.version + 1, **values})
    if rows:
        db.session.execute(update(Task), sorted(rows, key=tuple))


def _change_histories(changes: Sequence[Change], write: _Write) -> None:
    new, handed, told = [], [], []
    for change in changes:
        task, line = change.recorded.task, change.line
        if change.new_submission:
            new.append(write.submission(task.id, len(change.recorded.submissions) + 1, line))
        if change.told_of is not None:
            told.append(_told_of(change.told_of, line, write))
        if "lead_kind" in change.columns:
            names = {"from_name": change.recorded.lead.name, "to_name": line.lead.name}
            by = {"by_id": write.by.account_id, "by_name": write.by.name, "at": write.now}
            handed.append({"task_id": task.id, "kind": "lead", **names, **by})
    if told:
        db.session.execute(update(TaskSubmission), told)
    if new:
        _insert(TaskSubmission, new)
    if handed:
        _insert(TaskHandover, handed)


def _told_of(sent: Any, line: TaskLine, write: _Write) -> dict[str, Any]:
    """Return what becomes of a submission of which a row tells more."""
    decided = ("decided_on", "decided_at", "decided_by", "decided_by_name")
    kept = {name: getattr(sent, name) for name in decided}
    state = sent.state
    if state == "waiting" and (line.accepted_on or line.cancelled_on):
        state, kept = ("accepted" if line.accepted_on else "withdrawn"), write.decided(line)
    return {"id": sent.id, "state": state, "product": sent.product or line.result, **kept}


def _facts(line: TaskLine) -> dict[str, object]:
    days = {
        "assigned_on": line.assigned_on,
        "due_on": line.due_on,
        "submitted_on": line.sent_on,
        "accepted_on": line.accepted_on,
        "cancelled_on": line.cancelled_on,
    }
    said = {"title": line.title, "lead_name": line.lead.name, "deliverable": line.deliverable}
    said |= {name: str(value) for name, value in line.more.said().items()}
    told = {name: str(day) for name, day in days.items() if day is not None}
    return {"code": line.code, "file": line.row.file, "after": {**said, **told}}


def _facts_of(change: Change) -> dict[str, object]:
    task = row_dict(change.recorded.task)
    shown = {name for name in change.columns if not name.endswith("_id") and name != "lead_kind"}
    after = {name: "" if change.columns[name] is None else str(change.columns[name]) for name in shown}
    before = {name: "" if task[name] is None else str(task[name]) for name in shown}
    if change.coordinators is not None:
        after["coordinators"] = "; ".join(party.name for party in change.coordinators)
        before["coordinators"] = "; ".join(party.name for party in change.recorded.coordinators)
    if change.new_submission:
        after["submitted_on"] = str(change.line.sent_on)
    return {"code": change.line.code, "file": change.line.row.file, "before": before, "after": after}
