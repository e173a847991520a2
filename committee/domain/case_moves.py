"""The moves that several rules of a case share: telling a step, climbing, and when to look next."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta

from committee.domain.calendar import day_of
from committee.domain.case_facts import (
    CaseView,
    Change,
    Circumstances,
    Decision,
    NoticeKind,
    NoticeWanted,
    State,
)

ONE_DAY = timedelta(days=1)


def notice(case: CaseView, kind: NoticeKind, roles: tuple[str, ...], repeat: int = 0) -> NoticeWanted:
    return NoticeWanted(kind, case.step, repeat, case.episode, roles)


def soon(here: Circumstances) -> datetime:
    return here.calendar.next_delivery_moment(here.now)


def after_day(day: date, here: Circumstances) -> datetime:
    """Return when the first working day after `day` opens, and never a moment that is already past."""
    return max(here.calendar.opening_of(day + ONE_DAY), soon(here))


def end_of_suppression(here: Circumstances) -> datetime:
    """Return when a silence ends or, for a hold, the next working day: holds have no end of their own."""
    until = here.suppression.until
    if until is not None and here.now < until:
        return here.calendar.next_delivery_moment(until)
    return here.calendar.opening_of(here.today + ONE_DAY)


def in_working_days(days: int, here: Circumstances) -> date:
    return here.calendar.add_working_days(here.today, days)


def tell_step(case: CaseView, here: Circumstances, change: Change, kind: NoticeKind) -> Decision:
    """Decide to tell everybody of the case's step now; its delay begins to run."""
    step = here.ladder.step(case.step)
    repeat = 0 if case.notified_step < case.step else case.repeats + 1
    told = replace(
        case,
        notified_step=case.step,
        told_step=max(case.told_step, case.step),
        clock_from=here.today,
        last_notified_on=here.today,
        repeats=repeat,
        taken_back_on=None,
    )
    notices = [notice(told, kind, step.roles, repeat)]
    if step.asks:
        notices.append(notice(told, NoticeKind.EXPLANATION_REQUESTED, step.asks, repeat))
    return Decision(with_open_look(told, here), change, tuple(notices), step.wants)


def repeat_step(case: CaseView, here: Circumstances) -> Decision:
    """Decide to tell the same step once more; the delay of the next one keeps running."""
    step = here.ladder.step(case.step)
    told = replace(case, last_notified_on=here.today, repeats=case.repeats + 1)
    said = (notice(told, NoticeKind.STEP, step.roles, told.repeats),)
    # Every month on the top is one more item for a meeting; a letter is drafted once.
    wants = step.wants if case.step >= here.ladder.top else ()
    return Decision(with_open_look(told, here), Change.REPEATED, said, wants)


def open_at(case: CaseView, step: int, here: Circumstances, change: Change, kind: NoticeKind) -> Decision:
    """Decide to open the case at a step and tell it at once, or when what suppresses it has ended."""
    opened = replace(case, state=State.OPEN, step=min(step, here.ladder.top), due_on=None, returns=0)
    if here.allows(opened.step):
        return tell_step(opened, here, change, kind)
    return Decision(replace(opened, next_look_at=end_of_suppression(here)), change)


def with_open_look(case: CaseView, here: Circumstances) -> CaseView:
    """Return an open case with its next look: when it climbs or repeats, at once if it was not told."""
    days = [day for day in (climbs_on(case, here), repeats_on(case, here)) if day is not None]
    if is_untold(case, here) or not days:
        return replace(case, next_look_at=soon(here))
    return replace(case, next_look_at=max(here.calendar.opening_of(min(days)), soon(here)))


def is_untold(case: CaseView, here: Circumstances) -> bool:
    """Return whether the present step is still to be told, or once more since its mail was taken back by this day."""
    if case.notified_step < case.step:
        return True
    return case.taken_back_on is not None and case.taken_back_on <= here.today


def climbs_on(case: CaseView, here: Circumstances) -> date | None:
    """Return the day on which the next step is due, or None on the top step or before this one was told."""
    if case.clock_from is None or case.step >= here.ladder.top:
        return None
    return here.calendar.add_working_days(case.clock_from, here.ladder.step(case.step + 1).delay)


def repeats_on(case: CaseView, here: Circumstances) -> date | None:
    """Return the day on which the step is told again (monthly on the top), or None when it was enough."""
    if case.last_notified_on is None:
        return None
    if case.step >= here.ladder.top:
        return here.calendar.next_working_day(_a_month_after(case.last_notified_on))
    if case.repeats >= here.ladder.repeat_limit:
        return None
    return here.calendar.add_working_days(case.last_notified_on, here.ladder.repeat_every)


def clock_held(case: CaseView, here: Circumstances) -> CaseView:
    """Return the case with its delay starting anew after what suppresses it: it resumes where it was."""
    if case.clock_from is None:
        return case
    return replace(case, clock_from=day_of(end_of_suppression(here)))


def _a_month_after(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
