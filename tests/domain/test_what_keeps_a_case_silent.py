"""Inhibition and grouping, by table."""

from datetime import date

import pytest

from committee.domain.inhibition import (
    fits_week,
    group_may_go,
    held_from_step,
    is_short_cascade,
    is_systemic,
    reorganisation_hold_ends_on,
    speaking_level,
)


@pytest.mark.parametrize(
    ("levels", "speaks"),
    [
        ({"LAG", "SEVERE"}, "SEVERE"),
        ({"WATCH", "SEVERE"}, "SEVERE"),
        ({"WATCH", "LAG"}, "LAG"),
        ({"WATCH"}, "WATCH"),
        ({"NODATA", "LAG"}, "NODATA"),
        ({"NODATA", "SEVERE"}, "NODATA"),
        ({"SUSPECT", "SEVERE"}, None),
        ({"SUSPECT", "NODATA"}, None),
        ({"OK"}, None),
        ({"NA"}, None),
        (set(), None),
    ],
)
def test_one_level_speaks_for_a_pair(levels, speaks):
    assert speaking_level(levels) == speaks


@pytest.mark.parametrize(
    ("lagging", "siblings", "systemic"),
    [
        (3, 5, True),
        (2, 5, False),
        (4, 4, False),
        (6, 10, True),
        (5, 10, False),
        (59, 98, True),
        (58, 98, False),
    ],
)
def test_most_siblings_lagging_is_the_parents_matter(lagging, siblings, systemic):
    assert is_systemic(lagging, siblings) is systemic


@pytest.mark.parametrize(
    ("parent", "children", "short"),
    [
        (100, [40, 50], True),
        (100, [40, 60], False),
        (100, [60, 60], False),
        (None, [1], False),
        (100, [100, None], False),
    ],
)
def test_a_cascade_that_hands_down_too_little_is_short(parent, children, short):
    assert is_short_cascade(parent, children) is short


@pytest.mark.parametrize(
    ("lagging", "siblings", "children", "step"),
    [(4, 5, [50, 50], 2), (1, 5, [40, 50], 2), (1, 5, [50, 50], None)],
)
def test_steps_from_two_on_are_held(lagging, siblings, children, step):
    held = held_from_step(lagging=lagging, siblings=siblings, parent_target=100, child_targets=children)

    assert held == step


@pytest.mark.parametrize(
    ("effective_on", "ends_on"),
    [
        (date(2025, 7, 1), date(2025, 7, 31)),
        (date(2025, 7, 31), date(2025, 7, 31)),
        (date(2025, 8, 1), date(2025, 8, 31)),
        (date(2025, 9, 1), None),
    ],
)
def test_a_reorganised_unit_is_held_for_one_period(effective_on, ends_on):
    cut_offs = [date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 31)]

    assert reorganisation_hold_ends_on(effective_on, cut_offs) == ends_on


@pytest.mark.parametrize(
    ("evaluated", "today", "goes"),
    [
        (88, date(2024, 11, 7), False),
        (89, date(2024, 11, 7), True),
        (0, date(2024, 11, 7), False),
        (0, date(2024, 11, 8), True),
    ],
)
def test_a_digest_waits_for_nine_in_ten_or_for_the_deadline(evaluated, today, goes):
    ready = group_may_go(evaluated=evaluated, siblings=98, deadline_on=date(2024, 11, 7), today=today)

    assert ready is goes


def test_the_sixth_notice_of_a_week_waits_for_the_digest():
    assert fits_week(4)
    assert not fits_week(5)
    assert fits_week(5, limit=6)
