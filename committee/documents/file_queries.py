"""Reading the files of documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from committee.core.db import db, row_dict
from committee.documents.models import DocumentFile

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class FileRow:
    """One version of one part of a document."""

    id: int
    document_id: int
    part: int
    version: int
    name: str
    media_type: str
    size: int
    sha256: str
    stored_as: str
    uploaded_by_name: str
    uploaded_at: datetime


def parts_of(document_id: int) -> list[list[FileRow]]:
    """Return the parts of a document, each with its versions, the newest first."""
    parts: dict[int, list[FileRow]] = {}
    rows = _files().where(DocumentFile.document_id == document_id)
    for row in db.session.execute(rows.order_by(DocumentFile.part, DocumentFile.version.desc())):
        parts.setdefault(row.part, []).append(FileRow(**row_dict(row)))
    return list(parts.values())


def file_of(document_id: int, file_id: int) -> FileRow | None:
    """Return one file of a document, or None."""
    if not 0 < file_id <= LARGEST_ID:
        return None
    row = db.session.execute(
        _files().where(DocumentFile.document_id == document_id, DocumentFile.id == file_id)
    ).first()
    return FileRow(**row_dict(row)) if row else None


def claimed(names: Collection[str]) -> set[str]:
    """Return those of some names in the folder that a row has."""
    return set(db.session.scalars(select(DocumentFile.stored_as).where(DocumentFile.stored_as.in_(names))))


def all_files() -> list[FileRow]:
    """Return every file there should be."""
    return [FileRow(**row_dict(row)) for row in db.session.execute(_files().order_by(DocumentFile.id))]


def _files() -> Select[*tuple[Any, ...]]:
    return select(
        DocumentFile.id,
        DocumentFile.document_id,
        DocumentFile.part,
        DocumentFile.version,
        DocumentFile.name,
        DocumentFile.media_type,
        DocumentFile.size,
        DocumentFile.sha256,
        DocumentFile.stored_as,
        DocumentFile.uploaded_by_name,
        DocumentFile.uploaded_at,
    )
