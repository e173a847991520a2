"""PDF files: whole, without a password, a script, a program to start or another file inside."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from committee.core.inspection import verdicts

UNPACKED_BYTES = 60_000_000
END = 2_048
LONGEST_HEAD = 2_048

_NAME = re.compile(rb"/((?:[^\x00-\x20()<>\[\]{}/%#]|#[0-9A-Fa-f]{2}){2,20})(?![^\x00-\x20()<>\[\]{}/%])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PROGRAMS = {b"JavaScript", b"JS", b"Launch", b"RichMedia", b"XFA", b"Movie", b"GoToE"}
_FILES = {b"EmbeddedFile", b"EmbeddedFiles"}


def inspect(content: bytes) -> None:
    """Raise unless `content` is a whole PDF that does nothing by itself."""
    end = content[-END:]
    if not content.startswith(b"%PDF-") or b"%%EOF" not in end or b"startxref" not in end:
        raise verdicts.damaged()
    outside = bytearray()
    packed = []
    for is_stream, piece in _pieces(content):
        if not is_stream:
            outside += piece
        elif b"/ObjStm" in _ESCAPED.sub(_plain, bytes(outside[-LONGEST_HEAD:]).rpartition(b"obj")[2]):
            packed.append(piece)
    names = _names(bytes(outside))
    if b"Encrypt" in names:
        raise verdicts.with_password()
    _refuse(names)
    left = UNPACKED_BYTES
    for piece in packed:
        objects = _inflated(piece, left)
        left -= len(objects)
        _refuse(_names(objects))


def _pieces(content: bytes) -> Iterator[tuple[bool, bytes]]:
    """Give what stands outside streams and what stands in them, in turn."""
    at = 0
    while True:
        begins = content.find(b"stream", at)
        if begins < 0:
            yield False, content[at:]
            return
        yield False, content[at : begins + 6]
        ends = content.find(b"endstream", begins + 6)
        if ends < 0:
            yield False, content[begins + 6 :]
            return
        yield True, content[begins + 6 : ends]
        at = ends + 9


def _names(content: bytes) -> set[bytes]:
    return {_ESCAPED.sub(_plain, name) for name in _NAME.findall(content)}


def _plain(escaped: re.Match[bytes]) -> bytes:
    return bytes([int(escaped[1], 16)])


def _refuse(names: set[bytes]) -> None:
    if names & _PROGRAMS:
        raise verdicts.with_program()
    if names & _FILES:
        raise verdicts.with_another_inside()


def _inflated(piece: bytes, left: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        objects = unpacking.decompress(piece.lstrip(b"\r\n"), left + 1)
    except zlib.error:
        raise verdicts.damaged() from None
    if len(objects) > left:
        raise verdicts.too_large()
    return objects
