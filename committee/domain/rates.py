"""Rates in writing: rounded half up, once, and never prettier than they are. Source: docs/domain.md, "Rounding"."""

from __future__ import annotations

from fractions import Fraction

HUNDRED = 100


def fixed(value: Fraction, places: int = 4) -> str:
    """Return `value` with `places` decimals, half up (away from zero), with a point: "98.7902"."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return _pointed(whole, places, is_negative=value < 0)


def cut(value: Fraction, places: int = 4) -> str:
    """Return `value` (≥ 0) with `places` decimals, the rest cut off."""
    scaled = value * 10**places
    return _pointed(scaled.numerator // scaled.denominator, places, is_negative=False)


def achievement(value: Fraction, places: int = 4) -> str:
    """Return an achievement in percent; below the target it never reads 100."""
    written = fixed(value, places)
    if value < HUNDRED and written == fixed(Fraction(HUNDRED), places):
        return cut(value, places)
    return written


def gap(value: Fraction, places: int = 4) -> str:
    """Return a gap in points; while something is missing it never reads 0."""
    written = fixed(value, places)
    if value > 0 and written == fixed(Fraction(0), places):
        return _pointed(1, places, is_negative=False)
    return written


def percent_of_target(hundredths_of_basis_points: int) -> str:
    """Return a typed percentage as it is kept: two decimals, more only if they were typed ("95.70", "95.705")."""
    written = fixed(Fraction(hundredths_of_basis_points, 10_000), 4)
    return written[:-1] if written.endswith("0") and not written.endswith("00") else written.removesuffix("00")


def vietnamese(written: str) -> str:
    """Return a number written with a point as it is written in Vietnamese: "1234.5" becomes "1.234,5"."""
    sign = "-" if written.startswith("-") else ""
    whole, _, decimals = written.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def _pointed(scaled: int, places: int, *, is_negative: bool) -> str:
    sign = "-" if is_negative and scaled else ""
    if not places:
        return f"{sign}{scaled}"
    whole, decimals = divmod(scaled, 10**places)
    return f"{sign}{whole}.{decimals:0{places}d}"
