"""`flask db upgrade` is the schema and then what every installation needs in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flask_migrate
from flask import g
from flask.cli import with_appcontext
from flask_migrate.cli import db as migrations

from committee.cli.support import refusals

# Each brings its room's own data up to date, in a transaction of its own; run twice it changes nothing.
LOADERS: list[Callable[[], None]] = []


def load() -> None:
    """Run every loader."""
    for loader in LOADERS:
        loader()


def replace_upgrade() -> None:
    """Let `flask db upgrade` load as well.

    Flask finds the group of Flask-Migrate before it has loaded the application, so the command itself stays and is
    given another body.
    """
    migrations.commands["upgrade"].callback = _upgrade


@with_appcontext
def _upgrade(*, directory: str | None, sql: bool, tag: str | None, x_arg: Any, revision: str) -> None:
    with refusals():
        flask_migrate.upgrade(directory or g.get("directory"), revision, sql, tag, x_arg or g.get("x_arg"))
        if not sql and revision in ("head", "heads"):
            load()
