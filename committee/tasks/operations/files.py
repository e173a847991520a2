"""Files of tasks that somebody sent and looked at: confirmed within half an hour, once, as they were shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from committee.core.db import db
from committee.core.heads import Head, read_head
from committee.core.rows import insert_unless_known, rows_changed
from committee.core.tabular import Layout, Refusals, Row, read_rows
from committee.domain.access import Actor, Reach
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound, Refused
from committee.members.committees import committee_with_id
from committee.tasks.file_heads import (
    LEFT_OUT,
    NAMES,
    Meant,
    columns_meant,
    heading_key,
    known_headings,
    missing_in,
    twice_in,
)
from committee.tasks.models import TaskFile, TaskHeading
from committee.tasks.operations.import_plan import Plan, Planned, plan_tasks
from committee.tasks.operations.imports import write_tasks
from committee.tasks.queries.files import LASTS, KeptFile, kept_file, oldest_waiting, remembered_headings
from committee.tasks.task_file import COLUMNS
from committee.units.queries import standing_last

SHEET = "tasks"
MOST_ROWS = 3_000
MOST_WAITING = 5
FORGOTTEN = timedelta(days=1)
GIVEN = ("committee_unit_code",)
SAYS = ("code", "title", "lead", "deliverable")


@dataclass(frozen=True)
class Look:
    """What a file that waits means; `blank`: rows of a template in which nothing was filled in."""

    plan: Plan
    blank: int
    letters: Mapping[str, str]


def keep_file(*, committee_id: int, filename: str, content: bytes, by: Actor, now: datetime) -> int:
    """Return the id of a file that can be read and waits to be looked at; old ones are forgotten."""
    head = read_head(content, filename, sheet=SHEET)
    if head.rows < 1:
        raise DomainError("The file has a head but no rows.")
    if head.rows > MOST_ROWS:
        raise DomainError(
            "A page takes at most %(most)d rows at once, this file has %(rows)d: split it, or have whoever runs the "
            "system bring it in with “tasks import”.",
            most=MOST_ROWS,
            rows=head.rows,
        )
    account_id = by.account_id or 0
    meant = columns_meant(head, remembered_headings(account_id))
    is_clear = not meant.unknown and not missing_in(meant.columns, GIVEN)
    _make_room(account_id, now)
    kept = TaskFile(
        account_id=account_id,
        committee_id=committee_id,
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        columns=dict(meant.columns) if is_clear else None,
        created_at=now,
        confirmed_at=None,
        result=None,
    )
    db.session.add(kept)
    db.session.flush()
    return kept.id


def pushed_out(*, by: Actor, now: datetime) -> list[str]:
    """Return the names of the files that wait no longer once one more is kept."""
    return oldest_waiting(by.account_id, keep=MOST_WAITING - 1, now=now)


def head_of(kept: KeptFile) -> tuple[Head, Meant]:
    """Return the head of a file that waits, and what its columns are as far as that is known."""
    head = read_head(kept.content, kept.filename, sheet=SHEET)
    if kept.columns is not None:
        return head, Meant(kept.columns, tuple(one for one in head.headings if one.letter not in kept.columns))
    return head, columns_meant(head, remembered_headings(kept.account_id))


def name_columns(*, file_id: int, said: Mapping[str, str], by: Actor, now: datetime) -> None:
    """Take down which column of a file is which, for this file and those that come; raises what is not clear."""
    kept = file_of(by, file_id)
    if not kept.is_open(now):
        raise DomainError("This preview is older than 30 minutes: send the file again.")
    headings = read_head(kept.content, kept.filename, sheet=SHEET).headings
    names = {column.name for column in COLUMNS} | {LEFT_OUT}
    columns = {one.letter: said[one.letter] for one in headings if said.get(one.letter) in names}
    _refuse_unclear(columns, [one.letter for one in headings if one.letter not in columns])
    db.session.execute(update(TaskFile).where(TaskFile.id == file_id).values(columns=columns))
    usual = known_headings()
    for one in headings:
        key = heading_key(one.said)
        if key and usual.get(key) != columns[one.letter]:
            _remember(kept.account_id, key, columns[one.letter])


def look_at(kept: KeptFile, *, within: Reach, hold: bool = False, by: Actor, now: datetime) -> Look:
    """Return what a file means for somebody who gives tasks `within`."""
    refusals = Refusals()
    names = {letter: name for letter, name in (kept.columns or {}).items() if name != LEFT_OUT}
    layout = Layout(names, SHEET)
    read = read_rows(kept.content, kept.filename, columns=COLUMNS, layout=layout, refusals=refusals)
    rows = [row for row in read if any(row.cells[name] is not None for name in SAYS)]
    whole = _of_committee(rows, kept.committee_id, now)
    plan = plan_tasks(rows=whole, in_house=True, within=within, hold=hold, by=by, now=now)
    letters = {name: letter for letter, name in names.items()}
    return Look(replace(plan, errors=[*refusals.errors, *plan.errors]), len(read) - len(rows), letters)


def seal_of(kept: KeptFile, plan: Plan) -> str:
    """Return what a confirmation must name: this content, with the effect that was shown."""
    shown = json.dumps([kept.sha256, kept.columns, *(_effect(one) for one in plan.planned)], default=str)
    return hashlib.sha256(shown.encode()).hexdigest()


def confirm(*, file_id: int, seal: str, within: Reach, by: Actor, now: datetime) -> None:
    """Write a file as it was shown. Confirmed already: nothing more happens."""
    kept = file_of(by, file_id)
    waits = (TaskFile.id == file_id, TaskFile.confirmed_at.is_(None), TaskFile.created_at > now - LASTS)
    if not rows_changed(update(TaskFile).where(*waits).values(confirmed_at=now)):
        if file_of(by, file_id).confirmed_at is not None:
            return
        raise DomainError("This preview is older than 30 minutes: send the file again.")
    look = look_at(kept, within=within, hold=True, by=by, now=now)
    if seal != seal_of(kept, look.plan):
        raise DomainError("Something has changed since this preview was shown: look at it again, then confirm.")
    if look.plan.errors:
        raise Refused(look.plan.errors)
    done = write_tasks(plan=look.plan, by=by, now=now)
    result = {**done.facts(), "blank": look.blank}
    db.session.execute(update(TaskFile).where(TaskFile.id == file_id).values(result=result, content=b""))


def file_of(by: Actor, file_id: int) -> KeptFile:
    """Return a file to whoever sent it; for anybody else there is none."""
    found = kept_file(by.account_id, file_id) if 0 < file_id < 2**31 else None
    if found is None:
        raise NotFound("There is no such file, or it was sent more than a day ago.")
    return found


def prune(*, now: datetime) -> None:
    """Forget files that were sent more than a day ago."""
    db.session.execute(delete(TaskFile).where(TaskFile.created_at < now - FORGOTTEN))


def _make_room(account_id: int, now: datetime) -> None:
    """Forget what is old, and all but the last files of somebody that wait."""
    prune(now=now)
    waiting = (TaskFile.account_id == account_id, TaskFile.confirmed_at.is_(None))
    newest = select(TaskFile.id).where(*waiting).order_by(TaskFile.id.desc()).limit(MOST_WAITING - 1)
    kept = db.session.scalars(newest).all()
    db.session.execute(delete(TaskFile).where(*waiting, TaskFile.id.not_in(kept)))


def _remember(account_id: int, heading: str, column: str) -> None:
    mine = (TaskHeading.account_id == account_id, TaskHeading.heading == heading)
    if not rows_changed(update(TaskHeading).where(*mine).values(column=column)):
        values = {"account_id": account_id, "heading": heading, "column": column}
        insert_unless_known(TaskHeading, values, key=("account_id", "heading"))


def _refuse_unclear(columns: Mapping[str, str], unsaid: Sequence[str]) -> None:
    refusals = Refusals()
    if unsaid:
        refusals.add(DomainError("Say what stands in the columns %(letters)s.", letters=", ".join(unsaid)))
    for name in twice_in(columns):
        refusals.add(DomainError("Two columns are said to be “%(name)s”: choose one.", name=NAMES.get(name, name)))
    for name in missing_in(columns, GIVEN):
        refusals.add(
            DomainError(
                "No column is “%(name)s”, and each row needs it: choose the column, or add one to the file.",
                name=NAMES.get(name, name),
            )
        )
    refusals.raise_if_any()


def _of_committee(rows: Sequence[Row], committee_id: int, now: datetime) -> list[Row]:
    """Return rows with the committee of the file where they name none."""
    committee = committee_with_id(committee_id)
    if committee is None:
        return list(rows)
    unit = standing_last([committee.unit_id], day_of(now))[committee.unit_id]
    usual: dict[str, Any] = {"committee_unit_code": unit.code, "committee_name": committee.name}
    return [
        row
        if row.cells["committee_unit_code"] is not None
        else replace(row, cells={**row.cells, **usual, **_written(row, "committee_name")})
        for row in rows
    ]


def _written(row: Row, name: str) -> dict[str, Any]:
    return {} if row.cells[name] is None else {name: row.cells[name]}


def _effect(one: Planned) -> list[Any]:
    """Return what a line does, so that another effect of the same line is seen."""
    line, change = one.line, one.change
    parties = [(party.kind, party.id, party.name) for party in (line.lead, *line.coordinators)]
    says = [line.row.number, line.key, one.verdict, parties, line.due_on, line.sent_on]
    if change is None:
        return says
    told = change.told_of.id if change.told_of is not None else None
    before = [change.recorded.task.version, sorted(change.columns.items()), change.new_submission, told]
    return [*says, *before, change.coordinators is not None]
