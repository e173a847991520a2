"""Cases, events and mornings that the tests about cases share.

The calendar is that of data/holidays.csv.
"""

from datetime import date, datetime
from pathlib import Path

from committee.core.calendar_file import load_calendar
from committee.domain.calendar import HANOI
from committee.domain.case_facts import (
    FREE,
    CaseView,
    Evaluated,
    State,
)
from committee.domain.case_states import decide
from committee.domain.ladder import DEFAULT_LADDER, Severity

CALENDAR = load_calendar(Path(__file__).parents[2] / "data" / "holidays.csv")
LAG, SEVERE = Severity.LAG, Severity.SEVERE
OCTOBER, NOVEMBER, DECEMBER = date(2024, 10, 31), date(2024, 11, 30), date(2024, 12, 31)


def at(month, day, hour=9, minute=0, year=2024):
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


MONDAY = at(11, 11)


def evaluated(signal, cut_off_on=NOVEMBER, *, locked=True, evidence=None):
    return Evaluated(signal, cut_off_on, evidence or cut_off_on.isoformat(), locked)


def after(case, event, now=MONDAY, suppression=FREE):
    return decide(case, event, ladder=DEFAULT_LADDER, calendar=CALENDAR, suppression=suppression, now=now)


def case(state=State.OPEN, step=1, *, told=True, **facts):
    """Return a case that opened on Friday 8/11/2024 and was told its step on that day."""
    sent = {"notified_step": step, "told_step": step, "clock_from": date(2024, 11, 8)} if told else {}
    sent |= {"last_notified_on": date(2024, 11, 8)} if told else {}
    known = {"evidence": OCTOBER.isoformat(), "evidence_locked": True, "last_locked_on": OCTOBER}
    start = {"severity": LAG, "opened_on": date(2024, 11, 8), "locked_periods": 1, **known, **sent}
    return CaseView(state=state, step=step, **{**start, **facts})


def said(decision):
    return {(notice.kind.value, role) for notice in decision.notices for role in notice.roles}


STEP_1 = {("step", "own:reporter"), ("step", "own:chair")}
STEP_2 = {
    ("step", "parent:secretariat"),
    ("step", "parent:standing_vice_chair"),
    ("step", "area:member"),
    ("explanation_requested", "own:reporter"),
    ("explanation_requested", "own:chair"),
}
STEP_3 = {("step", "parent:chair")}
STEP_4 = {("step", "parent:chair"), ("step", "parent:standing_vice_chair"), ("step", "parent:secretariat")}
WORSENED_2 = {("worsened", role) for kind, role in STEP_2 if kind == "step"} | {
    ("explanation_requested", "own:reporter"),
    ("explanation_requested", "own:chair"),
}
