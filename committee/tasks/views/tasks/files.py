"""The list of tasks and the table of the leads as files to take away; each is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from committee.audit.operations import record_export
from committee.core.db import transaction
from committee.core.list_file import list_file as file_of
from committee.core.words import gettext
from committee.domain.task_status import RATE_NAMES, STATUS_NAMES, Counts, Status
from committee.tasks import queries
from committee.tasks import task_words as words
from committee.tasks.queries import TaskRow
from committee.tasks.views.tasks.base import act
from committee.tasks.views.tasks.looking import Look

MOST_ROWS = 30_000
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
    return _file("tasks", shape, head, map(_cells, rows), found.asked)


def board_file(ranked: Ranked, shape: str) -> Response:
    """Return the counts and rates of each lead as a file."""
    head = (
        gettext("Lead"),
        *(gettext(STATUS_NAMES[one]) for one in Status),
        *(gettext(name) for name in RATE_NAMES.values()),
    )
    rows = [
        (name, *(getattr(counts, one.value) for one in Status), *(rate.text for rate in words.rates_of(counts)))
        for (_, name, _), counts in ranked
    ]
    return _file("leads", shape, head, rows, {})


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
    return file_of(name, shape, head, lines, widths=WIDTHS)
