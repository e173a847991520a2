"""The `flask …` commands.

A command parses, opens `transaction()`, calls one operation and says what it did.
"""

from __future__ import annotations

from flask import Flask

from committee.cli import audit, targets
from committee.cli.access import access
from committee.cli.backups import backup, restore
from committee.cli.cases import cases
from committee.cli.committees import load_agencies
from committee.cli.database import LOADERS, replace_upgrade
from committee.cli.demo import demo
from committee.cli.documents import documents
from committee.cli.figures import figures
from committee.cli.health import health
from committee.cli.jobs import jobs
from committee.cli.notices import deliveries, notices
from committee.cli.people import members
from committee.cli.places import people
from committee.cli.standings import standings
from committee.cli.tasks import tasks
from committee.cli.units import succession_group, units
from committee.cli.web import serve


def register_commands(app: Flask) -> None:
    """Add every command group to `app`."""
    replace_upgrade()
    LOADERS[:] = [targets.load_dictionary, load_agencies]
    app.cli.add_command(standings)
    app.cli.add_command(units)
    app.cli.add_command(succession_group)
    app.cli.add_command(people)
    app.cli.add_command(members)
    app.cli.add_command(access)
    for group in (targets.indicators, targets.plans, targets.targets, targets.milestones, targets.not_applicable):
        app.cli.add_command(group)
    app.cli.add_command(documents)
    app.cli.add_command(figures)
    app.cli.add_command(cases)
    app.cli.add_command(tasks)
    app.cli.add_command(demo)
    app.cli.add_command(health)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(serve)
    app.cli.add_command(jobs)
    app.cli.add_command(notices)
    app.cli.add_command(deliveries)
    app.cli.add_command(audit.group)
