"""What a new evaluation does to a case, state by state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from committee.domain.case_facts import (
    CaseView,
    Change,
    Circumstances,
    Decision,
    Evaluated,
    NoticeKind,
    State,
)
from committee.domain.case_looks import enter_ladder, hold_is_met
from committee.domain.case_moves import (
    after_day,
    in_working_days,
    notice,
    open_at,
    soon,
    with_open_look,
)
from committee.domain.ladder import TOLD, Severity

HURRIED_STEP = 3
SEVERE_STEP = 2


def find(event: Evaluated, here: Circumstances) -> Decision | None:
    """Decide to open a case for a signal where none lives; None for a clear signal."""
    if event.signal is None:
        return None
    blank = CaseView(State.PENDING, event.signal, here.today)
    return Decision(with_pending_look(counted(blank, event), here), Change.FOUND)


def evaluate(case: CaseView, event: Evaluated, here: Circumstances) -> Decision | None:
    """Decide what an evaluation does; None if it changes nothing or would have to open a new case."""
    rule = EVALUATIONS.get(case.state)
    return rule(case, event, here) if rule else None


def counted(case: CaseView, event: Evaluated) -> CaseView:
    """Return the case with a lagging evaluation counted, unless it is the one already known."""
    if event.signal is None:
        return replace(case, evidence=event.evidence, evidence_locked=event.locked, locked_periods=0)
    case = replace(case, severity=event.signal)
    if not is_fresh(case, event):
        return case
    case = replace(case, evidence=event.evidence, evidence_locked=event.locked)
    if not event.locked:
        return replace(case, provisional_count=case.provisional_count + 1)
    if case.last_locked_on is not None and event.cut_off_on <= case.last_locked_on:
        return case
    return replace(case, last_locked_on=event.cut_off_on, locked_periods=case.locked_periods + 1)


def is_fresh(case: CaseView, event: Evaluated) -> bool:
    return (event.evidence, event.locked) != (case.evidence, case.evidence_locked)


def with_pending_look(case: CaseView, here: Circumstances) -> CaseView:
    return replace(case, next_look_at=here.now if hold_is_met(case, here) else after_day(here.today, here))


def seen(case: CaseView, after: CaseView) -> Decision | None:
    return None if after == case else Decision(after, Change.SEEN)


def evaluate_pending(case: CaseView, event: Evaluated, here: Circumstances) -> Decision | None:
    if event.signal is None:
        return Decision(None, Change.VANISHED)
    after = counted(case, event)
    if hold_is_met(after, here):
        return enter_ladder(after, here)
    return seen(case, after)


def evaluate_open(case: CaseView, event: Evaluated, here: Circumstances) -> Decision | None:
    if event.signal is None:
        return clear(case, event, here)
    after = counted(case, event)
    if is_worse(case, event):
        return open_at(after, max(case.step, SEVERE_STEP), here, Change.WORSENED, NoticeKind.WORSENED)
    if hurries(case, after, event):
        return open_at(after, HURRIED_STEP, here, Change.LAGGED_AGAIN, NoticeKind.STEP)
    return seen(case, after)


def evaluate_answered(case: CaseView, event: Evaluated, here: Circumstances) -> Decision | None:
    if event.signal is None:
        return clear(case, event, here)
    after = counted(case, event)
    if is_worse(case, event):
        return open_at(after, case.step + 1, here, Change.WORSENED, NoticeKind.WORSENED)
    return seen(case, after)


def evaluate_recovering(case: CaseView, event: Evaluated, here: Circumstances) -> Decision | None:
    if event.signal is not None:
        return relapse(case, event, here)
    if not (event.locked and is_fresh(case, event)):
        return seen(case, counted(case, event))
    resolved = replace(
        counted(case, event),
        state=State.RESOLVED,
        previous_state=None,
        resolved_on=here.today,
        next_look_at=None,
    )
    said = (notice(case, NoticeKind.RESOLVED, (TOLD,)),) if case.told_step else ()
    return Decision(resolved, Change.RESOLVED, said, cancels_pending=True)


def evaluate_resolved(case: CaseView, event: Evaluated, here: Circumstances) -> Decision | None:
    if event.signal is None or case.resolved_on is None:
        return None
    if (here.today - case.resolved_on).days > here.ladder.reopen_days:
        return None
    reopened = replace(
        counted(case, event),
        state=State.OPEN,
        step=max(case.step, 1),
        episode=case.episode + 1,
        notified_step=0,
        repeats=0,
        returns=0,
        due_on=None,
        clock_from=None,
        last_notified_on=None,
        taken_back_on=None,
        resolved_on=None,
        next_look_at=soon(here),
    )
    return Decision(reopened, Change.REOPENED)


def clear(case: CaseView, event: Evaluated, here: Circumstances) -> Decision:
    """Decide that a case recovers: repeats stop, and the state before is remembered."""
    next_on = in_working_days(here.ladder.repeat_every, here)
    recovering = replace(
        counted(case, event),
        state=State.RECOVERING,
        previous_state=case.state,
        next_look_at=here.calendar.opening_of(next_on),
    )
    return Decision(recovering, Change.CLEARED, cancels_pending=True)


def relapse(case: CaseView, event: Evaluated, here: Circumstances) -> Decision:
    """Decide that a recovering case is back in the state before, without a second first notice."""
    restored = replace(case, state=case.previous_state or State.OPEN, previous_state=None)
    if is_worse(case, event):
        worse = evaluate(restored, event, here)
        if worse is not None:
            return worse
    restored = counted(restored, event)
    if restored.state is State.OPEN:
        return Decision(with_open_look(restored, here), Change.RELAPSED)
    return Decision(replace(restored, next_look_at=after_day(restored.due_on or here.today, here)), Change.RELAPSED)


def is_worse(case: CaseView, event: Evaluated) -> bool:
    return event.signal is Severity.SEVERE and case.severity is Severity.LAG


def hurries(case: CaseView, after: CaseView, event: Evaluated) -> bool:
    """Return whether step 3 comes before its delay: still severe, or a second locked period in a row."""
    if case.step != HURRIED_STEP - 1 or case.notified_step < case.step or not is_fresh(case, event):
        return False
    is_second = after.locked_periods > max(case.locked_periods, 1)
    return is_second or (event.locked and event.signal is Severity.SEVERE)


EVALUATIONS: Mapping[State, Callable[[CaseView, Evaluated, Circumstances], Decision | None]] = {
    State.PENDING: evaluate_pending,
    State.OPEN: evaluate_open,
    State.ACKED: evaluate_answered,
    State.EXPLAINED: evaluate_answered,
    State.COMMITTED: evaluate_answered,
    State.RECOVERING: evaluate_recovering,
    State.RESOLVED: evaluate_resolved,
}
