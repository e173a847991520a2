"""Numbers as a spreadsheet holds them, targets with their strictness, and what a file may not ask about."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from committee.domain.errors import DomainError
from committee.domain.number_words import EXACT, ROUNDED
from committee.domain.number_writing import vn_number
from committee.domain.numbers import (
    Ask,
    Blank,
    Field,
    Number,
    over_coverage,
    percent_question,
    possible,
    question,
    read_number,
    refusal_of_value,
)
from committee.domain.text import clean

Cell = int | float | bool | datetime | date | time | timedelta | str | None

# Excel itself shows fifteen digits; the rest of a binary fraction is noise.
_EXCEL_DIGITS = ".15g"

_STRICTNESS_WORDS = (
    ("<=", re.compile(r"(?:<=|≤|không vượt quá|không quá|tối đa|nhiều nhất)\s*", re.IGNORECASE)),
    (">=", re.compile(r"(?:>=|≥|đạt và vượt|ít nhất|tối thiểu)\s*", re.IGNORECASE)),
    ("<", re.compile(r"(?:<|dưới)\s*", re.IGNORECASE)),
)
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_LONGEST_PLAIN = 24
_OVER = re.compile(r"(?:>|trên|hơn)\s*(?=[0-9])", re.IGNORECASE)


def read_cell(
    cell: Cell,
    kind: Field,
    *,
    number_format: str = "",
    unit_words: Collection[str] = (),
    unit_factor: int = 1,
    coverage: bool = False,
) -> Number | Blank | Ask:
    """Read a cell of a spreadsheet: its value, and the number format it is shown in.

    A currency format changes nothing; a percent format multiplies by a hundred in a PCT column.
    """
    if cell is None:
        return Blank()
    if isinstance(cell, str):
        return read_number(cell, kind, unit_words=unit_words, unit_factor=unit_factor, coverage=coverage)
    if isinstance(cell, bool):
        raise DomainError("TRUE or FALSE is not a number: type the number.", read=str(cell).upper())
    if isinstance(cell, datetime | date | time | timedelta):
        raise DomainError(
            "Excel has turned this into a date: format the column as text and type the number again.",
            read=str(cell),
        )
    value = _as_excel_shows(cell)
    if value < 0:
        raise DomainError("A negative number cannot stand here.", read=vn_number(value))
    if "%" in number_format:
        return _percent_cell(value, kind, coverage=coverage)
    return _plain_cell(value, kind, unit_factor=unit_factor, coverage=coverage)


def read_target(
    cell: Cell,
    kind: Field,
    *,
    number_format: str = "",
    unit_words: Collection[str] = (),
    unit_factor: int = 1,
) -> tuple[Number | Blank | Ask, str | None]:
    """Read a target and the strictness written before it: "dưới 2 %" gives 2 and "<", a bare number None.

    A target is a number to be met, so "khoảng" and "trên" are refused, and a percentage over 100.
    """
    strictness, rest = _strictness(cell)
    found = read_cell(
        rest,
        kind,
        number_format=number_format,
        unit_words=unit_words,
        unit_factor=unit_factor,
    )
    if isinstance(found, Blank) and strictness is None:
        return found, None
    if isinstance(found, Blank):
        raise DomainError("This is not a number: write it in digits.", read=str(cell))
    number = found.number if isinstance(found, Ask) else found
    if number.qualifier not in {EXACT, ROUNDED} or number.provisional:
        raise DomainError("A target is a certain number: leave out words like “khoảng”, “gần”.", read=str(cell))
    if kind is Field.PCT and number.value > 100:
        raise DomainError("A target over 100 per cent cannot be set.", read=str(cell))
    return found, strictness


def read_plain(raw: object, kind: Field, *, unit_factor: int = 1) -> Number:
    """Read a number from another program: an integer, or a text of digits with a point before decimals."""
    if isinstance(raw, int) and abs(raw) >= 10**_LONGEST_PLAIN:
        raise DomainError("The number has too many digits.")
    said = str(raw)
    text_or_whole = isinstance(raw, int | str) and not isinstance(raw, bool)
    if not text_or_whole or len(said) > _LONGEST_PLAIN or not _PLAIN.fullmatch(said):
        raise DomainError("Send an integer, or a text of digits like “72.48”.", read=said[:_LONGEST_PLAIN])
    value = Decimal(said) * (1 if kind is Field.PCT else unit_factor)
    if value < 0:
        raise DomainError("A negative number cannot stand here.", read=said)
    if not possible(value, kind):
        raise refusal_of_value(kind, value, said)
    return _exact(value, said)


def settled(found: Number | Blank | Ask) -> Number | Blank:
    """Return what was read, as a file needs it: a question becomes a refusal that names the readings."""
    if isinstance(found, Ask):
        raise DomainError(found.message, read=found.number.published_text, readings=found.readings)
    return found


def _strictness(cell: Cell) -> tuple[str | None, Cell]:
    if not isinstance(cell, str):
        return None, cell
    said = clean(cell)
    for sign, words in _STRICTNESS_WORDS:
        split = words.match(said)
        if split:
            return sign, said[split.end() :]
    if _OVER.match(said):
        raise DomainError(
            "A target is met when it is reached: write the number alone, or “>=” or “tối thiểu” before it.",
            read=said,
        )
    return None, said


def _as_excel_shows(cell: float) -> Decimal:
    if isinstance(cell, int):
        return Decimal(cell)
    value = Decimal(format(cell, _EXCEL_DIGITS))
    if not value.is_finite():
        raise DomainError("This is not a number: write it in digits.", read=str(cell))
    return value


def _percent_cell(value: Decimal, kind: Field, *, coverage: bool) -> Number | Ask:
    percent = value * 100
    said = f"{vn_number(percent)}%"
    if kind is not Field.PCT:
        raise DomainError("A whole number is needed here, not a percentage.", read=said)
    if not possible(percent, kind):
        raise refusal_of_value(kind, percent, said)
    number = Number(percent, EXACT, None, provisional=False, published_text=said)
    return (over_coverage(percent, number) if coverage else None) or number


def _plain_cell(value: Decimal, kind: Field, *, unit_factor: int, coverage: bool) -> Number | Ask:
    said = vn_number(value)
    factor = 1 if kind is Field.PCT else unit_factor
    # Three decimals are what a spreadsheet makes of 67.942 typed with a dot between the thousands.
    decimals = _decimals(value)
    if decimals == 3 or (0 < decimals < 3 and kind is Field.COUNT and factor == 1):
        readings = (value * factor, *_as_group(value, factor), *_as_share(value, kind))
        candidates = tuple(reading for reading in readings if possible(reading, kind))
        if candidates:
            return question(kind, candidates, _exact(candidates[0], said))
    if not possible(value * factor, kind):
        raise refusal_of_value(kind, value * factor, said)
    number = _exact(value * factor, said)
    if kind is Field.PCT:
        return percent_question(value, number, coverage=coverage) or number
    return number


def _as_group(value: Decimal, factor: int) -> tuple[Decimal, ...]:
    return (value * 1000 * factor,) if 1 <= value < 1000 else ()


def _as_share(value: Decimal, kind: Field) -> tuple[Decimal, ...]:
    return (value * 100,) if kind is Field.PCT and value < 1 else ()


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _exact(value: Decimal, said: str) -> Number:
    return Number(value, EXACT, None, provisional=False, published_text=said)
