"""`flask demo …`: a story told into an empty database, and a house that lives on from its last morning."""

from __future__ import annotations

from datetime import date, time

import click

from committee.cli.support import refusals
from committee.demo.build import SIZES, build, story_of
from committee.demo.story import HAU_GIANG
from committee.domain.slots import moment_of
from committee.jobs import sweep
from committee.jobs.ledger import Run, run_slot

demo = click.Group("demo", help="A demonstration with made-up figures.")


@demo.command("build")
@click.option("--story", "name", default=HAU_GIANG.name, show_default=True)
@click.option("--size", type=click.Choice(SIZES), default="province", show_default=True)
def build_it(name: str, size: str) -> None:
    """Tell a story into an empty database."""
    with refusals():
        build(story=story_of(name, size), morning=begin_day)


def begin_day(day: date) -> None:
    at = moment_of(day, time(7, 30))
    run_slot("sweep", day.isoformat(), sweep.run, Run(day, at, at, lambda: False))
