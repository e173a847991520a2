"""`flask health`: whether all is well, in sentences."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from committee.cli.support import REFUSED, format_option, now, print_json, refusals, say, say_aside
from committee.escalation.readiness import checks


@click.command("health")
@format_option("table", "json")
@with_appcontext
def health(shape: str) -> None:
    """Say of each thing the house stands on whether it is well; exit code 1 when one is not."""
    with refusals():
        found = checks(now())
    if shape == "json":
        print_json([{"name": one.name, "ok": one.is_well, "said": one.said} for one in found])
    else:
        for one in found:
            (say if one.is_well else say_aside)(one.said)
    if not all(one.is_well for one in found):
        raise click.exceptions.Exit(REFUSED)
