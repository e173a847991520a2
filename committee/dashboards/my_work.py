"""What a person has to do, by when: asked of every room below, in one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from committee.core.formatting import vn_moment
from committee.core.words import gettext
from committee.domain.access import Action, Viewer, reach
from committee.escalation.access import may_acknowledge
from committee.escalation.awaited import cases_to_explain, cases_to_review
from committee.escalation.queries import CaseRow, open_cases_for
from committee.figures.access import own_units
from committee.figures.periods import Period, newest_open, next_to_open, periods_of
from committee.figures.waiting import Owed, owed_by, returned_to, waiting_in
from committee.notify.queries import count_inbox
from committee.units.queries import UnitRow, units_on

# Those that wait for the viewer's own answer come first; nobody answers for more of them at a time.
MOST_CASES = 50


@dataclass(frozen=True)
class Job:
    """One thing to do: the act, what it is done with, where, and by when. `due_on` None: no day is set."""

    verb: str
    about: str
    endpoint: str
    place: Mapping[str, str | int] = field(default_factory=dict)
    due_on: date | None = None
    note: str = ""


@dataclass
class MyWork:
    """A person's work. `waiting` is with somebody else; `coming` is the period that opens next.

    `places` are the units the person sits in. `more`: how many jobs of a list there are that are not in it.
    """

    overdue: list[Job]
    soon: list[Job]
    waiting: list[Job]
    coming: Period
    places: list[UnitRow]
    more: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return not self.overdue and not self.soon


def my_work(viewer: Viewer, today: date) -> MyWork:
    """Return what `viewer` has to do, the earliest deadline first. As many statements for 2 units as for 20."""
    units = own_units(viewer, today)
    own, waiting = _own_reports(units, today)
    cases = [*_cases_to_acknowledge(viewer, today), *_cases_to_explain(viewer, today)]
    jobs = [*own, *_reports_to_decide(viewer, today), *cases, *_cases_to_review(viewer, today), *_notices(viewer)]
    jobs.sort(key=lambda job: job.due_on or date.max)
    return MyWork(
        overdue=[job for job in jobs if job.due_on and job.due_on < today],
        soon=[job for job in jobs if not job.due_on or job.due_on >= today],
        waiting=waiting,
        coming=next_to_open(today),
        places=_places(viewer, today),
    )


def _own_reports(units: list[UnitRow], today: date) -> tuple[list[Job], list[Job]]:
    """Return the reports to send or to correct, and those that somebody else has to decide about."""
    ids = [unit.unit_id for unit in units]
    period = newest_open(today)
    owed = owed_by(ids, period)
    back = returned_to(ids) if ids else []
    by_id, year = {unit.unit_id: unit for unit in units}, cache(periods_of)
    jobs = [_to_correct(by_id[unit_id], _closing_on(year(day.year), day)) for unit_id, day in back]
    jobs += [
        _to_send(unit, period, owed[unit.unit_id])
        for unit in units
        if owed[unit.unit_id].missing and (unit.unit_id, period.cut_off_on) not in back
    ]
    waiting = [_waiting(unit, period, owed[unit.unit_id]) for unit in units if owed[unit.unit_id].waiting]
    return jobs, waiting


def _to_send(unit: UnitRow, period: Period, owed: Owed) -> Job:
    left = gettext("%(count)d values to send", count=owed.missing)
    return _about_report(gettext("Send"), unit, period, due_on=period.due_on, note=left)


def _to_correct(unit: UnitRow, period: Period) -> Job:
    note = gettext("returned for correction")
    return _about_report(gettext("Correct and send again"), unit, period, due_on=period.due_on, note=note)


def _waiting(unit: UnitRow, period: Period, owed: Owed) -> Job:
    sent = gettext("sent at %(moment)s", moment=vn_moment(owed.sent_at))
    return _about_report(gettext("Waits to be accepted"), unit, period, due_on=None, note=sent)


def _about_report(verb: str, unit: UnitRow, period: Period, *, due_on: date | None, note: str) -> Job:
    about = gettext("report for %(month)s, %(unit)s", month=period.month, unit=unit.name)
    place: dict[str, str | int] = {"code": unit.code, "day": period.cut_off_on.isoformat()}
    return Job(verb, about, "figures.entry", place, due_on, note)


def _reports_to_decide(viewer: Viewer, today: date) -> list[Job]:
    """Return one job a period: who decides about many does so in one list."""
    mine = [
        one for one in waiting_in(reach(viewer, Action.ACCEPT_FIGURES), today) if one.sent_by_id != viewer.account_id
    ]
    doubts = Counter(one.as_of for one in mine if one.doubts)
    return [
        Job(
            gettext("Accept or return"),
            gettext("%(count)d reports for %(month)s", count=count, month=f"{as_of.month}/{as_of.year}"),
            "figures.reviews",
            note=gettext("%(count)d with unusual values", count=doubts[as_of]) if doubts[as_of] else "",
        )
        for as_of, count in sorted(Counter(one.as_of for one in mine).items())
    ]


def _cases_to_acknowledge(viewer: Viewer, today: date) -> list[Job]:
    return [
        Job(
            gettext("Confirm receipt"),
            gettext(
                "of the notice that %(unit)s is behind on: %(indicator)s",
                unit=case.unit_name,
                indicator=case.indicator_name,
            ),
            "escalation.show",
            {"case_id": case.id},
            case.due_on,
        )
        for case in open_cases_for(viewer, on=today, limit=MOST_CASES)
        if may_acknowledge(viewer, case)
    ]


def _cases_to_explain(viewer: Viewer, today: date) -> list[Job]:
    about = "why %(unit)s is behind on: %(indicator)s"
    found = cases_to_explain(viewer, on=today, limit=MOST_CASES)
    return [_about_case(gettext("Explain"), about, case) for case in found]


def _cases_to_review(viewer: Viewer, today: date) -> list[Job]:
    about = "the explanation of %(unit)s on: %(indicator)s"
    found = cases_to_review(viewer, on=today, limit=MOST_CASES)
    return [_about_case(gettext("Decide about"), about, case) for case in found]


def _about_case(verb: str, about: str, case: CaseRow) -> Job:
    said = gettext(about, unit=case.unit_name, indicator=case.indicator_name)
    return Job(verb, said, "escalation.show", {"case_id": case.id, "_anchor": "answer"}, case.due_on)


def _notices(viewer: Viewer) -> list[Job]:
    unread = count_inbox(viewer.account_id, unread_only=True) if viewer.account_id else 0
    if not unread:
        return []
    return [Job(gettext("Read"), gettext("%(count)d new notices", count=unread), "notify.index")]


def _places(viewer: Viewer, today: date) -> list[UnitRow]:
    wanted = {seat.unit_id for seat in viewer.seats if seat.unit_id and not seat.former}
    return sorted(units_on(wanted, today).values(), key=lambda unit: unit.sort_key) if wanted else []


def _closing_on(periods: list[Period], day: date) -> Period:
    return next(period for period in periods if period.cut_off_on == day)
