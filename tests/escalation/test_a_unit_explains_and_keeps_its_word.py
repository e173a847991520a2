"""A commune explains why it is behind and promises a number; the level above decides; the promise is followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.case_numbers import explain as run_again
from committee.domain.commitments import Unfit
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.escalation import explanations
from committee.escalation.operations import (
    Pause,
    accept_explanation,
    acknowledge,
    explain,
    return_explanation,
    silence,
)
from committee.members.operations import give_role
from committee.tasks import queries as tasks
from committee.tasks.models import Task
from tests.escalation.lagging import (
    ask,
    case_of,
    events,
    everything,
    history,
    letters,
    morning,
    notices,
    person,
    plant,
    province,
    report,
    staff,
    sweep_on,
    sweep_through,
)
from tests.escalation.promising import FIRST, FRIDAY, NEXT, SAID, Commune
from tests.tasks.desk import together


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


def test_the_audit_keeps_what_was_said_and_decided(commune: Commune) -> None:
    commune.received()
    first = commune.explained()
    commune.by("vice", return_explanation, FRIDAY, explanation_id=first, reason="Chưa rõ")
    commune.accepted(commune.explained(FRIDAY))

    kept = select(AuditEntry).where(AuditEntry.thing_kind == "case").order_by(AuditEntry.id)
    entries = {one.action: one.facts for one in db.session.scalars(kept)}
    filed = entries["explain case"]
    assert (filed["before"]["state"], filed["after"]["state"]) == ("ACKED", "EXPLAINED")
    assert (filed["commitment"]["number"], filed["commitment"]["due_on"], filed["text"]) == (
        800, "2024-12-20", "Mỗi xã chỉ có một điểm thu.",
    )  # fmt: skip
    assert entries["return explanation"]["return_reason"] == "Chưa rõ"
    assert entries["accept explanation"]["task"] == commune.row().task_id
    assert entries["accept explanation"]["after"]["state"] == "COMMITTED"


def test_a_late_review_is_told_anew_for_each_filing(commune: Commune) -> None:
    commune.received()
    first = commune.explained()
    sweep_through(FRIDAY, date(2024, 10, 16))
    commune.by("office", return_explanation, date(2024, 10, 16), explanation_id=first, reason="Chưa rõ")
    commune.explained(date(2024, 10, 16))
    sweep_through(date(2024, 10, 17), date(2024, 10, 22))

    late = [one for one in letters() if one.kind == "review_overdue"]
    told = [("review_overdue", 1, name) for name in ("office", "vice")] * 2
    assert [one for one in notices(commune.unit) if one[0] == "review_overdue"] == told
    assert "reporter1 đã cam kết ngày 16/10/2024: 800 người, chậm nhất ngày 20/12/2024." in late[-1].body
    assert late[-1].body.endswith(f"/cases/{commune.id}#answer")


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


def test_who_may_file_accept_and_return_in_which_state(commune: Commune) -> None:
    with pytest.raises(DomainError, match="Acknowledge the case before"):
        commune.explained()
    commune.received()
    for who, error in (("chair2", NotFound), ("head", DomainError)):
        with pytest.raises(error):
            commune.explained(who=who)
    with pytest.raises(Unfit):
        commune.explained(said=replace(SAID, number=600))
    assert commune.state == ("ACKED", 1)

    first = commune.explained()
    with pytest.raises(DomainError, match="Acknowledge the case before"):
        commune.explained()
    for who, error in (("chair1", NotAllowed), ("reporter1", NotAllowed), ("reporter2", NotFound)):
        with pytest.raises(error):
            commune.accepted(first, who=who)
        with pytest.raises(error):
            commune.by(who, return_explanation, explanation_id=first, reason="Không")
    with pytest.raises(DomainError, match="Say what is missing"):
        commune.by("head", return_explanation, explanation_id=first, reason=" ")
    assert commune.row().state == "waiting"

    commune.accepted(first, who="head")
    with pytest.raises(DomainError, match="head has decided about this explanation already"):
        commune.accepted(first)
    with pytest.raises(DomainError, match="Acknowledge the case before"):
        commune.explained()


def test_nobody_decides_about_their_own_explanation(commune: Commune) -> None:
    commune.received()
    with transaction():
        give_role(
            account_id=commune.people["office"].account_id, unit_id=commune.unit, role="reporter",
            by=commune.people["head"], now=morning(FIRST),
        )  # fmt: skip
    first = commune.explained(who="office")

    with pytest.raises(DomainError, match="You filed this explanation yourself"):
        commune.accepted(first)

    commune.accepted(first, who="vice")


def test_a_promise_whose_day_has_passed_is_returned(commune: Commune) -> None:
    commune.received()
    first = commune.explained(said=replace(SAID, due_on=FRIDAY))

    with pytest.raises(DomainError, match="has passed: return the explanation"):
        commune.accepted(first, date(2024, 10, 14))


def test_the_second_return_climbs_and_a_worse_lag_overtakes_what_waits(commune: Commune) -> None:
    commune.received()
    for _ in range(2):
        first = commune.explained()
        commune.by("office", return_explanation, FRIDAY, explanation_id=first, reason="Chưa rõ")
    assert commune.state == ("OPEN", 2)

    commune.received(FRIDAY)
    commune.explained(FRIDAY)
    report(commune.unit, date(2024, 10, 10), 500)
    sweep_on(date(2024, 10, 14))
    assert commune.state == ("OPEN", 3)
    commune.received(date(2024, 10, 15))
    commune.explained(date(2024, 10, 15))

    states = [one.state for one in explanations.explanations_of(commune.id)]
    assert states == ["waiting", "overtaken", "returned", "returned"]


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
    above, communes = province()
    people, new = staff(above, communes), "si_voluntary_new"
    ask(communes, target=1000, indicator=new)
    for commune_id, value in zip(communes, (600, 760, 755), strict=True):
        report(commune_id, date(2024, 9, 30), value, indicator=new)
    sweep_on(FIRST)
    lagging, case_id = communes[0], case_of(communes[0]).id
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


def test_a_provisional_figure_judges_nothing(commune: Commune) -> None:
    commune.received()
    commune.accepted(commune.explained())
    report(commune.unit, date(2024, 10, 31), 640, provisional=True)

    sweep_through(date(2024, 11, 1), date(2024, 11, 5))
    assert commune.state == ("COMMITTED", 1)
    report(commune.unit, date(2024, 10, 31), 640)
    sweep_on(date(2024, 11, 6))

    assert commune.state == ("OPEN", 2)


@pytest.mark.parametrize("second", ["accept", "return"])
def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(app: Flask, commune: Commune, second: str) -> None:
    commune.received()
    first = commune.explained()
    office, head = commune.people["office"], commune.people["head"]

    def accept(by: Actor, now: datetime) -> None:
        accept_explanation(explanation_id=first, by=by, now=now)

    def give_back() -> None:
        return_explanation(explanation_id=first, reason="Chưa rõ", by=head, now=morning(FRIDAY))

    others = {"accept": lambda: accept(head, morning(FRIDAY)), "return": give_back}
    refused = together(app, [lambda: accept(office, morning(FRIDAY)), others[second]])

    assert len(refused) == 1
    assert "already" in refused[0] or "Somebody else has changed" in refused[0]
    accepted = commune.row().state == "accepted"
    assert db.session.scalar(select(func.count(Task.id))) == int(accepted)
    assert [one for one in events(commune.unit) if one in ("accepted", "returned")] == [commune.row().state]


def test_above_the_highest_unit_its_own_committee_decides(app: Flask) -> None:
    province_id, communes = province(2)
    ask([province_id], target=2000)
    for commune_id in communes:
        report(commune_id, date(2024, 9, 30), 600)
    seats = {"reporter": "reporter", "office": "secretariat", "head": "chair"}
    people = {name: person(f"{name}@tinh.vn", province_id, role) for name, role in seats.items()}
    sweep_on(FIRST)
    case_id = case_of(province_id).id
    with transaction():
        acknowledge(case_id=case_id, by=people["head"], now=morning(NEXT))
    with transaction():
        said = replace(SAID, number=1500)
        first = explain(case_id=case_id, said=said, by=people["office"], now=morning(NEXT))

    with pytest.raises(NotAllowed), transaction():
        accept_explanation(explanation_id=first, by=people["reporter"], now=morning(FRIDAY))
    with pytest.raises(DomainError, match="yourself"), transaction():
        accept_explanation(explanation_id=first, by=people["office"], now=morning(FRIDAY))
    with transaction():
        accept_explanation(explanation_id=first, by=people["head"], now=morning(FRIDAY))

    assert case_of(province_id).state == "COMMITTED"
