"""The cells of a row of a file of tasks: refused with their place, and what happened since the assignment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from committee.core.tabular import Row
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.domain.task_rules import day_it_was_sent, refuse_order_of_days
from committee.tasks.texts import text_of

Answer = TypeVar("Answer")
HAPPENED = ("submitted_on", "accepted_on", "cancelled_on")


def at(row: Row, column: str, read: Callable[[], Answer]) -> Answer:
    """Return what `read` gives; its refusal gets the place and what stood there."""
    try:
        return read()
    except DomainError as error:
        error.place = error.place or row.place(column)
        if error.read is None and row.cells[column] is not None:
            error.read = str(row.cells[column])
        raise


def happened(
    row: Row, today: date, assigned_on: date, due_on: date | None
) -> tuple[date | None, date | None, date | None]:
    """Return the days of sending, acceptance and stopping; none of them lies ahead."""
    days: dict[str, date | None] = {}
    for column in HAPPENED:
        cell: Any = row.cells[column]
        days[column] = None if cell is None else at(row, column, lambda: read_day(cell))  # noqa: B023
        if (days[column] or today) > today:
            raise DomainError("This day lies ahead: what has not happened yet is left blank.", place=row.place(column))
    sent_on, accepted_on, cancelled_on = (days[column] for column in HAPPENED)
    last = next((column for column in reversed(HAPPENED) if days[column] is not None), "assigned_on")
    at(
        row,
        last,
        lambda: refuse_order_of_days(
            assigned_on=assigned_on, sent_on=sent_on, accepted_on=accepted_on, cancelled_on=cancelled_on
        ),
    )
    sent = at(row, "submitted_on", lambda: day_it_was_sent(sent_on=sent_on, accepted_on=accepted_on, due_on=due_on))
    return sent, accepted_on, cancelled_on


def result(row: Row, sent_on: date | None) -> str:
    """Return the product that was sent; there is none without a day on which it was."""
    said = at(row, "result_document", lambda: text_of(row.text("result_document")))
    if said and sent_on is None:
        raise DomainError(
            "There is a result and no day on which it was sent: fill in submitted_on.",
            place=row.place("submitted_on"),
        )
    return said
