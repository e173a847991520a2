"""A story is told into an empty database only, the same each time, and adds up to what was published."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from committee.accounts.models import Account
from committee.accounts.operations import add_account
from committee.core import clock
from committee.core.db import db, transaction
from committee.demo.build import story_of
from committee.demo.shown import demo_people
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.figures.verifying import differences
from committee.standings.queries import standings_of
from committee.units.models import Placement
from committee.units.queries import unit_with_code
from tests.demo.telling import MORNING, cases, figures, tell


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

    below = db.session.execute(
        select(Placement.level, func.count(), func.count(Placement.parent_id.distinct())).group_by(Placement.level)
    )
    counted = {level: (units, parents) for level, units, parents in below}
    assert (counted["district"], counted["commune"]) == ((8, 1), (75, 8))
    assert counted["hamlet"][1] == 3


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
    assert demo_people() == []


@pytest.mark.parametrize(
    ("name", "size", "said"), [("atlantis", "province", "There is no story"), ("hau-giang", "nation", "whole nation")]
)
def test_a_story_nobody_tells_is_refused(name, size, said):
    with pytest.raises(DomainError, match=said):
        story_of(name, size)
