"""Pauses in urging on: the list, one of them with its documents, a new one, its early end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.paging import page_of
from committee.core.words import gettext
from committee.documents.named_things import name_things
from committee.documents.pointing import Pointing, let_point
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.silences import MOST_DAYS, Stage
from committee.escalation import access as case_access
from committee.escalation import operations, silence_access, silence_pages
from committee.escalation import silence_forms as forms
from committee.escalation import silence_queries as queries
from committee.escalation import silence_words as words
from committee.escalation.operations import Pause
from committee.escalation.silence_queries import SilenceFilter, SilenceRow

blueprint = Blueprint("silences", __name__)
SIZE = 30
LONGEST_NUMBER = 10


@blueprint.get("/silences")
@doors.signed_in
def index() -> Response:
    viewer, today, now = doors.current_viewer(), clock.today(), clock.now()
    form = forms.look_form(request.args)
    form.validate()
    within = silence_access.seen(viewer)
    wanted = SilenceFilter(path=form.unit.look(within, today), stage=form.stage.data or "")
    here: dict[str, Any] = {"now": now, "day": today, "within": within}
    total = 0 if form.errors else queries.count_silences(wanted, **here)
    page = page_of(request.args.get("page"), total=total, size=SIZE)
    shown = render_template(
        "silences/index.html",
        rows=queries.silences(wanted, **here, limit=SIZE, offset=page.offset) if total else [],
        page=page,
        form=form,
        address=lambda number: url_for("silences.index", page=number, **_asked()),
        may_make=_may_make(),
        now=now,
        words=words,
    )
    return make_response(shown, 422 if form.errors else 200)


@blueprint.get("/silences/new")
@doors.signed_in
def new() -> Response:
    viewer, today = doors.current_viewer(), clock.today()
    silence_access.refuse_strangers(viewer)
    code, indicator = request.args.get("unit", "")[:20], request.args.get("indicator", "")[:100]
    typed = request.args.get("case", "")
    if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER:
        case = case_access.case_for(viewer, int(typed), on=today)
        code, indicator = case.unit, case.indicator
    return _new_page(forms.silence_form(forms.begun_on(today, unit=code.strip(), indicator=indicator)))


@blueprint.post("/silences")
@doors.signed_in
def create() -> AnyResponse:
    silence_access.refuse_strangers(doors.current_viewer())
    form = forms.silence_form()
    form.validate()
    pause = _pause(form)
    if pause is None or form.errors:
        return _new_page(form, 422)
    try:
        with transaction():
            silence_id = operations.silence(pause=pause, by=_actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _new_page(form, 422)
    flash(gettext("Urging on is paused. Mail about it that had not left was taken back."), "done")
    return redirect(url_for("silences.show", silence_id=silence_id), 303)


@blueprint.get("/silences/<int:silence_id>")
@doors.signed_in
def show(silence_id: int) -> Response:
    return _page(silence_access.silence_for(doors.current_viewer(), silence_id, on=clock.today()))


@blueprint.post("/silences/<int:silence_id>/end")
@doors.signed_in
def end(silence_id: int) -> AnyResponse:
    row = silence_access.silence_kept_by(doors.current_viewer(), silence_id, on=clock.today())
    form = forms.EndingForm()
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
    if not form.validate():
        return _page(row, 422, ending=form)
    try:
        with transaction():
            operations.end_silence(
                silence_id=row.id, version=version, reason=form.reason.data, by=_actor(), now=clock.now()
            )
    except DomainError as error:
        form.refuse(error)
        return _page(row, 422, ending=form)
    flash(gettext("The pause is over: cases under it are looked at again from the next working hours on."), "done")
    return redirect(url_for("silences.show", silence_id=row.id), 303)


@blueprint.post("/silences/<int:silence_id>/documents")
@doors.signed_in
def attach(silence_id: int) -> AnyResponse:
    viewer, today = doors.current_viewer(), clock.today()
    row = silence_access.silence_kept_by(viewer, silence_id, on=today)
    form = forms.PaperForm(prefix="paper")
    try:
        if not form.validate():
            return _page(row, 422, paper=form)
        document_id = silence_access.document_meant(viewer, form.number.data, on=today)
        with transaction():
            operations.rest_on(row=row, document_id=document_id, by=_actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error, "number")
        return _page(row, 422, paper=form)
    flash(gettext("The document stands with the pause."), "done")
    return redirect(url_for("silences.show", silence_id=row.id), 303)


def _actor() -> Actor:
    viewer = doors.current_viewer()
    return Actor(viewer.account_id, viewer.name)


def _may_make() -> bool:
    try:
        silence_access.refuse_strangers(doors.current_viewer())
    except DomainError:
        return False
    return True


def _asked() -> dict[str, Any]:
    return {name: value for name in ("unit", "stage") if (value := request.args.get(name, "").strip())}


def _pause(form: forms.SilenceForm) -> Pause | None:
    """Return what was typed, or None; a unit, a day or a document that is none is said at its field."""
    viewer, today = doors.current_viewer(), clock.today()
    unit = silence_access.unit_to_silence(viewer, form.unit.data or "", on=today)
    if form.unit.data and unit is None:
        form.refuse(DomainError("You pause urging on for no unit with this code."), "unit")
    from_on, to_on, document_id = form.typed_day("from_on"), form.typed_day("to_on"), None
    if form.document.data:
        try:
            document_id = silence_access.document_meant(viewer, form.document.data, on=today)
        except DomainError as error:
            form.refuse(error, "document")
    if unit is None or from_on is None or to_on is None:
        return None
    return Pause(
        unit_id=unit.unit_id, reason=form.reason.data or "", from_on=from_on, to_on=to_on,
        indicators=tuple(form.indicators.data or ()), rules=tuple(form.rules.data or ()),
        legal_basis=form.legal_basis.data or "", document_id=document_id,
    )  # fmt: skip


def _new_page(form: forms.SilenceForm, status: int = 200) -> Response:
    unit = silence_access.unit_seen(doors.current_viewer(), form.unit.data or "", on=clock.today())
    shown = render_template("silences/new.html", form=form, unit=unit, most=MOST_DAYS)
    return make_response(shown, status)


def _page(row: SilenceRow, status: int = 200, **filled: Form) -> Response:
    """Return the page of a pause; `filled` are forms that come back with what was wrong."""
    viewer, today, now = doors.current_viewer(), clock.today(), clock.now()
    stage = row.silence.stage(now)
    own = {"ending": forms.EndingForm(formdata=None, version=str(row.version)), "paper": forms.PaperForm(
        formdata=None, prefix="paper"
    )}  # fmt: skip
    shown = render_template(
        "silences/silence.html",
        row=row,
        stage=stage,
        facts=words.facts_of(row),
        held=queries.cases_noted_under(row.id),
        papers=silence_pages.papers_of(viewer, row, on=today),
        may_silence=silence_access.may_silence(viewer, row.unit_path),
        is_over=stage is Stage.OVER,
        forms={**own, **filled},
        filled=set(filled),
        form=next(iter(filled.values()), None),
        words=words,
    )
    return make_response(shown, status)


let_point(
    silence_pages.KIND,
    Pointing(lazy_gettext("Link a pause in urging on"), silence_pages.pointing_form, silence_pages.pause_meant),
)
name_things(silence_pages.KIND, silence_pages.names_of)
