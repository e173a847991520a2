"""The clock stands still, runs on from a moment, and is told from the real one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from committee.core import clock

NINE = datetime.fromisoformat("2024-10-28T09:00+07:00")


@pytest.fixture(autouse=True)
def real_time_afterwards() -> Iterator[None]:
    yield
    clock.run_freely()


def test_a_stopped_clock_stands_still() -> None:
    clock.stop_at(NINE)

    assert clock.now() == clock.now() == datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_a_clock_started_from_a_moment_runs_on() -> None:
    clock.stop_at(NINE)

    clock.start_from(NINE)
    first, second = clock.now(), clock.now()

    assert timedelta(0) <= first - NINE < timedelta(seconds=30)
    assert second >= first


def test_the_real_time_comes_back() -> None:
    clock.stop_at(NINE)

    clock.run_freely()

    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=30)  # noqa: TID251 - the real time is what is asked


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-10-28T16:59:59+00:00", date(2024, 10, 28)),
        ("2024-10-28T17:00:00+00:00", date(2024, 10, 29)),
        ("2024-12-31T23:59:59+07:00", date(2024, 12, 31)),
        ("2025-01-01T00:00:00+07:00", date(2025, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_hanoi(moment: str, day: date) -> None:
    clock.stop_at(datetime.fromisoformat(moment))

    assert clock.today() == day
