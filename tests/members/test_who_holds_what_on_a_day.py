"""What a person may do where follows the seats, covers, areas and posts of the day."""

from __future__ import annotations

from datetime import date

import pytest

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import transaction
from committee.domain.access import Action, Role, Thing, may
from committee.members import operations
from committee.members.queries import holders, people_for, viewer_of
from committee.units.queries import UnitRow, unit_with_code
from tests.cast import (
    ADMINISTRATOR,
    BY,
    CHAIR,
    DISTRICT_REVIEWER,
    MEMBER,
    REPORTER,
    SECRETARIAT,
    STRANGER,
    SUPERVISOR,
    Cast,
    Person,
)

TODAY = date(2024, 10, 28)


def unit(code: str) -> UnitRow:
    found = unit_with_code(code, TODAY)
    assert found is not None
    return found


def told(name: str, code: str, on: date = TODAY) -> list[str]:
    return [person.email for person in people_for(name, unit(code), on)]


@pytest.mark.parametrize(
    ("person", "role", "code"),
    [
        (CHAIR, Role.CHAIR, "93"),
        (SECRETARIAT, Role.SECRETARIAT, "93"),
        (DISTRICT_REVIEWER, Role.REVIEWER, "935"),
        (REPORTER, Role.REPORTER, "31441"),
        (SUPERVISOR, Role.SUPERVISOR, "93"),
    ],
)
def test_a_viewer_holds_the_seat_or_post_with_the_path_of_its_unit(
    cast: Cast, person: Person, role: Role, code: str
) -> None:
    viewer = viewer_of(cast.accounts[person], TODAY)

    assert [(seat.role, seat.path) for seat in viewer.seats] == [(role, unit(code).path)]
    assert (viewer.account_id, viewer.name) == (cast.accounts[person], person.name)


def test_an_administrator_without_a_unit_has_the_whole_system(cast: Cast) -> None:
    viewer = viewer_of(cast.accounts[ADMINISTRATOR], TODAY)

    assert [seat.path for seat in viewer.seats] == [""]
    assert may(viewer, Action.MANAGE_PEOPLE, Thing("account", unit("31441").path))
    assert not may(viewer, Action.ENTER_FIGURES, Thing("figure", unit("31441").path))


def test_a_stranger_holds_nothing(cast: Cast) -> None:
    viewer = viewer_of(cast.accounts[STRANGER], TODAY)

    assert (viewer.seats, viewer.areas) == ((), ())


def test_a_member_follows_the_area_in_charge(cast: Cast) -> None:
    viewer = viewer_of(cast.accounts[MEMBER], TODAY)

    assert [area.path for area in viewer.areas] == [unit("935").path]
    assert may(viewer, Action.SEE_CASES, Thing("case", unit("31441").path))
    assert not may(viewer, Action.SEE_CASES, Thing("case", unit("31318").path))


def test_a_seat_counts_to_its_last_day(cast: Cast) -> None:
    with transaction():
        operations.end_seat(seat_id=cast.seats[CHAIR], on=date(2024, 10, 30), by=BY, now=clock.now())

    assert viewer_of(cast.accounts[CHAIR], date(2024, 10, 30)).seats
    assert not viewer_of(cast.accounts[CHAIR], date(2024, 10, 31)).seats


def test_a_seat_ends_with_its_unit(cast: Cast) -> None:
    assert viewer_of(cast.accounts[CHAIR], date(2025, 6, 30)).seats
    assert not viewer_of(cast.accounts[CHAIR], date(2025, 7, 1)).seats


def test_whoever_covers_a_seat_has_its_rights_for_that_time_only(cast: Cast) -> None:
    cover(cast, CHAIR, SECRETARIAT, date(2024, 11, 4), date(2024, 11, 8))

    roles = [
        {seat.role for seat in viewer_of(cast.accounts[SECRETARIAT], day).seats}
        for day in (date(2024, 11, 3), date(2024, 11, 4), date(2024, 11, 8), date(2024, 11, 9))
    ]

    alone, both = {Role.SECRETARIAT}, {Role.SECRETARIAT, Role.CHAIR}
    assert roles == [alone, both, both, alone]


def test_a_cover_is_not_handed_on(cast: Cast) -> None:
    day = date(2024, 11, 4)
    cover(cast, CHAIR, SECRETARIAT, day, day)
    cover(cast, SECRETARIAT, MEMBER, day, day)

    assert {seat.role for seat in viewer_of(cast.accounts[MEMBER], day).seats} == {Role.MEMBER, Role.SECRETARIAT}


@pytest.mark.parametrize(
    ("name", "code", "people"),
    [
        ("own:reporter", "31441", [REPORTER]),
        ("own:chair", "31441", []),
        ("own:chair", "93", [CHAIR]),
        ("parent:reviewer", "31441", [DISTRICT_REVIEWER]),
        ("parent:chair", "31441", []),
        ("parent:chair", "935", [CHAIR]),
        ("parent:chair", "93", []),
        ("above:chair", "31441", [CHAIR]),
        ("above:reviewer", "31441", [DISTRICT_REVIEWER]),
        ("above:reviewer", "31318", []),
        ("root:secretariat", "31318", [SECRETARIAT]),
        ("area:member", "31441", [MEMBER]),
        ("area:member", "935", [MEMBER]),
        ("area:member", "31318", []),
    ],
)
def test_a_role_relative_to_a_unit_names_people(cast: Cast, name: str, code: str, people: list[Person]) -> None:
    assert told(name, code) == [person.email for person in people]


def test_a_covering_officer_is_told_as_well(cast: Cast) -> None:
    cover(cast, CHAIR, SECRETARIAT, TODAY, TODAY)

    assert told("own:chair", "93") == [CHAIR.email, SECRETARIAT.email]
    assert [person.role for person in people_for("own:chair", unit("93"), TODAY)] == ["chair", "chair"]


def test_a_disabled_person_is_not_told(cast: Cast) -> None:
    with transaction():
        accounts.disable(account_id=cast.accounts[REPORTER], by=BY, now=clock.now())

    assert told("own:reporter", "31441") == []


def test_a_person_with_two_of_the_roles_is_told_once(cast: Cast) -> None:
    with transaction():
        operations.give_role(
            account_id=cast.accounts[CHAIR], unit_id=cast.units["93"], role="member", by=BY, now=clock.now()
        )

    people = holders(cast.units["93"], ["member", "chair"], TODAY)

    assert [(person.email, person.role) for person in people] == [(CHAIR.email, "chair"), (MEMBER.email, "member")]


def cover(cast: Cast, person: Person, by: Person, first: date, last: date) -> None:
    with transaction():
        operations.cover_seat(
            seat_id=cast.seats[person], by_seat_id=cast.seats[by], from_on=first, to_on=last, by=BY, now=clock.now()
        )
