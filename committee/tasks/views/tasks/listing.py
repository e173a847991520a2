"""The list of tasks with the scoreboard above it, and the table of the leads; each also as a file."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for

from committee.core import doors
from committee.core.paging import page_of
from committee.domain.several import MOST_AT_ONCE
from committee.domain.task_status import Counts
from committee.domain.text import sort_key
from committee.tasks import queries
from committee.tasks.queries.receipts import not_yet_taken_on
from committee.tasks.several_access import deeds_of
from committee.tasks.several_words import CHOICES
from committee.tasks.views.tasks.base import blueprint, gives_any
from committee.tasks.views.tasks.files import MOST_ROWS, board_file, list_file
from committee.tasks.views.tasks.looking import look, party_key

SIZE, LEADS = 30, 50
SHAPES = ("xlsx", "csv")


@blueprint.get("/tasks")
@doors.signed_in
def index() -> Response:
    found, viewer = look(), doors.current_viewer()
    shape = request.args.get("format", "")
    if shape in SHAPES and not found.form.errors:
        return list_file(found, shape)
    total = 0 if found.form.errors else queries.count_tasks(found.wanted, day=found.eyes.on, eyes=found.eyes)
    page = page_of(request.args.get("page"), total=total, size=SIZE)
    rows = (
        queries.tasks(found.wanted, day=found.eyes.on, eyes=found.eyes, limit=SIZE, offset=page.offset) if total else []
    )
    shown = render_template(
        "tasks/index.html",
        rows=rows,
        page=page,
        unconfirmed=not_yet_taken_on(rows),
        may_give=gives_any(viewer),
        deeds=[(deed.value, CHOICES[deed]) for deed in deeds_of(viewer)],
        most=MOST_AT_ONCE,
        most_in_file=MOST_ROWS,
        address=lambda number: url_for("tasks.index", page=number, **found.asked),
        **found.shown(),
    )
    return make_response(shown, 422 if found.form.errors else 200)


@blueprint.get("/tasks/scoreboard")
@doors.signed_in
def scoreboard() -> Response:
    found = look()
    by_lead = {} if found.form.errors else queries.counts_by_lead(found.wanted, day=found.eyes.on, eyes=found.eyes)
    ranked = sorted(by_lead.items(), key=_most_overdue_first)
    shape = request.args.get("format", "")
    if shape in SHAPES and not found.form.errors:
        return board_file(ranked, shape)
    page = page_of(request.args.get("page"), total=len(ranked), size=LEADS)
    shown = render_template(
        "tasks/scoreboard.html",
        ranked=ranked[page.offset : page.offset + LEADS],
        page=page,
        party_key=party_key,
        address=lambda number: url_for("tasks.scoreboard", page=number, **found.asked),
        **found.shown(),
    )
    return make_response(shown, 422 if found.form.errors else 200)


def _most_overdue_first(line: tuple[tuple[str, str, int | None], Counts]) -> tuple[int, int, str]:
    (_, name, _), counts = line
    return (-counts.open_overdue, -counts.total, sort_key(name))
