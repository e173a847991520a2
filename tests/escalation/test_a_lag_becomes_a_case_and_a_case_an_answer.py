"""A year of one commune: it falls behind, is urged on step by step, takes the case up, catches up."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from committee.domain.errors import DomainError, NotFound
from committee.escalation.operations import acknowledge
from tests.escalation.lagging import (
    ask,
    case_of,
    cases,
    deliveries,
    events,
    everything,
    morning,
    notices,
    province,
    report,
    staff,
    sweep_on,
    sweep_through,
)
from committee.core.db import transaction

pytestmark = pytest.mark.usefixtures("app")
END_OF_SEPTEMBER = date(2024, 9, 30)
FIRST = date(2024, 10, 9)  # a Wednesday


@pytest.fixture
def lagging(app: Flask) -> tuple[int, list[int], dict]:
    """Three communes that should have 750 by the end of September; the first has 600."""
    above, communes = province()
    ask(communes, target=1000)
    people = staff(above, communes)
    for commune, value in zip(communes, (600, 760, 755), strict=True):
        report(commune, END_OF_SEPTEMBER, value)
    return above, communes, people


def test_the_unit_itself_hears_first_on_the_day_the_lag_is_found(lagging) -> None:
    _, (commune, *_), _ = lagging

    sweep_on(FIRST)

    assert [case.unit_id for case in cases()] == [commune]
    assert (case_of(commune).state, case_of(commune).step, case_of(commune).severity) == ("OPEN", 1, "LAG")
    assert events(commune) == ["found", "opened", "notified"]
    assert notices() == [("step", 1, "reporter1"), ("step", 1, "chair1")]


def test_probe(lagging) -> None:
    above, (commune, *_), people = lagging
    import time as t
    from committee.escalation.models import CaseChange
    from committee.notify.models import Notice
    from committee.core.db import db
    from sqlalchemy import select
    a=t.perf_counter()
    sweep_through(FIRST, date(2024, 11, 20))
    print(t.perf_counter()-a)
    for c in db.session.scalars(select(CaseChange).order_by(CaseChange.id)): print(c.effective_at, c.event, c.to_state, c.step, {k:v for k,v in c.facts.items() if k!='numbers'})
    for n in db.session.scalars(select(Notice).order_by(Notice.id)).all()[:20]: print(n.dedupe_key, n.title, '\n', n.body)
    print(notices())
    c=case_of(commune); print(c.next_look_at, c.snapshot)
    assert 0
