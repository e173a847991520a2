"""`flask documents …`: the register, by file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from committee.cli.support import by_option, file_argument, now, refusals, say
from committee.core.db import transaction
from committee.core.tabular import COMMAND_LINE, read_table
from committee.core.words import gettext
from committee.documents import operations
from committee.documents.operations.imports import COLUMNS
from committee.domain.access import Actor

documents = AppGroup("documents", help="The register of documents.")


@documents.command("import")
@file_argument
@click.option("--dry-run", is_flag=True, help="Only say what would be done; nothing is written.")
@by_option
def import_documents(file: Path, dry_run: bool, by: Actor) -> None:  # noqa: FBT001 - click hands options over so
    """Enter the documents of a file, all of it or nothing."""
    with refusals(by=None if dry_run else by, file=file):
        rows = read_table(file, file.name, columns=COLUMNS, limits=COMMAND_LINE)
        with transaction():
            done = operations.import_documents(rows=rows, dry_run=dry_run, by=by, now=now())
    if dry_run:
        say(gettext("Nothing was written, this was a trial."))
    say(
        gettext(
            "%(read)d rows read: %(written)d written, %(unchanged)d unchanged.",
            read=done.read,
            written=done.written,
            unchanged=done.unchanged,
        )
    )
