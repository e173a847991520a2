"""A commune explains why it is behind and promises a number; the level above decides; the promise is followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from committee.core.db import transaction
from committee.domain.case_numbers import explain as run_again
from committee.escalation import explanations
from committee.escalation.operations import (
    Pause,
    accept_explanation,
    acknowledge,
    explain,
    return_explanation,
    silence,
)
from committee.tasks import queries as tasks
from tests.escalation.lagging import (
    ask,
    behind,
    case_of,
    events,
    everything,
    history,
    letters,
    morning,
    notices,
    plant,
    report,
    sweep_on,
    sweep_through,
)
from tests.escalation.promising import FIRST, FRIDAY, NEXT, SAID, Commune


def test_from_a_lag_to_a_promise_that_is_not_kept(commune: Commune) -> None:
    """Story 001-7: responsibility is named, promised and followed until it is kept."""
    commune.received()
    first = commune.explained()
    assert commune.state == ("EXPLAINED", 1)

    commune.by("office", return_explanation, FRIDAY, explanation_id=first, reason="Chưa nêu biện pháp của từng thôn.")
    assert commune.state == ("ACKED", 1)
    second = commune.explained(FRIDAY, replace(SAID, text="Mở thêm ba điểm thu ở ba thôn."))
    task_id = commune.accepted(second, date(2024, 10, 14))

    assert (commune.state, case_of(commune.unit).due_on) == (("COMMITTED", 1), date(2024, 10, 31))
    task = tasks.task_row(task_id, day=date(2024, 10, 14))
    assert (task.lead_unit.unit_id, task.due_on, task.deliverable) == (
        commune.unit, date(2024, 12, 20), "Đạt 800 người chậm nhất ngày 20/12/2024",
    )  # fmt: skip

    sweep_through(date(2024, 10, 15), date(2024, 11, 4))  # no figure of October yet: nobody knows
    assert commune.state == ("COMMITTED", 1)
    report(commune.unit, date(2024, 10, 31), 658)
    sweep_on(date(2024, 11, 5))
    assert (commune.state, case_of(commune.unit).due_on) == (("COMMITTED", 1), date(2024, 11, 30))

    report(commune.unit, date(2024, 11, 30), 700)
    sweep_on(date(2024, 12, 2))

    assert commune.state == ("OPEN", 2)
    assert events(commune.unit) == [
        "found", "opened", "notified", "acknowledged", "explained", "returned", "explained", "accepted", "seen",
        "milestone_kept", "seen", "milestone_missed",
    ]  # fmt: skip
    assert ("commitment_missed", 2, "vice") in notices(commune.unit)
    letter = next(one for one in letters() if one.kind == "commitment_missed")
    assert letter.body.splitlines()[2:4] == [
        "reporter1 đã cam kết ngày 11/10/2024: 800 người, chậm nhất ngày 20/12/2024.",
        "Mốc ngày 30/11/2024 là 743 người; đến ngày 30/11/2024 là 700 người.",
    ]
    assert [(one.number, one.state, one.figure) for one in commune.row().milestones] == [
        (658, "kept", 658), (743, "missed", 700), (800, "waiting", None),
    ]  # fmt: skip

    again = run_again(letter.facts)
    assert (again.level.value, again.signal.value) == (letter.facts["level"], letter.facts["severity"])

    before = everything()
    sweep_on(date(2024, 12, 2))
    assert everything() == before


def test_a_promise_kept_to_its_end_leaves_what_is_missing_to_the_ladder(commune: Commune) -> None:
    commune.received()
    commune.accepted(commune.explained(said=replace(SAID, number=640, due_on=date(2024, 10, 31))))

    report(commune.unit, date(2024, 10, 31), 641)
    sweep_through(date(2024, 10, 14), date(2024, 11, 1))
    assert commune.state == ("OPEN", 1)
    sweep_through(date(2024, 11, 2), date(2024, 11, 8))

    assert commune.state == ("OPEN", 2)
    assert [(one.event, one.effective_on) for one in history(commune.unit)][-2:] == [
        ("milestone_kept", date(2024, 11, 1)), ("climbed", date(2024, 11, 8)),
    ]  # fmt: skip


@pytest.fixture
def missed(commune: Commune) -> Commune:
    """The promise of the commune was accepted; a figure that misses its first milestone has come in."""
    commune.received()
    commune.accepted(commune.explained())
    report(commune.unit, date(2024, 10, 31), 620)
    return commune


QUOTE = [
    "reporter1 đã cam kết ngày 10/10/2024: 800 người, chậm nhất ngày 20/12/2024.",
    "Mốc ngày 31/10/2024 là 660 người; đến ngày 31/10/2024 là 620 người.",
]


def test_what_is_missed_while_the_next_step_is_held_back_is_quoted_when_that_is_told(missed: Commune) -> None:
    ask([missed.above], target=3500)  # more than it has handed down: its communes are held back
    sweep_on(date(2024, 11, 1))
    assert missed.state == ("OPEN", 2)
    assert all(step < 2 for _, step, _ in notices(missed.unit))

    ask([plant("Xã Số 4", "commune", missed.above)], target=600)
    sweep_on(date(2024, 11, 4))

    assert ("step", 2, "vice") in notices(missed.unit)
    told = [one for one in letters() if one.kind == "step"]
    assert told[-1].body.splitlines()[2:4] == QUOTE


def test_what_was_taken_back_by_a_pause_is_told_again_with_what_was_promised(missed: Commune) -> None:
    sweep_on(date(2024, 11, 1))
    pause = Pause(missed.unit, "Bão số 6", date(2024, 11, 1), date(2024, 11, 3), legal_basis="Công điện của tỉnh")
    missed.by("head", silence, date(2024, 11, 1), pause=pause)

    sweep_on(date(2024, 11, 4))

    last = [one for one in letters() if one.kind == "step"][-1]
    assert (last.kind, last.facts["step"], last.facts["repeat"]) == ("step", 2, 1)
    assert last.body.splitlines()[2:4] == QUOTE


def test_what_is_counted_from_january_on_is_judged_by_the_year_it_was_promised_for(app: Flask) -> None:
    new = "si_voluntary_new"
    _, (lagging, *_), people = behind(600, 760, 755, indicator=new)
    sweep_on(FIRST)
    case_id = case_of(lagging).id
    with transaction():
        acknowledge(case_id=case_id, by=people["chair1"], now=morning(NEXT))
    with transaction():
        said = replace(SAID, number=700, due_on=date(2024, 12, 31))
        first = explain(case_id=case_id, said=said, by=people["reporter1"], now=morning(NEXT))
    with transaction():
        accept_explanation(explanation_id=first, by=people["office"], now=morning(FRIDAY))
    for as_of, value in ((date(2024, 10, 31), 640), (date(2024, 11, 30), 680), (date(2025, 1, 31), 50)):
        report(lagging, as_of, value, indicator=new)
        sweep_through(as_of + timedelta(days=4), as_of + timedelta(days=6))
    assert case_of(lagging).state == "COMMITTED", "fifty in January say nothing of December"

    report(lagging, date(2024, 12, 31), 720, indicator=new)
    sweep_on(date(2025, 2, 7))

    assert explanations.explanations_of(case_id)[0].milestones[-1].figure == 720
    assert (case_of(lagging).step, events(lagging)[-1]) == (1, "milestone_kept")


def test_a_case_that_was_reopened_is_judged_by_its_new_promise(commune: Commune) -> None:
    commune.received()
    commune.accepted(commune.explained())
    for day, value in ((17, 760), (18, 761), (21, 600)):
        report(commune.unit, date(2024, 10, day - 1), value)
        sweep_on(date(2024, 10, day))
    assert events(commune.unit)[-3:] == ["resolved", "reopened", "notified"]
    again = date(2024, 10, 22)
    commune.received(again)
    commune.accepted(commune.explained(again, replace(SAID, number=640, due_on=date(2024, 10, 31))), again)

    report(commune.unit, date(2024, 10, 31), 650)  # the first promise had 660 on that day
    sweep_on(date(2024, 11, 1))

    assert (commune.state, events(commune.unit)[-1]) == (("OPEN", 1), "milestone_kept")
    states = [[one.state for one in said.milestones] for said in explanations.explanations_of(commune.id)]
    assert states == [["kept"], ["waiting", "waiting", "waiting"]]


def test_a_provisional_figure_judges_nothing(commune: Commune) -> None:
    commune.received()
    commune.accepted(commune.explained())
    report(commune.unit, date(2024, 10, 31), 640, provisional=True)

    sweep_through(date(2024, 11, 1), date(2024, 11, 5))
    assert commune.state == ("COMMITTED", 1)
    report(commune.unit, date(2024, 10, 31), 640)
    sweep_on(date(2024, 11, 6))

    assert commune.state == ("OPEN", 2)
