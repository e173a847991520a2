"""Pictures: PNG and JPEG, walked from their first part to their last."""

from __future__ import annotations

import struct
import zlib

from committee.core.inspection import verdicts

MOST_POINTS = 100_000_000
PNG = b"\x89PNG\r\n\x1a\n"
_OTHER_FILES = (b"PK\x03\x04", b"%PDF-", b"<script")
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {0xC0, 0xC1, 0xC2}
_SCAN, _END, _BEGIN = 0xDA, 0xD9, 0xD8


def inspect_png(content: bytes) -> None:
    """Raise unless `content` is a whole PNG and nothing after it."""
    at, names = len(PNG), []
    while at < len(content):
        if at + 12 > len(content):
            raise verdicts.damaged()
        length, name = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        checked = content[at + 8 + length : at + 12 + length]
        if len(checked) != 4 or struct.unpack(">I", checked)[0] != zlib.crc32(name + body):
            raise verdicts.damaged()
        if name == b"IHDR" and length == 13:
            _refuse_too_many(*struct.unpack(">II", body[:8]))
        names.append(name)
        at += 12 + length
    if not content.startswith(PNG) or names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise verdicts.damaged()


def inspect_jpeg(content: bytes) -> None:
    """Raise unless `content` is a whole JPEG; what a camera notes after its end may not be another file."""
    if not content.startswith(b"\xff\xd8\xff"):
        raise verdicts.damaged()
    at, markers = 2, set()
    while (marker := _marker(content, at)) != _END:
        markers.add(marker)
        at = at + 2 if marker in _WITHOUT_LENGTH else _after_segment(content, at, marker)
    if not markers & _FRAMES or _SCAN not in markers:
        raise verdicts.damaged()
    if any(sign in content[at + 2 :] for sign in _OTHER_FILES):
        raise verdicts.with_another_inside()


def _after_segment(content: bytes, at: int, marker: int) -> int:
    """Return where the next marker stands, after a segment that begins at `at`."""
    length = int.from_bytes(content[at + 2 : at + 4], "big")
    if length < 2 or at + 2 + length > len(content):
        raise verdicts.damaged()
    if marker in _FRAMES:
        _refuse_too_many(*struct.unpack(">HH", content[at + 5 : at + 9].ljust(4, b"\0")))
    at += 2 + length
    return _after_scan(content, at) if marker == _SCAN else at


def _marker(content: bytes, at: int) -> int:
    if at + 1 >= len(content) or content[at] != 0xFF:
        raise verdicts.damaged()
    return content[at + 1]


def _after_scan(content: bytes, at: int) -> int:
    """Return where the marker after the points of a scan stands."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise verdicts.damaged()
        if content[at + 1] not in {0x00, 0xFF, *_WITHOUT_LENGTH}:
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def _refuse_too_many(width: int, height: int) -> None:
    if not width or not height:
        raise verdicts.damaged()
    if width * height > MOST_POINTS:
        raise verdicts.too_many_points()
