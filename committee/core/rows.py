"""Rows claimed by what the database says of them: a unique key at the insert, a condition at the update.

The same on both engines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Update, inspect
from sqlalchemy.dialects import postgresql, sqlite

from committee.core.db import Base, db, is_sqlite


def insert_unless_known(table: type[Base], values: Mapping[str, Any], *, key: Sequence[str]) -> Any | None:
    """Insert one row and return its primary key, or None if a row with the same unique `key` stands already."""
    insert = sqlite.insert(table) if is_sqlite() else postgresql.insert(table)
    statement = insert.values(**values).on_conflict_do_nothing(index_elements=list(key))
    return db.session.scalar(statement.returning(*inspect(table).primary_key))


def rows_changed(statement: Update) -> int:
    """Run an update and return how many rows met its condition; objects read before do not learn of it."""
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount
