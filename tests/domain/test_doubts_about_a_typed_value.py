"""What looks wrong about a value typed by hand, by table."""

from __future__ import annotations

import pytest

from committee.domain.plausibility import (
    CUMULATIVE_FALLS,
    LARGE_CHANGE,
    MORE_THAN_LABOUR_FORCE,
    MORE_THAN_POPULATION,
    STOCK_FALLS,
    Known,
    doubts,
    read,
    written,
)


@pytest.mark.parametrize(
    ("indicator", "kind", "direction", "value", "known", "expected"),
    [
        ("si_voluntary", "stock", "up", 850, Known(), []),
        ("si_voluntary", "stock", "up", 850, Known(last_month=850), []),
        ("si_voluntary", "stock", "up", 1105, Known(last_month=850), []),
        ("si_voluntary", "stock", "up", 1106, Known(last_month=850), [LARGE_CHANGE]),
        ("si_voluntary", "stock", "up", 849, Known(last_month=850), [STOCK_FALLS]),
        ("si_voluntary", "stock", "up", 500, Known(last_month=850), [STOCK_FALLS, LARGE_CHANGE]),
        ("si_voluntary", "stock", "up", 5, Known(last_month=0), [LARGE_CHANGE]),
        ("si_voluntary", "stock", "up", 0, Known(last_month=0), []),
        ("late_amount", "stock", "down", 90, Known(last_month=100), []),
        ("late_amount", "stock", "down", 50, Known(last_month=100), [LARGE_CHANGE]),
        ("revenue_total", "flow", "up", 300, Known(last_month=100), []),
        ("revenue_total", "flow", "up", 99, Known(last_month=100), [CUMULATIVE_FALLS]),
        ("si_voluntary", "stock", "up", 1001, Known(labour_force=1000), [MORE_THAN_LABOUR_FORCE]),
        ("si_voluntary", "stock", "up", 1000, Known(labour_force=1000), []),
        ("hi_participants", "stock", "up", 1001, Known(population=1000), [MORE_THAN_POPULATION]),
        ("hi_participants", "stock", "up", 1001, Known(labour_force=1000), []),
    ],
)
def test_a_value_is_doubted_for_the_reasons_named(  # noqa: PLR0917 - the columns of the table
    indicator: str, kind: str, direction: str, value: int, known: Known, expected: list[str]
) -> None:
    found = doubts(indicator, kind, direction, value, known)

    assert [each.message for each in found] == expected


def test_doubts_are_kept_beside_the_figure_and_read_again() -> None:
    found = doubts("si_voluntary", "stock", "up", 500, Known(last_month=850, labour_force=400))

    assert read(written(found)) == found
    assert written([]) == ""
    assert read("") == []
