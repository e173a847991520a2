"""Deciding about reports that were sent: the queue, one report, accepting and returning."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from committee.accounts.queries import names_of
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.words import gettext
from committee.domain.access import Action, Reach, reach
from committee.domain.errors import DomainError, NotFound
from committee.figures import access, operations
from committee.figures.forms import ReturnForm
from committee.figures.operations import Seen
from committee.figures.periods import newest_open
from committee.figures.reports import Report, digest, report_of
from committee.figures.views.base import actor, blueprint, page
from committee.figures.views.entry import REPORT
from committee.figures.waiting import next_waiting, progress, waiting_in

MONTHS_SHOWN = 12
LARGEST_ID = 2**31


@blueprint.get("/reviews")
@doors.signed_in
def reviews() -> Response:
    where = _decidable()
    waiting, period = waiting_in(where, clock.today()), newest_open(clock.today())
    me = actor().account_id
    plain = [one for one in waiting if not one.doubts and one.sent_by_id != me]
    return page(
        "figures/reviews.html",
        waiting=waiting,
        plain=plain,
        me=me,
        period=period,
        progress=progress(where, period),
    )


@blueprint.post("/reviews/acceptance")
@doors.signed_in
def accept_many() -> Response:
    _decidable()
    chosen = {_seen(text) for text in request.form.getlist("report")}
    access.refuse_beyond(doors.current_viewer(), {one.unit_id for one in chosen}, today=clock.today())
    seen = sorted(chosen, key=lambda one: (one.as_of, one.unit_id))
    with transaction():
        accepted = operations.accept_reports(seen=seen, by=actor(), now=clock.now())
    if accepted:
        flash(gettext("Accepted: %(count)d reports.", count=accepted), "done")
    left = len(chosen) - accepted
    if left:
        flash(gettext("Left waiting, because they have changed since: %(count)d reports.", count=left), "warning")
    return redirect(url_for("figures.reviews"), 303)


@blueprint.get(f"{REPORT}/review")
@doors.signed_in
def review(code: str, day: str) -> Response:
    report = access.report_seen(doors.current_viewer(), code, day, today=clock.today())
    return _review_page(report, ReturnForm(version=digest(report.submitted)))


@blueprint.post(f"{REPORT}/acceptance")
@doors.signed_in
def accept(code: str, day: str) -> Response:
    unit, period = access.place_of(doors.current_viewer(), code, day, Action.ACCEPT_FIGURES, today=clock.today())
    version = request.form.get("version", "")
    try:
        with transaction():
            operations.accept_report(unit=unit, period=period, version=version, by=actor(), now=clock.now())
    except DomainError as error:
        return _refused(report_of(unit, period), error)
    flash(gettext("The report of %(unit)s is accepted.", unit=unit.name), "done")
    return _to_next(unit.unit_id, period.cut_off_on)


@blueprint.post(f"{REPORT}/return")
@doors.signed_in
def give_back(code: str, day: str) -> Response:
    unit, period = access.place_of(doors.current_viewer(), code, day, Action.RETURN_FIGURES, today=clock.today())
    form = ReturnForm()
    report = report_of(unit, period)
    if not form.validate():
        return _review_page(report, form, 422)
    try:
        with transaction():
            operations.return_report(
                unit=unit,
                period=period,
                version=form.version.data,
                reason=form.reason.data,
                by=actor(),
                now=clock.now(),
            )
    except DomainError as error:
        return _refused(report_of(unit, period), error, "reason" if not form.reason.data else None)
    flash(gettext("The report of %(unit)s is returned; its reporter reads the reason.", unit=unit.name), "done")
    return _to_next(unit.unit_id, period.cut_off_on)


def _review_page(report: Report, form: Form, status: int = 200) -> Response:
    viewer, months = doors.current_viewer(), _months_before(report.period.cut_off_on)
    people = {figure.decided_by for line in report.lines if (figure := line.figure)}
    people |= {line.figure.entered_by for line in report.lines if line.figure}
    own = any(figure.entered_by == viewer.account_id for figure in report.submitted)
    past = {line.indicator.code: report.history.months(line.indicator.code, months) for line in report.lines}
    return page(
        "figures/review.html",
        status,
        report=report,
        form=form,
        names=names_of(people),
        months=[{"label": f"{month}/{year}", "number": True} for year, month in months],
        past=past,
        may_decide=bool(report.submitted) and access.may_decide(viewer, report.unit, clock.today()) and not own,
        is_own=own,
    )


def _refused(report: Report, error: DomainError, field: str | None = None) -> Response:
    """Show the report as it stands by now, with the reason why nothing was decided here."""
    form = ReturnForm()
    form.validate()
    form.version.data = digest(report.submitted)
    form.refuse(error, field)
    return _review_page(report, form, 422 if field else 409)


def _to_next(unit_id: int, day: date) -> Response:
    where = reach(doors.current_viewer(), Action.ACCEPT_FIGURES)
    one = next_waiting(where, clock.today(), after=(unit_id, day))
    if one is None or request.form.get("then") != "next":
        return redirect(url_for("figures.reviews"), 303)
    return redirect(url_for("figures.review", code=one.code, day=one.as_of.isoformat()), 303)


def _months_before(day: date) -> list[tuple[int, int]]:
    """Return the twelve months before that of `day`, the newest first."""
    found, first = [], day.replace(day=1)
    for _ in range(MONTHS_SHOWN):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append((first.year, first.month))
    return found


def _decidable() -> Reach:
    """Return where the viewer decides about reports; who does so nowhere has no such page."""
    where = reach(doors.current_viewer(), Action.ACCEPT_FIGURES)
    if where.is_nowhere:
        raise NotFound("There is nothing for you to decide about.")
    return where


def _seen(text: str) -> Seen:
    unit_id, _, rest = text.partition(":")
    day, _, version = rest.partition(":")
    try:
        seen = Seen(int(unit_id), date.fromisoformat(day), version)
    except ValueError:
        seen = Seen(0, date.min, version)
    if not 0 < seen.unit_id < LARGEST_ID:
        raise NotFound("There is no such report.")
    return seen
