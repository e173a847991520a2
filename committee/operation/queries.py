"""What the database tells of how the house is doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text

from committee.audit.models import AuditEntry, AuditSeal
from committee.core.db import db, is_sqlite
from committee.escalation.due import is_live
from committee.escalation.models import Case, SweepRun
from committee.notify.queries import count_deliveries, oldest_queued


@dataclass(frozen=True)
class LastRun:
    """The newest run of a daily job that was finished, and what it said of itself."""

    finished_at: datetime
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Doing:
    """How the house is doing: counts by state, the oldest delivery that is due, the last runs by job."""

    deliveries: Mapping[str, int]
    oldest_due: datetime | None
    cases: Mapping[str, int]
    unsealed: int
    runs: Mapping[str, LastRun]


def how_it_is_doing(now: datetime) -> Doing:
    """Return what is waiting, what is open and what has run; seven statements, whatever the amount of data."""
    return Doing(count_deliveries(), oldest_queued(now), _open_cases(), _unsealed(), last_runs())


def last_runs() -> dict[str, LastRun]:
    """Return the newest finished run of every job that keeps a ledger."""
    newest = (
        select(SweepRun.name, func.max(SweepRun.finished_at).label("finished_at"))
        .where(SweepRun.finished_at.is_not(None))
        .group_by(SweepRun.name)
        .subquery()
    )
    rows = db.session.execute(
        select(SweepRun.name, SweepRun.finished_at, SweepRun.facts)
        .join(newest, (newest.c.name == SweepRun.name) & (newest.c.finished_at == SweepRun.finished_at))
        .order_by(SweepRun.slot)
    )
    return {row.name: LastRun(row.finished_at, row.facts) for row in rows}


def _open_cases() -> dict[str, int]:
    rows = db.session.execute(select(Case.severity, func.count()).where(is_live()).group_by(Case.severity))
    return {severity: count for severity, count in rows}  # noqa: C416 - rows are not pairs to a type checker


def _unsealed() -> int:
    """Return how many entries of the audit came after the newest one that bears a seal."""
    newest = select(func.coalesce(func.max(AuditSeal.entry_id), 0)).scalar_subquery()
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.id > newest)) or 0


def database_version() -> str:
    """Return the name and version of the database."""
    if is_sqlite():
        return f"SQLite {db.session.scalar(text('SELECT sqlite_version()'))}"
    return f"PostgreSQL {db.session.scalar(text('SHOW server_version'))}"


def database_bytes() -> int:
    """Return how much room the database takes, the log beside it too."""
    if not is_sqlite():
        return db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    file = db.engine.url.database or ""
    return sum(Path(name).stat().st_size for name in (file, f"{file}-wal") if Path(name).exists())


def schema_version() -> str:
    """Return the number of the newest migration that has been applied."""
    return db.session.scalar(text("SELECT version_num FROM alembic_version")) or ""
