"""Files of documents: kept version by version, handed out under the audit's eyes, swept up after a crash."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePosixPath

from sqlalchemy import func, select

from committee.audit.operations import record, record_export
from committee.core import vault
from committee.core.db import db
from committee.core.uploads import Upload
from committee.documents import file_queries
from committee.documents.file_queries import FileRow
from committee.documents.models import DocumentFile
from committee.documents.operations.registering import held
from committee.domain.access import Actor
from committee.domain.errors import DomainError

MOST_PARTS, MOST_VERSIONS = 20, 100
# Whoever writes a file has a row for it within minutes; after a day nobody is still at it.
LEFT_BEHIND_AFTER = timedelta(days=1)


def add_file(*, document_id: int, part: int | None, upload: Upload, by: Actor, now: datetime) -> int:
    """Keep a file as the next version of a part (None: as a further part) and return its id."""
    document = held(document_id)
    newest = _newest_versions(document_id)
    chosen = max(newest, default=0) + 1 if part is None else part
    if part is not None and part not in newest:
        raise DomainError("The document has no such part.")
    if chosen > MOST_PARTS or newest.get(chosen, 0) >= MOST_VERSIONS:
        raise DomainError("This document has as many files as can be kept with one document.")
    row = DocumentFile(
        document_id=document_id,
        part=chosen,
        version=newest.get(chosen, 0) + 1,
        name=upload.name,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=upload.sha256,
        stored_as=vault.keep(upload.content, now=now),
        uploaded_by=by.account_id,
        uploaded_by_name=by.name,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    facts = {"name": row.name, "version": row.version, "sha256": row.sha256, "size": row.size}
    record(
        action="add file",
        thing=("document", document_id),
        facts=facts,
        unit_id=document.unit_id,
        by=by,
        now=now,
    )
    return row.id


def note_download(*, file: FileRow, unit_id: int, by: Actor, now: datetime) -> None:
    """Record that a file was handed out; raises `TooOften` for whoever fetches one after the other."""
    shape = PurePosixPath(file.name).suffix.lstrip(".").lower()
    facts = {"name": file.name, "sha256": file.sha256}
    thing = ("document", file.document_id)
    record_export(thing=thing, rows=1, shape=shape, facts=facts, unit_id=unit_id, by=by, now=now)


def note_export(*, asked: dict[str, str], rows: int, shape: str, by: Actor, now: datetime) -> None:
    """Record that a list of documents was handed out as a file; raises `TooOften`."""
    record_export(thing=("table", "documents"), rows=rows, shape=shape, facts={"asked": asked}, by=by, now=now)


def sweep_files(*, now: datetime) -> int:
    """Take away the files that no row names and that nobody can still be writing; return how many."""
    return vault.sweep(before=now - LEFT_BEHIND_AFTER, claimed=file_queries.claimed)


def _newest_versions(document_id: int) -> dict[int, int]:
    """Return {part: the newest version of it}."""
    rows = (
        select(DocumentFile.part, func.max(DocumentFile.version).label("newest"))
        .where(DocumentFile.document_id == document_id)
        .group_by(DocumentFile.part)
    )
    return {row.part: row.newest for row in db.session.execute(rows)}
