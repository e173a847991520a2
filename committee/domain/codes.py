"""Official codes of units: text with leading zeros, which spreadsheets like to take away."""

from __future__ import annotations

import re

from committee.domain.errors import DomainError
from committee.domain.text import clean

WIDTHS = {"province": 2, "district": 3, "commune": 5}

_LONGEST = 40
_SPACED_DIGITS = re.compile(r"[0-9 ]+")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]*")


def unit_code(raw: object, level: str | None = None) -> str:
    """Return the code as text, padded with zeros to the width of its level: 4 for a commune is 00004.

    Levels other than province, district and commune have no width of their own. A numeric cell without a
    level is refused, for nobody can tell how many zeros it has lost.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _missing() if raw is None else _no_code(str(raw))
    code = clean(raw) if isinstance(raw, str) else _digits_of_number(raw, level)
    if not code:
        raise _missing()
    if _DECIMAL.fullmatch(code):
        raise DomainError(
            "This code has become a number with decimals: format the column as text and type the code again.",
            read=code,
        )
    if len(code) > _LONGEST:
        raise DomainError("A code has at most %(longest)d characters.", read=code, longest=_LONGEST)
    if _SPACED_DIGITS.fullmatch(code):
        return code.replace(" ", "").zfill(WIDTHS.get(level or "", 0))
    return code


def _digits_of_number(raw: float, level: str | None) -> str:
    if raw < 0 or raw != raw // 1:
        raise _no_code(str(raw))
    if level is None:
        raise DomainError(
            "A number as a code has lost its leading zeros: format the column as text and type the code again.",
            read=str(int(raw)),
        )
    return str(int(raw))


def _missing() -> DomainError:
    return DomainError("The code is missing.")


def _no_code(said: str) -> DomainError:
    return DomainError("This is not a code: type the code as text.", read=said)
