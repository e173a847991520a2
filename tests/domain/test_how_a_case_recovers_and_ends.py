"""The rows of the table about recovery, reopening and the ways to close."""

from datetime import date

import pytest

from committee.domain.case_facts import (
    CloseReason,
    Closing,
    Looked,
    SeatsVacant,
    State,
    UnitMerged,
)
from committee.domain.ladder import Want
from tests.domain.cases import DECEMBER, LAG, NOVEMBER, SEVERE, STEP_3, after, at, case, evaluated, said


class TestRecovery:
    @pytest.mark.parametrize("state", [State.OPEN, State.ACKED, State.EXPLAINED, State.COMMITTED])
    def test_a_clear_signal_lets_any_live_case_recover(self, state):
        decision = after(case(state, 2), evaluated(None))

        assert (decision.to_state, decision.to_step) == (State.RECOVERING, 2)
        assert decision.after.previous_state is state
        assert decision.notices == ()
        assert decision.cancels_pending
        assert decision.next_look_at == at(11, 18, 7, 30)

    def test_repeats_stop_while_it_recovers(self):
        recovering = after(case(step=2), evaluated(None)).after

        decision = after(recovering, Looked(), at(11, 18))

        assert (decision.to_state, decision.notices) == (State.RECOVERING, ())
        assert decision.next_look_at == at(11, 25, 7, 30)

    def test_one_more_clear_locked_evaluation_resolves_and_tells_everybody_told(self):
        recovering = after(case(step=2), evaluated(None, NOVEMBER)).after

        again = after(recovering, evaluated(None, NOVEMBER))
        resolved = after(recovering, evaluated(None, DECEMBER), at(1, 10, year=2025))

        assert again is None
        assert resolved.to_state is State.RESOLVED
        assert said(resolved) == {("resolved", "told:any")}
        assert resolved.next_look_at is None
        assert resolved.after.resolved_on == date(2025, 1, 10)

    def test_a_provisional_evaluation_resolves_nothing(self):
        recovering = after(case(step=2), evaluated(None, NOVEMBER)).after

        assert after(recovering, evaluated(None, DECEMBER, locked=False)).to_state is State.RECOVERING

    def test_a_figure_that_is_locked_later_resolves(self):
        recovering = after(case(step=2), evaluated(None, NOVEMBER, locked=False)).after

        assert after(recovering, evaluated(None, NOVEMBER, locked=True)).to_state is State.RESOLVED

    def test_a_case_nobody_was_told_of_is_resolved_in_silence(self):
        recovering = after(case(told=False), evaluated(None, NOVEMBER)).after

        assert after(recovering, evaluated(None, DECEMBER)).notices == ()

    @pytest.mark.parametrize("state", [State.OPEN, State.ACKED, State.EXPLAINED, State.COMMITTED])
    def test_a_relapse_returns_to_the_state_before_without_a_second_first_notice(self, state):
        recovering = after(case(state, 2, due_on=date(2024, 11, 14)), evaluated(None, NOVEMBER)).after

        decision = after(recovering, evaluated(LAG, DECEMBER), at(11, 12))

        assert (decision.to_state, decision.to_step, decision.notices) == (state, 2, ())
        assert decision.next_look_at is not None

    def test_a_relapse_that_is_worse_is_told(self):
        recovering = after(case(State.ACKED, 2), evaluated(None, NOVEMBER)).after

        decision = after(recovering, evaluated(SEVERE, DECEMBER))

        assert (decision.to_state, decision.to_step) == (State.OPEN, 3)

    def test_a_resolved_case_reopens_within_sixty_days_on_its_last_step(self):
        resolved = case(State.RESOLVED, 3, resolved_on=date(2024, 11, 11))

        decision = after(resolved, evaluated(LAG, DECEMBER), at(1, 10, year=2025))
        told = after(decision.after, Looked(), at(1, 10, year=2025))

        assert (decision.to_state, decision.to_step) == (State.OPEN, 3)
        assert decision.after.episode == 2
        assert said(told) == STEP_3
        assert {notice.episode for notice in told.notices} == {2}

    def test_after_sixty_days_a_new_case_is_opened(self):
        resolved = case(State.RESOLVED, 3, resolved_on=date(2024, 11, 11))

        assert after(resolved, evaluated(LAG, DECEMBER), at(1, 11, year=2025)) is None
        assert after(None, evaluated(LAG, DECEMBER), at(1, 11, year=2025)).to_state is State.PENDING

    def test_a_resolved_case_that_stays_clear_is_left_alone(self):
        resolved = case(State.RESOLVED, 3, resolved_on=date(2024, 11, 11))

        assert after(resolved, evaluated(None, DECEMBER)) is None
        assert after(resolved, Looked()) is None


class TestEnds:
    @pytest.mark.parametrize(("told_step", "notices"), [(0, set()), (1, set()), (2, {("correction", "told:2")})])
    def test_a_condition_that_never_held_is_corrected_to_all_told_from_step_two_on(self, told_step, notices):
        decision = after(case(told_step=told_step), Closing(CloseReason.DATA))

        assert (decision.to_state, decision.reason) == (State.CLOSED, CloseReason.DATA)
        assert said(decision) == notices
        assert decision.cancels_pending

    @pytest.mark.parametrize("state", [state for state in State if state != State.CLOSED])
    @pytest.mark.parametrize("reason", CloseReason)
    def test_any_case_can_be_closed(self, state, reason):
        decision = after(case(state), Closing(reason))

        assert (decision.to_state, decision.reason, decision.next_look_at) == (State.CLOSED, reason, None)

    def test_a_closed_year_wants_a_final_statement(self):
        decision = after(case(), Closing(CloseReason.YEAR))

        assert decision.wants == (Want.FINAL_STATEMENT,)
        assert decision.notices == ()

    def test_a_merged_units_case_lives_on_with_its_timers(self):
        acked = case(State.ACKED, 2, due_on=date(2024, 11, 13), next_look_at=at(11, 14, 7, 30))

        decision = after(acked, UnitMerged(LAG))

        assert decision.after == acked
        assert decision.event_name == "merged"

    @pytest.mark.parametrize("event", [UnitMerged(None), UnitMerged(LAG, carries_on=False)])
    def test_a_merged_units_case_is_closed_if_the_successor_is_fine_or_has_another(self, event):
        decision = after(case(), event)

        assert (decision.to_state, decision.reason) == (State.CLOSED, CloseReason.MERGED)

    def test_nothing_happens_to_a_closed_case(self):
        closed = case(State.CLOSED)

        for event in (evaluated(LAG), Looked(), UnitMerged(LAG), Closing(CloseReason.DATA), SeatsVacant()):
            assert after(closed, event) is None
