"""`flask notices …` and `flask deliveries …`: the ledger of what was said to whom."""

from __future__ import annotations

from typing import Any

import click

from committee.cli.support import format_option, note_export, print_json, print_table, refusals
from committee.core.words import gettext
from committee.notify import queries

notices = click.Group("notices", help="What was said to whom, once each.")
deliveries = click.Group("deliveries", help="What became of sending it.")


@notices.command("list")
@format_option("table", "json")
def list_notices(shape: str) -> None:
    """List every notice. The record is the in-app notice itself: its channel is the inbox, and it has arrived."""
    with refusals():
        rows = [_notice(row) for row in queries.notices()]
        note_export(rows=len(rows), shape=shape)
    _print(rows, shape)


@deliveries.command("list")
@click.option("--state", type=click.Choice(queries.STATES), help="Only those in this state.")
@format_option("table", "json")
def list_deliveries(state: str | None, shape: str) -> None:
    """List every delivery, those that were given up first."""
    with refusals():
        rows = [_delivery(row) for row in queries.deliveries(state=state)]
        note_export(rows=len(rows), shape=shape)
    _print(rows, shape)


def _notice(row: queries.NoticeRecord) -> dict[str, Any]:
    return {
        "id": row.id,
        "dedupe_key": row.dedupe_key,
        "recipient": row.recipient,
        "channel": "inbox",
        "state": "sent",
        "attempts": 1,
        "message_id": row.message_id,
        "kind": row.kind,
        "subject": f"{row.subject_kind}/{row.subject_id}",
        "title": row.title,
        "created_at": row.created_at.isoformat(),
        "read_at": row.read_at.isoformat() if row.read_at else None,
    }


def _delivery(row: queries.DeliveryRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "dedupe_key": row.dedupe_key,
        "recipient": row.recipient,
        "channel": row.channel,
        "state": row.state,
        "attempts": row.attempts,
        "message_id": row.message_id,
        "notice": row.notice_id,
        "last_error": row.last_error,
        "next_try_at": row.next_try_at.isoformat() if row.next_try_at else None,
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
    }


def _print(rows: list[dict[str, Any]], shape: str) -> None:
    if shape == "json":
        print_json(rows)
        return
    columns = ("id", "recipient", "channel", "state", "attempts", "dedupe_key")
    heads = [
        gettext("Id"),
        gettext("Recipient"),
        gettext("Channel"),
        gettext("State"),
        gettext("Attempts"),
        gettext("Key"),
    ]
    print_table(heads, [[row[column] for column in columns] for row in rows], right=(0, 4))
