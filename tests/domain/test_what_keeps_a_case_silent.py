"""What holds a case back, by table."""

import pytest

from committee.domain.inhibition import held_from_step, is_short_cascade, is_systemic


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
