"""`flask audit …`: who did what, and whether anybody has touched what was written of it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import click
from flask.cli import AppGroup

from committee.accounts.queries import account_with_email
from committee.audit.queries import Asked, EntryRow, entries
from committee.audit.sealing import seal
from committee.audit.verifying import Anchor, Verified, verify
from committee.cli.support import (
    DAY,
    REFUSED,
    format_option,
    note_export,
    now,
    print_csv,
    print_json,
    print_table,
    refusals,
    say,
    say_aside,
)
from committee.core.formatting import count
from committee.core.words import gettext, sentence
from committee.domain.calendar import HANOI
from committee.domain.codes import unit_code
from committee.domain.errors import DomainError, NotFound
from committee.units.queries import bearers_of

group = AppGroup("audit", help="Who did what, and whether it is still as it was written.")
HASH = re.compile(r"[0-9a-f]{64}")
COLUMNS = ("id", "at", "who", "action", "thing", "unit", "facts")


class AnchorType(click.ParamType):
    """A head of the chain as it was kept: POSITION:HASH, or the hash alone."""

    name = "anchor"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Anchor:
        """Return the head that was typed."""
        position, colon, kept = str(value).strip().casefold().rpartition(":")
        if not HASH.fullmatch(kept) or (colon and not (position.isascii() and position.isdecimal())):
            said = gettext("“%(value)s” is not a head: write POSITION:HASH as the message has it.", value=value)
            self.fail(said, param, ctx)
        return Anchor(kept, int(position) if colon else None)


ANCHOR = AnchorType()


class ThingType(click.ParamType):
    """A thing as the audit names it: KIND:ID."""

    name = "thing"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return kind and id."""
        kind, colon, thing_id = str(value).partition(":")
        if not (kind and colon and thing_id):
            self.fail(gettext("“%(value)s” is not a thing; write KIND:ID, as in case:12.", value=value), param, ctx)
        return kind, thing_id


@group.command("verify")
@click.option("--head", "heads", type=ANCHOR, multiple=True, metavar="HASH", help="A head that was kept elsewhere.")
@click.option("--anchor", "anchors", type=ANCHOR, multiple=True, metavar="POSITION:HASH", help="The same, and where.")
@format_option("text", "json")
def verify_chain(heads: tuple[Anchor, ...], anchors: tuple[Anchor, ...], shape: str) -> None:
    """Seal what is not sealed yet, compute every link again, and name what deviates; exit code 1 if anything does."""
    with refusals():
        seal(everything=True, now=now())
        found = verify((*heads, *anchors))
    if shape == "json":
        print_json(_as_json(found))
    else:
        _say(found)
    if not found.is_clean:
        raise click.exceptions.Exit(REFUSED)


@group.command("search")
@click.option("--person", metavar="EMAIL", help="Who did it, or whom it is about.")
@click.option("--thing", type=ThingType(), metavar="KIND:ID", help="What it was done to.")
@click.option("--unit", "code", metavar="CODE", help="The unit whose business it is.")
@click.option("--action", help="What was done, as the audit calls it.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="The first day.")
@click.option("--to", "last", type=DAY, metavar="DAY", help="The last day.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="The newest so many.")
@format_option("table", "json", "csv")
def search(
    *,
    person: str | None,
    thing: tuple[str, str] | None,
    code: str | None,
    action: str | None,
    first: date | None,
    last: date | None,
    limit: int,
    shape: str,
) -> None:
    """List entries, the newest first."""
    with refusals():
        asked = Asked(
            person=_account_id(person),
            thing=thing,
            units=_units(code),
            action=action,
            since=_midnight(first),
            until=_midnight(last and last + timedelta(days=1)),
        )
        rows = entries(asked, limit=limit)
        note_export(rows=len(rows), shape=shape)
    if shape == "json":
        print_json([_entry(row) for row in rows])
    elif shape == "csv":
        print_csv(COLUMNS, [_cells(row) for row in rows])
    else:
        heads = [gettext("Id"), gettext("Moment"), gettext("Who"), gettext("Action"), gettext("Thing")]
        print_table(heads, [_cells(row)[:5] for row in rows], right=(0,))


def _say(found: Verified) -> None:
    for deviation in found.deviations:
        say_aside(sentence(deviation.error))
    if found.unchecked:
        said = "%(count)s entries were written under another secret: their marks cannot be checked here."
        say(gettext(said, count=count(found.unchecked)))
    if found.head is not None:
        say(gettext("Head: %(position)d:%(hash)s", position=found.head.position, hash=found.head.hash))
    say(
        gettext(
            "%(entries)s entries, %(sealed)s sealed, %(deviations)s deviations",
            entries=count(found.entries),
            sealed=count(found.sealed),
            deviations=count(len(found.deviations)),
        )
    )


def _as_json(found: Verified) -> dict[str, object]:
    return {
        "entries": found.entries,
        "sealed": found.sealed,
        "unchecked": found.unchecked,
        "head": None if found.head is None else {"position": found.head.position, "hash": found.head.hash},
        "deviations": [
            {"kind": one.kind, "entry": one.entry_id, "position": one.position, "said": sentence(one.error)}
            for one in found.deviations
        ],
    }


def _account_id(email: str | None) -> int | None:
    if email is None:
        return None
    account = account_with_email(email)
    if account is None:
        raise DomainError("No account has the e-mail %(email)s.", email=email)
    return account.account_id


def _units(code: str | None) -> set[int] | None:
    if code is None:
        return None
    found = {row.unit_id for row in bearers_of([unit_code(code)]).get(unit_code(code), [])}
    if not found:
        raise NotFound("No unit has the code %(code)s.", code=code)
    return found


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), HANOI)


def _entry(row: EntryRow) -> dict[str, object]:
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "actor": {"id": row.actor_id, "name": row.actor_name},
        "action": row.action,
        "thing": {"kind": row.thing_kind, "id": row.thing_id},
        "unit": row.unit_id,
        "facts": row.facts,
    }


def _cells(row: EntryRow) -> list[object]:
    at = row.at.astimezone(HANOI).isoformat(timespec="seconds")
    thing = f"{row.thing_kind}:{row.thing_id}"
    return [row.id, at, row.actor_name, row.action, thing, row.unit_id, json.dumps(row.facts, ensure_ascii=False)]
