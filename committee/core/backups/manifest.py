"""What a backup says of itself: from where and when it is, and what each of its parts must be."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from committee.domain.errors import DomainError

FORMAT = 1
PRODUCT = "don-doc"
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
DOCUMENTS = "documents/"
DIGEST = re.compile(r"[0-9a-f]{64}")
KEY_ROUNDS = 20_000  # production refuses a key short enough to be guessed


@dataclass(frozen=True)
class Part:
    """One file in the backup: its name there, its length and its SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`rows` counts the rows of every table; `key_check` tells whether a secret key is that of the backup.

    `documents` is false for a backup of the database alone. `schema` is that of PostgreSQL.
    """

    version: str
    engine: str
    revision: str
    schema: str
    taken_at: datetime
    documents: bool
    key_check: str
    rows: Mapping[str, int]
    parts: tuple[Part, ...]

    @property
    def database(self) -> Part:
        """The part that is the database."""
        return next(part for part in self.parts if part.name == DATABASES[self.engine])

    @property
    def documents_parts(self) -> list[Part]:
        """The parts that are documents."""
        return [part for part in self.parts if part.name.startswith(DOCUMENTS)]

    @property
    def bytes(self) -> int:
        """How much all parts take when they are unpacked."""
        return sum(part.bytes for part in self.parts)


def written(manifest: Manifest) -> bytes:
    """Return `manifest` as it stands in the file."""
    told = {"format": FORMAT, "product": PRODUCT} | asdict(manifest) | {"taken_at": manifest.taken_at.isoformat()}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> Manifest:
    """Return what `content` says, or refuse what no backup of ours says."""
    try:
        told = json.loads(content)
        is_ours = told["product"] == PRODUCT
        number = int(told["format"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise not_a_backup() from None
    if not is_ours:
        raise not_a_backup()
    if number > FORMAT:
        raise DomainError(
            "The backup was made by a newer program (%(version)s). Install that version here, then restore it.",
            version=str(told.get("version", number))[:40],
        )
    try:
        found = _manifest(told)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise damaged() from None
    _refuse_impossible(found)
    return found


def _manifest(told: Mapping[str, Any]) -> Manifest:
    parts = tuple(Part(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in told["parts"])
    taken_at = datetime.fromisoformat(told["taken_at"])
    if taken_at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return Manifest(
        version=str(told["version"]),
        engine=str(told["engine"]),
        revision=str(told["revision"]),
        schema=str(told["schema"]),
        taken_at=taken_at,
        documents=told["documents"] is True,
        key_check=str(told["key_check"]),
        rows={str(name): int(count) for name, count in told["rows"].items()},
        parts=parts,
    )


def _refuse_impossible(manifest: Manifest) -> None:
    names = [part.name for part in manifest.parts]
    documents = [part for part in manifest.parts if part.name != DATABASES.get(manifest.engine)]
    is_whole = (
        len(names) == len(set(names)) == len(documents) + 1
        and all(is_document(part.name) for part in documents)
        and all(part.bytes >= 0 and DIGEST.fullmatch(part.sha256) for part in manifest.parts)
    )
    if not is_whole:
        raise damaged()


def is_document(name: str) -> bool:
    """Return whether `name` stays inside the folder of documents wherever it is unpacked."""
    path = PurePosixPath(name)
    return (
        name.startswith(DOCUMENTS)
        and name == path.as_posix()
        and len(path.parts) > 1
        and not {".", ".."} & set(path.parts)
        and not re.search(r"[\\:\x00-\x1f]", name)
    )


def key_check(secret_key: str) -> str:
    """Return what `fits` needs to recognise this key; the key cannot be read from it."""
    salt = secrets.token_hex(16)
    return f"{salt}${_stretched(secret_key, salt)}"


def fits(secret_key: str, check: str) -> bool:
    """Return whether `check` was made from this key."""
    salt, _, expected = check.partition("$")
    return hmac.compare_digest(_stretched(secret_key, salt).encode(), expected.encode())


def _stretched(secret_key: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", secret_key.encode(), f"backup {salt}".encode(), KEY_ROUNDS).hex()


def not_a_backup() -> DomainError:
    """Return the refusal of a file that is something else."""
    return DomainError("This file is not a backup of Đôn đốc. Name a file that “backup” has written.")


def damaged() -> DomainError:
    """Return the refusal of a backup that is not as it was written."""
    return DomainError(
        "The backup is damaged: it is not as it was written. Nothing was restored. Use another copy of it."
    )
