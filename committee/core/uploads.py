"""A file that a person sends to be kept: its name made harmless, its form checked by ending, first bytes and structure.

The structure is looked at in a process of its own, so that a file made to break its reader breaks nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from committee.core.inspection import verdicts
from committee.domain.document_numbers import refuse_secret
from committee.domain.errors import DomainError
from committee.domain.text import clean

LONGEST_NAME = 150
MOST_BYTES = 5_000_000
LONGEST_WAIT_SECONDS = 15
ROOT = Path(__file__).resolve().parents[2]

_BETWEEN_WORDS = re.compile(r"[_.-]+")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """A form of file that is kept: what its inspector is called, how it begins, how it is served."""

    kind: str
    first_bytes: bytes
    media_type: str


FORMS = {
    ".pdf": Form("pdf", b"%PDF-", "application/pdf"),
    ".docx": Form("docx", b"PK\x03\x04", _DOCX),
    ".xlsx": Form("xlsx", b"PK\x03\x04", _XLSX),
    ".png": Form("png", b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": Form("jpg", b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": Form("jpg", b"\xff\xd8\xff", "image/jpeg"),
}


@dataclass(frozen=True)
class Upload:
    """A file that may be kept. `name` is what it is called when it is handed out again."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_upload(filename: str, stream: IO[bytes]) -> Upload:
    """Return a file that may be kept, or raise: the size is looked at before anything is read."""
    size = stream.seek(0, 2)
    if size > MOST_BYTES:
        raise DomainError("The file is larger than %(megabytes)d MB: split it.", megabytes=MOST_BYTES // 1_000_000)
    stream.seek(0)
    return examined(filename, stream.read(MOST_BYTES + 1))


def examined(filename: str, content: bytes) -> Upload:
    """Return `content` as a file that may be kept, or raise with what is wrong with it, its name included."""
    name = harmless_name(filename)
    refuse_secret("", _BETWEEN_WORDS.sub(" ", name))
    form = FORMS.get(PurePosixPath(name).suffix.lower())
    if form is None:
        known = ", ".join(ending for ending in FORMS if ending != ".jpeg")
        raise DomainError("Files of this kind are not kept; these are: %(known)s.", known=known)
    if not content:
        raise DomainError("The file is empty.")
    if len(content) > MOST_BYTES:
        raise DomainError("The file is larger than %(megabytes)d MB: split it.", megabytes=MOST_BYTES // 1_000_000)
    if not content.startswith(form.first_bytes):
        raise verdicts.damaged()
    _inspect(content, form.kind)
    return Upload(name, form.media_type, content)


def harmless_name(filename: str) -> str:
    """Return the name of a file without folders, controls and marks that change how it reads."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    kept = clean("".join(" " if ord(character) < 32 or character in '<>:"|?*' else character for character in last))
    path = PurePosixPath(kept)
    return (
        f"{path.stem[: LONGEST_NAME - len(path.suffix)].strip()}{path.suffix}" if path.suffix else kept[:LONGEST_NAME]
    )


def _inspect(content: bytes, kind: str) -> None:
    command = [sys.executable, "-m", "committee.core.inspection.program", kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and `kind` is one of ours
            command,
            input=content,
            capture_output=True,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=LONGEST_WAIT_SECONDS,
            check=False,
        )
        verdict = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        # Ended by its limits before it could say anything.
        raise verdicts.too_complicated() from None
    if "refused" in verdict:
        raise DomainError(verdict["refused"])
