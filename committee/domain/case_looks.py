"""What a case does when its next look is due, state by state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from committee.domain.case_facts import (
    CaseView,
    Change,
    Circumstances,
    Decision,
    NoticeKind,
    State,
)
from committee.domain.case_moves import (
    after_day,
    climbs_on,
    clock_held,
    end_of_suppression,
    in_working_days,
    is_untold,
    notice,
    open_at,
    repeat_step,
    repeats_on,
    soon,
    tell_step,
    with_open_look,
)
from committee.domain.ladder import ANSWERERS, REVIEWERS, REVIEWERS_SUPERIOR


def look(case: CaseView, here: Circumstances) -> Decision | None:
    """Decide what a due look does; None for a state that nobody looks at any more."""
    if case.state is State.PENDING:
        return look_pending(case, here)
    rule = LOOKS.get(case.state)
    if rule is None:
        return None
    if here.calendar.is_quiet(here.now):
        return Decision(replace(case, next_look_at=soon(here)), Change.QUIET)
    if case.state is not State.RECOVERING and not here.allows(case.step):
        held = replace(clock_held(case, here), next_look_at=end_of_suppression(here))
        return Decision(held, Change.SUPPRESSED)
    return rule(case, here)


def hold_is_met(case: CaseView, here: Circumstances) -> bool:
    return case.locked_periods >= 1 or case.provisional_count >= here.ladder.provisional_hold


def enter_ladder(case: CaseView, here: Circumstances) -> Decision:
    """Decide to open a case whose hold is met at the first step, with the ladder of this day."""
    due_on = in_working_days(here.ladder.step(1).delay, here)
    look_at = max(here.calendar.opening_of(due_on), soon(here))
    opened = replace(case, state=State.OPEN, step=1, next_look_at=look_at)
    return Decision(opened, Change.OPENED, takes_snapshot=True)


def look_pending(case: CaseView, here: Circumstances) -> Decision:
    if hold_is_met(case, here):
        return enter_ladder(case, here)
    return Decision(replace(case, next_look_at=after_day(here.today, here)), Change.LOOKED)


def look_open(case: CaseView, here: Circumstances) -> Decision:
    if is_untold(case, here):
        if case.notified_step < case.step:
            return tell_step(case, here, Change.NOTIFIED, NoticeKind.STEP)
        # What the step leaves to others it left when it was told first.
        return replace(tell_step(case, here, Change.REPEATED, NoticeKind.STEP), wants=())
    climbs = climbs_on(case, here)
    if climbs is not None and climbs <= here.today:
        if here.allows(case.step + 1):
            return open_at(case, case.step + 1, here, Change.CLIMBED, NoticeKind.STEP)
        case = clock_held(case, here)
    repeats = repeats_on(case, here)
    if repeats is not None and repeats <= here.today:
        return repeat_step(case, here)
    return Decision(with_open_look(case, here), Change.LOOKED)


def look_acked(case: CaseView, here: Circumstances) -> Decision:
    if case.due_on is not None and here.today <= case.due_on:
        return Decision(replace(case, next_look_at=after_day(case.due_on, here)), Change.LOOKED)
    return reopen_overdue(case, here)


def miss_explanation(case: CaseView, times: int, here: Circumstances) -> Decision | None:
    """Decide what an overdue explanation does: the first one on a step opens it again, the second one climbs."""
    if case.state is not State.ACKED:
        return None
    if times < here.ladder.overdues_allowed or case.step >= here.ladder.top:
        return reopen_overdue(case, here)
    climbed = open_at(case, case.step + 1, here, Change.OVERDUE_AGAIN, NoticeKind.STEP)
    if not climbed.notices or here.ladder.step(climbed.to_step).asks:
        return climbed
    told = notice(climbed.after or case, NoticeKind.EXPLANATION_OVERDUE, ANSWERERS, case.returns)
    return replace(climbed, notices=(*climbed.notices, told))


def reopen_overdue(case: CaseView, here: Circumstances) -> Decision:
    """Decide to open the same step again: its delay begins anew; on the top the months go on."""
    is_top = case.step >= here.ladder.top
    notified_on = case.last_notified_on if is_top else here.today
    reopened = replace(case, state=State.OPEN, due_on=None, clock_from=here.today, last_notified_on=notified_on)
    roles = ANSWERERS + tuple(role for role in here.ladder.step(case.step).roles if role not in ANSWERERS)
    said = (notice(reopened, NoticeKind.EXPLANATION_OVERDUE, roles, case.returns),)
    return Decision(with_open_look(reopened, here), Change.EXPLANATION_OVERDUE, said)


def look_explained(case: CaseView, here: Circumstances) -> Decision:
    if case.due_on is not None and here.today <= case.due_on:
        return Decision(replace(case, next_look_at=after_day(case.due_on, here)), Change.LOOKED)
    roles = REVIEWERS_SUPERIOR if case.review_reminders else REVIEWERS
    next_on = in_working_days(here.ladder.review_days, here)
    reminded = replace(case, review_reminders=case.review_reminders + 1, next_look_at=here.calendar.opening_of(next_on))
    said = (notice(reminded, NoticeKind.REVIEW_OVERDUE, roles, case.review_reminders),)
    return Decision(reminded, Change.REVIEW_OVERDUE, said)


def look_committed(case: CaseView, here: Circumstances) -> Decision:
    # Whether the milestone was kept is read from the figures; here only the next day to ask is set.
    asked_on = here.today if case.due_on is None else max(case.due_on, here.today)
    return Decision(replace(case, next_look_at=after_day(asked_on, here)), Change.LOOKED)


def look_recovering(case: CaseView, here: Circumstances) -> Decision:
    next_on = in_working_days(here.ladder.repeat_every, here)
    return Decision(replace(case, next_look_at=here.calendar.opening_of(next_on)), Change.LOOKED)


LOOKS: Mapping[State, Callable[[CaseView, Circumstances], Decision]] = {
    State.OPEN: look_open,
    State.ACKED: look_acked,
    State.EXPLAINED: look_explained,
    State.COMMITTED: look_committed,
    State.RECOVERING: look_recovering,
}
