"""Packed files as people upload them, unpacked within limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from committee.domain.errors import DomainError, Place

# What zipfile lets through of a damaged or encrypted package.
_BROKEN_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    KeyError,
    EOFError,
    OSError,
    RuntimeError,
    OverflowError,
)
_RATIO_COUNTS_FROM = 1_000_000
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Limits:
    """How large a file may be. `rows` are those below the head."""

    file_bytes: int = 5_000_000
    unpacked_bytes: int = 60_000_000
    ratio: int = 100
    parts: int = 50
    rows: int = 50_000
    columns: int = 60


UPLOAD = Limits()
COMMAND_LINE = Limits(file_bytes=50_000_000)


def unpacked(content: bytes, place: Place, limits: Limits) -> dict[str, bytes]:
    """Return {name: content} of a workbook's parts, counting what really comes out, not what it claims."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if len(names) > limits.parts:
                raise _too_large(place)
            if any("vbaproject" in name.lower() for name in names):
                raise DomainError("Workbooks with macros are not read: save it as .xlsx.", place=place)
            parts: dict[str, bytes] = {}
            if any(info.compress_type not in _PACKINGS for info in package.infolist()):
                raise zipfile.BadZipFile
            left = _allowance(len(content), limits)
            for name in names:
                parts[name] = _unpacked(package, name, left, place)
                left -= len(parts[name])
            return parts
    except _BROKEN_PACKAGE:
        raise DomainError(
            "This is not an .xlsx file, or it has a password: open it in Excel and save it as .xlsx.", place=place
        ) from None


def _allowance(packed: int, limits: Limits) -> int:
    return min(limits.unpacked_bytes, max(packed * limits.ratio, _RATIO_COUNTS_FROM))


def _unpacked(package: zipfile.ZipFile, name: str, left: int, place: Place) -> bytes:
    out = io.BytesIO()
    with package.open(name) as part:
        while chunk := part.read(_CHUNK):
            out.write(chunk)
            if out.tell() > left:
                raise _too_large(place)
    return out.getvalue()


def _too_large(place: Place) -> DomainError:
    return DomainError(
        "The workbook unpacks to more than can be read: delete empty rows, pictures and other sheets.", place=place
    )
