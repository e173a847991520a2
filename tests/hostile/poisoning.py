"""A database in which every text is an attack: what no form would take may have come by file or from before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, String, Table, Text, func, select, update
from sqlalchemy.exc import DBAPIError

from committee.audit.operations import record
from committee.core import clock
from committee.core.db import Base, db, transaction
from committee.domain.access import Actor
from tests.hostile.payloads import PAYLOADS

# Words of our own and keys: no person types them, and the database or the rules hold them to a list.
FIXED = {
    "account.email", "account.password_hash", "case.close_reason", "case.evidence", "case.fingerprint",
    "case.previous_state", "case.rule", "case.suppressed_by", "case_change.event", "case_change.from_state",
    "case_change.to_state", "figure.receipt", "figure.warning", "idempotency.request_sha256", "indicator.denominator",
    "indicator.numerators", "notice.kind", "notice.subject_kind", "placement.level", "sign_in_attempt.network",
    "submission.receipt", "submission.request_hash", "channel_state.channel", "delivery.lease_token",
    "account_news.kind", "link_use.subject_kind", "link_use.act", "people_file.sha256", "second_factor.sealed_secret",
    "document.type", "document.series", "task_series.due_rule", "document_file.media_type", "document_file.sha256",
    "document_file.stored_as", "document_link.kind", "task_receipt.lead", "form_press.press",
}  # fmt: skip
ENDINGS = ("_hash", "_key", ".key", ".indicator", ".path", "_path", ".code", ".name_key", ".slot", ".state")
SPOKEN = ("name", "reason", "note", "text", "assigner", "document", "number", "measure", "by", "said", "title")


def poisoned(texts: tuple[str, ...] = PAYLOADS) -> list[str]:
    """Write an attack into every text a person may have typed, of every row; return the columns that hold one now.

    Each column gets all of `texts`, joined; what is a key gets one in its last row alone.
    """
    attack, done = " ".join(texts), []
    with transaction():
        for table, column in _texts():
            if _written(table, column, attack):
                done.append(f"{table.name}.{column.name}")
        done += [f"{table.name}.{column.name}" for table, column in _facts() if _spoiled(table, column, attack)]
        by = Actor(None, attack)
        record(action="changed", thing=("unit", 1), facts={"before": attack, "after": attack}, by=by, now=clock.now())
    db.session.remove()
    return done


def columns_of_texts() -> list[str]:
    """Return every column in which somebody's words may stand."""
    return [f"{table.name}.{column.name}" for table, column in (*_texts(), *_facts())]


def _texts() -> Iterator[tuple[Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        held = " ".join(str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint))
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            is_free = name not in FIXED and not name.endswith(ENDINGS) and f"{column.name} IN" not in held
            if isinstance(column.type, String | Text) and is_free:
                yield table, column


def _facts() -> Iterator[tuple[Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        yield from ((table, column) for column in table.columns if isinstance(column.type, JSON))


def _written(table: Table, column: Column[Any], attack: str) -> bool:
    """Try to write; what the database itself refuses (a key, a word of a list, an entry of the audit) stays."""
    key = next(iter(table.primary_key.columns))
    last = select(func.max(key)).scalar_subquery()
    is_unique = column.unique or column.primary_key
    change = update(table).values({column.name: attack})
    try:
        with db.session.begin_nested():
            return bool(db.session.execute(change.where(key == last) if is_unique else change).rowcount)
    except DBAPIError:
        return False


def _spoiled(table: Table, column: Column[Any], attack: str) -> bool:
    key = next(iter(table.primary_key.columns))
    try:
        with db.session.begin_nested():
            for row_id, facts in db.session.execute(select(key, column)).all():
                spoiled = _with_attack(facts, "", attack)
                db.session.execute(update(table).where(key == row_id).values({column.name: spoiled}))
    except DBAPIError:
        return False
    return True


def _with_attack(value: Any, name: str, attack: str) -> Any:
    if isinstance(value, dict):
        return {key: _with_attack(inner, key, attack) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_attack(inner, name, attack) for inner in value]
    return attack if isinstance(value, str) and name.endswith(SPOKEN) else value
