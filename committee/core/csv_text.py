"""Rows as a CSV file that a spreadsheet opens with its Vietnamese letters, and in which no text runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return `head` and `rows` as CSV; numbers stay numbers, None is an empty cell."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return BYTE_ORDER_MARK + content.getvalue()


def harmless(value: object) -> object:
    """Return `value` so that a spreadsheet takes it for what it is: text that looks like a formula gets a ' before."""
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    whole, point, decimals = text.removeprefix("-").partition(".")
    return (whole + decimals).isascii() and whole.isdigit() and (decimals.isdigit() or not point)
