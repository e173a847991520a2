"""A commune explains why it is behind and promises a number; the level above decides; the promise is followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from committee.core.db import db, transaction
from committee.domain.commitments import Said
from committee.escalation import explanations
from committee.escalation.operations import (
    accept_explanation,
    acknowledge,
    explain,
    return_explanation,
)
from committee.members.models import Committee
from committee.tasks import queries as tasks
from tests.escalation.lagging import (
    ask,
    case_of,
    events,
    everything,
    letters,
    morning,
    notices,
    province,
    report,
    staff,
    sweep_on,
    sweep_through,
)

FIRST = date(2024, 10, 9)  # a Wednesday
NEXT = date(2024, 10, 10)
FRIDAY = date(2024, 10, 11)
SAID = Said("thin_network", "", "Mỗi xã chỉ có một điểm thu.", 800, date(2024, 12, 20))


class Commune:
    """The first of three communes: it should have 750 by the end of September and has 600."""

    def __init__(self) -> None:
        self.above, communes = province()
        self.unit = communes[0]
        ask(communes, target=1000)
        self.people = staff(self.above, communes)
        for commune, value in zip(communes, (600, 760, 755), strict=True):
            report(commune, date(2024, 9, 30), value)
        sweep_on(FIRST)
        self.id = case_of(self.unit).id

    def by(self, who: str, act: Any, on: date = NEXT, **said: Any) -> Any:
        """Let somebody act at half past seven of a day."""
        with transaction():
            return act(**said, by=self.people[who], now=morning(on))

    def received(self, on: date = NEXT) -> None:
        self.by("chair1", acknowledge, on, case_id=self.id)

    def explained(self, on: date = NEXT, said: Said = SAID, who: str = "reporter1") -> int:
        return self.by(who, explain, on, case_id=self.id, said=said)

    def accepted(self, explanation_id: int, on: date = FRIDAY, who: str = "office") -> int:
        return self.by(who, accept_explanation, on, explanation_id=explanation_id)

    def row(self) -> explanations.ExplanationRow:
        db.session.rollback()
        return explanations.explanations_of(self.id)[0]

    @property
    def state(self) -> tuple[str, int]:
        case = case_of(self.unit)
        return case.state, case.step


@pytest.fixture
def commune(app: Flask) -> Commune:
    """A commune whose case was opened yesterday."""
    return Commune()


def house(commune: Commune) -> int:
    """Found the committee of the province, and return its id."""
    with transaction():
        one = Committee(unit_id=commune.above, name="Ban Chỉ đạo tỉnh")
        db.session.add(one)
        db.session.flush()
        return one.id


def test_from_a_lag_to_a_promise_that_is_not_kept(commune: Commune) -> None:
    """Story 001-7: responsibility is named, promised and followed until it is kept."""
    house(commune)
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

    before = everything()
    sweep_on(date(2024, 12, 2))
    assert everything() == before
