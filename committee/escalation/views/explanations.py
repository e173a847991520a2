"""A unit explains its case; the level above takes the promise or returns it with a reason."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.commitments import Said, Unfit, refuse_unfit
from committee.domain.errors import DomainError, NotFound
from committee.escalation import access, operations
from committee.escalation.forms import AcceptanceForm, ExplanationForm, ReturnForm
from committee.escalation.queries import CaseRow
from committee.escalation.views.answering import reached_now
from committee.escalation.views.base import blueprint, case_page, case_seen
from committee.targets.queries import indicators

Answer = AnyResponse | tuple[str, int]
DIGITS = 9


@blueprint.post("/cases/<int:case_id>/explanations")
@doors.signed_in
def explain(case_id: int) -> Answer:
    case = case_seen(case_id)
    if not access.explains(doors.current_viewer(), case):
        raise NotFound("There is no such page.")
    form = ExplanationForm(prefix="explanation")
    said, version = form.said(indicators()[case.indicator]), _version(form)
    if form.errors or not form.validate():
        _say_the_rest(form, said, case)
        return _back(case, form, "explaining")

    def do() -> None:
        operations.explain(case_id=case_id, said=said, version=version, by=_by(), now=clock.now())

    done = gettext("Your explanation was filed. The level above decides about it.")
    return _take(case, form, "explaining", do, done=done)


@blueprint.post("/cases/<int:case_id>/explanations/<int:explanation_id>/acceptance")
@doors.signed_in
def accept(case_id: int, explanation_id: int) -> Answer:
    case = _to_decide(case_id, explanation_id)
    form = AcceptanceForm(prefix="acceptance")

    def do() -> None:
        operations.accept_explanation(explanation_id=explanation_id, version=_version(form), by=_by(), now=clock.now())

    done = gettext("The promise is accepted: it became a task, and its milestones are followed.")
    return _take(case, form, "accepting", do, done=done)


@blueprint.post("/cases/<int:case_id>/explanations/<int:explanation_id>/return")
@doors.signed_in
def give_back(case_id: int, explanation_id: int) -> Answer:
    case = _to_decide(case_id, explanation_id)
    form = ReturnForm(prefix="return")

    def do() -> None:
        reason, version = form.reason.data or "", _version(form)
        operations.return_explanation(
            explanation_id=explanation_id, reason=reason, version=version, by=_by(), now=clock.now()
        )

    done = gettext("The explanation is returned with your reason.")
    return _take(case, form, "returning", do, done=done)


def _to_decide(case_id: int, explanation_id: int) -> CaseRow:
    said, case = access.explanation_for(doors.current_viewer(), explanation_id, on=clock.today())
    if said.case_id != case_id:
        raise NotFound("There is no such explanation.")
    return case


def _take(case: CaseRow, form: Form, name: str, do: Callable[[], object], *, done: str) -> Answer:
    """Act in a transaction; what is refused comes back on the page of the case, as typed."""
    try:
        with transaction():
            do()
    except Unfit as error:
        for field, one in error.by_field.items():
            form.refuse(one, field)
        return _back(case, form, name)
    except DomainError as error:
        form.refuse(error)
        return _back(case, form, name)
    flash(done, "done")
    return redirect(url_for("escalation.show", case_id=case.id), 303)


def _back(case: CaseRow, form: Form, name: str) -> Answer:
    """Show the case as it stands by now; sending the form again is then meant knowingly."""
    now = case_seen(case.id)
    form["version"].data = str(now.version)
    return case_page(now, **{name: form}), 422


def _say_the_rest(form: ExplanationForm, said: Said, case: CaseRow) -> None:
    """Say what else is wrong, besides what could not be read."""
    reached = reached_now(case)
    try:
        if reached is not None:
            refuse_unfit(said, reached.ground(case.year))
    except Unfit as error:
        for field, one in error.by_field.items():
            if not form[field].errors:
                form.refuse(one, field)


def _version(form: Form) -> int:
    """Return the version a form was made with; no case is at 0."""
    typed = form["version"].data or ""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS else 0


def _by() -> Actor:
    viewer = doors.current_viewer()
    return Actor(viewer.account_id, viewer.name)
