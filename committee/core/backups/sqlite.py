"""SQLite: a snapshot beside the writers, a restored file checked beside, and put in place by SQLite itself.

Put in place means copied into the file in use within one transaction of SQLite: killed half-way, the next who opens the
file finds the old database whole, and who has the file open keeps seeing one file, never a deleted one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from committee.core.backups.files import beside, flush_folder, refuse_without_room, remove_database
from committee.core.backups.manifest import damaged
from committee.core.db import BUSY_MILLISECONDS
from committee.domain.errors import DomainError

FULL = "full"
BROKEN = ("not a database", "malformed")
LOCKED = ("locked", "busy")


@dataclass(frozen=True)
class Snapshot:
    """A database as it was at one moment: `stream` gives it as the part that a backup holds."""

    revision: str
    schema: str
    rows: Mapping[str, int]
    stream: IO[bytes]


@contextmanager
def snapshot(database: Path, *, near: Path, held: sqlite3.Connection | None = None) -> Iterator[Snapshot]:
    """Give the database as it is now; who writes meanwhile is not held up. It takes its size again beside `near`.

    `held` is a connection that keeps all others out, if there is one.
    """
    if not database.exists():
        raise no_tables()
    refuse_without_room(near.parent, database.stat().st_size)
    copy = beside(near, "database")
    remove_database(copy)
    try:
        with _told_plainly():
            _copy_out(database, copy, held)
            with closing(sqlite3.connect(copy)) as written:
                revision, rows = revision_of(written), count_rows(written)
        copy.chmod(0o600)
        with copy.open("rb") as stream:
            yield Snapshot(revision, "", rows, stream)
    finally:
        remove_database(copy)


def _copy_out(database: Path, copy: Path, held: sqlite3.Connection | None) -> None:
    # Made first, so that what it will hold is never open to others.
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if held is not None:
        held.execute("VACUUM INTO ?", (str(copy),))
        return
    with closing(opened(database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def opened(database: Path) -> sqlite3.Connection:
    """Return a connection of our own to an existing file, each statement a transaction of its own."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    return connection


def revision_of(connection: sqlite3.Connection) -> str:
    """Return the revision of the schema; refuses a database without one."""
    known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    if row is None:
        raise no_tables()
    return str(row[0])


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Return {table: how many rows it has}."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a name of its own
        for (name,) in names.fetchall()
    }


def refuse_unsound(file: Path, rows: Mapping[str, int]) -> None:
    """Refuse a restored file that SQLite finds fault with, or that holds other rows than were counted."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            # Our tables have no code of their own to run; what a forged file brings with it is not run either.
            connection.execute("PRAGMA trusted_schema=OFF")
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
            counted = count_rows(connection)
    except sqlite3.DatabaseError:
        raise damaged() from None
    if found != "ok" or orphans is not None or counted != rows:
        raise damaged()


@contextmanager
def held_alone(database: Path) -> Iterator[sqlite3.Connection | None]:
    """Give a connection that keeps everybody else out, or None where there is no file; refuses if it is in use."""
    if not database.exists() or not database.stat().st_size:
        yield None
        return
    with closing(opened(database)) as connection:
        try:
            connection.execute("PRAGMA busy_timeout=1000")
            # A process that has the file open keeps the write-ahead log alive: leaving it needs to be alone.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise in_use() if any(word in str(error) for word in LOCKED) else unusable(error) from None
        connection.execute("PRAGMA synchronous=FULL")
        yield connection


def close_journal(file: Path) -> None:
    """Bring all of a file that nobody uses any more into the file itself, safe on the disk."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def put_in_place(restored: Path, database: Path, held: sqlite3.Connection | None) -> None:
    """Let the database become what is in `restored`, in one step."""
    if held is None:
        remove_database(database)
        restored.replace(database)
        flush_folder(database.parent)
        return
    with _told_plainly(), closing(sqlite3.connect(restored)) as source:
        source.backup(held)


def is_broken(database: Path) -> bool:
    """Return whether there is a file that is no database any more."""
    if not database.exists() or not database.stat().st_size:
        return False
    try:
        with closing(opened(database)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError as error:
        return any(words in str(error) for words in BROKEN)
    return False


def set_aside(database: Path, name: Path) -> None:
    """Move a file that is no database any more out of the way, with what belongs to it."""
    for ending in ("-wal", "-shm", "-journal", ""):
        with suppress(FileNotFoundError):
            Path(f"{database}{ending}").rename(f"{name}{ending}")


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if FULL in str(error):
            raise DomainError("The disk is full; nothing was changed. Make room, then run it again.") from None
        raise unusable(error) from None


def unusable(error: sqlite3.DatabaseError) -> DomainError:
    """Return the refusal of a database that SQLite cannot work with."""
    return DomainError(
        "The database cannot be used: SQLite says “%(told)s”. Nothing was changed. To restore over a broken file, move "
        "it away first.",
        told=str(error),
    )


def no_tables() -> DomainError:
    """Return the refusal of a database that holds nothing yet."""
    return DomainError("The database has no tables yet: there is nothing to back up.")


def in_use() -> DomainError:
    """Return the refusal of a database that others use."""
    return DomainError(
        "Other processes use the database. Stop the pages and the timetable (serve, jobs run), then restore again."
    )
