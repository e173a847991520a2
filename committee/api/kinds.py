"""The kinds of files that programs may send, and what each asks of the person behind the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from committee.core.tabular import Called, Column, Row, by_name_alone
from committee.documents import operations as documents
from committee.documents.operations.imports import COLUMNS as DOCUMENTS
from committee.domain.access import Action, Actor
from committee.figures import operations as figures
from committee.figures.operations.figure_lines import COLUMNS as FIGURES
from committee.members.imports import import_members
from committee.members.member_file import COLUMNS as MEMBERS
from committee.targets import operations as targets
from committee.targets.operations import columns
from committee.targets.rows import Tally
from committee.tasks import operations as tasks
from committee.tasks.file_heads import called
from committee.tasks.operations import Unclear
from committee.tasks.task_file import COLUMNS as TASKS
from committee.tasks.task_words import unclear_text
from committee.units import successions
from committee.units.files import SUCCESSION_COLUMNS, UNIT_COLUMNS

Counts = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of file. `action` is needed over each unit in `unit_column`; without such a column, over the whole.

    `see`: what lets the person know that the unit is there. `days`: the columns that say of which day a code is.
    `called` knows columns by other words.
    """

    columns: Sequence[Column]
    write: Callable[..., Counts]
    action: Action
    see: Action = Action.SEE_FIGURES
    unit_column: str = ""
    days: tuple[str, ...] = ()
    for_administrators: bool = False
    called: Callable[[], Called] = lambda: by_name_alone


def _counted(tally: Tally) -> Counts:
    return tally.facts()


def _units(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    done = figures.import_units(rows=rows, by=by, now=now)
    corrected = done.corrected + done.renewed
    return {"read": done.rows, "written": done.added, "corrected": corrected, "unchanged": done.unchanged, "blank": 0}


def _successions(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    done = successions.import_successions(rows=rows, by=by, now=now)
    unchanged = done.rows - done.added - done.corrected
    counts = {"read": done.rows, "written": done.added, "corrected": done.corrected, "unchanged": unchanged, "blank": 0}
    return {
        **counts,
        "without_predecessor": [{"code": code, "name": name} for code, name in done.without_predecessor],
        "without_successor": [{"code": code, "name": name} for code, name in done.without_successor],
    }


def _indicators(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    done = figures.import_indicators(rows=rows, by=by, now=now)
    return _counted(done)


def _targets(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    return _counted(targets.import_targets(rows=rows, by=by, now=now))


def _milestones(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    return _counted(targets.import_milestones(rows=rows, by=by, now=now))


def _not_applicable(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    return _counted(figures.import_not_applicable(rows=rows, by=by, now=now))


def _figures(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    return _counted(figures.import_figures(rows=rows, by=by, now=now))


def _members(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    done = import_members(rows=rows, by=by, now=now)
    read = done.added + done.changed + done.unchanged
    counts = {"read": read, "written": done.added, "corrected": done.changed, "unchanged": done.unchanged, "blank": 0}
    return {**counts, "accounts": done.accounts}


def _documents(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    done = documents.import_documents(rows=rows, by=by, now=now)
    return {"read": done.read, "written": done.written, "corrected": 0, "unchanged": done.unchanged, "blank": 0}


def _tasks(*, rows: Sequence[Row], by: Actor, now: datetime) -> Counts:
    done = tasks.import_tasks(rows=rows, in_house=True, by=by, now=now)
    counts = {"read": done.read, "written": done.written, "corrected": done.changed, "unchanged": done.unchanged}
    return {**counts, "blank": 0, "in_words": done.in_words, "warnings": _warnings(done.unclear)}


def _warnings(found: Sequence[Unclear]) -> list[dict[str, object]]:
    return [{"row": one.row, "code": one.code, "message": unclear_text(one.missing)} for one in found]


KINDS = {
    "units": Kind(UNIT_COLUMNS, _units, Action.MANAGE_UNITS, for_administrators=True),
    "successions": Kind(SUCCESSION_COLUMNS, _successions, Action.MANAGE_UNITS, for_administrators=True),
    "indicators": Kind(columns.INDICATORS, _indicators, Action.MANAGE_SETTINGS, for_administrators=True),
    "targets": Kind(
        columns.TARGETS,
        _targets,
        Action.ASSIGN_TARGETS,
        unit_column="unit_code",
        days=("effective_on", "document_date", "year"),
    ),
    "milestones": Kind(columns.MILESTONES, _milestones, Action.ASSIGN_TARGETS, unit_column="unit_code", days=("year",)),
    "not-applicable": Kind(
        columns.NOT_APPLICABLE, _not_applicable, Action.ASSIGN_TARGETS, unit_column="unit_code", days=("from",)
    ),
    "figures": Kind(FIGURES, _figures, Action.IMPORT_FIGURES, unit_column="unit_code", days=("as_of",)),
    "documents": Kind(
        DOCUMENTS,
        _documents,
        Action.MANAGE_DOCUMENTS,
        see=Action.SEE_UNIT,
        unit_column="unit_code",
        days=("issued_on",),
    ),
    "tasks": Kind(
        TASKS,
        _tasks,
        Action.ASSIGN_TASKS,
        see=Action.SEE_UNIT,
        unit_column="committee_unit_code",
        days=("assigned_on",),
        called=called,
    ),
    "members": Kind(
        MEMBERS,
        _members,
        Action.MANAGE_PEOPLE,
        see=Action.SEE_UNIT,
        unit_column="committee_unit_code",
        days=("from",),
        for_administrators=True,
    ),
}
