"""Row 3: whoever holds whatever in whatever tree, as the database has it: the viewer of the day is the model's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from committee.accounts.models import Account
from committee.core.db import db, transaction
from committee.domain.access import Action, Thing, may, reach
from committee.domain.explaining import Door, explain
from committee.members.history import claims_of
from committee.members.models import AreaAssignment, Committee, Cover, Post, Seat
from committee.members.queries import viewer_of
from committee.units.models import Placement, Unit
from tests.access.model import COMMITTEE, IN_CHARGE, OFFICES, RIGHTS
from tests.access.world import BEGINNING, TODAY

DAYS = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
NEEDS = {
    "see unit": Action.SEE_UNIT,
    "see figures": Action.SEE_FIGURES,
    "see cases": Action.SEE_CASES,
    "type figures": Action.ENTER_FIGURES,
    "decide about reports": Action.ACCEPT_FIGURES,
    "assign targets": Action.ASSIGN_TARGETS,
    "confirm cases": Action.ACKNOWLEDGE_CASE,
    "keep people": Action.MANAGE_PEOPLE,
}
Span = tuple[date | None, date | None]


def spans() -> st.SearchStrategy[Span]:
    return st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))


@st.composite
def situations(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a tree, what somebody holds in it from when to when, whom they cover, and what they are in charge of."""
    above: list[int | None] = [None]
    depths = [1]
    for _ in range(draw(st.integers(0, 8))):
        parent = draw(st.sampled_from([None, *[n for n, depth in enumerate(depths) if depth < 5]]))
        above.append(parent)
        depths.append(1 if parent is None else depths[parent] + 1)
    units = st.integers(0, len(above) - 1)
    seat = st.tuples(st.sampled_from(COMMITTEE), units, spans(), st.none() | spans(), st.lists(units, max_size=2))
    return {
        "above": above,
        "ended": draw(st.sets(units, max_size=2)),
        "seats": draw(st.lists(seat, max_size=3)),  # a third span: covered for that time by somebody's own seat
        "posts": draw(st.lists(st.tuples(st.sampled_from(OFFICES), units, spans()), max_size=2)),
        "unit": draw(units),
        "need": draw(st.sampled_from(sorted(NEEDS))),
    }


def holds(span: Span) -> bool:
    first, last = span
    return (first is None or first <= TODAY) and (last is None or last >= TODAY)


def line(above: list[int | None], unit: int) -> list[int]:
    found = [unit]
    while (parent := above[found[-1]]) is not None:
        found.append(parent)
    return found


def model_says(situation: dict[str, Any]) -> bool:
    """Return what the model says: own seat 0 covers every later seat that has a span for it."""
    living, areas = [], []
    own_holds = bool(situation["seats"]) and holds(situation["seats"][0][2])
    for number, (role, at, span, covered, charge) in enumerate(situation["seats"]):
        mine = covered is None or number == 0 or (own_holds and real(covered) and holds(covered))
        if holds(span) and mine:
            living.append((role, at))
            areas += charge
    living += [(role, at) for role, at, span in situation["posts"] if holds(span)]
    standing = [(role, at) for role, at in living if at not in situation["ended"]]
    letters = RIGHTS[situation["need"]]
    if any(where(situation, at) in letters.get(role, "-") for role, at in standing):
        return True
    sits = any(role in COMMITTEE for role, _ in standing)
    in_charge = [area for area in areas if area not in situation["ended"]]
    return sits and situation["need"] in IN_CHARGE and any(where(situation, area) in "ob" for area in in_charge)


def real(span: Span) -> bool:
    """Return whether a cover with these days can be written: it has both, in order."""
    return span[0] is not None and span[1] is not None and span[0] <= span[1]


def where(situation: dict[str, Any], at: int) -> str:
    if at == situation["unit"]:
        return "o"
    return "b" if at in line(situation["above"], situation["unit"]) else "x"


def enter(situation: dict[str, Any]) -> tuple[int, str]:
    """Write a situation into the database; return whose it is and the path of the unit asked about."""
    for table in (Cover, AreaAssignment, Seat, Committee, Post, Placement, Unit, Account):
        db.session.execute(delete(table))
    paths: list[str] = []
    ids: list[int] = []
    for number, parent in enumerate(situation["above"]):
        unit = Unit(axis="territory")
        db.session.add(unit)
        db.session.flush()
        paths.append(f"{paths[parent] if parent is not None else ''}{unit.id}/")
        ids.append(unit.id)
        key = dict.fromkeys(("name", "unit_type", "search_key", "name_key", "tone_key", "sort_key"), "x")
        until = TODAY - timedelta(days=1) if number in situation["ended"] else None
        db.session.add(
            Placement(unit_id=unit.id, code=str(number), level="commune", path=paths[-1], valid_to=until, **key)
        )
    people = [Account(email=f"{name}@example.vn", full_name=name, created_at=BEGINNING) for name in ("me", "other")]
    db.session.add_all(people)
    db.session.flush()
    me, other = people[0].id, people[1].id
    seats: list[int] = []
    for number, (role, at, span, covered, charge) in enumerate(situation["seats"]):
        mine = covered is None or number == 0
        committee = Committee(unit_id=ids[at], name=f"BCĐ {number}")
        db.session.add(committee)
        db.session.flush()
        seat = Seat(committee_id=committee.id, account_id=me if mine else other, full_name="x", role=role)
        seat.from_on, seat.to_on = span
        db.session.add(seat)
        db.session.flush()
        seats.append(seat.id)
        db.session.add_all(AreaAssignment(seat_id=seat.id, unit_id=ids[area]) for area in charge)
        if not mine and real(covered):
            db.session.add(Cover(seat_id=seat.id, by_seat_id=seats[0], from_on=covered[0], to_on=covered[1]))
    for role, at, span in situation["posts"]:
        db.session.add(Post(account_id=me, unit_id=ids[at], role=role, from_on=span[0], to_on=span[1]))
    return me, paths[situation["unit"]]


def judge(situation: dict[str, Any]) -> None:
    with transaction():
        me, path = enter(situation)
    viewer, action = viewer_of(me, TODAY), NEEDS[situation["need"]]

    decision = may(viewer, action, Thing("thing", path, created_by=None))

    assert decision is model_says(situation)
    assert reach(viewer, action).covers(path) is decision
    assert (action in explain(claims_of(me, TODAY), path, on=TODAY, door=Door.OPEN).actions) is decision


FREE_OF_LIMITS: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.one_engine
@settings(max_examples=100, **FREE_OF_LIMITS)
@given(situation=situations())
def test_row_3_the_viewer_of_the_day_may_what_the_model_says(app: Flask, situation: dict[str, Any]) -> None:
    judge(situation)


@pytest.mark.long
@settings(max_examples=2_000, **FREE_OF_LIMITS)
@given(situation=situations())
def test_row_3_two_thousand_viewers_may_what_the_model_says(app: Flask, situation: dict[str, Any]) -> None:
    judge(situation)
