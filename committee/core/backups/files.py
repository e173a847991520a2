"""Files beside other files: written whole or not at all, locked by who writes them, safe on the disk."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from committee.core.mounts import network_file_system
from committee.domain.errors import DomainError

try:
    import fcntl
except ImportError:  # Windows, where nothing is locked
    fcntl = None  # type: ignore[assignment]  # asked for where it is used

FULL = {errno.ENOSPC, errno.EDQUOT}
MEGABYTE = 1024 * 1024


@contextmanager
def written_whole(file: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """Give a stream that becomes `file` when all went well, open to its owner only; otherwise nothing is left."""
    _refuse_place(file, replace=replace)
    unfinished = beside(file)
    with _refusing(file):
        with locked(unfinished) as stream:
            try:
                stream.truncate(0)
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
                _refuse_place(file, replace=replace)
                unfinished.replace(file)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
        flush_folder(file.parent)


def beside(file: Path, what: str = "unfinished") -> Path:
    """Return the name of what is written beside `file` before it is whole; the next run takes it away."""
    return file.with_name(f".{file.name}.{what}")


@contextmanager
def locked(file: Path) -> Iterator[IO[bytes]]:
    """Give `file`, made if need be, while no other process has it in this way; refuses if one has."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(descriptor, "r+b") as stream:
        try:
            if fcntl is not None:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DomainError(
                "Another “backup” or “restore” is at work here (%(file)s). Wait until it has ended.", file=str(file)
            ) from None
        file.chmod(0o600)
        yield stream


@contextmanager
def _refusing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DomainError(
                "The disk of %(file)s is full; nothing was left there. Make room or name another disk.", file=str(file)
            ) from None
        raise DomainError(
            "The file %(file)s cannot be written (%(reason)s). Name another one.",
            file=str(file),
            reason=error.strerror or "",
        ) from None


def _refuse_place(file: Path, *, replace: bool) -> None:
    if file.is_dir() or not file.parent.is_dir():
        raise DomainError("%(file)s must be a file in a folder that exists.", file=str(file))
    if file.exists() and not replace:
        raise DomainError("The file %(file)s is there already. Name another one, or say --replace.", file=str(file))
    kind = network_file_system(file.parent)
    if kind:
        raise DomainError(
            "%(file)s is on a network file system (%(kind)s), where a file may arrive in part. Write the backup to a "
            "local disk and copy it afterwards.",
            file=str(file),
            kind=kind,
        )


def refuse_without_room(folder: Path, needed: int) -> None:
    """Refuse what needs more bytes than are free in `folder`."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DomainError(
            "There is too little room in %(folder)s: %(needed)d MB are needed, %(free)d MB are free.",
            folder=str(folder),
            needed=-(-needed // MEGABYTE),
            free=free // MEGABYTE,
        )


def flush_folder(folder: Path) -> None:
    """Let the names in `folder` reach the disk, where the system can be asked for it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_database(file: Path) -> None:
    """Delete a SQLite file with what stands beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
