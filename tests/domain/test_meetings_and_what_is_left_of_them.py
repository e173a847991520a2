"""The period of a meeting, who came, what is still open of the last one, and where a proposal stands."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain import meeting_rules as rules
from committee.domain.errors import DomainError
from committee.domain.meeting_rules import Follow, PetitionState, Presence


@pytest.mark.parametrize(
    ("first", "last", "months", "ends_on"),
    [
        ("2025-01-01", "2025-09-30", 9, "2025-09-30"),
        ("2025-06-15", "2025-06-20", 1, "2025-06-30"),
        ("2024-10-01", "2025-03-01", 6, "2025-03-31"),
        ("2024-02-01", "2024-02-01", 1, "2024-02-29"),
    ],
)
def test_a_meeting_speaks_of_the_months_from_one_to_another(first, last, months, ends_on):
    """Story 004-1: a meeting about "n months", whichever they are."""
    read = rules.read_months(date.fromisoformat(first), date.fromisoformat(last))

    assert (read.count, read.last_day) == (months, date.fromisoformat(ends_on))
    assert read.first.day == read.last.day == 1


def test_a_meeting_may_be_about_no_period():
    assert rules.read_months(None, None) is None


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(DomainError, match="ends before it begins"):
        rules.read_months(date(2025, 3, 1), date(2025, 2, 28))


@pytest.mark.parametrize("months", [(date(2025, 3, 1), None), (None, date(2025, 3, 1))])
def test_half_a_period_is_refused(months):
    with pytest.raises(DomainError, match="or neither"):
        rules.read_months(*months)


def test_a_substitute_has_a_name_and_only_a_substitute():
    assert rules.substitute_of(Presence.SUBSTITUTE, "  Phó Giám đốc  Sở Y tế ") == "Phó Giám đốc Sở Y tế"
    assert rules.substitute_of(Presence.PRESENT, " ") == ""
    with pytest.raises(DomainError, match="Name who came instead"):
        rules.substitute_of(Presence.SUBSTITUTE, " ")
    for presence in set(Presence) - {Presence.SUBSTITUTE}:
        with pytest.raises(DomainError, match="only where somebody else came"):
            rules.substitute_of(presence, "Phó Giám đốc Sở Y tế")


@pytest.mark.parametrize("presence", list(Presence))
def test_who_came_is_noted_from_the_day_of_the_meeting(presence):
    held_on = date(2025, 6, 19)

    rules.refuse_presence_before(presence, held_on, held_on)
    if presence in (Presence.INVITED, Presence.EXCUSED):
        rules.refuse_presence_before(presence, held_on, date(2025, 6, 18))
        return
    with pytest.raises(DomainError, match="19/06/2025, or after it"):
        rules.refuse_presence_before(presence, held_on, date(2025, 6, 18))


def follow(task_id, due=None, accepted=None, cancelled=None, *, is_standing=False):
    days = [day and date.fromisoformat(day) for day in (due, accepted, cancelled)]
    return Follow(task_id, 1, date(2025, 6, 2), days[0], days[1], days[1], days[2], is_standing)


def test_what_is_left_of_the_last_meeting_is_open_on_the_day():
    follows = [
        follow(1, "2025-12-31"),
        follow(2, "2025-06-19"),
        follow(3, "2025-06-19", accepted="2025-06-30"),
        follow(4, "2025-06-19", accepted="2025-10-02"),
        follow(5, cancelled="2025-08-01"),
        follow(6),
        follow(7, is_standing=True),
    ]

    assert [one.task_id for one in rules.unfinished(follows, date(2025, 10, 1))] == [2, 4, 1, 6]
    assert [one.task_id for one in rules.unfinished(follows, date(2025, 6, 1))] == []


@pytest.mark.parametrize(
    ("day", "due", "answered", "withdrawn", "state"),
    [
        ("2025-06-10", None, None, None, "open"),
        ("2025-06-19", "2025-06-19", None, None, "open"),
        ("2025-06-20", "2025-06-19", None, None, "overdue"),
        ("2025-06-20", "2025-06-19", "2025-06-20", None, "answered"),
        ("2025-06-20", "2025-06-19", "2025-06-21", None, "overdue"),
        ("2025-06-20", "2025-06-19", None, "2025-06-15", "withdrawn"),
        ("2025-06-14", "2025-06-19", None, "2025-06-15", "open"),
        ("2025-06-20", "2025-06-19", "2025-06-10", "2025-06-15", "answered"),
    ],
)
def test_where_a_proposal_stands_follows_from_its_days(day, due, answered, withdrawn, state):
    """Story 001-1: a difficulty and a proposal of a unit are open until they are answered."""
    due_on, answered_on, withdrawn_on = (one and date.fromisoformat(one) for one in (due, answered, withdrawn))

    found = rules.petition_state(
        day=date.fromisoformat(day), due_on=due_on, answered_on=answered_on, withdrawn_on=withdrawn_on
    )

    assert found is PetitionState(state)


def test_no_answer_before_the_proposal():
    raised_on = date(2025, 6, 10)

    rules.refuse_petition_days(raised_on=raised_on, due_on=raised_on, answered_on=raised_on)
    rules.refuse_petition_days(raised_on=raised_on, due_on=None)
    with pytest.raises(DomainError, match="cannot be due before"):
        rules.refuse_petition_days(raised_on=raised_on, due_on=date(2025, 6, 9))
    with pytest.raises(DomainError, match="cannot be answered before"):
        rules.refuse_petition_days(raised_on=raised_on, due_on=None, answered_on=date(2025, 6, 9))


@pytest.mark.parametrize(
    ("state", "answer", "refusal"),
    [
        (PetitionState.OPEN, "Đồng ý hỗ trợ", None),
        (PetitionState.OVERDUE, "Đồng ý hỗ trợ", None),
        (PetitionState.OPEN, " ", "Write the answer"),
        (PetitionState.ANSWERED, "Đồng ý", "answered already"),
        (PetitionState.WITHDRAWN, "Đồng ý", "was withdrawn"),
    ],
)
def test_a_proposal_is_answered_once_and_in_words(state, answer, refusal):
    if refusal is None:
        rules.refuse_answer(state, answer)
        return
    with pytest.raises(DomainError, match=refusal):
        rules.refuse_answer(state, answer)


def test_every_state_has_a_name():
    assert set(rules.PETITION_NAMES) == set(PetitionState)
