"""The folder in which files are kept: under names that say nothing, open to nobody else, whole or not there.

A file is written before the row that names it, so that no row is ever without its file. One that no row names was left
by a crash, and a sweep takes it away.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from committee.core.log import log
from committee.core.settings import current_settings
from committee.domain.errors import DomainError

NAME = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".part"
BATCH = 500


def keep(content: bytes, *, now: datetime) -> str:
    """Write `content` to the disk, safe from a loss of power, and return the name it is kept under."""
    name = secrets.token_hex(16)
    target = _place(name)
    unfinished = target.with_suffix(UNFINISHED)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        moment = now.timestamp()
        os.utime(unfinished, (moment, moment))
        unfinished.rename(target)
        _fsync(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        log.error("file not kept", error=str(error.strerror))
        raise DomainError("The file could not be kept, the disk refused it: tell the administrator.") from None
    return name


def path_of(name: str) -> Path | None:
    """Return where a kept file is, or None if it is not there."""
    path = _place(name) if NAME.fullmatch(name) else None
    return path if path is not None and path.is_file() else None


def sweep(*, before: datetime, claimed: Callable[[Collection[str]], Collection[str]]) -> int:
    """Take away what was written before `before` and is named by no row; return how many files that were.

    `claimed` returns those of some names that a row has.
    """
    old = [path for path in _root().glob("??/*") if _written_at(path) < before]
    removed = 0
    for start in range(0, len(old), BATCH):
        some = old[start : start + BATCH]
        kept = set(claimed([path.name for path in some]))
        for path in some:
            if path.name not in kept:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _root() -> Path:
    return current_settings().documents_dir


def _place(name: str) -> Path:
    return _root() / name[:2] / name


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _fsync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
