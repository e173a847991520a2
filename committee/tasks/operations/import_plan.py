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
from committee.domain.errors import DomainError, NotAllowed
from committee.members.models import Committee
from committee.tasks.file_places import Bounds
from committee.tasks.house import kept_in_house
from committee.tasks.operations.import_results import Unclear, unclear_rows
from committee.tasks.operations.import_standing import Change, change_of, recorded_of
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
    planned = []
    for line in lines:
        if line.key not in recorded:
            planned.append(Planned(line, Verdict.NEW))
            continue
        with refusals.at(line.row.place()):
            change = change_of(line, recorded[line.key])
            _refuse_own(change, by)
            planned.append(Planned(line, Verdict.SAME if change.is_nothing else Verdict.CHANGED, change))
    file = rows[0].file if rows else ""
    return Plan(file, len(rows), planned, refusals.errors, unclear_rows([one.line for one in planned], recorded))


def _refuse_own(change: Change, by: Actor) -> None:
    waiting = change.recorded.waiting
    if waiting and by.account_id is not None and waiting.by_id == by.account_id and change.columns.get("accepted_on"):
        raise NotAllowed("Whoever sent a result cannot decide about it: somebody else has to.")


def _take_turns(lines: Sequence[TaskLine]) -> None:
    """Wait until nobody else gives tasks of these committees, until the end of the transaction."""
    for some in batches({line.committee_id for line in lines}):
        held = select(Committee.id).where(Committee.id.in_(some)).order_by(Committee.id)
        db.session.execute(held.with_for_update(key_share=True)).all()
