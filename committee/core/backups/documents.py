"""The folder of documents: into a backup, and back beside the one in use until the database has changed.

The database decides: while it is the old one the old folder stays, and once it is the restored one the restored folder
takes its place, if need be by whoever cleans up after a kill.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from committee.core.backups.container import Backup, Writer
from committee.core.backups.files import beside, flush_folder
from committee.core.backups.manifest import DOCUMENTS, is_document
from committee.domain.errors import DomainError

MARKER = "restoring.json"


def add_all(writer: Writer, folder: Path) -> None:
    """Take every document over; what was taken away meanwhile is left out."""
    for path in _files(folder):
        name = DOCUMENTS + path.relative_to(folder).as_posix()
        if not is_document(name):
            raise DomainError("The document %(name)s has a name that cannot be kept. Rename it.", name=str(path))
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            continue
        with stream:
            writer.add(name, stream)


def size_of(folder: Path) -> int:
    """Return how many bytes the documents take."""
    return sum(path.stat().st_size for path in _files(folder))


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def unpack_all(backup: Backup, folder: Path) -> None:
    """Unpack the documents of a backup beside `folder`."""
    staged = beside(folder, "restored")
    staged.mkdir(mode=0o700, parents=True)
    for part in backup.manifest.documents_parts:
        file = staged / part.name.removeprefix(DOCUMENTS)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        backup.unpack(part, file)
    flush_folder(staged)


def refuse_mount(folder: Path) -> None:
    """Refuse a folder that cannot be exchanged for another."""
    if folder.is_mount():
        raise DomainError(
            "The folder of documents (%(folder)s) is a mount point and cannot be exchanged in one step. Let "
            "DOCUMENTS_DIR name a folder inside it.",
            folder=str(folder),
        )


def mark(instance: Path, token: str) -> None:
    """Note which restore the unpacked documents belong to."""
    marker = instance / MARKER
    beside(marker).write_text(json.dumps({"token": token}), encoding="ascii")
    beside(marker).replace(marker)
    flush_folder(instance)


def settle(instance: Path, folder: Path, *, is_in_place: Callable[[str], bool]) -> None:
    """End what a restore has begun, or take it back: `is_in_place` says whether its database is the one in use.

    Safe to repeat; without anything begun it does nothing.
    """
    marker, staged, old = instance / MARKER, beside(folder, "restored"), beside(folder, "old")
    if marker.exists() and is_in_place(json.loads(marker.read_text(encoding="ascii"))["token"]):
        if staged.exists():
            if folder.exists() and not old.exists():
                folder.rename(old)
            staged.rename(folder)
            flush_folder(folder.parent)
        shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(staged, ignore_errors=True)
    marker.unlink(missing_ok=True)
    beside(marker).unlink(missing_ok=True)


def is_settled(instance: Path) -> bool:
    """Return whether no restore was cut short while it was put in place."""
    return not (instance / MARKER).exists()
