"""What stands in the database once a story is told, in its small size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from committee.accounts.models import Account
from committee.core import clock
from committee.core.db import db
from committee.demo.build import Told, told_here
from committee.demo.shown import demo_people
from committee.domain.slots import due_slot, missed_slots
from committee.escalation.models import CaseChange
from committee.jobs.ledger import done_slots
from committee.jobs.timetable import SWEEP
from committee.standings.queries import standings_of
from committee.tasks.queries import tasks
from committee.units.queries import unit_with_code
from tests.conftest import MORNING as NINE_O_CLOCK
from tests.conftest import House
from tests.demo.telling import MORNING, tell

pytestmark = pytest.mark.one_engine


@pytest.fixture(scope="module")
def told(house: House) -> Iterator[Flask]:
    """The application over a story; the tests of this file only read."""
    house.renew()
    clock.stop_at(NINE_O_CLOCK)
    with house.app.app_context():
        tell()
        yield house.app
        db.session.remove()
    clock.run_freely()


def test_the_silent_commune_stands_with_its_september_value(told):
    rows = standings_of(unit_with_code("31459", MORNING), MORNING).rows

    standing = next(row.standing for row in rows if row.indicator.code == "si_voluntary")
    assert (standing.actual.value, standing.actual.as_of) == (388, date(2024, 9, 25))


def test_the_hamlets_stand_beside_their_commune(told):
    rows = standings_of(unit_with_code("31450", MORNING), MORNING).rows

    standing = next(row.standing for row in rows if row.indicator.code == "si_voluntary")
    assert standing.actual.value == 422
    assert standing.children_sum == 419


def test_only_todays_sweep_is_left_to_run(told):
    assert missed_slots(done_slots("sweep"), due_slot(clock.now(), SWEEP.at)) == [MORNING]


def test_the_sign_in_page_shows_people_once_the_story_is_told(told):
    assert told_here() == Told("hau-giang", "small")
    assert [person.email for person in demo_people()][:5] == [
        "truong-ban.93@demo.example",
        "pho-ban-thuong-truc.93@demo.example",
        "thu-ky.93@demo.example",
        "duyet-so-lieu.935@demo.example",
        "bao-cao.31459@demo.example",
    ]
    assert all("(minh họa)" in person.post for person in demo_people())


def test_everybody_in_it_is_marked_as_made_up(told):
    names = db.session.scalars(select(Account.full_name)).all()

    assert names
    assert [name for name in names if not name.endswith("(minh họa)")] == []
    assert len(set(names)) == len(names)


def test_cases_have_a_history(told):
    events = set(db.session.scalars(select(CaseChange.event)))

    assert {"found", "opened", "notified", "acknowledged"} <= events


def test_tasks_of_the_meeting_of_october_wait_for_everybody(told):
    """Story 004-1: a meeting with its period and who came; its conclusions are tasks."""
    given = tasks(day=MORNING)
    counts = Counter(row.status.value for row in given)
    waiting = [row for row in given if row.waiting_since]
    districts = {row.lead_unit.name for row in given if row.parent_id}

    assert len(given) >= 20
    assert counts["done_on_time"] == 2
    assert counts["open_overdue"] == 3
    assert len(waiting) == 2
    assert len(districts) >= 8
    assert sum(row.conclusion_id is not None for row in given) >= 8
