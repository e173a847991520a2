"""Runs the migrations on the application's own engine."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from committee.core.db import Moment, db


def run() -> None:
    """Migrate in one transaction, with SQLite's foreign keys off on this connection and checked at the end.

    Altering a table in SQLite means copying it; with the keys on, dropping the old copy would delete its children.
    """
    target = current_app.extensions["migrate"].db.metadata
    engine = db.engine
    with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            _migrate(connection, target)
        finally:
            connection.invalidate()  # the next user of the pool gets a connection with its keys on


def _migrate(connection: Connection, target) -> None:
    context.configure(
        connection=connection,
        target_metadata=target,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
        render_item=_render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"rows without their parent after the migration: {broken[:5]}")


def _render_item(kind: str, item, _context) -> str | bool:
    """Write our own column type as the plain one: a migration stands without the application's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


run()
