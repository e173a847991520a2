"""`flask notices …` and `flask deliveries …`: the ledger of what was said to whom."""

from __future__ import annotations

from typing import Any

import click

from committee.cli.support import by_option, format_option, note_export, now, print_json, print_table, refusals, say
from committee.core.db import transaction
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.notify import operations, queries

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


held_arguments = click.argument("ids", nargs=-1, type=int, metavar="[ID]…")
all_option = click.option("--all", "everything", is_flag=True, help="All that are held.")


@deliveries.command("release")
@held_arguments
@all_option
@by_option
def release(ids: tuple[int, ...], *, everything: bool, by: Actor) -> None:
    """Send mail that has been held since a restore."""
    with refusals(by=by):
        chosen = _chosen(ids, everything=everything)
        with transaction():
            count = operations.release_held(delivery_ids=chosen, by=by, now=now())
    say(gettext("%(count)d mails are queued again.", count=count))


@deliveries.command("discard")
@held_arguments
@all_option
@by_option
def discard(ids: tuple[int, ...], *, everything: bool, by: Actor) -> None:
    """Take back mail that has been held since a restore."""
    with refusals(by=by):
        chosen = _chosen(ids, everything=everything)
        with transaction():
            count = operations.discard_held(delivery_ids=chosen, by=by, now=now())
    say(gettext("%(count)d mails were discarded.", count=count))


def _chosen(ids: tuple[int, ...], *, everything: bool) -> list[int] | None:
    if bool(ids) == everything:
        raise DomainError("Name the ids of the deliveries, or say --all.")
    return None if everything else list(ids)


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
