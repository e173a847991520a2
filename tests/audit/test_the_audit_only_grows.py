"""Row 61: neither an entry of the audit nor its seal can be changed or deleted, on either engine."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DatabaseError

from committee.audit.models import AuditEntry, AuditSeal
from committee.audit.sealing import seal
from committee.core.db import db, is_sqlite, transaction
from tests.audit.writing import NINE, write

REFUSED = "the audit only grows"
ATTEMPTS = (
    "UPDATE audit_entry SET actor_name = 'ai đó' WHERE id = 2",
    "UPDATE audit_entry SET facts = '{}'",
    "DELETE FROM audit_entry WHERE id = 2",
    "DELETE FROM audit_entry",
    "UPDATE audit_seal SET hash = '' WHERE position = 2",
    "DELETE FROM audit_seal WHERE position = 2",
)
REPLACED = "at, actor_id, 'ai đó', action, thing_kind, thing_id, facts, unit_id, mark FROM audit_entry WHERE id = 2"
OF_SQLITE = (
    f"INSERT OR REPLACE INTO audit_entry SELECT id, {REPLACED}",
    f"INSERT OR REPLACE INTO audit_entry SELECT 99, {REPLACED}",
    "REPLACE INTO audit_seal SELECT position, entry_id, '', sealed_at FROM audit_seal WHERE position = 2",
)
OF_POSTGRESQL = ("TRUNCATE audit_entry", "TRUNCATE audit_seal, audit_entry")


@pytest.fixture
def written(app):
    write(3)
    seal(now=NINE)
    return app


def all_rows() -> list[tuple[object, ...]]:
    entries = db.session.execute(select(*AuditEntry.__table__.columns).order_by(AuditEntry.id)).all()
    seals = db.session.execute(select(*AuditSeal.__table__.columns).order_by(AuditSeal.position)).all()
    return [tuple(row) for row in (*entries, *seals)]


def attempt(statement: str) -> None:
    with transaction() as session:
        session.execute(text(statement))


def test_row_61_an_entry_is_neither_changed_nor_deleted(written):
    before = all_rows()

    for statement in (*ATTEMPTS, *(OF_SQLITE if is_sqlite() else OF_POSTGRESQL)):
        with pytest.raises(DatabaseError, match=REFUSED):
            attempt(statement)

    assert all_rows() == before


def test_row_61_more_can_be_written_all_the_same(written):
    write(2)

    assert seal(now=NINE) == 2


def test_the_migration_goes_down_and_up_again_over_rows(written):
    before = [row.facts for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    db.session.remove()

    downgrade(revision="0001")
    columns = {column["name"] for column in inspect(db.engine).get_columns("audit_entry")}
    attempt("UPDATE audit_entry SET actor_name = 'ai đó' WHERE id = 2")
    upgrade()

    assert "mark" not in columns
    assert [row.facts for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))] == before
    with pytest.raises(DatabaseError, match=REFUSED):
        attempt(ATTEMPTS[0])
