"""Giving places, touching accounts, ending and covering: the rules by table."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from committee.domain.access import Reach, Role
from committee.domain.appointments import (
    EVERYWHERE,
    Door,
    PlaceState,
    Term,
    keeps_an_administrator,
    last_day,
    may_take_back,
    may_touch_account,
    refuse_cover,
    refuse_end,
    refuse_place,
    role_named,
    same_name,
    state_of,
    vacant_roles,
)
from committee.domain.errors import DomainError, NotAllowed

TODAY = date(2024, 10, 28)
DISTRICT = Reach(subtrees=("1/3/",), below=(), units=())
ALWAYS = Term(None, None)
OPEN = Door(has_password=True, is_disabled=False, invited=False)


@pytest.mark.parametrize(
    ("managed", "role", "path"),
    [
        (DISTRICT, Role.CHAIR, "1/3/"),
        (DISTRICT, Role.ADMINISTRATOR, "1/3/"),
        (DISTRICT, Role.REPORTER, "1/3/6/"),
        (EVERYWHERE, Role.ADMINISTRATOR, None),
        (EVERYWHERE, Role.SUPERVISOR, None),
        (EVERYWHERE, Role.CHAIR, "1/"),
    ],
)
def test_a_place_within_reach_is_given(managed, role, path):
    refuse_place(managed, role, path)


@pytest.mark.parametrize(
    ("managed", "role", "path", "kind"),
    [
        (DISTRICT, Role.CHAIR, "1/", NotAllowed),
        (DISTRICT, Role.REPORTER, "1/2/4/", NotAllowed),
        (DISTRICT, Role.REPORTER, "1/30/", NotAllowed),
        (DISTRICT, Role.ADMINISTRATOR, None, NotAllowed),
        (DISTRICT, Role.SUPERVISOR, None, NotAllowed),
        (EVERYWHERE, Role.CHAIR, None, DomainError),
        (EVERYWHERE, Role.REPORTER, None, DomainError),
    ],
)
def test_a_place_beyond_reach_or_without_its_unit_is_refused(managed, role, path, kind):
    with pytest.raises(kind):
        refuse_place(managed, role, path)


@pytest.mark.parametrize(
    ("managed", "held", "formerly", "may"),
    [
        (EVERYWHERE, ["1/"], [], True),
        (EVERYWHERE, [], [], True),
        (DISTRICT, ["1/3/", "1/3/6/"], [], True),
        (DISTRICT, ["1/3/", "1/"], [], False),
        (DISTRICT, ["1/3/", ""], [], False),
        (DISTRICT, ["1/3/"], ["1/"], True),
        (DISTRICT, [], ["1/3/6/"], True),
        (DISTRICT, [], ["1/2/"], False),
        (DISTRICT, [], [], False),
        (Reach((), (), ()), ["1/3/"], [], False),
    ],
)
def test_an_account_is_touched_only_if_all_it_holds_lies_within(managed, held, formerly, may):
    assert may_touch_account(managed, held=held, formerly=formerly) is may


@pytest.mark.parametrize(
    ("others", "keeps"),
    [
        ([], False),
        ([ALWAYS], True),
        ([Term(date(2024, 1, 1), None)], True),
        ([Term(None, date(2024, 12, 31))], False),
        ([Term(date(2024, 10, 30), None)], False),
        ([Term(None, TODAY), Term(date(2024, 10, 29), None)], True),
    ],
)
def test_somebody_stays_who_administers_the_whole_system(others, keeps):
    assert keeps_an_administrator(others, date(2024, 10, 29)) is keeps


@pytest.mark.parametrize(
    ("term", "last"),
    [
        (ALWAYS, date(2024, 10, 27)),
        (Term(date(2024, 10, 28), None), date(2024, 10, 27)),
        (Term(None, date(2024, 12, 31)), date(2024, 10, 27)),
    ],
)
def test_a_term_ends_even_on_the_day_it_began(term, last):
    refuse_end(term, last)


@pytest.mark.parametrize(
    ("term", "last"),
    [
        (Term(date(2024, 10, 28), None), date(2024, 10, 26)),
        (Term(None, date(2024, 10, 27)), date(2024, 10, 27)),
        (Term(None, date(2024, 10, 1)), date(2024, 10, 27)),
    ],
)
def test_a_term_does_not_end_before_it_begins_or_after_it_has_ended(term, last):
    with pytest.raises(DomainError):
        refuse_end(term, last)


def test_what_is_over_from_a_day_has_its_last_day_before_it():
    assert last_day(date(2024, 3, 1)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("ended_at", "may"),
    [
        (None, False),
        (datetime(2024, 10, 27, 17, 0, tzinfo=UTC), True),  # midnight of the 28th in Hanoi
        (datetime(2024, 10, 27, 16, 59, tzinfo=UTC), False),
    ],
)
def test_an_end_is_taken_back_on_the_same_day_in_hanoi(ended_at, may):
    assert may_take_back(ended_at, datetime(2024, 10, 28, 16, 0, tzinfo=UTC)) is may


@pytest.mark.parametrize(
    ("covered", "covering", "span", "same_person"),
    [
        (ALWAYS, ALWAYS, Term(TODAY, None), False),
        (ALWAYS, ALWAYS, Term(None, TODAY), False),
        (ALWAYS, ALWAYS, Term(date(2024, 11, 2), date(2024, 11, 1)), False),
        (ALWAYS, ALWAYS, Term(date(2024, 10, 1), date(2024, 10, 27)), False),
        (ALWAYS, ALWAYS, Term(TODAY, TODAY), True),
        (Term(None, date(2024, 10, 30)), ALWAYS, Term(TODAY, date(2024, 10, 31)), False),
        (ALWAYS, Term(date(2024, 10, 29), None), Term(TODAY, date(2024, 10, 31)), False),
    ],
)
def test_row_9_a_cover_is_for_a_time_that_both_hold_their_seats(covered, covering, span, same_person):
    with pytest.raises(DomainError):
        refuse_cover(covered, covering, span, same_person=same_person, today=TODAY)


def test_a_cover_may_begin_before_today_and_lasts_to_its_last_day():
    span = Term(date(2024, 10, 1), TODAY)

    refuse_cover(ALWAYS, ALWAYS, span, same_person=False, today=TODAY)

    assert [span.holds_on(day) for day in (date(2024, 9, 30), date(2024, 10, 1), TODAY, date(2024, 10, 29))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("term", "door", "state"),
    [
        (ALWAYS, OPEN, PlaceState.ACTIVE),
        (ALWAYS, None, PlaceState.NO_ACCOUNT),
        (ALWAYS, Door(has_password=False, is_disabled=False, invited=True), PlaceState.INVITED),
        (ALWAYS, Door(has_password=False, is_disabled=False, invited=False), PlaceState.UNINVITED),
        (ALWAYS, Door(has_password=True, is_disabled=True, invited=False), PlaceState.DISABLED),
        (Term(date(2024, 10, 29), None), OPEN, PlaceState.COMING),
        (Term(None, TODAY), OPEN, PlaceState.ACTIVE),
        (Term(None, date(2024, 10, 27)), OPEN, PlaceState.ENDED),
        (Term(None, date(2024, 10, 27)), None, PlaceState.ENDED),
    ],
)
def test_the_state_of_a_place(term, door, state):
    assert state_of(term, door, TODAY) is state


def test_a_committee_lacks_what_it_cannot_work_without():
    assert vacant_roles({"chair", "member"}) == (Role.STANDING_VICE_CHAIR, Role.SECRETARIAT)
    assert vacant_roles(set(Role)) == ()


def test_names_are_the_same_wherever_the_tone_stands():
    assert same_name("Nguyễn Thị Hòa", "nguyễn thị hoà")
    assert not same_name("Nguyễn Thị Hòa", "Nguyễn Thị Hoa")


def test_a_role_is_read_in_any_case_and_no_other_word_is_one():
    assert role_named(" Chair ") is Role.CHAIR
    with pytest.raises(DomainError):
        role_named("boss")


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (ALWAYS, ALWAYS, True),
        (Term(None, TODAY), Term(TODAY, None), True),
        (Term(None, date(2024, 10, 27)), Term(TODAY, None), False),
    ],
)
def test_terms_meet_on_a_day_they_share(one, other, meet):
    assert one.meets(other) is meet
