"""Two other ways to look at the tasks: a board with a column for each status, and a month with its due days."""

from __future__ import annotations

import re
from calendar import Calendar, monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import Response, make_response, render_template, request, url_for

from committee.core import doors
from committee.core.calendar_file import load_calendar
from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.domain.calendar import SATURDAY
from committee.tasks import queries
from committee.tasks.queries.month import Day, due_days
from committee.tasks.views.tasks.base import blueprint
from committee.tasks.views.tasks.looking import look

EACH_COLUMN, EACH_DAY = 20, 3
MONTH = re.compile(r"(20[0-9]{2}|19[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Cell:
    """A day of the month that is shown. `note` says why nobody works."""

    day: date
    inside: bool
    note: str
    due: Day | None


@blueprint.get("/tasks/board")
@doors.signed_in
def board() -> Response:
    found = look()
    columns = (
        {} if found.form.errors else queries.board(found.wanted, day=found.eyes.on, eyes=found.eyes, each=EACH_COLUMN)
    )
    page = render_template(
        "tasks/board.html",
        columns=columns,
        all_of=lambda status: url_for("tasks.index", **{**found.asked, "status": status.value}),
        **found.shown(),
    )
    return make_response(page, 422 if found.form.errors else 200)


@blueprint.get("/tasks/calendar")
@doors.signed_in
def calendar() -> Response:
    found = look()
    first = _month_asked(found.eyes.on)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    wanted = replace(found.wanted, due_from=first, due_to=last)
    due = {} if found.form.errors else due_days(wanted, day=found.eyes.on, eyes=found.eyes, each=EACH_DAY)
    asked = {name: said for name, said in found.asked.items() if name not in ("due_from", "due_to")}
    page = render_template(
        "tasks/calendar.html",
        weeks=_weeks(first, due),
        first=first,
        many=sum(day.many for day in due.values()),
        before=url_for("tasks.calendar", month=f"{first - timedelta(days=1):%Y-%m}", **asked),
        after=url_for("tasks.calendar", month=f"{last + timedelta(days=1):%Y-%m}", **asked),
        all_of=lambda day: _all_of(day, asked),
        **found.shown(),
    )
    return make_response(page, 422 if found.form.errors else 200)


def _month_asked(today: date) -> date:
    """Return the first day of the month that is asked for; of this one where none, or no month, is."""
    found = MONTH.fullmatch(request.args.get("month", "").strip())
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def _all_of(day: date, asked: dict[str, Any]) -> str:
    """Return the list of what is due on a day, without the stopped ones, as the month counts them."""
    status = asked.get("status") or queries.NOT_STOPPED
    return url_for("tasks.index", **{**asked, "status": status, "due_from": vn_date(day), "due_to": vn_date(day)})


def _weeks(first: date, due: dict[date, Day]) -> list[list[Cell]]:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[Cell(day, day.month == first.month, _note(day), due.get(day)) for day in week] for week in weeks]


def _note(day: date) -> str:
    table = load_calendar()
    if day in table.holidays:
        return gettext("Holiday")
    if day in table.make_up_days:
        return gettext("Worked in exchange")
    return gettext("Weekend") if day.weekday() >= SATURDAY else ""
