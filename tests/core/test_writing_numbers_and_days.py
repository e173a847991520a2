"""Numbers and days as officials write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from committee.core.formatting import count, delta, money, percent_text, vn_date, vn_moment


@pytest.mark.parametrize(("value", "text"), [(67942, "67.942"), (0, "0"), (-1204, "−1.204"), (None, "–")])
def test_a_count_has_dots_between_the_thousands(value: int | None, text: str) -> None:
    assert count(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("98.7900", 2, "98,79%"),
        (Decimal("98.785"), 2, "98,79%"),
        ("99.9999", 2, "99,99%"),
        ("99.96", 1, "99,9%"),
        ("100.0000", 2, "100,00%"),
        ("1204.5", 1, "1.204,5%"),
        ("-0.25", 2, "−0,25%"),
        (None, 2, "–"),
    ],
)
def test_a_percentage_below_a_hundred_never_reads_a_hundred(value, decimals: int, text: str) -> None:
    assert percent_text(value, decimals) == text


@pytest.mark.parametrize(
    ("dong", "unit", "text"),
    [
        (383_900_000_000, "tỷ đồng", "383,9"),
        (12_345_000_000_000, "tỷ đồng", "12.345"),
        (2_345_000, "triệu đồng", "2,35"),
        (1_500_000_000_000, "nghìn tỷ đồng", "1,5"),
        (1_234, "đồng", "1.234"),
        (-5_000_000, "triệu đồng", "−5"),
        (None, "tỷ đồng", "–"),
    ],
)
def test_money_is_written_in_the_unit_of_its_column(dong: int | None, unit: str, text: str) -> None:
    assert money(dong, unit) == text


@pytest.mark.parametrize(("value", "text"), [(1204, "+1.204"), (0, "0"), (-35, "−35"), (None, "–")])
def test_a_change_carries_its_sign(value: int | None, text: str) -> None:
    assert delta(value) == text


def test_days_and_moments_are_those_of_hanoi() -> None:
    late = datetime(2024, 10, 31, 17, 0, tzinfo=UTC)

    assert (vn_date(date(2024, 7, 1)), vn_date(late), vn_date(None)) == ("01/07/2024", "01/11/2024", "–")
    assert vn_moment(late) == "00:00 ngày 01/11/2024"
