"""An explanation waits for the level above: who decides about it, in which state, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.commitments import Unfit
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.escalation import explanations, pages, queries
from committee.escalation.operations import (
    accept_explanation,
    acknowledge,
    explain,
    return_explanation,
)
from committee.members.operations import give_role
from committee.tasks.models import Task
from tests.escalation.lagging import (
    ask,
    case_of,
    events,
    letters,
    morning,
    notices,
    person,
    province,
    report,
    sweep_on,
    sweep_through,
)
from tests.escalation.promising import FIRST, FRIDAY, NEXT, SAID, Commune
from tests.tasks.desk import together


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
    newest = pages.history_of(queries.changes_of(commune.id))[0]
    assert (newest.text, newest.by) == ("Giải trình bị trả lại lần thứ hai", "office")
    assert {"Bước 2: thường trực cấp trên trực tiếp", "Chưa rõ"} < set(newest.details)

    commune.received(FRIDAY)
    commune.explained(FRIDAY)
    report(commune.unit, date(2024, 10, 10), 500)
    sweep_on(date(2024, 10, 14))
    assert commune.state == ("OPEN", 3)
    commune.received(date(2024, 10, 15))
    commune.explained(date(2024, 10, 15))

    states = [one.state for one in explanations.explanations_of(commune.id)]
    assert states == ["waiting", "overtaken", "returned", "returned"]


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
