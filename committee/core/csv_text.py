"""Rows as a CSV file that a spreadsheet opens with its Vietnamese letters, and in which no text runs as a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet, or whoever cleans a file for one, may leave out in front of the sign.
_BEGINS_A_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@]|[\t\r\n\x00]")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return `head` and `rows` as CSV; numbers stay numbers, None is an empty cell."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return BYTE_ORDER_MARK + content.getvalue()


def harmless(value: object) -> object:
    """Return `value` so that a spreadsheet takes it for what it is: text that looks like a formula gets a ' before.

    Signs of full width count as well: some programs make plain ones of them.
    """
    if isinstance(value, str) and _looks_like_a_formula(value) and not _is_number(value):
        return f"'{value}"
    return value


def _looks_like_a_formula(text: str) -> bool:
    return _BEGINS_A_FORMULA.match(text if text.isascii() else unicodedata.normalize("NFKC", text)) is not None


def _is_number(text: str) -> bool:
    whole, point, decimals = text.removeprefix("-").partition(".")
    return (whole + decimals).isascii() and whole.isdigit() and (decimals.isdigit() or not point)
