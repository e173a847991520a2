"""The default ladder and the signal with hysteresis, by table."""

from decimal import Decimal

import pytest

from committee.domain.ladder import DEFAULT_LADDER, Severity, Want, signal_with_hysteresis


@pytest.mark.parametrize(
    ("number", "delay", "roles", "wants"),
    [
        (1, 0, ("own:reporter", "own:chair"), ()),
        (2, 5, ("parent:secretariat", "parent:standing_vice_chair", "area:member"), ()),
        (3, 5, ("parent:chair",), (Want.LETTER,)),
        (4, 10, ("parent:chair", "parent:standing_vice_chair", "parent:secretariat"), (Want.AGENDA,)),
    ],
)
def test_the_default_ladder_has_four_steps(number, delay, roles, wants):
    step = DEFAULT_LADDER.step(number)

    assert (step.delay, step.roles, step.wants) == (delay, roles, wants)
    assert DEFAULT_LADDER.top == 4


@pytest.mark.parametrize("number", [0, 5, -1])
def test_a_step_that_does_not_exist_is_a_programmers_mistake(number):
    with pytest.raises(ValueError, match="no step"):
        DEFAULT_LADDER.step(number)


@pytest.mark.parametrize(
    ("current", "level", "pace", "heard"),
    [
        (None, "OK", "1.0000", None),
        (None, "WATCH", "0.9400", None),
        (None, "LAG", "0.8999", "LAG"),
        (None, "SEVERE", "0.7400", "SEVERE"),
        ("LAG", "LAG", "0.8900", "LAG"),
        ("LAG", "WATCH", "0.9000", "LAG"),
        ("LAG", "WATCH", "0.9499", "LAG"),
        ("LAG", "OK", "0.9500", None),
        ("LAG", "OK", "0.9400", "LAG"),
        ("LAG", "SEVERE", "0.7000", "SEVERE"),
        ("SEVERE", "SEVERE", "0.7000", "SEVERE"),
        ("SEVERE", "LAG", "0.8499", "SEVERE"),
        ("SEVERE", "LAG", "0.8500", "LAG"),
        ("SEVERE", "WATCH", "0.9200", "LAG"),
        ("SEVERE", "OK", "0.9600", None),
        ("SEVERE", "OK", None, None),  # the target is met
        ("LAG", "NA", None, None),
        ("LAG", "NODATA", None, "LAG"),
        ("SEVERE", "SUSPECT", "1.0000", "SEVERE"),
        (None, "NODATA", None, None),
        (None, "SUSPECT", "0.1000", None),
    ],
)
def test_a_case_leaves_a_level_later_than_it_entered(current, level, pace, heard):
    signal = signal_with_hysteresis(Severity(current) if current else None, level, Decimal(pace) if pace else None)

    assert signal == heard
