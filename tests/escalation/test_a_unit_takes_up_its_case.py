"""A unit says that it has received its case: what it takes back, what is due then, and who may say it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from committee.core.db import db, transaction
from committee.domain.errors import DomainError, NotFound
from committee.escalation.operations import acknowledge
from committee.notify.models import Notice
from tests.escalation.lagging import (
    case_of,
    deliveries,
    morning,
    notices,
    sweep_on,
    sweep_through,
)

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2024, 10, 9)  # a Wednesday


def test_the_unit_acknowledges_and_what_waits_is_taken_back(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)

    with transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair1"], now=morning(date(2024, 10, 10)))

    assert (case_of(commune).state, case_of(commune).due_on) == ("ACKED", date(2024, 10, 15))
    assert [delivery.state for delivery in deliveries()] == ["cancelled", "cancelled", "queued"]
    assert notices()[2:] == [("acknowledged", 1, "reporter1")]


def test_who_acknowledges_has_answered_what_they_were_told(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)

    with transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair1"], now=morning(date(2024, 10, 10)))

    told = select(Notice.read_at.is_not(None)).order_by(Notice.id)
    of = {name: list(db.session.scalars(told.where(Notice.recipient_id == people[name].account_id))) for name in people}
    assert (of["chair1"], of["reporter1"]) == ([True], [False, False])


def test_an_explanation_that_does_not_come_opens_it_again_on_the_same_step(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)
    with transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair1"], now=morning(date(2024, 10, 10)))

    sweep_through(date(2024, 10, 11), date(2024, 10, 16))

    assert (case_of(commune).state, case_of(commune).step) == ("OPEN", 1)
    assert notices()[3:] == [("explanation_overdue", 1, "reporter1"), ("explanation_overdue", 1, "chair1")]


def test_only_the_unit_itself_acknowledges(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)

    with pytest.raises(DomainError, match="Only people of"), transaction():
        acknowledge(case_id=case_of(commune).id, by=people["head"], now=morning(FIRST))
    with pytest.raises(NotFound), transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair2"], now=morning(FIRST))

    assert case_of(commune).state == "OPEN"


def test_an_act_on_what_somebody_else_has_changed_is_refused(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)
    case_id, seen = case_of(commune).id, case_of(commune).version
    with transaction():
        acknowledge(case_id=case_id, version=seen, by=people["chair1"], now=morning(FIRST))

    with pytest.raises(DomainError, match="Somebody else has changed"), transaction():
        acknowledge(case_id=case_id, version=seen, by=people["reporter1"], now=morning(FIRST))
