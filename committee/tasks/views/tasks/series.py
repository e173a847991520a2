"""The recurring tasks that run: how often, who leads, what comes next; one is ended with a reason."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import doors
from committee.core.db import transaction
from committee.core.paging import page_of
from committee.core.words import gettext
from committee.domain.errors import DomainError
from committee.tasks import access, operations
from committee.tasks import task_words as words
from committee.tasks.forms.several import EndingForm
from committee.tasks.queries.series import SeriesRow, count_running, running
from committee.tasks.several_access import series_for
from committee.tasks.views.tasks.base import act, blueprint, eyes, gives_any

SIZE = 30


@blueprint.get("/tasks/series")
@doors.signed_in
def series() -> Response:
    looking, viewer = eyes(), doors.current_viewer()
    page = page_of(request.args.get("page"), total=count_running(looking), size=SIZE)
    rows = running(looking, limit=SIZE, offset=page.offset)
    shown = render_template(
        "tasks/series.html",
        rows=rows,
        page=page,
        endable={row.id for row in rows if access.may_assign_for(viewer, row.committee_unit.path)},
        may_give=gives_any(viewer),
        words=words,
        address=lambda number: url_for("tasks.series", page=number),
    )
    return make_response(shown)


@blueprint.get("/tasks/series/<int:series_id>/ending")
@doors.signed_in
def look_at_end(series_id: int) -> Response:
    row = series_for(doors.current_viewer(), eyes(), series_id)
    return _page(row, EndingForm(formdata=None), 200)


@blueprint.post("/tasks/series/<int:series_id>/ending")
@doors.signed_in
def end_from_list(series_id: int) -> AnyResponse:
    row = series_for(doors.current_viewer(), eyes(), series_id)
    form = EndingForm()
    if not form.reason.data:
        form.refuse(DomainError("Say why the series is ended."), "reason")
    if form.errors or not form.validate():
        return _page(row, form, 422)
    try:
        with transaction():
            operations.end_series(series_id=series_id, reason=form.reason.data or "", **act())
    except DomainError as error:
        form.refuse(error)
        return _page(row, form, 422)
    flash(gettext("The series is ended; the tasks it has given stay."), "done")
    return redirect(url_for("tasks.series"), 303)


def _page(row: SeriesRow, form: EndingForm, status: int) -> Response:
    return make_response(render_template("tasks/series_ending.html", row=row, form=form, words=words), status)
