"""CSV as offices save it: any of four encodings, comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io

from committee.domain.errors import DomainError, Place

_DELIMITERS = ",;\t"
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


def read_records(content: bytes, place: Place) -> list[list[str]]:
    """Return the records of a CSV file; a line break within quotes does not begin a new one.

    The delimiter is the mark that the first line uses most. Blank lines are empty records, so that the count of
    records is the row a spreadsheet shows.
    """
    text = decoded(content, place)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return list(reader)
    except csv.Error:
        raise DomainError(
            "The quotation marks do not close: each cell that begins with one must end with one.",
            place=Place(place.file, reader.line_num),
        ) from None


def decoded(content: bytes, place: Place) -> str:
    """Return the text of UTF-8, with or without its mark, of UTF-16 with its mark, or of windows-1258."""
    if content.startswith(_NOT_TEXT):
        raise DomainError("This is not a CSV file, whatever its name: save it as CSV UTF-8 or xlsx.", place=place)
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        if b"\0" in content:
            raise _unreadable(place)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows(content, place)


def _windows(content: bytes, place: Place) -> str:
    # A UTF-8 file with a damaged byte would be read as windows-1258 as well, and wrongly all over.
    attempt = content.decode("utf-8", errors="replace")
    damaged = attempt.count("\ufffd")
    sound = sum(not c.isascii() for c in attempt) - damaged
    try:
        if sound <= damaged:
            return content.decode("cp1258")
    except UnicodeDecodeError:
        pass
    raise _unreadable(place)


def _unreadable(place: Place) -> DomainError:
    return DomainError("The letters of this file cannot be read: save it as CSV UTF-8 or xlsx.", place=place)


def _delimiter(text: str) -> str:
    head = text.lstrip("\r\n").partition("\n")[0]
    outside_quotes = "".join(head.split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count)
