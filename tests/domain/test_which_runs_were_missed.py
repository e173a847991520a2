"""A daily run belongs to its day; what was missed is run for its own date, up to 62 days back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from committee.domain.slots import due_slot, missed_slots, moment_of

HALF_PAST_SIX = time(6, 30)


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        (datetime(2024, 10, 27, 23, 29, 59, tzinfo=UTC), date(2024, 10, 27)),  # 06:29:59 in Hanoi
        (datetime(2024, 10, 27, 23, 30, tzinfo=UTC), date(2024, 10, 28)),
        (datetime(2024, 10, 28, 16, 59, 59, tzinfo=UTC), date(2024, 10, 28)),
        (datetime(2024, 10, 28, 17, 0, tzinfo=UTC), date(2024, 10, 28)),  # midnight: the 29th's is not due yet
        (datetime(2024, 12, 31, 23, 30, tzinfo=UTC), date(2025, 1, 1)),
    ],
)
def test_a_run_is_due_from_its_hour_in_vietnam_on(moment, slot):
    assert due_slot(moment, HALF_PAST_SIX) == slot


def test_a_run_is_dated_at_its_own_hour():
    assert moment_of(date(2024, 10, 28), HALF_PAST_SIX) == datetime(2024, 10, 27, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done", "latest", "missed"),
    [
        (set(), date(2024, 10, 28), [date(2024, 10, 28)]),
        ({date(2024, 10, 28)}, date(2024, 10, 28), []),
        ({date(2024, 10, 27)}, date(2024, 10, 28), [date(2024, 10, 28)]),
        ({date(2024, 12, 30)}, date(2025, 1, 2), [date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2)]),
        ({date(2024, 2, 27), date(2024, 3, 1)}, date(2024, 3, 1), [date(2024, 2, 28), date(2024, 2, 29)]),
        ({date(2024, 10, 29)}, date(2024, 10, 28), []),
    ],
)
def test_the_days_between_are_run_oldest_first(done, latest, missed):
    assert missed_slots(done, latest) == missed


def test_forty_days_are_caught_up_and_a_year_only_in_part():
    forty = missed_slots({date(2024, 9, 1)}, date(2024, 10, 11))
    year = missed_slots({date(2024, 1, 1)}, date(2024, 12, 31))

    assert (len(forty), forty[0], forty[-1]) == (40, date(2024, 9, 2), date(2024, 10, 11))
    assert (year[0], year[-1]) == (date(2024, 12, 31) - timedelta(days=62), date(2024, 12, 31))
