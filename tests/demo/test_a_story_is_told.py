"""A story told into an empty database adds up to what was published, and is never mixed with the real thing."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from sqlalchemy import func, select

from committee.accounts.models import Account
from committee.accounts.operations import add_account
from committee.core import clock
from committee.core.db import db, transaction
from committee.demo.build import Told, build, story_of, told_here
from committee.demo.shown import demo_people
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.slots import due_slot, missed_slots
from committee.escalation.models import Case, CaseChange
from committee.figures.models import Figure
from committee.figures.verifying import differences
from committee.jobs.ledger import done_slots
from committee.jobs.timetable import SWEEP
from committee.standings.queries import standings_of
from committee.units.models import Placement
from committee.units.queries import unit_with_code

MORNING = date(2024, 10, 28)
begin_day = sys.modules["committee.cli.demo"].begin_day


def tell(size: str = "small") -> None:
    build(story=story_of("hau-giang", size), size=size, morning=begin_day)
    db.session.rollback()


def figures() -> list[tuple[object, ...]]:
    """Return every figure by the code of its unit, as somebody could print them."""
    rows = (
        select(Placement.code, Figure.indicator, Figure.as_of, Figure.origin, Figure.revision, Figure.value)
        .join(Placement, Placement.unit_id == Figure.unit_id)
        .order_by(Placement.code, Figure.indicator, Figure.as_of, Figure.origin, Figure.revision)
    )
    return [tuple(row) for row in db.session.execute(rows)]


def cases() -> list[tuple[object, ...]]:
    rows = (
        select(Placement.code, Case.indicator, Case.state, Case.step, Case.opened_on)
        .join(Placement, Placement.unit_id == Case.unit_id)
        .order_by(Placement.code, Case.indicator)
    )
    return [tuple(row) for row in db.session.execute(rows)]


@pytest.mark.slow
@pytest.mark.one_engine
def test_the_province_stands_exactly_as_published(app):
    tell("province")

    rows = {row.indicator.code: row for row in standings_of(unit_with_code("93", MORNING), MORNING).rows}
    shown = {
        code: (row.standing.actual.value, row.standing.actual.as_of, row.target.value)
        for code, row in rows.items()
        if row.target
    }
    assert shown == {
        "si_compulsory": (67_942, date(2024, 10, 25), 68_774),
        "si_voluntary": (25_846, date(2024, 10, 25), 30_362),
        "hi_participants": (660_802, date(2024, 10, 25), 690_669),
    }
    assert rows["si_voluntary"].standing.actual.rolled_up
    assert rows["si_voluntary"].self_reported == 25_846
    assert rows["hi_participants"].standing.children_sum == 660_802
    assert differences(now=clock.now()) == []
    states = {state for _, _, state, _, _ in cases()}
    assert states >= {"PENDING", "OPEN", "ACKED", "RECOVERING", "RESOLVED"}
    assert {step for _, _, state, step, _ in cases() if state == "OPEN"} >= {1, 2}


def test_the_silent_commune_stands_with_its_september_value(app):
    tell()

    standing = next(
        row.standing
        for row in standings_of(unit_with_code("31459", MORNING), MORNING).rows
        if row.indicator.code == "si_voluntary"
    )
    assert (standing.actual.value, standing.actual.as_of) == (388, date(2024, 9, 25))


def test_the_same_story_gives_the_same_data(app, house):
    tell()
    first = figures(), cases()
    db.session.remove()

    house.renew()
    tell()

    assert (figures(), cases()) == first


def test_a_database_with_people_in_it_is_refused(app):
    with transaction():
        add_account(email="ai@tinh.gov.vn", name="Ai", by=Actor.command_line(), now=clock.now())

    with pytest.raises(DomainError, match="holds units or people already"):
        tell()

    assert db.session.scalar(select(func.count()).select_from(Account)) == 1


@pytest.mark.one_engine
def test_a_story_nobody_tells_is_refused(app):
    with pytest.raises(DomainError, match="There is no story"):
        story_of("atlantis", "province")
    with pytest.raises(DomainError, match="The whole nation"):
        story_of("hau-giang", "nation")


@pytest.mark.one_engine
def test_only_todays_sweep_is_left_to_run(app):
    tell()

    missed = missed_slots(done_slots("sweep"), due_slot(clock.now(), SWEEP.at))

    assert missed == [MORNING]


@pytest.mark.one_engine
def test_the_sign_in_page_shows_people_once_the_story_is_told(app):
    assert demo_people() == []

    tell()

    assert told_here() == Told("hau-giang", "small")
    assert [person.email for person in demo_people()][:5] == [
        "truong-ban.93@demo.example",
        "pho-ban-thuong-truc.93@demo.example",
        "thu-ky.93@demo.example",
        "duyet-so-lieu.935@demo.example",
        "bao-cao.31459@demo.example",
    ]
    assert all("(minh họa)" in person.post for person in demo_people())


@pytest.mark.one_engine
def test_everybody_in_it_is_marked_as_made_up(app):
    tell()

    names = db.session.scalars(select(Account.full_name)).all()
    assert names
    assert [name for name in names if not name.endswith("(minh họa)")] == []
    assert len(set(names)) == len(names)


@pytest.mark.one_engine
def test_cases_tell_their_history(app):
    tell()

    events = set(db.session.scalars(select(CaseChange.event)))
    assert {"found", "opened", "notified", "acknowledged"} <= events
