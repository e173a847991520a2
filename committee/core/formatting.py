"""Numbers and days as officials write them; "–" where there is none."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from committee.domain.calendar import HANOI
from committee.domain.days import vn_day
from committee.domain.number_writing import vn_count, vn_decimal, vn_number

NONE = "–"
MINUS = "\u2212"
# The longest word first: "triệu" is part of no other, "nghìn tỷ" holds two.
MULTIPLES = (("nghìn tỷ", 10**12), ("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3))


def count(value: int | None) -> str:
    """Return a whole number: 67.942."""
    return NONE if value is None else _signed(vn_count(abs(value)), value)


def percent_text(value: Decimal | str | None, decimals: int = 2) -> str:
    """Return a percentage with its sign and no space: 98,79%. Below a hundred it never rounds up to it."""
    if value is None:
        return NONE
    exact = Decimal(value)
    text = vn_decimal(abs(exact), decimals)
    if exact < 100 and text == vn_decimal(Decimal(100), decimals):
        text = vn_decimal(Decimal(100) - Decimal(1).scaleb(-decimals), decimals)
    return f"{_signed(text, exact)}%"


def money(dong: int | None, unit: str = "đồng") -> str:
    """Return an amount in its indicator's unit, which stands in the head of the column: 383,9 for tỷ đồng."""
    if dong is None:
        return NONE
    factor = next((factor for word, factor in MULTIPLES if word in unit), 1)
    rounded = (Decimal(abs(dong)) / factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _signed(vn_number(rounded), dong)


def delta(value: int | None) -> str:
    """Return a change with its sign: +1.204."""
    if value is None:
        return NONE
    return f"+{vn_count(value)}" if value > 0 else count(value)


def vn_date(day: date | None) -> str:
    """Return a day: 28/10/2024. A moment gives the day it falls on in Hanoi."""
    if day is None:
        return NONE
    if isinstance(day, datetime):
        day = day.astimezone(HANOI).date()
    return vn_day(day)


def vn_span(first: date | None, last: date | None) -> str:
    """Return a period: 01/07/2025 – …; an end that is unknown or open is an ellipsis."""
    return " – ".join("…" if day is None else vn_date(day) for day in (first, last))


def vn_moment(moment: datetime | None) -> str:
    """Return a moment in Hanoi: 08:34 ngày 16/11/2026."""
    if moment is None:
        return NONE
    return f"{moment.astimezone(HANOI):%H:%M} ngày {vn_date(moment)}"


def _signed(text: str, value: int | Decimal) -> str:
    return f"{MINUS}{text}" if value < 0 else text
