"""The way back: everything is checked, then made whole beside what is in use, then put in its place in one step.

Killed at any moment, the database is the old one or the restored one; `clean_up` takes away what was left.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import Engine, create_engine, event, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from committee.core.backups import container, documents, manifest, postgres, sqlite
from committee.core.backups.container import Backup
from committee.core.backups.files import beside, locked, refuse_without_room, remove_database
from committee.core.backups.manifest import DATABASES, Manifest
from committee.core.backups.models import Restored
from committee.core.backups.taking import database_file, take_to_file
from committee.core.db import db, prepare_engine, transaction, using
from committee.core.schema import known_revisions
from committee.domain.errors import DomainError
from config import ROOT, Settings

LOCK = "restore.lock"
HANDS_OVER = {"connect_args": {"options": "-c jit=off -c timezone=UTC"}}


@dataclass(frozen=True)
class Wish:
    """What is to be restored and what the rest of the house says to it.

    `is_filled` says whether the database in use holds anything that somebody would miss; `finish` is called on the
    restored database, migrated, before it is put in place: what it raises stops the restore.
    """

    file: Path
    settings: Settings
    replace: bool
    is_filled: Callable[[], bool]
    finish: Callable[[Manifest], None]
    now: datetime


@dataclass
class Done:
    """What was restored; `safety` is the backup of what was there before, if anything was.

    `set_aside` is the file that was no database any more, if there was one.
    """

    manifest: Manifest
    safety: Path | None = None
    set_aside: Path | None = None
    key_fits: bool = True
    token: str = field(default_factory=lambda: secrets.token_hex(8))


def restore(wish: Wish) -> Done:
    """Restore a backup into the database of the running application; refuses before anything is touched."""
    engine = db.engine
    with container.opened(wish.file) as backup:
        _refuse_unfit(backup.manifest, engine)
        backup.check()
        with locked(wish.settings.instance / LOCK):
            clean_up(wish.settings)
            is_filled = _is_filled(engine, wish.is_filled)
            if is_filled and not wish.replace:
                raise DomainError(
                    "The database holds people or units already. Name an empty one in DATABASE_URL, or say --replace: "
                    "what is there is then kept in a backup first."
                )
            if backup.manifest.documents:
                documents.refuse_mount(wish.settings.documents_dir)
            done = Done(backup.manifest, key_fits=_key_fits(backup.manifest, wish.settings))
            restored_by = _into_sqlite if engine.dialect.name == "sqlite" else _into_postgres
            try:
                restored_by(wish, backup, done, engine, is_filled=is_filled)
            finally:
                clean_up(wish.settings)
                db.engine.dispose()
    return done


def _key_fits(told: Manifest, settings: Settings) -> bool:
    return any(manifest.fits(key, told.key_check) for key in (settings.secret_key, *settings.secret_key_fallbacks))


def clean_up(settings: Settings) -> None:
    """Take away or bring to its end what a killed restore has left; to be called by who holds the lock."""
    documents.settle(settings.instance, settings.documents_dir, is_in_place=_is_in_place)
    if db.engine.dialect.name == "sqlite":
        remove_database(beside(database_file(db.engine), "restored"))


def end_what_was_begun(settings: Settings) -> None:
    """Before a start: bring a restore to its end that was killed while it was put in place; refuses beside one."""
    if not documents.is_settled(settings.instance):
        with locked(settings.instance / LOCK):
            clean_up(settings)


def _is_in_place(token: str) -> bool:
    with db.engine.connect() as connection:
        return inspect(connection).has_table("restored") and bool(
            connection.scalar(select(Restored.id).where(Restored.token == token))
        )


def _refuse_unfit(told: Manifest, engine: Engine) -> None:
    if told.engine != engine.dialect.name:
        raise DomainError(
            "The backup is of %(of)s and DATABASE_URL names %(here)s. A backup is restored into the same kind of "
            "database.",
            of=told.engine,
            here=engine.dialect.name,
        )
    if told.revision not in known_revisions():
        raise DomainError(
            "The backup was made by a newer program (%(version)s). Install that version here, then restore it.",
            version=told.version,
        )


def _is_filled(engine: Engine, asked: Callable[[], bool]) -> bool:
    if engine.dialect.name == "sqlite":
        file = database_file(engine)
        if not file.exists() or not file.stat().st_size:
            return False
    try:
        return asked()
    except DatabaseError:
        if engine.dialect.name != "sqlite":
            raise
        return True  # no database any more: what it was, nobody knows
    finally:
        db.session.remove()
        engine.dispose()


def _safety(wish: Wish, engine: Engine, held: sqlite3.Connection | None) -> Path:
    """Take a backup of what is in use, into the instance folder; return its name."""
    name = f"before-restore-{wish.now.strftime('%Y%m%d-%H%M%S')}.zip"
    file = wish.settings.instance / name
    take_to_file(file, engine=engine, settings=wish.settings, replace=True, held=held, now=wish.now)
    return file


def _into_sqlite(wish: Wish, backup: Backup, done: Done, engine: Engine, *, is_filled: bool) -> None:
    database = database_file(engine)
    if not database.parent.is_dir():
        raise DomainError("%(file)s must be a file in a folder that exists.", file=str(database))
    refuse_without_room(database.parent, 2 * backup.manifest.bytes)
    restored = beside(database, "restored")
    is_broken = sqlite.is_broken(database)
    if not is_broken:
        with sqlite.held_alone(database):
            pass  # told now, not after all the work
    try:
        backup.unpack(backup.manifest.database, restored)
        sqlite.refuse_unsound(restored, backup.manifest.rows)
        copy = create_engine(f"sqlite:///{restored}", poolclass=NullPool)
        prepare_engine(copy)
        _make_ready(wish, done, copy)
        sqlite.close_journal(restored)
        if is_broken:
            done.set_aside = database.with_name(f"{database.name}.broken-{wish.now.strftime('%Y%m%d-%H%M%S')}")
            sqlite.set_aside(database, done.set_aside)
        with sqlite.held_alone(database) as held:
            if is_filled and held is not None:
                done.safety = _safety(wish, engine, held)
            _exchange(wish, backup, done, lambda: sqlite.put_in_place(restored, database, held))
    finally:
        remove_database(restored)


def _into_postgres(wish: Wish, backup: Backup, done: Done, engine: Engine, *, is_filled: bool) -> None:
    dump = wish.settings.instance / f".{DATABASES['postgresql']}.restored"
    refuse_without_room(wish.settings.instance, backup.manifest.bytes)
    with postgres.held_alone(engine) as held:
        postgres.remove_leftovers(held)
        dump.unlink(missing_ok=True)
        try:
            backup.unpack(backup.manifest.database, dump)
            schema = postgres.load(engine, held, dump, backup.manifest)
            copy = create_engine(engine.url, poolclass=NullPool, **HANDS_OVER)
            event.listen(copy, "connect", _working_in(schema), insert=True)
            _make_ready(wish, done, copy)
            postgres.refuse_in_use(held)
            if is_filled:
                done.safety = _safety(wish, engine, None)
            _exchange(wish, backup, done, lambda: postgres.put_in_place(held, schema))
        finally:
            dump.unlink(missing_ok=True)
            with suppress(DatabaseError):
                postgres.remove_leftovers(held)


def _working_in(schema: str) -> Callable[[Any, object], None]:
    def work_there(connection: Any, _record: object) -> None:
        connection.autocommit = True
        connection.execute(f"SET search_path TO {schema}")
        connection.autocommit = False

    return work_there


def _make_ready(wish: Wish, done: Done, copy: Engine) -> None:
    """Migrate the restored database, let the house look at it, and sign it."""
    with using(copy):
        flask_migrate.upgrade(str(ROOT / "migrations"))
        wish.finish(done.manifest)
        mark = Restored(token=done.token, taken_at=done.manifest.taken_at, restored_at=wish.now)
        with transaction() as session:
            session.add(mark)


def _exchange(wish: Wish, backup: Backup, done: Done, put_in_place: Callable[[], None]) -> None:
    settings = wish.settings
    if backup.manifest.documents:
        documents.unpack_all(backup, settings.documents_dir)
        documents.mark(settings.instance, done.token)
    put_in_place()
