"""Inserting a row that may be there already: the unique key decides, the same on both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite

from committee.core.db import Base, db, is_sqlite


def insert_unless_known(table: type[Base], values: Mapping[str, Any], *, key: Sequence[str]) -> Any | None:
    """Insert one row and return its primary key, or None if a row with the same unique `key` stands already."""
    insert = sqlite.insert(table) if is_sqlite() else postgresql.insert(table)
    statement = insert.values(**values).on_conflict_do_nothing(index_elements=list(key))
    return db.session.scalar(statement.returning(*inspect(table).primary_key))
