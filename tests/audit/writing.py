"""Entries for the tests of the audit, and what a database's owner could do to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import text

from committee.audit.operations import record
from committee.core.db import db, is_sqlite, transaction
from committee.domain.access import Actor

NINE = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
HAU = Actor(7, "Nông Thị Hậu")


def write(count: int = 5, *, by: Actor = HAU, now: datetime = NINE) -> None:
    """Write `count` acts, each in a transaction of its own."""
    for number in range(count):
        facts = {"before": {"value": number}, "after": {"value": number + 1, "note": "xã Nàng Mau"}}
        with transaction():
            record(action="target changed", thing=("target", number), facts=facts, unit_id=3, by=by, now=now)


@contextmanager
def as_owner_without_triggers() -> Iterator[None]:
    """Let the database's owner do anything to the audit: its triggers are away meanwhile."""
    if is_sqlite():
        kept = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        _run(*(f"DROP TRIGGER {row.name}" for row in kept))
        yield
        _run(*(row.sql for row in kept))
    else:
        _run(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("audit_entry", "audit_seal")))
        yield
        _run(*(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in ("audit_entry", "audit_seal")))


def tamper(*statements: str) -> None:
    """Run statements as the database's owner, past the triggers."""
    with as_owner_without_triggers():
        _run(*statements)


def _run(*statements: str) -> None:
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))
