"""The figures open a case, hold it back, let it recover, end it and open it again."""

from __future__ import annotations

from datetime import date

import pytest

from committee.core.db import db, transaction
from committee.targets.models import NotApplicable
from tests.escalation.lagging import (
    END_OF_SEPTEMBER,
    case_of,
    cases,
    events,
    notices,
    report,
    sweep_on,
    sweep_through,
)

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2024, 10, 9)  # a Wednesday


def test_a_unit_that_catches_up_recovers_and_everybody_told_hears_of_the_end(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_through(FIRST, date(2024, 10, 16))
    report(commune, date(2024, 10, 31), 745)
    sweep_through(date(2024, 11, 1), date(2024, 11, 4))
    assert case_of(commune).state == "RECOVERING"
    already = len(notices())

    report(commune, date(2024, 11, 30), 800)
    sweep_on(date(2024, 12, 2))

    assert (case_of(commune).state, case_of(commune).resolved_on) == ("RESOLVED", date(2024, 12, 2))
    assert {name for kind, _, name in notices()[already:] if kind == "resolved"} == {
        "reporter1", "chair1", "office", "vice",
    }  # fmt: skip
    assert case_of(commune).next_look_at is None


def test_on_the_border_nobody_is_told_twice(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)

    report(commune, date(2024, 10, 31), 700)  # 93 % of 750: milder, but not yet clear
    sweep_on(date(2024, 11, 1))

    assert case_of(commune).state == "OPEN"
    assert events(commune)[3:] == ["seen", "climbed"]


def test_a_lag_within_sixty_days_reopens_the_case(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)
    for day, value in ((date(2024, 10, 31), 760), (date(2024, 11, 15), 770)):
        report(commune, day, value)
        sweep_on(day)
    assert case_of(commune).state == "RESOLVED"

    report(commune, date(2024, 11, 30), 600)
    sweep_on(date(2024, 12, 2))

    assert len(cases()) == 1
    assert (case_of(commune).state, case_of(commune).episode, case_of(commune).step) == ("OPEN", 2, 1)
    assert notices()[-2:] == [("step", 1, "reporter1"), ("step", 1, "chair1")]


def test_one_provisional_figure_holds_back_and_a_second_opens(lagging) -> None:
    _, (_, second, _), _ = lagging
    report(second, END_OF_SEPTEMBER, 610, provisional=True)
    sweep_on(FIRST)
    assert case_of(second).state == "PENDING"

    report(second, END_OF_SEPTEMBER, 612, provisional=True)
    sweep_on(date(2024, 10, 10))

    assert case_of(second).state == "OPEN"


def test_a_lag_that_was_a_first_estimate_vanishes_without_a_trace(lagging) -> None:
    _, (_, second, _), _ = lagging
    report(second, END_OF_SEPTEMBER, 610, provisional=True)
    sweep_on(FIRST)

    report(second, END_OF_SEPTEMBER, 751)
    sweep_on(date(2024, 10, 10))

    assert [case.unit_id for case in cases()] == [lagging[1][0]]


def test_a_target_that_is_no_longer_asked_ends_the_case(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)

    with transaction():
        db.session.add(NotApplicable(unit_id=commune, indicator="si_voluntary", from_on=FIRST, reason="Xã đảo"))
    sweep_on(date(2024, 10, 10))

    assert (case_of(commune).state, case_of(commune).close_reason) == ("CLOSED", "not_applicable")
