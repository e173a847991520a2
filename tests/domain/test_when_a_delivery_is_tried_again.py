"""The back-off of a delivery, by table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.domain.delivery import delay_after, next_try

NOW = datetime(2024, 11, 4, 2, 0, tzinfo=UTC)
PLAIN = {"database": None, "deadline": None}


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 180), (6, 180), (20, 180)])
def test_each_attempt_waits_longer_until_every_three_hours(attempts, minutes):
    assert delay_after(attempts) == timedelta(minutes=minutes)


def test_what_was_never_attempted_does_not_wait():
    with pytest.raises(ValueError, match="attempted"):
        delay_after(0)


@settings(max_examples=200, **PLAIN)
@given(attempts=st.integers(1, 20), rng=st.randoms(use_true_random=False))
def test_a_wait_is_a_fifth_longer_or_shorter_at_most(attempts, rng):
    wait = next_try(attempts, NOW, rng) - NOW

    assert delay_after(attempts) * 0.8 <= wait <= delay_after(attempts) * 1.2


@settings(max_examples=100, **PLAIN)
@given(rng=st.randoms(use_true_random=False))
def test_a_delivery_is_dead_within_72_hours(rng):
    now, attempts = NOW, 1
    while (later := next_try(attempts, now, rng, since=NOW)) is not None:
        now, attempts = later, attempts + 1

    assert timedelta(hours=68) < now - NOW <= timedelta(hours=72)
    assert 22 <= attempts <= 36


@settings(max_examples=100, **PLAIN)
@given(rng=st.randoms(use_true_random=False))
def test_without_its_beginning_a_delivery_is_dead_after_the_planned_hours(rng):
    assert next_try(26, NOW, rng) is not None
    assert next_try(29, NOW, rng) is None
