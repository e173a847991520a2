"""Two timetables remind, a sender sends, and each is killed at any moment: every reminder is told once, none is lost.

Between the mail server's yes and our mark a kill makes the mail go out again under the same Message-ID.
DON_DOC_TEST_TIER=long kills a thousand times, SEED repeats a run.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.accounts.models import Account
from committee.core import clock
from committee.core.calendar_file import load_calendar
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.calendar import HANOI
from committee.domain.task_reminders import reminders_on
from committee.domain.task_rules import Party, PartyKind
from committee.jobs.ticker import run_due
from committee.jobs.timetable import job_named
from committee.members.models import Committee, Seat
from committee.notify.models import Notice
from committee.tasks.operations import Assignment, assign
from tests.chaos.test_killed_while_sending import count, send_all, sink
from tests.escalation.lagging import province
from tests.mail_server import free_port

KILLS = 1000 if os.environ.get("DON_DOC_TEST_TIER") == "long" else 24
AT_ONCE = 3  # two timetables and a sender
PEOPLE, TASKS_EACH = 8, 6
QUIET_EVERY, QUIET = 20, timedelta(minutes=15)  # once in a while a run is not killed, when others' have been given up
BEGINS = date(2025, 1, 6)
BY = Actor(None, "timetable")

Due = dict[tuple[int, str], date]


@pytest.mark.slow
def test_every_reminder_is_told_once_whoever_is_killed_at_any_moment(app: Flask, tmp_path: Path, capsys) -> None:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    dice = random.Random(seed)
    due = given(dice)
    arrived, port, rounds = tmp_path / "arrived", free_port(), -(-KILLS // AT_ONCE)

    began = time.monotonic()
    with sink(port, arrived, seed):
        alone(app, BEGINS, remind)  # from here on the timetable is in use
        for number in range(1, rounds + 1):
            kill_a_day(app, BEGINS + timedelta(days=number), port, dice)
            if (
                number % QUIET_EVERY == 0
            ):  # what was missed is made up for 62 days: nobody is killed for as long as that
                alone(app, BEGINS + timedelta(days=number), remind, later=QUIET)
        last = BEGINS + timedelta(days=rounds)
        for day in (last + timedelta(days=1), last + timedelta(days=2)):
            alone(app, day, remind)
            alone(app, day, lambda: send_all(port, until_none=True))
    took = time.monotonic() - began

    wanted, counted = expected(due, BEGINS, last + timedelta(days=2)), count(arrived)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what the test is for
            f"\n{db.engine.dialect.name}, seed {seed}: {rounds * AT_ONCE} kills in {took:.0f} s, {len(wanted)} "
            f"messages due, {counted['records']} records, {sum(map(len, wanted.values()))} reminders in them, "
            f"{counted['mails']} mails, {counted['repeats']} repeats, {counted['lost']} lost, "
            f"{counted['doubled']} doubled after the Message-ID"
        )
    assert told() == wanted
    assert counted["records"] == counted["keys"] == len(wanted)
    assert counted["states"] == {"sent": len(wanted)}
    assert (counted["lost"], counted["doubled"]) == (0, 0)


def given(dice: random.Random) -> Due:
    """Enter people with tasks of their own, due before, during and after the test; return their days."""
    due: Due = {}
    clock.stop_at(at(BEGINS))
    with transaction():
        committee_id = founded()
        for number in range(PEOPLE):
            account = Account(email=f"can.bo.{number}@huulung.vn", full_name=f"Cán bộ {number}", created_at=clock.now())
            db.session.add(account)
            db.session.flush()
            seat = Seat(committee_id=committee_id, account_id=account.id, full_name=account.full_name, role="member")
            db.session.add(seat)
            for part in range(TASKS_EACH):
                code = f"NV-{number}-{part}"
                due[(account.id, code)] = BEGINS + timedelta(days=dice.randrange(-40, 60))
                said = Assignment(
                    committee_id=committee_id,
                    title="Rà soát hộ gia đình",
                    lead=Party(PartyKind.ACCOUNT, "", account.id),
                    deliverable="Báo cáo",
                    assigned_on=BEGINS - timedelta(days=90),
                    due_on=due[(account.id, code)],
                    code=code,
                )
                assign(assignment=said, by=BY, now=clock.now())
    return due


def founded() -> int:
    """Found a committee in which nobody decides, so that only those who lead are told; return it."""
    root, _ = province(1)
    committee = Committee(unit_id=root, name="Ban Chỉ đạo", standing_agency="")
    db.session.add(committee)
    db.session.flush()
    return committee.id


def kill_a_day(app: Flask, day: date, port: int, dice: random.Random) -> None:
    """Start two timetables and a sender on a morning, and kill each after 20 to 400 ms."""
    started = [fork(app, day, remind), fork(app, day, remind), fork(app, day, lambda: send_all(port))]
    ends = sorted((dice.uniform(0.02, 0.4), process) for process in started)
    passed = 0.0
    for end, process in ends:
        time.sleep(end - passed)
        passed = end
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def remind() -> None:
    """Do what is due of the job, as the timetable does."""
    run_due(job_named("remind"), lambda: False)


def alone(app: Flask, day: date, work: Callable[[], object], *, later: timedelta = timedelta(0)) -> None:
    """Let somebody work to the end."""
    assert os.waitpid(fork(app, day, work, later=later), 0)[1] == 0


def fork(app: Flask, day: date, work: Callable[[], object], *, later: timedelta = timedelta(0)) -> int:
    """Do `work` in a copy of this process, in the morning of a day, and return its id."""
    db.session.remove()
    db.engine.dispose()
    process = os.fork()
    if process:
        return process
    ended = 1
    try:
        clock.stop_at(at(day) + later)
        with app.app_context():
            work()
        ended = 0
    finally:
        os._exit(ended)


def at(day: date) -> datetime:
    return datetime.combine(day, time_of_day(8, 0), tzinfo=HANOI)


def expected(due: Due, first: date, last: date) -> dict[tuple[int, str], set[str]]:
    """Return {(account, day): the codes that are told}, from the rule alone."""
    wanted: dict[tuple[int, str], set[str]] = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for (account_id, code), due_on in due.items():
            if reminders_on(due_on, day, load_calendar()):
                wanted.setdefault((account_id, day.isoformat()), set()).add(code)
    return wanted


def told() -> dict[tuple[int, str], set[str]]:
    """Return the same from the messages that were written."""
    db.session.rollback()
    found = {}
    for account_id, facts in db.session.execute(select(Notice.recipient_id, Notice.facts)):
        assert len(facts["lines"]) == len({line["code"] for line in facts["lines"]})
        found[(account_id, facts["day"])] = {line["code"] for line in facts["lines"]}
    return found
