"""What an explanation must hold, the path to what is promised, and whether a milestone was kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from committee.domain.commitments import (
    Counted,
    Ground,
    Promised,
    Said,
    Unfit,
    Verdict,
    judge,
    path,
    refuse_unfit,
)
from committee.domain.periods import cut_offs

TODAY = date(2024, 10, 16)
PEOPLE = Ground(TODAY, 2024, Fraction(600), "600 người", is_ceiling=False)
SHARE = Ground(TODAY, 2024, Fraction(9_073_000, 10), "90,73%", is_ceiling=False, most=1_000_000, step=100)
CEILING = Ground(TODAY, 2024, Fraction(30_000), "3%", is_ceiling=True, step=100)
WHOLE = Said("thin_network", "", "Mỗi xã chỉ có một điểm thu.", 750, date(2024, 12, 20))
MONTHS = cut_offs(2024)


def wrong(said: Said, ground: Ground = PEOPLE) -> dict[str, str]:
    """Return what is refused of an explanation, by its part."""
    try:
        refuse_unfit(said, ground)
    except Unfit as error:
        return {field: str(one) for field, one in error.by_field.items()}
    return {}


@pytest.mark.parametrize(
    ("said", "part", "sentence"),
    [
        ({"cause": ""}, "cause", "Choose the main cause."),
        ({"cause": "weather"}, "cause", "Choose the main cause."),
        ({"cause": "other"}, "cause_text", "Say in words which cause it is."),
        ({"cause_text": "a" * 301}, "cause_text", "This text is longer than 300 characters: shorten it."),
        ({"text": ""}, "text", "Write what lies behind it and what is being done."),
        ({"text": "a" * 10_001}, "text", "This text is longer than 10000 characters: shorten it."),
        ({"number": None}, "number", "Say which number the unit promises to reach."),
        ({"number": -1}, "number", "A negative number cannot stand here."),
        (
            {"number": 600},
            "number",
            "This is no better than what is reached now: promise more than 600 người.",
        ),
        ({"due_on": None}, "due_on", "Say by which day the unit promises it."),
        ({"due_on": TODAY}, "due_on", "The day of the promise lies after today, 16/10/2024."),
        (
            {"due_on": date(2025, 1, 1)},
            "due_on",
            "The day of the promise is 31/12/2024 at the latest: the case is of that year.",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_in_one_sentence(said: dict, part: str, sentence: str) -> None:
    assert wrong(replace(WHOLE, **said)) == {part: sentence}


@pytest.mark.parametrize("said", [{"cause_text": "a" * 300}, {"text": "a" * 10_000}])
def test_the_longest_texts_are_taken(said: dict) -> None:
    assert wrong(replace(WHOLE, **said)) == {}


def test_everything_wrong_is_said_at_once() -> None:
    assert set(wrong(Said("", "", "", None, None))) == {"cause", "text", "number", "due_on"}


@pytest.mark.parametrize(
    ("ground", "number", "is_taken"),
    [
        (PEOPLE, 601, True),
        (PEOPLE, 0, False),
        (SHARE, 907_300, False),
        (SHARE, 907_301, True),
        (SHARE, 1_000_000, True),
        (SHARE, 1_000_001, False),
        (CEILING, 29_999, True),
        (CEILING, 30_000, False),
        (CEILING, 0, True),
        (replace(PEOPLE, reached=None), 1, True),
        (replace(PEOPLE, reached=None), 0, False),
        (replace(CEILING, reached=None), 0, True),
    ],
)
def test_a_promise_is_better_than_what_is_reached(ground: Ground, number: int, *, is_taken: bool) -> None:
    assert ("number" not in wrong(replace(WHOLE, number=number), ground)) is is_taken


@pytest.mark.parametrize("day", [date(2024, 10, 17), date(2024, 12, 31)])
def test_the_day_after_today_and_the_last_of_the_year_can_be_promised(day: date) -> None:
    assert wrong(replace(WHOLE, due_on=day)) == {}


@pytest.mark.parametrize(
    ("ground", "promise", "closing", "expected"),
    [
        # 16/10 to 20/12 are 65 days; 31/10 is the 15th (634,6 people), 30/11 the 45th (703,8).
        (PEOPLE, Promised(date(2024, 12, 20), 750), MONTHS, [(31, 10, 635), (30, 11, 704), (20, 12, 750)]),
        # 75 people in 75 days are a person a day: nothing is rounded.
        (PEOPLE, Promised(date(2024, 12, 30), 675), MONTHS, [(31, 10, 615), (30, 11, 645), (30, 12, 675)]),
        # The month's end is itself the day of the promise.
        (PEOPLE, Promised(date(2024, 11, 30), 645), MONTHS, [(31, 10, 615), (30, 11, 645)]),
        # Before the month ends there is nothing between.
        (PEOPLE, Promised(date(2024, 10, 30), 610), MONTHS, [(30, 10, 610)]),
        # One person more: every milestone is already that one.
        (PEOPLE, Promised(date(2024, 12, 20), 601), MONTHS, [(31, 10, 601), (30, 11, 601), (20, 12, 601)]),
        # A plan that closes on the 25th.
        (
            PEOPLE,
            Promised(date(2024, 12, 30), 675),
            cut_offs(2024, cut_off_day=25),
            [(25, 10, 609), (25, 11, 640), (30, 12, 675)],
        ),
        # A share is rounded up to the decimals it is shown with: 91,4900… to 91,5.
        (
            SHARE,
            Promised(date(2024, 12, 20), 940_000),
            MONTHS,
            [(31, 10, 914_900), (30, 11, 930_000), (20, 12, 940_000)],
        ),
        # A ceiling goes down; rounded up it is never stricter than the line.
        (CEILING, Promised(date(2024, 12, 20), 20_000), MONTHS, [(31, 10, 27_700), (30, 11, 23_100), (20, 12, 20_000)]),
        # Rounded up to two decimals a milestone would ask for more than what is promised on three: it stops there.
        (
            SHARE,
            Promised(date(2024, 12, 1), 907_350),
            MONTHS,
            [(31, 10, 907_350), (30, 11, 907_350), (1, 12, 907_350)],
        ),
        # What closes on the day of filing is no milestone any more.
        (
            replace(PEOPLE, today=date(2024, 10, 31)),
            Promised(date(2024, 12, 20), 650),
            MONTHS,
            [(30, 11, 630), (20, 12, 650)],
        ),
        # The line begins at what is reached exactly, not at whole people.
        (
            replace(PEOPLE, reached=Fraction(6009, 10)),
            Promised(date(2024, 12, 1), 610),
            MONTHS,
            [(31, 10, 604), (30, 11, 610), (1, 12, 610)],
        ),
        # Without a figure there is no line.
        (replace(PEOPLE, reached=None), Promised(date(2024, 12, 20), 750), MONTHS, [(20, 12, 750)]),
    ],
)
def test_the_path_is_the_straight_line_on_closing_days(
    ground: Ground, promise: Promised, closing: list[date], expected: list[tuple[int, int, int]]
) -> None:
    found = path(promise, ground, closing)

    assert [(one.due_on, one.number) for one in found] == [(date(2024, m, d), number) for d, m, number in expected]


@pytest.mark.parametrize(
    ("as_of", "value", "is_ceiling", "verdict"),
    [
        (date(2024, 11, 30), Fraction(700), False, Verdict.KEPT),
        (date(2024, 11, 30), Fraction(701), False, Verdict.KEPT),
        (date(2024, 11, 30), Fraction(699), False, Verdict.MISSED),
        (date(2024, 11, 30), Fraction(6999, 10), False, Verdict.MISSED),
        (date(2024, 11, 1), Fraction(699), False, Verdict.MISSED),
        (date(2024, 12, 31), Fraction(700), False, Verdict.KEPT),
        (date(2024, 10, 31), Fraction(700), False, Verdict.UNKNOWN),
        (date(2024, 10, 31), Fraction(100), False, Verdict.UNKNOWN),
        (date(2024, 11, 30), Fraction(700), True, Verdict.KEPT),
        (date(2024, 11, 30), Fraction(701), True, Verdict.MISSED),
        (date(2025, 1, 31), Fraction(500), False, Verdict.MISSED),
    ],
)
def test_a_milestone_is_judged_by_a_figure_of_its_month_or_later(
    as_of: date, value: Fraction, verdict: Verdict, *, is_ceiling: bool
) -> None:
    assert judge(Promised(date(2024, 11, 30), 700), Counted(as_of, value), is_ceiling=is_ceiling) is verdict


@pytest.mark.parametrize("value", [100, 900])
def test_without_a_certain_figure_nobody_knows(value: int) -> None:
    promised = Promised(date(2024, 11, 30), 700)

    assert judge(promised, None, is_ceiling=False) is Verdict.UNKNOWN
    doubtful = Counted(date(2024, 11, 30), Fraction(value), is_certain=False)
    assert judge(promised, doubtful, is_ceiling=False) is Verdict.UNKNOWN
