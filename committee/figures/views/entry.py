"""Typing a month's report, checking it, sending it, and its receipt."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from committee.accounts.queries import names_of
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.tokens import new_secret
from committee.core.words import gettext
from committee.domain.access import Action
from committee.domain.errors import NotFound
from committee.figures import access, forms, operations, wording
from committee.figures.operations import ReasonMissing, Stale
from committee.figures.reports import Report, report_of, submission_with_receipt
from committee.figures.typed import read_typed
from committee.figures.views.base import actor, blueprint, page
from committee.targets.queries import indicators

REPORT = "/units/<code>/reports/<day>"


@blueprint.get(REPORT)
@doors.signed_in
def entry(code: str, day: str) -> Response:
    viewer = doors.current_viewer()
    report = access.report_seen(viewer, code, day, today=clock.today())
    if not access.may_enter(viewer, report.unit, clock.today()):
        return redirect(url_for("figures.review", code=code, day=day))
    if not report.period.is_open(clock.today()):
        return page("figures/not_open.html", report=report)
    return _entry_page(report, forms.entry_form(report.open_lines, report.version))


@blueprint.post(REPORT)
@doors.signed_in
def keep(code: str, day: str) -> Response:
    unit, period = access.place_of(doors.current_viewer(), code, day, Action.ENTER_FIGURES, today=clock.today())
    report = report_of(unit, period)
    if forms.typed_too_late(report.lines, request.form):
        return _conflict_page(report)
    form = forms.entry_form(report.open_lines, report.version)
    is_short = form.validate()
    reading = read_typed(report.open_lines, forms.said(form, forms.VALUE), forms.said(form, forms.ANSWER))
    questions = forms.show_refusals(form, reading)
    if not (is_short and reading.is_clear):
        return _entry_page(report, form, 422, questions=questions)
    version = form.version.data
    try:
        with transaction():
            operations.keep_report(
                unit=unit, period=period, version=version, values=reading.values, by=actor(), now=clock.now()
            )
    except Stale:
        return _conflict_page(report_of(unit, period))
    if request.form.get("act") == "check":
        return redirect(url_for("figures.check", code=code, day=day), 303)
    flash(gettext("The draft is saved. Nobody else sees it until you send it."), "done")
    return redirect(url_for("figures.entry", code=code, day=day), 303)


@blueprint.get(f"{REPORT}/check")
@doors.signed_in
def check(code: str, day: str) -> Response:
    unit, period = access.place_of(doors.current_viewer(), code, day, Action.ENTER_FIGURES, today=clock.today())
    report = report_of(unit, period)
    if not report.filled:
        flash(_nothing_to_send(report), "warning")
        return redirect(url_for("figures.entry", code=code, day=day))
    return _check_page(report, forms.sending_form(report.filled, report.version, new_secret()))


@blueprint.post(f"{REPORT}/submissions")
@doors.signed_in
def send(code: str, day: str) -> Response:
    unit, period = access.place_of(doors.current_viewer(), code, day, Action.ENTER_FIGURES, today=clock.today())
    report = report_of(unit, period)
    form = forms.sending_form(report.filled, report.version, "")
    sent = forms.reasons_sent(request.form)
    try:
        with transaction():
            submission = operations.send_report(
                unit=unit,
                period=period,
                version=form.version.data,
                reasons=sent,
                key=form.key.data,
                by=actor(),
                now=clock.now(),
            )
    except ReasonMissing as missing:
        return _reasons_asked(report, form, missing)
    except Stale:
        return _conflict_page(report_of(unit, period))
    return redirect(url_for("figures.receipt", code=code, day=day, receipt=submission.receipt), 303)


@blueprint.get(f"{REPORT}/receipts/<receipt>")
@doors.signed_in
def receipt(code: str, day: str, receipt: str) -> Response:
    report = access.report_seen(doors.current_viewer(), code, day, today=clock.today())
    submission = submission_with_receipt(report.unit.unit_id, report.period.cut_off_on, receipt)
    if submission is None:
        raise NotFound("There is no receipt with this number.")
    return page(
        "figures/receipt.html",
        report=report,
        submission=submission,
        sender=names_of([submission.account_id]).get(submission.account_id, ""),
        indicators=indicators(),
        deciders=wording.deciders(report.unit, clock.today()),
        may_enter=access.may_enter(doors.current_viewer(), report.unit, clock.today()),
    )


@blueprint.post(f"{REPORT}/withdrawal")
@doors.signed_in
def withdraw(code: str, day: str) -> Response:
    unit, period = access.place_of(doors.current_viewer(), code, day, Action.ENTER_FIGURES, today=clock.today())
    with transaction():
        operations.withdraw_report(unit=unit, period=period, by=actor(), now=clock.now())
    flash(gettext("You have taken the report back: correct it and send it again."), "done")
    return redirect(url_for("figures.entry", code=code, day=day), 303)


def _entry_page(report: Report, form: Form, status: int = 200, **values: object) -> Response:
    people = {figure.decided_by for line in report.lines if (figure := line.figure)}
    people |= {figure.entered_by for figure in report.submitted}
    own = bool(report.submitted) and all(each.entered_by == actor().account_id for each in report.submitted)
    return page(
        "figures/entry.html", status, report=report, form=form, names=names_of(people), may_withdraw=own, **values
    )


def _nothing_to_send(report: Report) -> str:
    said: str = gettext("Nothing has been filled in: type at least one value. Nothing new this month is 0.")
    if report.submitted:
        said = gettext("Nothing is left to send: what was filled in has been sent. To change it, take it back first.")
    return said


def _check_page(report: Report, form: Form, status: int = 200) -> Response:
    deciders = wording.deciders(report.unit, clock.today())
    return page("figures/check.html", status, report=report, form=form, deciders=deciders)


def _reasons_asked(report: Report, form: Form, missing: ReasonMissing) -> Response:
    form.validate()
    for code in missing.indicators:
        form.refuse(missing, forms.REASON + code)
    return _check_page(report, form, 422)


def _conflict_page(report: Report) -> Response:
    """Show what was typed here, what stands by now, and last month's; whoever typed chooses."""
    mine = {line.indicator.code: request.form.get(forms.VALUE + line.indicator.code) for line in report.lines}
    late = forms.typed_too_late(report.lines, request.form)
    still_open = [mine[line.indicator.code] for line in report.open_lines]
    may_save = any(still_open) if late else any(typed is not None for typed in still_open)
    return page("figures/conflict.html", 409, report=report, mine=mine, late=late, may_save=may_save)
