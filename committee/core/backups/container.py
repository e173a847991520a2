"""The file itself: a zip whose parts are streamed in and out, never held in memory."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from committee.core.backups.manifest import MANIFEST, Manifest, Part, damaged, not_a_backup, read, written
from committee.domain.errors import DomainError

CHUNK = 1 << 20
LARGEST_MANIFEST = 64 * 1024 * 1024
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
SIGNATURE = b"PK\x03\x04"
# What zipfile lets through of a damaged or forged file.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, KeyError, EOFError, RuntimeError, OverflowError)


class Writer:
    """A backup being written to a stream, which need not be a file; `finish` must be called last."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1)
        self.parts: list[Part] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        # Without its manifest what was written so far is no backup; the disk may be what failed.
        with suppress(OSError, ValueError):
            self._zip.close()

    def add(self, name: str, source: IO[bytes]) -> None:
        """Take over all that `source` gives as the part `name`."""
        digest, length = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as packed:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                length += len(chunk)
                packed.write(chunk)
        self.parts.append(Part(name, length, digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the table of contents: without them it is no backup."""
        self._zip.writestr(MANIFEST, written(manifest))
        self._zip.close()


@dataclass(frozen=True)
class Backup:
    """A backup that was opened: its table of contents and its manifest agree."""

    manifest: Manifest
    _zip: zipfile.ZipFile

    def check(self) -> None:
        """Read every part to its end and refuse the backup if one is not what the manifest says."""
        for part in self.manifest.parts:
            for _ in self._chunks(part):
                pass

    def unpack(self, part: Part, file: Path) -> None:
        """Write a part to a new `file`, readable by its owner only and safe on the disk."""
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            for chunk in self._chunks(part):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())

    def _chunks(self, part: Part) -> Iterator[bytes]:
        digest, length = hashlib.sha256(), 0
        try:
            with self._zip.open(part.name) as packed:
                while chunk := packed.read(CHUNK):
                    digest.update(chunk)
                    length += len(chunk)
                    if length > part.bytes:
                        raise damaged()
                    yield chunk
        except BROKEN:
            raise damaged() from None
        if (length, digest.hexdigest()) != (part.bytes, part.sha256):
            raise damaged()


@contextmanager
def opened(file: Path) -> Iterator[Backup]:
    """Open the backup in `file`; nothing of its parts has been read yet."""
    try:
        stream = file.open("rb")
    except OSError as error:
        raise DomainError(
            "The file %(file)s cannot be read (%(reason)s).", file=str(file), reason=error.strerror or ""
        ) from None
    with stream:
        packed = _contents(stream)
        with packed:
            _refuse_foreign_parts(packed)
            manifest = _manifest(packed)
            _refuse_other_parts(packed, manifest)
            yield Backup(manifest, packed)


def _contents(stream: IO[bytes]) -> zipfile.ZipFile:
    begins = stream.read(len(SIGNATURE))
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except (*BROKEN, OSError):
        if begins != SIGNATURE:
            raise not_a_backup() from None
        # The table of contents stands at the end.
        raise DomainError(
            "The file is cut short, or not a backup of Đôn đốc at all. Copy it again and compare the sizes."
        ) from None


def _refuse_foreign_parts(packed: zipfile.ZipFile) -> None:
    # A wrong length in the table of contents moves every part, and a place below zero is an error of the disk to
    # zipfile; so is what another packing cannot unpack. Both are asked before anything is read.
    for info in packed.infolist():
        is_plain = info.compress_type in PACKINGS and not info.flag_bits & ENCRYPTED
        if info.header_offset < 0 or not is_plain:
            raise damaged()


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in packed.namelist():
        raise not_a_backup()
    try:
        if packed.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise not_a_backup()
        with packed.open(MANIFEST) as stream:
            content = stream.read(LARGEST_MANIFEST + 1)
    except BROKEN:
        raise damaged() from None
    return read(content[:LARGEST_MANIFEST])


def _refuse_other_parts(packed: zipfile.ZipFile, manifest: Manifest) -> None:
    infos = [info for info in packed.infolist() if info.filename != MANIFEST]
    lengths = {info.filename: info.file_size for info in infos}
    told = {part.name: part.bytes for part in manifest.parts}
    if lengths != told or len(packed.infolist()) != len(told) + 1:
        raise damaged()
