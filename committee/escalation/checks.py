"""What the nightly auditor and the health page ask of the cases."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.core.words import gettext
from committee.domain.calendar import day_of
from committee.domain.silences import MOST_DAYS, days_of
from committee.escalation.due import is_live
from committee.escalation.models import Case, CaseSilence

LOOKED_AHEAD = timedelta(days=60)


def troubles(now: datetime) -> list[str]:
    """Return one sentence for everything about cases that somebody must look at; empty while all is well."""
    return [
        *_never_looked_at(),
        *_overdue(now),
        *_endless_pauses(),
        *_held_by_what_is_over(now),
        *_unknown_holidays(now),
    ]


def _never_looked_at() -> list[str]:
    lost = _count(Case.next_look_at.is_(None))
    return [gettext("%(count)d open cases have no next look.", count=lost)] if lost else []


def _overdue(now: datetime) -> list[str]:
    """Say how many cases have waited for more than a working day."""
    calendar = load_calendar()
    overdue = _count(Case.next_look_at < calendar.opening_of(calendar.add_working_days(day_of(now), -1)))
    if not overdue:
        return []
    said = "%(count)d cases have waited for a look for more than a working day. Check that the jobs process runs."
    return [gettext(said, count=overdue)]


def _endless_pauses() -> list[str]:
    """Say which pauses last longer than any may, however they came to."""
    days = db.session.execute(select(CaseSilence.id, CaseSilence.from_on, CaseSilence.to_on)).all()
    return [
        gettext("Pause %(id)d lasts longer than %(most)d days.", id=row.id, most=MOST_DAYS)
        for row in days
        if days_of(row.from_on, row.to_on) > MOST_DAYS
    ]


def _held_by_what_is_over(now: datetime) -> list[str]:
    """Say how many cases are noted under a pause that was over before the last working day began."""
    calendar = load_calendar()
    since = calendar.opening_of(calendar.add_working_days(day_of(now), -1))
    is_over = or_(CaseSilence.to_on < day_of(since), CaseSilence.ended_at < since)
    held = _count(Case.silence_id.in_(select(CaseSilence.id).where(is_over)))
    return [gettext("%(count)d cases are held by a pause that is over.", count=held)] if held else []


def _unknown_holidays(now: datetime) -> list[str]:
    today = day_of(now)
    unknown = load_calendar().unknown_years(today, today + LOOKED_AHEAD)
    return [
        gettext("The holidays of %(year)d are not known: deadlines in it are counted without them.", year=year)
        for year in unknown
    ]


def _count(condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Case).where(is_live(), condition)) or 0
