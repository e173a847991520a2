"""Two processes sweep at once and are killed again and again: every case is told once, and none is forgotten."""

from __future__ import annotations

import multiprocessing
import random
import time
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.core.db import db
from committee.domain.access import Actor
from committee.escalation.models import Case, CaseChange
from committee.escalation.sweep import sweep
from committee.notify.models import Delivery, Notice
from tests.escalation.lagging import ask, morning, person, province, report, sweep_on

pytestmark = pytest.mark.slow
DAY = date(2024, 10, 9)
LAGGING = 40
KILLS = 20
SEED = 20241009


@pytest.fixture
def many(app: Flask) -> Flask:
    """A province of 80 communes; every second one lags and has a reporter."""
    _, communes = province(2 * LAGGING)
    ask(communes, target=1000)
    for number, commune in enumerate(communes):
        report(commune, date(2024, 9, 30), 600 if number % 2 else 760)
        if number % 2:
            person(f"reporter{number}@xa.vn", commune, "reporter")
    return app


def test_two_that_run_at_once_tell_every_case_once(many: Flask) -> None:
    sweepers = [begin(many), begin(many)]

    for sweeper in sweepers:
        sweeper.join(timeout=120)

    assert [sweeper.exitcode for sweeper in sweepers] == [0, 0]
    assert_everybody_was_told_once()


def test_killed_again_and_again_they_tell_every_case_once(many: Flask) -> None:
    dice = random.Random(SEED)

    for _ in range(KILLS):
        sweepers = [begin(many), begin(many)]
        time.sleep(dice.uniform(0.02, 0.3))
        for sweeper in sweepers:
            sweeper.kill()
            sweeper.join()
    sweep_on(DAY)

    assert_everybody_was_told_once()


def begin(app: Flask) -> multiprocessing.process.BaseProcess:
    """Start a process that sweeps the day."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    sweeper = multiprocessing.get_context("fork").Process(target=sweep_alone, args=(app,))
    sweeper.start()
    return sweeper


def sweep_alone(app: Flask) -> None:
    """Sweep in a process of its own, over connections of its own."""
    with app.app_context():
        db.engine.dispose(close=False)
        sweep(effective_at=morning(DAY), by=Actor(None, "timetable"), now=morning(DAY))


def assert_everybody_was_told_once() -> None:
    db.session.rollback()
    db.session.expire_all()
    told = db.session.scalars(select(Case).where(Case.state == "OPEN", Case.notified_step == 1)).all()
    assert len(told) == count(Case) == LAGGING
    changes = select(CaseChange.case_id, CaseChange.event).order_by(CaseChange.case_id, CaseChange.seq)
    happened: dict[int, list[str]] = {}
    for case_id, event in db.session.execute(changes):
        happened.setdefault(case_id, []).append(event)
    assert {tuple(events) for events in happened.values()} == {("found", "opened", "notified")}
    assert count(Notice) == LAGGING
    assert count(Delivery) == 2 * LAGGING


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
