"""Counts are kept as people, money as đồng, percentages as hundredths of a basis point."""

from __future__ import annotations

from decimal import Decimal

import pytest

from committee.domain.errors import DomainError
from committee.domain.measures import factor_of, field_of, kept
from committee.domain.numbers import Field


@pytest.mark.parametrize(
    ("unit", "field", "factor"),
    [
        ("người", Field.COUNT, 1),
        ("tổ chức", Field.COUNT, 1),
        ("%", Field.PCT, 1),
        ("đồng", Field.MONEY, 1),
        ("triệu đồng", Field.MONEY, 10**6),
        ("tỷ đồng", Field.MONEY, 10**9),
    ],
)
def test_the_unit_of_measure_says_how_a_number_is_read(unit: str, field: Field, factor: int) -> None:
    assert (field_of(unit), factor_of(unit)) == (field, factor)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("67942", "người", 67942),
        ("383900000000", "tỷ đồng", 383_900_000_000),
        ("95.7", "%", 957000),
        ("2", "%", 20000),
        ("0.0001", "%", 1),
    ],
)
def test_a_value_is_kept_as_an_integer(value: str, unit: str, expected: int) -> None:
    assert kept(Decimal(value), unit) == expected


def test_a_percentage_finer_than_what_is_kept_is_refused() -> None:
    with pytest.raises(DomainError, match="four decimals"):
        kept(Decimal("95.12345"), "%")
