"""The states of a case as one pure function: what an event does, told as a decision to carry out.

Source: docs/escalation.md; every row of its table is a test. Who may cause an event is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from committee.domain.calendar import WorkingCalendar, day_of
from committee.domain.case_evaluations import evaluate, find
from committee.domain.case_facts import (
    FREE,
    Acknowledged,
    CaseView,
    Change,
    Circumstances,
    CloseReason,
    Closing,
    Decision,
    Evaluated,
    Event,
    Explained,
    ExplanationAccepted,
    ExplanationOverdue,
    ExplanationReturned,
    Looked,
    MilestoneKept,
    MilestoneMissed,
    NoticeKind,
    SeatsVacant,
    State,
    Suppression,
    UnitMerged,
)
from committee.domain.case_looks import look, miss_explanation
from committee.domain.case_moves import after_day, in_working_days, notice, open_at, with_open_look
from committee.domain.errors import DomainError
from committee.domain.ladder import (
    ANSWERERS,
    PARENT_SECRETARIAT,
    REVIEWERS,
    TOLD,
    TOLD_FROM_STEP_2,
    Ladder,
    Want,
)

LIVE = frozenset(State) - {State.RESOLVED, State.CLOSED}


def decide(
    case: CaseView | None,
    event: Event,
    *,
    ladder: Ladder,
    calendar: WorkingCalendar,
    suppression: Suppression = FREE,
    now: datetime,
) -> Decision | None:
    """Return what `event` does to `case`, or None if it does nothing.

    `case` None asks whether an evaluation opens one. A resolved case for which a lagging evaluation returns
    None is too old to be reopened: ask again with None. A person's act that the state does not allow is
    refused with a sentence. `ladder` is the one the case opened with.
    """
    here = Circumstances(ladder, calendar, suppression, now)
    decision = _decide(case, event, here)
    if decision is None or decision.next_look_at is None:
        return decision
    last = max(day_of(decision.next_look_at), here.today)
    return replace(decision, unplanned_years=calendar.unknown_years(here.today, last))


def _decide(case: CaseView | None, event: Event, here: Circumstances) -> Decision | None:
    if case is None:
        return find(event, here) if isinstance(event, Evaluated) else None
    if isinstance(event, Evaluated):
        return evaluate(case, event, here)
    if isinstance(event, Looked):
        return look(case, here)
    return _decide_act(case, event, here)


def _decide_act(case: CaseView, event: Event, here: Circumstances) -> Decision | None:
    match event:
        case ExplanationAccepted(milestone_due_on=due_on):
            return accept_explanation(case, due_on, here)
        case ExplanationOverdue(times=times):
            return miss_explanation(case, times, here)
        case MilestoneKept(next_due_on=next_due_on):
            return keep_milestone(case, next_due_on, here)
        case UnitMerged():
            return merge(case, event)
        case Closing(reason=reason):
            return close(case, reason)
        case _:
            return PLAIN_RULES[type(event)](case, here)


def acknowledge(case: CaseView, here: Circumstances) -> Decision:
    if case.state is not State.OPEN:
        raise DomainError("Only an open case can be acknowledged.")
    due_on = in_working_days(here.ladder.explanation_days, here)
    look_at = after_day(due_on, here)
    acked = replace(case, state=State.ACKED, due_on=due_on, taken_back_on=None, next_look_at=look_at)
    said = (notice(acked, NoticeKind.ACKNOWLEDGED, (TOLD,)),) if case.told_step else ()
    return Decision(acked, Change.ACKNOWLEDGED, said, cancels_pending=True)


def explain(case: CaseView, here: Circumstances) -> Decision:
    if case.state is not State.ACKED:
        raise DomainError("Acknowledge the case before explaining it; it is explained once.")
    due_on = in_working_days(here.ladder.review_days, here)
    explained = replace(
        case,
        state=State.EXPLAINED,
        due_on=due_on,
        review_reminders=0,
        next_look_at=after_day(due_on, here),
    )
    said = (notice(explained, NoticeKind.EXPLANATION_FILED, REVIEWERS, case.returns),)
    return Decision(explained, Change.EXPLAINED, said)


def return_explanation(case: CaseView, here: Circumstances) -> Decision:
    if case.state is not State.EXPLAINED:
        raise DomainError("No explanation is waiting to be returned.")
    returns = case.returns + 1
    if returns >= here.ladder.returns_allowed:
        return open_at(case, case.step + 1, here, Change.RETURNED_TOO_OFTEN, NoticeKind.STEP)
    due_on = in_working_days(here.ladder.explanation_days, here)
    returned = replace(case, state=State.ACKED, returns=returns, due_on=due_on, next_look_at=after_day(due_on, here))
    said = (notice(returned, NoticeKind.EXPLANATION_RETURNED, ANSWERERS, case.returns),)
    return Decision(returned, Change.RETURNED, said)


def accept_explanation(case: CaseView, due_on: date, here: Circumstances) -> Decision:
    if case.state is not State.EXPLAINED:
        raise DomainError("No explanation is waiting to be accepted.")
    committed = replace(case, state=State.COMMITTED, due_on=due_on, next_look_at=after_day(due_on, here))
    said = (notice(committed, NoticeKind.EXPLANATION_ACCEPTED, ANSWERERS, case.returns),)
    return Decision(committed, Change.ACCEPTED, said, (Want.TASK,))


def keep_milestone(case: CaseView, next_due_on: date | None, here: Circumstances) -> Decision | None:
    if case.state is not State.COMMITTED:
        return None
    if next_due_on is not None:
        kept = replace(case, due_on=next_due_on, next_look_at=after_day(next_due_on, here))
        return Decision(kept, Change.MILESTONE_KEPT)
    # All that was promised is kept and the unit still lags: it is urged on from where it was.
    resumed = replace(
        case, state=State.OPEN, due_on=None, returns=0, clock_from=here.today, last_notified_on=here.today
    )
    return Decision(with_open_look(resumed, here), Change.MILESTONE_KEPT)


def miss_milestone(case: CaseView, here: Circumstances) -> Decision | None:
    if case.state is not State.COMMITTED:
        return None
    return open_at(case, case.step + 1, here, Change.MILESTONE_MISSED, NoticeKind.COMMITMENT_MISSED)


def skip_vacant_step(case: CaseView, here: Circumstances) -> Decision | None:
    if case.state is not State.OPEN:
        return None
    told = notice(case, NoticeKind.SEATS_VACANT, (PARENT_SECRETARIAT,))
    if case.step >= here.ladder.top:
        return Decision(case, Change.SEATS_VACANT, (told,), (Want.FILL_SEAT,))
    climbed = open_at(case, case.step + 1, here, Change.SEATS_VACANT, NoticeKind.STEP)
    return replace(climbed, notices=(*climbed.notices, told), wants=(*climbed.wants, Want.FILL_SEAT))


def merge(case: CaseView, event: UnitMerged) -> Decision | None:
    if case.state not in LIVE:
        return None
    if event.signal is None or not event.carries_on:
        return close(case, CloseReason.MERGED)
    return Decision(case, Change.MERGED)


def close(case: CaseView, reason: CloseReason) -> Decision | None:
    """Decide to close; that the condition never held is told to all who were told from step 2 on."""
    if case.state is State.CLOSED:
        return None
    closed = replace(case, state=State.CLOSED, previous_state=None, due_on=None, next_look_at=None)
    corrects = reason is CloseReason.DATA and case.told_step >= 2
    return Decision(
        closed,
        Change.CLOSED,
        (notice(case, NoticeKind.CORRECTION, (TOLD_FROM_STEP_2,)),) if corrects else (),
        (Want.FINAL_STATEMENT,) if reason is CloseReason.YEAR else (),
        cancels_pending=True,
        reason=reason,
    )


PLAIN_RULES: Mapping[type, Callable[[CaseView, Circumstances], Decision | None]] = {
    Acknowledged: acknowledge,
    Explained: explain,
    ExplanationReturned: return_explanation,
    MilestoneMissed: miss_milestone,
    SeatsVacant: skip_vacant_step,
}
