"""A commune that is behind, and what its people and those above it do about its case."""

from __future__ import annotations

from datetime import date
from typing import Any

from committee.core.db import db, transaction
from committee.domain.commitments import Said
from committee.escalation import explanations
from committee.escalation.operations import accept_explanation, acknowledge, explain
from tests.escalation.lagging import behind, case_of, morning, sweep_on

FIRST = date(2024, 10, 9)  # a Wednesday
NEXT = date(2024, 10, 10)
FRIDAY = date(2024, 10, 11)
SAID = Said("thin_network", "", "Mỗi xã chỉ có một điểm thu.", 800, date(2024, 12, 20))


class Commune:
    """The first of three communes: it should have 750 by the end of September and has 600."""

    def __init__(self) -> None:
        self.above, (self.unit, *_), self.people = behind(600, 760, 755)
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
