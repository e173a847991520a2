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
from committee.figures import operations, verifying
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


@figures.command("verify")
@click.option("--repair", is_flag=True, help="Make every cell anew from the figures, if any differs.")
@by_option
def verify(repair: bool, by: Actor) -> None:  # noqa: FBT001 - click hands options over so
    """Work every cell out again from the figures alone and say what differs."""
    with refusals():
        found = verifying.differences(now=now())
        for line in verifying.sentences_of(found):
            say(line)
    say(f"{len(found)} differences")
    if found and repair:
        with refusals(by=by), transaction():
            cells = operations.repair_cells(differences=len(found), by=by, now=now())
        say(gettext("All %(cells)d cells were made anew from the figures.", cells=cells))
    elif found:
        raise click.exceptions.Exit(1)
