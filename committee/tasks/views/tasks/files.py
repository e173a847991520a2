"""The list of tasks and the table of the leads as files to take away; each is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import Response

from committee.audit.operations import record_export
from committee.core.db import transaction
from committee.core.formatting import count
from committee.core.list_file import list_file as file_of
from committee.core.words import gettext
from committee.domain.task_status import RATE_NAMES, STATUS_NAMES, Counts, Status
from committee.tasks import queries
from committee.tasks import task_words as words
from committee.tasks.queries import TaskRow
from committee.tasks.queries.committees import CommitteeCounts
from committee.tasks.views.tasks.base import act
from committee.tasks.views.tasks.looking import Look

MOST_ROWS = 30_000
NAMES = {"tasks": "nhiem-vu", "leads": "nhiem-vu-theo-chu-tri", "committees": "nhiem-vu-theo-ban-chi-dao"}
WIDTHS = (14, 60, 40, 40, 40, 14, 14, 14, 28, 20)
Ranked = Sequence[tuple[tuple[str, str, int | None], Counts]]


def list_file(found: Look, shape: str) -> Response:
    """Return what is looked for as a file."""
    rows = queries.tasks(found.wanted, day=found.eyes.on, eyes=found.eyes, limit=MOST_ROWS)
    head = (
        gettext("Code"),
        gettext("What is to be done"),
        gettext("Lead"),
        gettext("Coordinators"),
        gettext("Product"),
        gettext("Given on"),
        gettext("Due on"),
        gettext("First due on"),
        gettext("Status"),
        gettext("Beside the status"),
        gettext("Steering committee"),
    )
    lines = [_cells(row) for row in rows]
    total = queries.count_tasks(found.wanted, day=found.eyes.on, eyes=found.eyes) if len(rows) == MOST_ROWS else 0
    return _file("tasks", shape, head, [*lines, *_left_out(total)], found.asked)


def _left_out(total: int) -> list[tuple[object, ...]]:
    """Return the last line of a file that does not hold all of `total` tasks: it says so."""
    if total <= MOST_ROWS:
        return []
    return [(gettext("Only the first %(most)s of %(total)s tasks.", most=count(MOST_ROWS), total=count(total)),)]


def board_file(ranked: Ranked, shape: str) -> Response:
    """Return the counts and rates of each lead as a file."""
    rows = [(name, *_counted(counts)) for (_, name, _), counts in ranked]
    return _file("leads", shape, (gettext("Lead"), *_heads()), rows, {})


def committees_file(lines: Sequence[CommitteeCounts], shape: str, day: date) -> Response:
    """Return the counts and rates of each committee on a day as a file."""
    head = (gettext("Steering committee"), gettext("Unit"), gettext("As of the day"), *_heads())
    rows = [(line.name, line.unit.name, day, *_counted(line.counts)) for line in lines]
    return _file("committees", shape, head, rows, {"as_of": day.isoformat()})


def _heads() -> tuple[str, ...]:
    return (*(gettext(STATUS_NAMES[one]) for one in Status), *(gettext(name) for name in RATE_NAMES.values()))


def _counted(counts: Counts) -> tuple[object, ...]:
    return (*(getattr(counts, one.value) for one in Status), *(rate.text for rate in words.rates_of(counts)))


def _cells(row: TaskRow) -> tuple[object, ...]:
    return (
        row.code,
        row.title,
        row.lead.name,
        "; ".join(party.name for party in row.coordinators),
        row.deliverable,
        row.assigned_on,
        row.due_on,
        row.original_due_on,
        words.status_word(row.status),
        "; ".join(words.waiting_words(row)),
        row.committee_name,
    )


def _file(
    name: str, shape: str, head: Sequence[str], rows: Iterable[Sequence[object]], asked: dict[str, Any]
) -> Response:
    lines = list(rows)
    with transaction():
        record_export(thing=("table", name), rows=len(lines), shape=shape, facts={"asked": asked}, **act())
    return file_of(NAMES[name], shape, head, lines, widths=WIDTHS)
