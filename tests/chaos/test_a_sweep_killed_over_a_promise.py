"""A sweep is killed while it judges a promise: the verdict, the move of the case and its notices are there, or none is.

In the normal tier it is killed at some of the writes after the verdict, in the long one before every single statement
and commit of the sweep.
"""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from committee.core.db import db
from committee.escalation.models import Case, CaseChange
from committee.escalation.sweep import sweep
from committee.notify.models import Delivery, Notice
from tests.escalation.lagging import TIMETABLE, everything, morning, report, sweep_on
from tests.escalation.promising import Commune

pytestmark = pytest.mark.slow
CLOSING, JUDGED = date(2024, 10, 31), date(2024, 11, 1)
VERDICT = "UPDATE commitment_milestone"
WRITES = ("INSERT", "UPDATE", "DELETE")
KILLED = signal.SIGKILL
EVERY = 6


@pytest.fixture
def commune(app: Flask) -> Commune:
    """A commune that promised 660 by 31/10, the next milestone after that on 30/11."""
    commune = Commune()
    commune.received()
    commune.accepted(commune.explained())
    return commune


def test_killed_at_writes_between_the_verdict_and_its_notices(app: Flask, commune: Commune) -> None:
    report(commune.unit, CLOSING, 620)

    kills = kill_at_place_after_place(app, commune, every=EVERY, all_statements=False)

    assert kills >= 3, "the case, its history, the audit and the notices come after the verdict"
    assert_judged_once(commune, "missed")


@pytest.mark.long
@pytest.mark.parametrize(("value", "verdict"), [(620, "missed"), (660, "kept")])
def test_killed_at_every_statement_of_the_sweep(app: Flask, commune: Commune, value: int, verdict: str, capsys) -> None:
    report(commune.unit, CLOSING, value)
    began = time.monotonic()

    kills = kill_at_place_after_place(app, commune, every=1, all_statements=True)

    with capsys.disabled():
        print(f"\n{db.engine.dialect.name}, {verdict}: {kills} kills in {time.monotonic() - began:.0f} s")  # noqa: T201
    assert_judged_once(commune, verdict)


def kill_at_place_after_place(app: Flask, commune: Commune, *, every: int, all_statements: bool) -> int:
    """Kill one sweep after the other, each some places later, until one ends by itself; return how many were killed."""
    kills = 0
    while killed_at(app, 1 + kills * every, all_statements=all_statements):
        kills += 1
        assert_all_or_nothing(commune)
    return kills


def killed_at(app: Flask, place: int, *, all_statements: bool) -> bool:
    """Sweep in a copy of this process that kills itself at a place; return whether it came to that."""
    db.session.remove()
    db.engine.dispose()
    process = os.fork()
    if process:
        _, status = os.waitpid(process, 0)
        assert status in (0, KILLED)
        return status == KILLED
    ended = 1
    try:
        with app.app_context():
            kill_at(place, all_statements=all_statements)
            sweep(effective_at=morning(JUDGED), by=TIMETABLE, now=morning(JUDGED))
        ended = 0
    finally:
        os._exit(ended)


def kill_at(place: int, *, all_statements: bool) -> None:
    """Kill this process before its statement or commit of that number, counted from the first or from the verdict."""
    passed = 0
    counting = all_statements

    def come_to(statement: str) -> None:
        nonlocal passed, counting
        if not counting and statement.startswith(VERDICT):
            counting = True
            return
        if counting and (all_statements or statement.startswith((*WRITES, "COMMIT"))):
            passed += 1
            if passed == place:
                os.kill(os.getpid(), KILLED)

    def before_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        come_to(statement)

    def before_commit(_connection: Any) -> None:
        come_to("COMMIT")

    event.listen(db.engine, "before_cursor_execute", before_statement)
    event.listen(db.engine, "commit", before_commit)


def assert_all_or_nothing(commune: Commune) -> None:
    """Everything a verdict does stands, or nothing of it."""
    milestone = commune.row().milestones[0]
    case = db.session.scalars(select(Case).where(Case.id == commune.id)).one()
    moves = select(CaseChange.event).where(CaseChange.case_id == commune.id, CaseChange.event.like("milestone_%"))
    told = db.session.scalar(select(func.count()).where(Notice.kind == "commitment_missed")) or 0
    found = (milestone.state, case.state, case.step, list(db.session.scalars(moves)), told)
    assert found in (
        ("waiting", "COMMITTED", 1, [], 0),
        ("missed", "OPEN", 2, ["milestone_missed"], 2),
        ("kept", "COMMITTED", 1, ["milestone_kept"], 0),
    )


def assert_judged_once(commune: Commune, verdict: str) -> None:
    """The verdict stands once, who is told was told once by each channel, and a further sweep does nothing."""
    assert_all_or_nothing(commune)
    assert commune.row().milestones[0].state == verdict
    sent = select(func.count()).select_from(Delivery).join(Notice).where(Notice.kind == "commitment_missed")
    assert db.session.scalar(sent) == (4 if verdict == "missed" else 0)
    before = everything()
    sweep_on(JUDGED)
    assert everything() == before
