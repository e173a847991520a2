"""What the nightly auditor asks of the folder of documents."""

from __future__ import annotations

import hashlib
from datetime import datetime

from committee.core import vault
from committee.core.words import gettext
from committee.documents.file_queries import FileRow, all_files


def troubles(_now: datetime) -> list[str]:
    """Return one sentence where files of documents are missing, and one where they are not as they were sent."""
    missing, altered = [], []
    for file in all_files():
        path = vault.path_of(file.stored_as)
        if path is None:
            missing.append(file)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            altered.append(file)
    said = []
    if missing:
        said.append(gettext("%(count)d files of documents are missing: %(which)s.", **_which(missing)))
    if altered:
        said.append(gettext("%(count)d files of documents are not as they were sent: %(which)s.", **_which(altered)))
    return said


def _which(files: list[FileRow]) -> dict[str, object]:
    named = ", ".join(f"{file.document_id}/{file.part}.{file.version}" for file in files[:10])
    return {"count": len(files), "which": named}
