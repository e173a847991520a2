"""`flask figures …`: what was reached, by file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from committee.cli.support import by_option, file_argument, now, refusals, say
from committee.cli.targets import say_tally
from committee.core.db import transaction
from committee.core.tabular import COMMAND_LINE, read_table
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.figures import operations
from committee.figures.operations.figure_lines import COLUMNS

figures = AppGroup("figures", help="What was reached.")


@figures.command("import")
@file_argument
@click.option("--dry-run", is_flag=True, help="Only say what would be done; nothing is written.")
@by_option
def import_figures(file: Path, dry_run: bool, by: Actor) -> None:  # noqa: FBT001 - click hands options over so
    """Take over figures, all of the file or nothing."""
    with refusals(by=None if dry_run else by, file=file):
        rows = read_table(file, file.name, columns=COLUMNS, limits=COMMAND_LINE)
        with transaction():
            tally = operations.import_figures(rows=rows, dry_run=dry_run, by=by, now=now())
    if dry_run:
        say(gettext("Nothing was written, this was a trial."))
    say_tally(tally)
