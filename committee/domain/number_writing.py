"""Numbers as Vietnamese writes them: 1.234,5."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_SWAP = str.maketrans(",.", ".,")


def vn_count(count: int) -> str:
    """Return a whole number with dots between the thousands: 67.942."""
    return f"{count:,}".translate(_SWAP)


def vn_decimal(value: Decimal, places: int) -> str:
    """Return `value` rounded half up to `places` decimals: 1.234,50."""
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}".translate(_SWAP)


def vn_number(value: Decimal) -> str:
    """Return `value` with every decimal it has and none that is an idle zero: 72,48."""
    whole = value == value.to_integral_value()
    return vn_count(int(value)) if whole else f"{value.normalize():,f}".translate(_SWAP)
