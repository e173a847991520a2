"""A target is a fold over the acts in force on the day that is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain.revisions import Folded, Revision, fold

NEW_YEAR = Revision(1, "initial", 3000, None, "07/QĐ-UBND", date(2024, 1, 22))
MORE = Revision(2, "supplement", 200, date(2024, 4, 1), "31/QĐ-UBND", date(2024, 3, 28))
ANEW = Revision(3, "adjustment", 3100, date(2024, 7, 1), "60/QĐ-UBND", date(2024, 6, 20))
QUIET = Revision(4, "reallocation", 2900, date(2024, 7, 1))
LATE_START = Revision(5, "initial", 500, date(2024, 7, 1), "70/QĐ-UBND", date(2024, 7, 3))


@pytest.mark.parametrize(
    ("revisions", "on", "expected"),
    [
        ([], date(2024, 12, 31), None),
        ([NEW_YEAR], date(2023, 12, 31), None),
        ([NEW_YEAR], date(2024, 1, 1), Folded(3000, "07/QĐ-UBND", date(2024, 1, 22))),
        ([NEW_YEAR, MORE], date(2024, 3, 31), Folded(3000, "07/QĐ-UBND", date(2024, 1, 22))),
        ([NEW_YEAR, MORE], date(2024, 4, 1), Folded(3200, "31/QĐ-UBND", date(2024, 3, 28))),
        ([NEW_YEAR, MORE, ANEW], date(2024, 6, 30), Folded(3200, "31/QĐ-UBND", date(2024, 3, 28))),
        ([NEW_YEAR, MORE, ANEW], date(2024, 7, 1), Folded(3100, "60/QĐ-UBND", date(2024, 6, 20))),
        ([ANEW, MORE, NEW_YEAR], date(2024, 7, 1), Folded(3100, "60/QĐ-UBND", date(2024, 6, 20))),
        ([NEW_YEAR, ANEW, QUIET], date(2024, 7, 1), Folded(2900, "60/QĐ-UBND", date(2024, 6, 20))),
        ([QUIET, ANEW], date(2024, 7, 1), Folded(2900, "60/QĐ-UBND", date(2024, 6, 20))),
        ([LATE_START], date(2024, 6, 30), None),
        ([LATE_START], date(2024, 7, 1), Folded(500, "70/QĐ-UBND", date(2024, 7, 3))),
        ([NEW_YEAR], date(2026, 1, 1), Folded(3000, "07/QĐ-UBND", date(2024, 1, 22))),
    ],
)
def test_the_value_and_the_document_are_those_in_force(
    revisions: list[Revision], on: date, expected: Folded | None
) -> None:
    folded = fold(revisions, year=2024, on=on)

    assert folded == expected
