"""The rows of the table from the first signal up the ladder."""

from dataclasses import replace
from datetime import date

import pytest

from committee.domain.calendar import HANOI
from committee.domain.case_facts import (
    Acknowledged,
    Looked,
    MilestoneKept,
    SeatsVacant,
    State,
    Suppression,
)
from committee.domain.case_states import decide
from committee.domain.ladder import DEFAULT_LADDER, Want
from tests.domain.cases import (
    CALENDAR,
    LAG,
    MONDAY,
    NOVEMBER,
    OCTOBER,
    SEVERE,
    STEP_1,
    STEP_2,
    STEP_3,
    STEP_4,
    WORSENED_2,
    after,
    at,
    case,
    evaluated,
    said,
)


class TestPending:
    def test_a_signal_opens_a_pending_case(self):
        decision = after(None, evaluated(LAG, OCTOBER))

        assert decision.to_state is State.PENDING
        assert decision.to_step == 0
        assert decision.notices == ()
        assert decision.next_look_at == MONDAY  # one locked evaluation is hold enough

    def test_no_signal_opens_nothing(self):
        assert after(None, evaluated(None)) is None
        assert after(None, Looked()) is None

    def test_a_signal_that_vanishes_removes_the_pending_case_silently(self):
        pending = after(None, evaluated(LAG, OCTOBER, locked=False)).after

        decision = after(pending, evaluated(None))

        assert decision.to_state is None
        assert decision.notices == ()

    def test_a_locked_evaluation_enters_the_ladder_with_a_snapshot(self):
        pending = after(None, evaluated(LAG, OCTOBER, locked=False)).after

        decision = after(pending, evaluated(LAG, OCTOBER, locked=True))

        assert (decision.to_state, decision.to_step) == (State.OPEN, 1)
        assert decision.takes_snapshot
        assert decision.notices == ()
        assert decision.next_look_at == MONDAY

    def test_a_look_enters_the_ladder_once_the_hold_is_met(self):
        pending = after(None, evaluated(LAG, OCTOBER)).after

        decision = after(pending, Looked())

        assert (decision.to_state, decision.to_step) == (State.OPEN, 1)
        assert decision.takes_snapshot

    def test_two_provisional_evaluations_are_needed(self):
        first = after(None, evaluated(LAG, OCTOBER, locked=False, evidence="a")).after

        assert after(first, evaluated(LAG, OCTOBER, locked=False, evidence="a")) is None
        assert after(first, Looked()).to_state is State.PENDING
        assert after(first, Looked()).next_look_at == at(11, 12, 7, 30)
        second = after(first, evaluated(LAG, OCTOBER, locked=False, evidence="b"))
        assert (second.to_state, second.to_step) == (State.OPEN, 1)

    def test_the_ladder_is_entered_at_night_but_told_in_the_morning(self):
        pending = after(None, evaluated(LAG, OCTOBER)).after

        decision = after(pending, Looked(), at(11, 9, 3))  # Saturday

        assert decision.to_state is State.OPEN
        assert decision.next_look_at == at(11, 11, 7, 30)


