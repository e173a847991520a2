"""A file of tasks compared with what is recorded: what it would enter, change, leave and refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from committee.core.batches import batches
from committee.core.db import db
from committee.core.tabular import Refusals, Row
from committee.domain.access import Actor, Reach
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.members.models import Committee
from committee.tasks.file_places import Bounds
from committee.tasks.house import kept_in_house
from committee.tasks.operations.import_results import Unclear, unclear_rows
from committee.tasks.operations.import_standing import Change, change_of, recorded_of
from committee.tasks.operations.import_wholes import refuse_outlasting
from committee.tasks.operations.own_results import Decider
from committee.tasks.task_file import TaskLine, read_lines


class Verdict(StrEnum):
    """What a line of a file means."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Planned:
    """A line and what is to be done; `change` says of a known code what the line changes."""

    line: TaskLine
    verdict: Verdict
    change: Change | None = None


@dataclass(frozen=True)
class Plan:
    """What a whole file means. Nothing of it is written while there is an error.

    `unclear`: rows that leave something open of the "6 rõ"; they are taken all the same.
    """

    file: str
    read: int
    planned: Sequence[Planned]
    errors: Sequence[DomainError]
    unclear: Sequence[Unclear] = ()

    def counts(self) -> dict[str, int]:
        """Return how many lines there are of each kind, and how many rows are wrong."""
        found = {verdict.value: 0 for verdict in Verdict}
        for one in self.planned:
            found[one.verdict] += 1
        rows = {error.place.row for error in self.errors if error.place}
        return {**found, "wrong": len(rows) or len(self.errors)}

    def new(self) -> list[TaskLine]:
        """Return the lines of tasks that are not recorded."""
        return [one.line for one in self.planned if one.verdict is Verdict.NEW]

    def changes(self) -> list[Change]:
        """Return what changes of the tasks that are."""
        return [one.change for one in self.planned if one.change is not None and one.verdict is Verdict.CHANGED]


def plan_tasks(
    *,
    rows: Sequence[Row],
    in_house: bool = False,
    within: Reach | None = None,
    hold: bool = False,
    by: Actor,
    now: datetime,
) -> Plan:
    """Return what a file means today. `hold`: against other writers until the transaction ends.

    `in_house`: only the committee's own units and people are given tasks. `within`: only committees there.
    """
    refusals = Refusals()
    lines = read_lines(rows, Bounds(day_of(now), within, in_house=in_house), refusals)
    if in_house:
        lines = kept_in_house(lines, on=day_of(now))
    if hold:
        _take_turns(lines)
    recorded = recorded_of(lines, hold=hold)
    planned, decider = [], Decider.of(by, day_of(now))
    for line in lines:
        with refusals.at(line.row.place()):
            if line.key not in recorded:
                _refuse_own_new(line, decider)
                planned.append(Planned(line, Verdict.NEW))
                continue
            change = change_of(line, recorded[line.key])
            _refuse_own(change, decider)
            planned.append(Planned(line, Verdict.SAME if change.is_nothing else Verdict.CHANGED, change))
    refuse_outlasting([one.change for one in planned if one.change is not None], refusals)
    file = rows[0].file if rows else ""
    return Plan(file, len(rows), planned, refusals.errors, unclear_rows([one.line for one in planned], recorded))


def _refuse_own(change: Change, decider: Decider) -> None:
    """Raise where a row accepts what whoever sends the file sent, or what is their own work as it is or will be led."""
    if not change.columns.get("accepted_on"):
        return
    recorded, waiting = change.recorded, change.recorded.waiting
    senders = {sent.by_id for sent in ([waiting] if waiting else recorded.submissions)}
    works = decider.works_on(recorded.task) or decider.is_party(change.line.lead)
    decider.refuse_own(is_told=waiting is None or waiting.by_id is None, senders=senders, works=works)


def _refuse_own_new(line: TaskLine, decider: Decider) -> None:
    """Raise where a row enters a task that whoever sends the file leads, as one that was accepted."""
    if line.accepted_on:
        decider.refuse_own(is_told=True, senders=(), works=decider.is_party(line.lead))


def _take_turns(lines: Sequence[TaskLine]) -> None:
    """Wait until nobody else gives tasks of these committees, until the end of the transaction."""
    for some in batches({line.committee_id for line in lines}):
        held = select(Committee.id).where(Committee.id.in_(some)).order_by(Committee.id)
        db.session.execute(held.with_for_update(key_share=True)).all()
