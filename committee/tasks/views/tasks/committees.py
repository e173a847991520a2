"""The committees side by side by the named rates, as of a day; also as a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import reduce
from operator import add

from flask import Response, make_response, render_template, request, url_for

from committee.core import doors
from committee.core.formatting import vn_date
from committee.core.paging import page_of
from committee.domain.errors import DomainError
from committee.domain.task_status import Counts
from committee.tasks.forms.looking import AsOfForm
from committee.tasks.queries.committees import committees_side_by_side
from committee.tasks.views.tasks.base import blueprint
from committee.tasks.views.tasks.files import committees_file
from committee.tasks.views.tasks.listing import SHAPES
from committee.tasks.views.tasks.looking import look

SIZE = 50


@blueprint.get("/tasks/committees")
@doors.signed_in
def committees() -> Response:
    found, as_of = look(), AsOfForm(request.args)
    day = _day(as_of, found.eyes.on)
    is_wrong = bool(found.form.errors or as_of.errors)
    wanted = replace(found.wanted, status="", waiting=False)
    lines = [] if is_wrong else committees_side_by_side(wanted, day=day, eyes=found.eyes)
    shape = request.args.get("format", "")
    if shape in SHAPES and not is_wrong:
        return committees_file(lines, shape, day)
    page = page_of(request.args.get("page"), total=len(lines), size=SIZE)
    asked = {**found.asked, "as_of": vn_date(day)}
    shown = {
        **found.shown(),
        "asked": asked,
        "counts": reduce(add, (line.counts for line in lines), Counts()),
        "lines": lines[page.offset : page.offset + SIZE],
        "page": page,
        "day": day,
        "as_of": as_of,
        "kept": found.asked,
        "address": lambda number: url_for("tasks.committees", page=number, **asked),
    }
    return make_response(render_template("tasks/committees.html", **shown), 422 if is_wrong else 200)


def _day(form: AsOfForm, today: date) -> date:
    """Return the day that is asked for, today where none is; one to come is said at the field."""
    day = form.typed_day("as_of") or today
    if day > today:
        form.refuse(DomainError("This day is still to come."), "as_of")
        return today
    if not form.errors:
        form.as_of.data = vn_date(day)
    return day
