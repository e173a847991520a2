"""Word and Excel files: packed XML without macros, without anything else inside, and fetching nothing from outside."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from committee.core.inspection import verdicts

MOST_PARTS = 1_000
UNPACKED_BYTES = 60_000_000
RATIO = 100
RATIO_COUNTS_FROM = 1_000_000
CHUNK = 1 << 16

_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    KeyError,
    EOFError,
    OverflowError,
    RuntimeError,
)
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_CONTENTS = "[Content_Types].xml"
# What begins like a package, an old Office file, a PDF or a program is a file of its own.
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
_MACROS = ("vbaproject", "vbadata", "macrosheets/")
# Beyond XFD no sheet has a column.
_COLUMN_TOO_FAR = re.compile(rb'\br="(?:[A-Z]{4,}|X[G-Z][A-Z]|XF[E-Z]|[YZ][A-Z]{2})[0-9]')


def inspect(content: bytes, kind: str) -> None:
    """Raise unless `content` is a whole "docx" or "xlsx" of the plain sort."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _inspect_names(package, kind)
            left = min(UNPACKED_BYTES, max(len(content) * RATIO, RATIO_COUNTS_FROM))
            for info in package.infolist():
                left -= _inspect_part(package, info, kind, left)
    except (*_BROKEN, ParseError, DefusedXmlException):
        raise verdicts.damaged() from None


def _inspect_names(package: zipfile.ZipFile, kind: str) -> None:
    parts = package.infolist()
    names = [info.filename for info in parts]
    if len(parts) > MOST_PARTS:
        raise verdicts.too_large()
    if any(info.flag_bits & _ENCRYPTED for info in parts):
        raise verdicts.with_password()
    if any(info.compress_type not in _PACKINGS for info in parts) or len(set(names)) != len(names):
        raise verdicts.damaged()
    if any(_leads_out(name) for name in names) or not {_CONTENTS, _MAIN[kind][0]} <= set(names):
        raise verdicts.damaged()
    if any(sign in name.casefold() for name in names for sign in _MACROS):
        raise verdicts.with_macros()
    if any("/embeddings/" in name.casefold() or "/activex/" in name.casefold() for name in names):
        raise verdicts.with_another_inside()


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ".." in posixpath.normpath(name).split("/")


def _inspect_part(package: zipfile.ZipFile, info: zipfile.ZipInfo, kind: str, left: int) -> int:
    content = _unpacked(package, info, left)
    name = info.filename
    if content.startswith(_OTHER_FILES):
        raise verdicts.with_another_inside()
    if name.casefold().endswith((".xml", ".rels", ".vml")):
        _inspect_xml(name, content, kind)
    return len(content)


def _unpacked(package: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    out = bytearray()
    with package.open(info) as part:
        while chunk := part.read(CHUNK):
            out += chunk
            if len(out) > left:
                raise verdicts.too_large()
    return bytes(out)


def _inspect_xml(name: str, content: bytes, kind: str) -> None:
    walk: Any = _Relations() if name.endswith(".rels") else _Contents() if name == _CONTENTS else _Nothing()
    parser = XMLParser(target=walk, forbid_dtd=True)
    parser.feed(content)
    parser.close()
    if isinstance(walk, _Relations) and walk.reaches_outside:
        raise verdicts.reaching_outside()
    if isinstance(walk, _Contents):
        _inspect_contents(walk.types, kind)
    if name.startswith("xl/worksheets/") and _COLUMN_TOO_FAR.search(content):
        raise verdicts.damaged()


def _inspect_contents(types: dict[str, str], kind: str) -> None:
    main, expected = _MAIN[kind]
    if any("macroenabled" in said.casefold() or "vbaproject" in said.casefold() for said in types.values()):
        raise verdicts.with_macros()
    if not types.get(f"/{main}", "").endswith(expected):
        raise verdicts.damaged()


class _Nothing:
    """Only whether the XML is well formed is asked; without a method for its elements that is quick."""

    def close(self) -> None:
        """Nothing is kept."""


class _Contents:
    """Collects which type each part claims to have."""

    def __init__(self) -> None:
        self.types: dict[str, str] = {}

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("PartName") or f"*.{attributes.get('Extension', '')}"
        self.types[name] = attributes.get("ContentType", "")

    def close(self) -> None:
        """Nothing is left open."""


class _Relations:
    """Notes whether a part is fetched from outside; a link that a person clicks is none."""

    def __init__(self) -> None:
        self.reaches_outside = False

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        is_link = attributes.get("Type", "").endswith("/hyperlink")
        if attributes.get("TargetMode", "").casefold() == "external" and not is_link:
            self.reaches_outside = True

    def close(self) -> None:
        """Nothing is left open."""
