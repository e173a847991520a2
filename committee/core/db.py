"""The database handle, and the only place that commits.

SQLite is used by the recipe of docs/decisions/0001-sqlite-recipe.md: write-ahead log, full synchronisation, BEGIN
emitted by SQLAlchemy, and IMMEDIATE for whoever writes, so that writers queue instead of losing updates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from committee.core.exposure import make_closed
from committee.domain.errors import TakenMeanwhile

BUSY_MILLISECONDS = 15_000
CLAIM = "claim"
TAKEN = "23505"  # what PostgreSQL calls a unique key that is taken; SQLite has one writer, who looked before
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Python sees an aware datetime on both engines; a naive one is a programmer's mistake."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The parent of all tables: constraints are named by convention, moments are aware."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment()}  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False, "autoflush": True})


@dataclass
class Claim:
    """What the first transaction that is written must take for itself; `take` raises where somebody has it already."""

    take: Callable[[], None]
    is_written: bool = False


def begin_with(claim: Claim | None) -> None:
    """Let each transaction of this session begin with `claim` until one is written with it; None: with nothing."""
    db.session.info[CLAIM] = claim


@contextmanager
def aside() -> Iterator[None]:
    """Let the transactions inside leave the claim to a later one: they note something beside what is to be written."""
    claim = db.session.info.get(CLAIM)
    begin_with(None)
    try:
        yield
    finally:
        begin_with(claim)


@contextmanager
def transaction() -> Iterator[Session]:
    """Run what is inside as one transaction: all of it is written, or nothing.

    Takes the write lock first (SQLite) and forgets what was read before, so that the operation decides on the state it
    changes. Inside another transaction it joins that one. On PostgreSQL two may look before either has written: whoever
    comes second to a place that can be taken once is refused by its unique key, and told `TakenMeanwhile`. What the
    session is to `begin_with` is taken first, and is written or taken back with the rest.
    """
    session = db.session
    if session.info.get("in_transaction"):
        yield session()
        return
    session.commit()  # ends the reading transaction a permission check may have begun; nothing is pending in it
    session.expire_all()
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    session.info["in_transaction"] = True
    claim = session.info.get(CLAIM)
    try:
        if claim is not None and not claim.is_written:
            claim.take()
        yield session()
        session.commit()
        if claim is not None:
            claim.is_written = True
    except IntegrityError as error:
        session.rollback()
        if getattr(error.orig, "sqlstate", None) == TAKEN:
            raise TakenMeanwhile from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("in_transaction", None)


@contextmanager
def using(engine: Engine) -> Iterator[None]:
    """Let everything inside work on the database of `engine`, migrations included; it is closed afterwards."""
    engines = db.engines
    usual = engines[None]
    db.session.remove()
    engines[None] = engine  # type: ignore[index]  # a plain dict, kept for the running application
    try:
        yield
    finally:
        db.session.remove()
        engines[None] = usual  # type: ignore[index]
        engine.dispose()


def prepare_engine(engine: Engine) -> None:
    """Teach `engine` our manners on SQLite; other engines need none."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "do_connect", _make_closed_file)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _make_closed_file(_dialect: Dialect, _record: object, arguments: list[Any], _options: dict[str, Any]) -> None:
    # SQLite itself would make a file that everybody may read; the log beside it takes its mode from it.
    file = str(arguments[0])
    if not file.startswith(("file:", ":")):
        make_closed(Path(file))


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy emits BEGIN, not the driver
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def is_sqlite() -> bool:
    """Return whether the database of the running application is SQLite."""
    return db.engine.dialect.name == "sqlite"


def row_dict(row: Any) -> dict[str, Any]:
    """Return a result row as a dict of its columns."""
    return dict(row._mapping)  # noqa: SLF001 - the documented name of a row's mapping
