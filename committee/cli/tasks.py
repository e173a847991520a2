"""`flask tasks …`: what committees gave whom to do, by file, as lists and as rates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from committee.cli.support import (
    DAY,
    by_option,
    file_argument,
    format_option,
    note_export,
    now,
    print_csv,
    print_json,
    print_table,
    refusals,
    say,
    today,
    unit_bearing,
)
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.tabular import COMMAND_LINE, read_table
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_status import RATE_NAMES, RATES, STATUS_NAMES, Status, rate_shown, summary
from committee.members.queries import committees_of
from committee.tasks import facts, operations, queries
from committee.tasks.file_heads import called
from committee.tasks.queries import OPEN_ONLY, TaskFilter, TaskRow
from committee.tasks.task_file import COLUMNS
from committee.tasks.task_words import unclear_text

tasks = AppGroup("tasks", help="What committees gave whom to do, and whether it was done.")

MOST_WARNINGS = 20
HEAD = ("id", "code", "committee", "title", "lead", "due on", "status")
CSV_HEAD = ("id", "code", "committee_unit_code", "committee_name", "title", "lead", "coordinators", "deliverable",
            "assigned_on", "due_on", "status", "waiting", "submitted_on", "accepted_on", "cancelled_on")  # fmt: skip


@tasks.command("import")
@file_argument
@click.option("--dry-run", is_flag=True, help="Only say what would be done; nothing is written.")
@by_option
def import_tasks(file: Path, dry_run: bool, by: Actor) -> None:  # noqa: FBT001 - click hands options over so
    """Enter the tasks of a file, all of it or nothing."""
    with refusals(by=None if dry_run else by, file=file):
        rows = read_table(file, file.name, columns=COLUMNS, limits=COMMAND_LINE, called=called())
        with transaction():
            done = operations.import_tasks(rows=rows, dry_run=dry_run, by=by, now=now())
    if dry_run:
        say(gettext("Nothing was written, this was a trial."))
    say(
        gettext(
            "%(read)d rows read: %(written)d tasks written, %(changed)d changed, %(unchanged)d unchanged.",
            read=done.read,
            written=done.written,
            changed=done.changed,
            unchanged=done.unchanged,
        )
    )
    for one in done.unclear[:MOST_WARNINGS]:
        say(gettext("Row %(row)d (%(code)s): %(said)s", row=one.row, code=one.code, said=unclear_text(one.missing)))
    if len(done.unclear) > MOST_WARNINGS:
        say(gettext("%(count)d more rows are not clear in everything.", count=len(done.unclear) - MOST_WARNINGS))
    if done.in_words:
        say(gettext("%(count)d parties have no account here and are kept as names.", count=done.in_words))


@tasks.command("list")
@click.option("--committee-unit", "code", metavar="CODE", help="Of the committees of this unit alone.")
@click.option("--status", type=click.Choice([*Status, OPEN_ONLY]), default=None)
@format_option("table", "json", "csv")
def list_tasks(code: str | None, status: str | None, shape: str) -> None:
    """List tasks with their status today, open ones first, by the day they are due."""
    with refusals():
        wanted = TaskFilter(committee_unit_id=_unit_id(code), status=status or "")
        found = queries.tasks(wanted, day=today())
        note_export(rows=len(found), shape=shape)
    if shape == "json":
        print_json([facts.as_json(row) for row in found])
    elif shape == "csv":
        print_csv(CSV_HEAD, [_csv(row) for row in found])
    else:
        print_table([gettext(word) for word in HEAD], [_line(row) for row in found], right=(0,))


@tasks.command("show")
@click.argument("code_or_id", metavar="CODE|ID")
@click.option("--committee-unit", "unit_code", metavar="CODE", help="Whose code it is, where several have it.")
@format_option("table", "json")
def show(code_or_id: str, unit_code: str | None, shape: str) -> None:
    """Show a task, by its code or its id, with all that happened to it."""
    with refusals():
        row = _meant(code_or_id, _unit_id(unit_code))
        histories = queries.histories_of(row.id, day=today())
        note_export(rows=1, shape=shape)
    if shape == "json":
        print_json(facts.in_full(row, histories))
        return
    print_table([gettext(word) for word in HEAD], [_line(row)], right=(0,))


@tasks.command("rates")
@click.argument("unit_code", metavar="UNIT_CODE")
@click.option("--committee", "name", default="", metavar="NAME", help="One committee; default: all of the unit.")
@click.option("--as-of", "day", type=DAY, default=None, help="Default: today.")
@format_option("table", "json")
def rates(unit_code: str, name: str, day: date | None, shape: str) -> None:
    """Show how many tasks of a unit's committees have each status on a day, and the three rates."""
    with refusals():
        on = day or today()
        unit_id = unit_bearing(unit_code, on).unit_id
        known = [one.name for one in committees_of(unit_id)]
        if name and name not in known:
            raise NotFound("There is no such committee; the unit has: %(known)s.", known="; ".join(known))
        found = queries.counts_of_unit(unit_id, day=on, committee_name=name)
        note_export(rows=1, shape=shape)
    if shape == "json":
        print_json(summary(found))
        return
    counted = [(gettext(STATUS_NAMES[status]), vars(found)[status.value]) for status in Status]
    named = [(gettext(RATE_NAMES[one]), rate_shown(rate(found))) for one, rate in RATES.items()]
    print_table([gettext("status"), gettext("tasks")], counted, right=(1,))
    print_table([gettext("rate"), "%"], named, right=(1,))


def _unit_id(code: str | None) -> int | None:
    return None if code is None else unit_bearing(code, today()).unit_id


def _meant(said: str, unit_id: int | None) -> TaskRow:
    """Return the task of that code, or else of that id."""
    found = queries.tasks_with_code(said, day=today(), unit_id=unit_id)
    if len(found) > 1:
        raise DomainError(
            "Several committees have a task %(code)s: name the unit with --committee-unit, or give the id: %(known)s.",
            code=said,
            known="; ".join(f"{row.id} ({row.committee_unit.code} {row.committee_unit.name})" for row in found),
        )
    row = found[0] if found else _with_id(said)
    if row is None or unit_id not in (None, row.committee_unit.unit_id):
        raise NotFound("There is no such task.")
    return row


def _with_id(said: str) -> TaskRow | None:
    return queries.task_row(int(said), day=today()) if said.isascii() and said.isdecimal() else None


def _line(row: TaskRow) -> tuple[object, ...]:
    return (
        row.id,
        row.code,
        f"{row.committee_unit.code} {row.committee_name}",
        row.title,
        row.lead.name,
        vn_date(row.due_on),
        _status_word(row),
    )


def _status_word(row: TaskRow) -> str:
    if row.status is None:
        return gettext("not assigned yet")
    word = gettext(STATUS_NAMES[row.status])
    return f"{word} ({gettext('waits for its answer')})" if row.waiting_since else word


def _csv(row: TaskRow) -> tuple[object, ...]:
    told = facts.as_json(row)
    return (
        row.id,
        row.code,
        row.committee_unit.code,
        row.committee_name,
        row.title,
        row.lead.name,
        "; ".join(party.name for party in row.coordinators),
        row.deliverable,
        *(told[name] for name in CSV_HEAD[8:]),
    )
