"""A unit that receives its case again and again and never explains does not hold the ladder back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from committee.core.calendar_file import load_calendar
from committee.escalation import pages, queries
from committee.escalation.models import Case
from committee.escalation.operations import return_explanation
from tests.escalation.lagging import (
    case_of,
    events,
    history,
    letters,
    morning,
    notices,
    report,
    sweep_on,
    sweep_through,
)
from tests.escalation.promising import FIRST, FRIDAY, NEXT, Commune

ONE_DAY = timedelta(days=1)


def every_fourth_working_day(_case: Case, day: date) -> bool:
    days = (FIRST + timedelta(days=number) for number in range(1, (day - FIRST).days + 1))
    return sum(load_calendar().is_working(one) for one in days) % 4 == 0


def on_the_last_day_before_the_next_step(case: Case, day: date) -> bool:
    assert case.clock_from is not None
    return load_calendar().add_working_days(case.clock_from, {1: 4, 2: 4, 3: 9}.get(case.step, 14)) == day


@pytest.mark.parametrize(
    ("receives", "last", "climbed"),
    [
        (
            every_fourth_working_day,
            date(2024, 12, 16),
            [
                ("overdue_again", 2, date(2024, 10, 21)),
                ("overdue_again", 3, date(2024, 10, 31)),
                ("overdue_again", 4, date(2024, 11, 12)),
                ("repeated", 4, date(2024, 12, 16)),  # the month on the top goes on, whatever is received in it
            ],
        ),
        (
            on_the_last_day_before_the_next_step,
            date(2024, 12, 30),
            [
                ("overdue_again", 2, date(2024, 10, 31)),
                ("overdue_again", 3, date(2024, 11, 22)),
                ("repeated", 3, date(2024, 11, 29)),
                ("repeated", 3, date(2024, 12, 18)),
                ("overdue_again", 4, date(2024, 12, 30)),
            ],
        ),
    ],
)
def test_the_ladder_is_climbed_however_often_a_case_is_received(
    commune: Commune, receives: Callable[[Case, date], bool], last: date, climbed: list[tuple[str, int, date]]
) -> None:
    day = FIRST
    while day < last:
        case = case_of(commune.unit)
        if case.state == "OPEN" and load_calendar().is_working(day) and receives(case, day):
            commune.received(day)
        day += ONE_DAY
        if case_of(commune.unit).next_look_at <= morning(day):
            sweep_on(day)

    moves = [(one.event, one.step, one.effective_on) for one in history(commune.unit)]
    assert [one for one in moves if one[0] in ("climbed", "overdue_again", "repeated")] == climbed
    wanted = [one.facts["wants"] for one in history(commune.unit) if "wants" in one.facts]
    assert wanted == [["letter"]] + [["agenda"]] * sum(step == 4 for _, step, _ in climbed)


def test_the_notice_says_that_it_is_the_second_time(commune: Commune) -> None:
    for day in (NEXT, date(2024, 10, 16)):
        commune.received(day)
        sweep_through(day + ONE_DAY, day + timedelta(days=6))

    asked = [one for one in letters() if one.kind == "explanation_requested"]
    assert [one for one in notices(commune.unit) if one[2] in ("vice", "chair1")][-2:] == [
        ("step", 2, "vice"),
        ("explanation_requested", 2, "chair1"),
    ]
    said = "Ở bước 1, đơn vị quá hạn giải trình lần thứ hai: hạn giải trình là ngày 21/10/2024,"
    assert f"{said} đến nay chưa nhận được giải trình." in asked[0].body.splitlines()
    assert all(said in one.body for one in letters() if one.facts["step"] == 2)
    newest = pages.history_of(queries.changes_of(commune.id))[0]
    assert (newest.text, newest.details[0]) == (
        "Quá hạn giải trình lần thứ hai", "Bước 2: thường trực cấp trên trực tiếp",
    )  # fmt: skip
    assert [one.facts.get("overdue_again") for one in history(commune.unit)][-1] == {"due_on": "2024-10-21", "step": 1}


def test_an_explanation_that_was_filed_begins_the_count_anew(commune: Commune) -> None:
    commune.received()
    sweep_through(FRIDAY, date(2024, 10, 16))
    commune.received(date(2024, 10, 16))
    filed = commune.explained(date(2024, 10, 16))
    reason = "Chưa nêu biện pháp của từng thôn."
    commune.by("office", return_explanation, date(2024, 10, 17), explanation_id=filed, reason=reason)
    sweep_through(date(2024, 10, 18), date(2024, 10, 23))
    assert (commune.state, events(commune.unit).count("explanation_overdue")) == (("OPEN", 1), 2)

    commune.received(date(2024, 10, 23))
    sweep_through(date(2024, 10, 24), date(2024, 10, 29))

    assert (commune.state, events(commune.unit)[-1]) == (("OPEN", 2), "overdue_again")


def test_a_case_that_was_reopened_begins_the_count_anew(commune: Commune) -> None:
    commune.received()
    sweep_through(FRIDAY, date(2024, 10, 16))
    for day, value in ((17, 760), (18, 761), (21, 600)):
        report(commune.unit, date(2024, 10, day - 1), value)
        sweep_on(date(2024, 10, day))
    assert events(commune.unit)[-3:] == ["resolved", "reopened", "notified"]

    commune.received(date(2024, 10, 22))
    sweep_on(date(2024, 10, 28))

    assert (commune.state, events(commune.unit)[-1]) == (("OPEN", 1), "explanation_overdue")


def test_who_receives_a_case_and_does_not_explain_it_is_reported_for_each_day(commune: Commune) -> None:
    commune.received()
    sweep_through(FRIDAY, date(2024, 10, 16))
    commune.received(date(2024, 10, 16))
    first = commune.explained(date(2024, 10, 16))
    commune.by("office", return_explanation, date(2024, 10, 16), explanation_id=first, reason="Chưa rõ")
    sweep_through(date(2024, 10, 17), date(2024, 10, 22))

    overdue = [("explanation_overdue", 1, "reporter1"), ("explanation_overdue", 1, "chair1")]
    assert [one for one in notices(commune.unit) if one[0] == "explanation_overdue"] == overdue * 2
    told = [one.facts.get("told") for one in history(commune.unit) if one.event == "acknowledged"]
    assert told == [[commune.people["reporter1"].account_id]] * 2, "the chair who received it is told nothing"
