"""The rows of the table between an acknowledgement and a kept promise."""

from datetime import date

import pytest

from committee.domain.case_facts import (
    Acknowledged,
    Explained,
    ExplanationAccepted,
    ExplanationOverdue,
    ExplanationReturned,
    Looked,
    MilestoneKept,
    MilestoneMissed,
    SeatsVacant,
    State,
    Suppression,
)
from committee.domain.errors import DomainError
from committee.domain.ladder import Want
from tests.domain.cases import LAG, NOVEMBER, SEVERE, STEP_2, STEP_3, STEP_4, after, at, case, evaluated, said

UNIT_OVERDUE = {("explanation_overdue", "own:reporter"), ("explanation_overdue", "own:chair")}
ALL_OVERDUE_4 = UNIT_OVERDUE | {("explanation_overdue", role) for _, role in STEP_4}


class TestAnswers:
    def test_an_acknowledgement_asks_for_an_explanation_in_three_working_days(self):
        decision = after(case(step=2), Acknowledged())

        assert (decision.to_state, decision.to_step) == (State.ACKED, 2)
        assert decision.cancels_pending
        assert decision.after.due_on == date(2024, 11, 14)
        assert said(decision) == {("acknowledged", "told:any")}
        assert decision.next_look_at == at(11, 15, 7, 30)

    def test_an_explanation_is_reviewed_in_three_working_days(self):
        decision = after(case(State.ACKED, 2), Explained())

        assert (decision.to_state, decision.to_step) == (State.EXPLAINED, 2)
        assert decision.after.due_on == date(2024, 11, 14)
        assert said(decision) == {
            ("explanation_filed", "parent:secretariat"),
            ("explanation_filed", "parent:standing_vice_chair"),
        }

    def test_an_explanation_that_does_not_come_opens_the_same_step(self):
        acked = case(State.ACKED, 2, due_on=date(2024, 11, 13))

        in_time = after(acked, Looked(), at(11, 13))
        overdue = after(acked, Looked(), at(11, 14))

        assert (in_time.to_state, in_time.notices) == (State.ACKED, ())
        assert in_time.next_look_at == at(11, 14, 7, 30)
        assert (overdue.to_state, overdue.to_step) == (State.OPEN, 2)
        assert ("explanation_overdue", "own:chair") in said(overdue)
        assert overdue.next_look_at == at(11, 21, 7, 30)

    @pytest.mark.parametrize(
        ("step", "times", "to_step", "change", "told"),
        [
            (1, 1, 1, "explanation_overdue", UNIT_OVERDUE),
            (1, 2, 2, "overdue_again", STEP_2),
            (2, 2, 3, "overdue_again", STEP_3 | UNIT_OVERDUE),
            (3, 2, 4, "overdue_again", STEP_4 | UNIT_OVERDUE),
            (3, 7, 4, "overdue_again", STEP_4 | UNIT_OVERDUE),
            (4, 1, 4, "explanation_overdue", ALL_OVERDUE_4),
            (4, 2, 4, "explanation_overdue", ALL_OVERDUE_4),
        ],
    )
    def test_the_second_explanation_that_does_not_come_climbs(self, step, times, to_step, change, told):
        acked = case(State.ACKED, step, due_on=date(2024, 11, 13), returns=1)

        decision = after(acked, ExplanationOverdue(times), at(11, 14))

        assert (decision.to_state, decision.to_step, decision.event_name) == (State.OPEN, to_step, change)
        assert said(decision) == told
        assert (decision.after.due_on, decision.after.notified_step) == (None, to_step)

    def test_what_climbs_under_a_hold_is_told_when_that_ends(self):
        acked = case(State.ACKED, 1, due_on=date(2024, 11, 13))

        decision = after(acked, ExplanationOverdue(2), at(11, 14), Suppression(held_from_step=2))

        assert (decision.to_step, decision.after.notified_step, decision.notices) == (2, 1, ())

    def test_on_the_top_step_the_months_go_on_whatever_is_received(self):
        acked = case(State.ACKED, 4, due_on=date(2024, 11, 13))

        overdue = after(acked, Looked(), at(11, 14))

        assert overdue.next_look_at == at(12, 9, 7, 30), "a month after the step was told, on a Monday"

    @pytest.mark.parametrize("state", [State.ACKED, State.EXPLAINED, State.COMMITTED])
    def test_an_answer_never_hides_worsening(self, state):
        decision = after(case(state, 2, due_on=date(2024, 11, 13)), evaluated(SEVERE))

        assert (decision.to_state, decision.to_step) == (State.OPEN, 3)
        assert said(decision) == {("worsened", "parent:chair")}
        assert decision.after.due_on is None

    @pytest.mark.parametrize("state", [State.ACKED, State.EXPLAINED, State.COMMITTED])
    def test_an_answered_case_that_lags_on_stays_answered(self, state):
        decision = after(case(state, 2, due_on=date(2024, 11, 13)), evaluated(LAG))

        assert (decision.to_state, decision.to_step, decision.notices) == (state, 2, ())

    def test_a_returned_explanation_has_a_new_due_date(self):
        decision = after(case(State.EXPLAINED, 2), ExplanationReturned())

        assert (decision.to_state, decision.to_step) == (State.ACKED, 2)
        assert decision.after.due_on == date(2024, 11, 14)
        assert ("explanation_returned", "own:reporter") in said(decision)

    def test_the_second_return_climbs(self):
        decision = after(case(State.EXPLAINED, 2, returns=1), ExplanationReturned())

        assert (decision.to_state, decision.to_step) == (State.OPEN, 3)
        assert said(decision) == STEP_3

    def test_an_accepted_explanation_becomes_a_task_with_milestones(self):
        decision = after(case(State.EXPLAINED, 2), ExplanationAccepted(date(2024, 11, 29)))

        assert (decision.to_state, decision.to_step) == (State.COMMITTED, 2)
        assert decision.wants == (Want.TASK,)
        assert decision.next_look_at == at(12, 2, 7, 30)

    def test_a_late_review_is_remembered_to_the_reviewer_and_then_to_the_superior(self):
        explained = case(State.EXPLAINED, 2, due_on=date(2024, 11, 13))

        in_time = after(explained, Looked(), at(11, 13))
        first = after(explained, Looked(), at(11, 14))
        second = after(first.after, Looked(), at(11, 19))

        assert in_time.notices == ()
        assert (first.to_state, first.to_step) == (State.EXPLAINED, 2)
        assert ("review_overdue", "parent:secretariat") in said(first)
        assert first.next_look_at == at(11, 19, 7, 30)
        assert said(second) == {("review_overdue", "parent:chair")}

    def test_a_missed_milestone_climbs_and_quotes_the_commitment(self):
        decision = after(case(State.COMMITTED, 2), MilestoneMissed())

        assert (decision.to_state, decision.to_step) == (State.OPEN, 3)
        assert said(decision) == {("commitment_missed", "parent:chair")}

    def test_a_missed_milestone_on_the_top_step_is_told_there_again(self):
        decision = after(case(State.COMMITTED, 4), MilestoneMissed())

        assert (decision.to_state, decision.to_step) == (State.OPEN, 4)
        assert [notice.repeat for notice in decision.notices] == [1]

    def test_a_kept_milestone_sets_the_next(self):
        decision = after(case(State.COMMITTED, 2), MilestoneKept(date(2024, 11, 29)))

        assert decision.to_state is State.COMMITTED
        assert decision.next_look_at == at(12, 2, 7, 30)

    def test_a_promise_kept_to_its_end_leaves_a_lag_to_the_ladder_again(self):
        decision = after(case(State.COMMITTED, 2, due_on=date(2024, 11, 8), returns=1), MilestoneKept(None))

        assert (decision.to_state, decision.to_step, decision.notices) == (State.OPEN, 2, ())
        assert (decision.after.due_on, decision.after.returns) == (None, 0)
        assert decision.next_look_at == at(11, 18, 7, 30)

    def test_a_committed_case_is_looked_at_after_its_milestone(self):
        decision = after(case(State.COMMITTED, 2, due_on=date(2024, 11, 29)), Looked())

        assert (decision.to_state, decision.notices) == (State.COMMITTED, ())
        assert decision.next_look_at == at(12, 2, 7, 30)

    @pytest.mark.parametrize(
        ("event", "allowed", "sentence"),
        [
            (Acknowledged(), State.OPEN, "Only an open case can be acknowledged."),
            (Explained(), State.ACKED, "Acknowledge the case before explaining it; it is explained once."),
            (ExplanationReturned(), State.EXPLAINED, "No explanation is waiting to be returned."),
            (ExplanationAccepted(NOVEMBER), State.EXPLAINED, "No explanation is waiting to be accepted."),
        ],
    )
    def test_an_act_out_of_turn_is_refused(self, event, allowed, sentence):
        for state in set(State) - {allowed}:
            with pytest.raises(DomainError) as refusal:
                after(case(state), event)
            assert str(refusal.value) == sentence

    @pytest.mark.parametrize(
        "event", [MilestoneMissed(), MilestoneKept(NOVEMBER), ExplanationOverdue(2), SeatsVacant()]
    )
    def test_a_fact_out_of_turn_changes_nothing(self, event):
        assert after(case(State.RECOVERING), event) is None
