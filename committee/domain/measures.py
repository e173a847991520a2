"""How the values of an indicator are written and kept, by its unit of measure.

Counts are kept as they are, money in đồng, percentages in hundredths of a basis point (95,7 % is 957000).
"""

from __future__ import annotations

from decimal import Decimal

from committee.domain.errors import DomainError
from committee.domain.numbers import Field, whole

PERCENT_PARTS = 10_000
PERCENT = "%"

_DONG = "đồng"
_MULTIPLES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def field_of(unit_of_measure: str) -> Field:
    """Return whether values in this unit are counts, money or percentages."""
    if unit_of_measure == PERCENT:
        return Field.PCT
    return Field.MONEY if unit_of_measure.split()[-1:] == [_DONG] else Field.COUNT


def factor_of(unit_of_measure: str) -> int:
    """Return what a bare 1 is worth as it is kept: 10⁹ where the unit is tỷ đồng."""
    if field_of(unit_of_measure) is not Field.MONEY:
        return 1
    return _MULTIPLES.get(unit_of_measure.split(maxsplit=1)[0], 1)


def kept(value: Decimal, unit_of_measure: str) -> int:
    """Return a value that was read as the integer that is kept."""
    if field_of(unit_of_measure) is not Field.PCT:
        return int(value)
    parts = value * PERCENT_PARTS
    if not whole(parts):
        raise DomainError("A percentage may have at most four decimals.")
    return int(parts)
