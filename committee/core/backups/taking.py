"""Taking a backup: a snapshot of the database first, then the documents that it speaks of."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from committee.core.backups import documents, postgres, sqlite
from committee.core.backups.container import Writer
from committee.core.backups.files import refuse_without_room, written_whole
from committee.core.backups.manifest import DATABASES, Manifest, key_check
from committee.core.backups.sqlite import Snapshot
from committee.core.version import VERSION
from config import Settings


@dataclass(frozen=True)
class Taken:
    """What was taken: `rows` in all tables together."""

    revision: str
    rows: int
    documents: int


def take_to_file(
    file: Path,
    *,
    engine: Engine,
    settings: Settings,
    replace: bool,
    with_documents: bool = True,
    held: sqlite3.Connection | None = None,
    now: datetime,
) -> Taken:
    """Write a backup into `file`, whole or not at all; `held` as in `sqlite.snapshot`."""
    with written_whole(file, replace=replace) as stream:
        if with_documents:
            refuse_without_room(file.parent, documents.size_of(settings.documents_dir))
        return take(
            stream,
            near=file,
            engine=engine,
            settings=settings,
            with_documents=with_documents,
            held=held,
            now=now,
        )


def take(
    stream: IO[bytes],
    *,
    near: Path,
    engine: Engine,
    settings: Settings,
    with_documents: bool = True,
    held: sqlite3.Connection | None = None,
    now: datetime,
) -> Taken:
    """Write a backup to `stream`; a snapshot of SQLite lies beside `near` meanwhile."""
    with Writer(stream) as writer:
        with _snapshot(engine, near, held) as taken:
            writer.add(DATABASES[engine.dialect.name], taken.stream)
        if with_documents:
            documents.add_all(writer, settings.documents_dir)
        manifest = Manifest(
            version=VERSION,
            engine=engine.dialect.name,
            revision=taken.revision,
            schema=taken.schema,
            taken_at=now,
            documents=with_documents,
            key_check=key_check(settings.secret_key),
            rows=taken.rows,
            parts=tuple(writer.parts),
        )
        writer.finish(manifest)
    return Taken(taken.revision, sum(taken.rows.values()), len(manifest.documents_parts))


def _snapshot(engine: Engine, near: Path, held: sqlite3.Connection | None) -> AbstractContextManager[Snapshot]:
    if engine.dialect.name == "sqlite":
        return sqlite.snapshot(database_file(engine), near=near, held=held)
    return postgres.snapshot(engine)


def database_file(engine: Engine) -> Path:
    """Return the file of a SQLite database."""
    return Path(engine.url.database or "")
