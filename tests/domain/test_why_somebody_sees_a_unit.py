"""The reasons that are given are the rule: together they grant what `may` allows, and nothing more."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.domain.access import Action, Area, Relation, Role, SeatOf, Thing, Viewer, may
from committee.domain.explaining import Claim, Door, View, Way, door_on, explain

TODAY = date(2024, 10, 28)
DAY = timedelta(days=1)
PROVINCE, COMMUNE, SIBLING = "1/", "1/2/", "1/22/"


def claim(role=Role.REPORTER, path=COMMUNE, way=Way.POST, **days):
    return Claim(way, role, "Xã Hữu Lũng", path, **days)


def told(*claims, path=COMMUNE, door=Door.OPEN, earlier=()):
    return explain(claims, path, on=TODAY, door=door, earlier=earlier)


@pytest.mark.parametrize(
    ("path", "view", "relation"),
    [
        (COMMUNE, View.SEES, Relation.OWN),
        ("1/2/3/", View.SEES, Relation.BELOW),
        (PROVINCE, View.NAME_ONLY, Relation.ABOVE),
        (SIBLING, View.NOTHING, Relation.ELSEWHERE),
    ],
)
def test_where_the_unit_lies_says_how_much_is_seen(path, view, relation):
    found = told(claim(), path=path)

    assert (found.view, found.reasons[0].relation) == (view, relation)


@pytest.mark.parametrize(
    "days", [{"to_on": TODAY - DAY}, {"from_on": TODAY + DAY}, {"unit_ended_on": TODAY - DAY}], ids=str
)
def test_what_does_not_hold_on_the_day_is_named_and_gives_nothing(days):
    found = told(claim(**days))

    assert (found.view, found.reasons[0].relation) == (View.NOTHING, Relation.FORMER)


def test_a_unit_that_once_lay_below_is_former_and_not_shown():
    found = told(claim(Role.CHAIR, PROVINCE), path="9/2/", earlier=["1/2/"])

    assert (found.view, found.reasons[0].relation) == (View.NOTHING, Relation.FORMER)


def test_a_closed_door_lets_no_reason_count():
    found = told(claim(), door=Door.DISABLED)

    assert found.reasons[0].actions
    assert (found.actions, found.view) == (frozenset(), View.NOTHING)


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "door"),
    [
        (None, None, Door.NO_ACCOUNT),
        (TODAY + DAY, None, Door.NO_ACCOUNT),
        (TODAY, None, Door.OPEN),
        (TODAY, TODAY, Door.DISABLED),
        (TODAY, TODAY + DAY, Door.OPEN),
    ],
)
def test_the_door_is_that_of_the_day(opened_on, closed_on, door):
    assert door_on(TODAY, opened_on=opened_on, closed_on=closed_on) is door


paths = st.lists(st.integers(1, 3), min_size=1, max_size=4).map(lambda ids: "".join(f"{one}/" for one in ids))
ends = st.sampled_from([None, TODAY - DAY, TODAY, TODAY + DAY])
OFFICES = (Role.REPORTER, Role.REVIEWER, Role.SUPERVISOR, Role.ADMINISTRATOR)
SITTING = tuple(role for role in Role if role not in OFFICES)


def claims_by(way, roles):
    return st.builds(
        Claim,
        way=st.just(way),
        role=st.sampled_from(roles),
        place=st.just("Xã Hữu Lũng"),
        path=paths,
        from_on=ends,
        to_on=ends,
        unit_ended_on=ends,
    )


claims = st.one_of(claims_by(Way.POST, OFFICES), *(claims_by(way, SITTING) for way in (Way.SEAT, Way.COVER, Way.AREA)))


def viewer_with(held):
    """Build the viewer of the day as a request has it: what does not hold is a former seat, or no area."""
    return Viewer(
        7,
        "An",
        tuple(SeatOf(one.role, 2, one.path, not one.holds_on(TODAY)) for one in held if one.way is not Way.AREA),
        tuple(Area(2, one.path) for one in held if one.way is Way.AREA and one.holds_on(TODAY)),
    )


@settings(max_examples=1_000, deadline=None, database=None)
@given(st.lists(claims, max_size=4), paths)
def test_the_reasons_together_grant_what_the_rule_allows(held, path):
    found = explain(held, path, on=TODAY, door=Door.OPEN)

    viewer = viewer_with(held)
    allowed = {action for action in Action if may(viewer, action, Thing("unit", path, created_by=8))}
    assert found.actions == allowed