class TestOpen:
    def test_a_step_not_sent_is_told(self):
        decision = after(case(told=False), Looked())

        assert (decision.to_state, decision.to_step) == (State.OPEN, 1)
        assert said(decision) == STEP_1
        assert decision.next_look_at == at(11, 18, 7, 30)

    @pytest.mark.parametrize(
        ("step", "now", "expected", "wants"),
        [
            (1, at(11, 15), STEP_2, ()),
            (2, at(11, 15), STEP_3, (Want.LETTER,)),
            (3, at(11, 22), STEP_4, (Want.AGENDA,)),
        ],
    )
    def test_the_next_step_is_climbed_when_its_delay_has_passed(self, step, now, expected, wants):
        decision = after(case(step=step), Looked(), now)

        assert (decision.to_state, decision.to_step) == (State.OPEN, step + 1)
        assert said(decision) == expected
        assert decision.wants == wants

    def test_a_step_is_not_climbed_a_day_early(self):
        decision = after(case(step=1), Looked(), at(11, 14))

        assert decision.to_step == 1
        assert decision.notices == ()
        assert decision.next_look_at == at(11, 15, 7, 30)

    def test_a_step_is_repeated_while_the_next_is_not_due(self):
        decision = after(case(step=3), Looked(), at(11, 15))

        assert (decision.to_state, decision.to_step) == (State.OPEN, 3)
        assert said(decision) == STEP_3
        assert [notice.repeat for notice in decision.notices] == [1]
        assert decision.wants == ()  # the letter is drafted once
        assert decision.next_look_at == at(11, 22, 7, 30)

    def test_a_step_is_repeated_four_times_at_most(self):
        slow = replace(DEFAULT_LADDER, steps=(*DEFAULT_LADDER.steps[:1], replace(DEFAULT_LADDER.steps[1], delay=60)))
        opened = case(repeats=4)

        decision = decide(opened, Looked(), ladder=slow, calendar=CALENDAR, now=at(11, 15))

        assert decision.notices == ()
        assert decision.next_look_at.astimezone(HANOI).date() == CALENDAR.add_working_days(date(2024, 11, 8), 60)

    def test_the_top_step_puts_an_item_on_the_agenda_every_month(self):
        top = case(step=4, repeats=7)

        early = after(top, Looked(), at(12, 6))
        monthly = after(top, Looked(), at(12, 9))  # 8/12 is a Sunday

        assert early.notices == ()
        assert early.next_look_at == at(12, 9, 7, 30)
        assert monthly.to_step == 4
        assert said(monthly) == STEP_4
        assert monthly.wants == (Want.AGENDA,)
        assert monthly.next_look_at == at(1, 9, 7, 30, year=2025)

    def test_outside_delivery_hours_a_look_waits_for_the_window(self):
        decision = after(case(told=False), Looked(), at(11, 11, 12))

        assert (decision.to_state, decision.notices) == (State.OPEN, ())
        assert decision.next_look_at == at(11, 11, 13, 30)

    def test_a_silence_is_waited_out_on_the_same_step(self):
        silence = Suppression(until=at(12, 2))

        during = after(case(step=1), Looked(), at(11, 15), silence)
        ended = after(during.after, Looked(), at(12, 2))

        assert (during.to_state, during.to_step, during.notices) == (State.OPEN, 1, ())
        assert during.next_look_at == at(12, 2)
        assert ended.to_step == 1
        assert said(ended) == STEP_1
        assert ended.next_look_at == at(12, 9, 7, 30)

    def test_a_hold_keeps_steps_from_two_on_silent(self):
        held = Suppression(held_from_step=2)

        at_one = after(case(step=1), Looked(), at(11, 15), held)
        at_two = after(case(step=2), Looked(), at(11, 15), held)

        assert at_one.to_step == 1
        assert said(at_one) == STEP_1  # repeated, not climbed
        assert (at_two.to_step, at_two.notices) == (2, ())
        assert at_two.next_look_at == at(11, 18, 7, 30)

    @pytest.mark.parametrize(("step", "reached"), [(1, 2), (2, 2), (3, 3)])
    def test_becoming_severe_is_told_at_once_from_step_two_on(self, step, reached):
        decision = after(case(step=step), evaluated(SEVERE))

        assert (decision.to_state, decision.to_step) == (State.OPEN, reached)
        assert decision.after.severity is SEVERE
        assert {kind for kind, _ in said(decision)} <= {"worsened", "explanation_requested"}
        assert decision.notices

    def test_becoming_severe_tells_the_standing_office(self):
        assert said(after(case(step=1), evaluated(SEVERE))) == WORSENED_2

    def test_becoming_severe_under_a_silence_is_told_when_it_ends(self):
        during = after(case(step=1), evaluated(SEVERE), MONDAY, Suppression(until=at(11, 20)))
        ended = after(during.after, Looked(), at(11, 20))

        assert (during.to_step, during.notices) == (2, ())
        assert during.next_look_at == at(11, 20)
        assert said(ended) == STEP_2

    def test_a_second_locked_period_in_a_row_hurries_to_step_three(self):
        decision = after(case(step=2), evaluated(LAG, NOVEMBER))

        assert (decision.to_state, decision.to_step) == (State.OPEN, 3)
        assert said(decision) == STEP_3
        assert decision.wants == (Want.LETTER,)

    def test_a_case_still_severe_at_step_two_hurries_to_step_three(self):
        severe = case(step=2, severity=SEVERE)

        assert after(severe, evaluated(SEVERE, OCTOBER, evidence="2024-10-31/2")).to_step == 3

    @pytest.mark.parametrize("step", [1, 3, 4])
    def test_a_second_period_hurries_from_step_two_alone(self, step):
        decision = after(case(step=step), evaluated(LAG, NOVEMBER))

        assert decision.to_step == step
        assert decision.notices == ()

    def test_the_same_evaluation_again_changes_nothing(self):
        assert after(case(step=2), evaluated(LAG, OCTOBER)) is None

    def test_easing_from_severe_to_lag_is_noted_without_a_notice(self):
        decision = after(case(step=3, severity=SEVERE), evaluated(LAG, OCTOBER, evidence="b"))

        assert (decision.to_state, decision.to_step, decision.notices) == (State.OPEN, 3, ())
        assert decision.after.severity is LAG

    def test_vacant_seats_climb_at_once_and_ask_to_be_filled(self):
        decision = after(case(step=1), SeatsVacant())

        assert decision.to_step == 2
        assert said(decision) == STEP_2 | {("seats_vacant", "parent:secretariat")}
        assert decision.wants == (Want.FILL_SEAT,)

    def test_vacant_seats_on_the_top_step_ask_to_be_filled(self):
        decision = after(case(step=4), SeatsVacant())

        assert decision.to_step == 4
        assert said(decision) == {("seats_vacant", "parent:secretariat")}


def test_a_look_planned_into_a_year_without_holidays_says_so():
    decision = after(case(State.COMMITTED, 2), MilestoneKept(date(2028, 1, 10)), at(12, 20, year=2027))

    assert decision.unplanned_years == (2028,)


@pytest.mark.parametrize("event", [Looked(), evaluated(LAG), evaluated(SEVERE), evaluated(None), Acknowledged()])
@pytest.mark.parametrize("step", [1, 2, 3, 4])
@pytest.mark.parametrize("told", [True, False])
def test_a_live_case_always_knows_when_to_look_next(event, step, told):
    decision = after(case(step=step, told=told, next_look_at=MONDAY), event)

    assert decision.next_look_at >= MONDAY
