"""A day is read as ISO or as day/month/year, and must stand in the calendar."""

from datetime import date, datetime

import pytest

from committee.domain.days import read_day
from committee.domain.errors import DomainError


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2025-07-01", date(2025, 7, 1)),
        ("01/07/2025", date(2025, 7, 1)),
        ("1/7/2025", date(2025, 7, 1)),
        (" 31/12/2024 ", date(2024, 12, 31)),
        ("29/02/2024", date(2024, 2, 29)),
        ("1900-01-01", date(1900, 1, 1)),
        ("31/12/2100", date(2100, 12, 31)),
        (date(2025, 7, 1), date(2025, 7, 1)),
        (datetime.fromisoformat("2025-07-01T08:30:00"), date(2025, 7, 1)),
    ],
)
def test_a_day_is_read(raw, day):
    found = read_day(raw)

    assert found == day
    assert type(found) is date


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("30/02/2024", "no such day"),
        ("29/02/2023", "no such day"),
        ("2024-02-30", "no such day"),
        ("12/25/2024", "no such day"),
        ("00/01/2024", "no such day"),
        ("0000-01-01", "no such day"),
        ("31/12/1899", "between 1900 and 2100"),
        ("2101-01-01", "between 1900 and 2100"),
        (date(1899, 12, 31), "between 1900 and 2100"),
        ("01/07/25", "day/month/year"),
        ("1-7-2025", "day/month/year"),
        ("01.07.2025", "day/month/year"),
        ("2025/07/01", "day/month/year"),
        ("20250701", "day/month/year"),
        ("7/2025", "day/month/year"),
        ("2025-7-1", "day/month/year"),
        ("2025-07-01T00:00", "day/month/year"),
        ("ngày 1 tháng 7", "day/month/year"),
        ("", "day/month/year"),
        (None, "day/month/year"),
        (45839, "day/month/year"),
        (45839.0, "day/month/year"),
    ],
)
def test_what_is_no_certain_day_is_refused(raw, why):
    with pytest.raises(DomainError) as refusal:
        read_day(raw)

    assert why in str(refusal.value)
    assert refusal.value.read == (str(raw) if raw else None)
