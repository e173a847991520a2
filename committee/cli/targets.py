"""`flask indicators|plans|targets|milestones|not-applicable …`: what is asked of units, by file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from committee.cli.support import by_option, file_argument, now, refusals, say
from committee.core.db import transaction
from committee.core.tabular import COMMAND_LINE, Column, Row, read_table
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.figures import operations as figures
from committee.targets import operations
from committee.targets.operations import columns
from committee.targets.queries import MONTHLY, QUARTERLY
from committee.targets.rows import Tally
from config import ROOT

DICTIONARY = ROOT / "data" / "indicators.csv"

indicators = AppGroup("indicators", help="The dictionary of indicators.")
plans = AppGroup("plans", help="Years of the plan: when figures are closed, and how often.")
targets = AppGroup("targets", help="Targets handed down.")
milestones = AppGroup("milestones", help="How much should be reached by when.")
not_applicable = AppGroup("not-applicable", help="Where an indicator is not asked for.")


def load_dictionary() -> None:
    """Add the indicators that the dictionary lacks; those it has stay as they are."""
    rows = read_table(DICTIONARY, DICTIONARY.name, columns=columns.INDICATORS)
    with transaction():
        operations.add_missing_indicators(rows=rows)


@indicators.command("import")
@file_argument
@by_option
def import_indicators(file: Path, by: Actor) -> None:
    """Add or change indicators."""

    def write(rows: Sequence[Row]) -> Tally:
        return figures.import_indicators(rows=rows, by=by, now=now())

    take_over(file, columns.INDICATORS, write, by=by)


@plans.command("set")
@click.argument("year", type=click.IntRange(1900, 2100))
@click.option("--cut-off-day", type=click.IntRange(1, 31), help="Figures are closed on this day; default: month end.")
@click.option("--rhythm", type=click.Choice([MONTHLY, QUARTERLY]), help="How often figures are due.")
@by_option
def set_plan(year: int, cut_off_day: int | None, rhythm: str | None, by: Actor) -> None:
    """Make the plan of a year, or change it."""
    with refusals(by=by), transaction():
        plan = operations.set_plan(year=year, cut_off_day=cut_off_day, rhythm=rhythm, by=by, now=now())
    often = gettext("monthly") if plan.rhythm == MONTHLY else gettext("quarterly")
    if plan.cut_off_day is None:
        say(gettext("Plan %(year)d: figures are due %(often)s, closed at the month's end.", year=year, often=often))
        return
    say(
        gettext(
            "Plan %(year)d: figures are due %(often)s, closed on day %(day)d of the month.",
            year=year,
            often=often,
            day=plan.cut_off_day,
        )
    )


@targets.command("import")
@file_argument
@by_option
def import_targets(file: Path, by: Actor) -> None:
    """Take over targets and what changes them, all of the file or nothing."""
    take_over(file, columns.TARGETS, lambda rows: operations.import_targets(rows=rows, by=by, now=now()), by=by)


@milestones.command("import")
@file_argument
@by_option
def import_milestones(file: Path, by: Actor) -> None:
    """Take over milestones, all of the file or nothing."""
    take_over(file, columns.MILESTONES, lambda rows: operations.import_milestones(rows=rows, by=by, now=now()), by=by)


@not_applicable.command("import")
@file_argument
@by_option
def import_not_applicable(file: Path, by: Actor) -> None:
    """Take over not-applicable marks, all of the file or nothing."""
    take_over(
        file, columns.NOT_APPLICABLE, lambda rows: figures.import_not_applicable(rows=rows, by=by, now=now()), by=by
    )


def take_over(file: Path, known: Sequence[Column], write: Callable[[Sequence[Row]], Tally], *, by: Actor) -> None:
    """Read a file, write it in one transaction and say what was done."""
    with refusals(by=by, file=file):
        rows = read_table(file, file.name, columns=known, limits=COMMAND_LINE)
        with transaction():
            tally = write(rows)
    say_tally(tally)


def say_tally(tally: Tally) -> None:
    """Say what an import did with the rows of its file."""
    say(
        gettext(
            "%(read)d rows read: %(written)d written, %(corrected)d corrected, %(unchanged)d unchanged, "
            "%(blank)d blank.",
            read=tally.read,
            written=tally.written,
            corrected=tally.corrected,
            unchanged=tally.unchanged,
            blank=tally.blank,
        )
    )
