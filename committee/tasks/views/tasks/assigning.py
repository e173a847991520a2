"""A task given, and what is said of it corrected."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts.queries import account
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.documents.queries import document_row
from committee.domain.access import Action, reach
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_steps import Step
from committee.members.queries import CommitteeRow
from committee.targets.queries import indicators
from committee.tasks import access, operations
from committee.tasks import task_words as words
from committee.tasks.forms import assigning as forms
from committee.tasks.forms.assigning import TaskForm
from committee.tasks.forms.fields import shown_in
from committee.tasks.naming import Scope
from committee.tasks.operations import Assignment, Stale
from committee.tasks.queries import TaskRow
from committee.tasks.views.tasks.base import Asked, act, asked_for, blueprint
from committee.tasks.views.tasks.steps import allowed_to, asks_first, version_of
from committee.tasks.views.tasks.typed import kept_links, offer_targets_of, read_change, read_new, unit_there
from committee.units.queries import standing_last

LOOK_FOR_TARGETS = "targets"
PREFILLED = ("title", "lead", "deliverable", "due", "content", "unit", "indicator", "target", "source",
             "coordinators")  # fmt: skip


@blueprint.get("/tasks/new")
@doors.signed_in
def new() -> Response:
    committees = committees_to_choose()
    asked = {name: request.args.get(name, "").strip()[:300] for name in PREFILLED}
    form = forms.new_form(
        committees, _indicators(), formdata=None, **{name: said for name, said in asked.items() if said}
    )
    form.assigned_on.data = vn_date(clock.today())
    chosen = request.args.get("committee", type=int)
    form.committee.data = chosen if chosen in {row.committee_id for row in committees} else committees[0].committee_id
    _forget_what_is_not_there(form)
    return _new_page(form, (), 200)


@blueprint.post("/tasks")
@doors.signed_in
def create() -> AnyResponse:
    form = forms.new_form(committees_to_choose(), _indicators())
    is_whole = form.validate()
    if form.committee.errors:
        form.committee.data = form.committee.choices[0].value
        return _new_page(form, (), 422)
    if request.form.get("press") == LOOK_FOR_TARGETS:
        return _new_page(form, (), 200)
    typed = read_new(form, form.committee.data, _scope(form.committee.data))
    if not is_whole or typed.assignment is None:
        return _new_page(form, (), 422)
    if asks_first(form, typed.questions):
        return _new_page(form, typed.questions, 422)
    try:
        with transaction():
            where = _given(form, typed.assignment)
    except DomainError as error:
        form.refuse(error)
        return _new_page(form, (), 422)
    flash(gettext("The task is given."), "done")
    return redirect(where, 303)


@blueprint.get("/tasks/<int:task_id>/description")
@doors.signed_in
def edit(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _assigns)
    if not asked.allows(Step.CHANGE):
        flash(gettext("What is over is no longer corrected."), "warning")
        return redirect(url_for("tasks.show", task_id=task_id))
    return _edit_page(asked, _saved(asked.task), (), 200)


@blueprint.post("/tasks/<int:task_id>/description")
@doors.signed_in
def change(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _assigns)
    form = forms.edit_form(asked.task, _indicators(), *_beside(asked.task))
    is_whole = form.validate()
    if request.form.get("press") == LOOK_FOR_TARGETS:
        return _edit_page(asked, form, (), 200)
    typed = read_change(form, asked.task, Scope(asked.task.committee_unit.path, clock.today()))
    if not is_whole or typed.assignment is None:
        return _edit_page(asked, form, (), 422)
    if asks_first(form, typed.questions):
        return _edit_page(asked, form, typed.questions, 422)
    try:
        with transaction():
            said = kept_links(typed.assignment, asked.task)
            operations.change(task_id=task_id, assignment=said, version=version_of(form) or 0, **act())
    except Stale:
        return _conflict_page(task_id, form)
    except DomainError as error:
        form.refuse(error)
        return _edit_page(asked, form, (), 422)
    flash(gettext("The change is saved."), "done")
    return redirect(url_for("tasks.show", task_id=task_id), 303)


def _forget_what_is_not_there(form: TaskForm) -> None:
    """Leave out of what an address says a unit that is not there for this committee, and what comes with it."""
    said = form.unit.data
    if said and unit_there(said, _scope(form.committee.data)) is None:
        for field in (form.unit, form.indicator, form.target):
            field.data = ""
        form.lead.data = "" if form.lead.data == said else form.lead.data
    if form.indicator.data not in _indicators():
        form.indicator.data = ""


def _assigns(asked: Asked) -> bool:
    return access.may_assign(asked.viewer, asked.task)


def committees_to_choose() -> list[CommitteeRow]:
    """Return the committees whose tasks the viewer gives, their own first; raises where there are none."""
    found = access.committees_to_assign_for(doors.current_viewer(), on=clock.today())
    if not found:
        raise NotFound("There is no such page.")
    own = {seat.unit_id for seat in doors.current_viewer().seats}
    return sorted(found, key=lambda row: row.unit_id not in own)


def _scope(committee_id: int) -> Scope:
    """Return whom the committee may give tasks to: its own unit and what lies below."""
    committee = access.committee_to_assign_for(doors.current_viewer(), committee_id, on=clock.today())
    unit = standing_last([committee.unit_id], clock.today())[committee.unit_id]
    return Scope(unit.path, clock.today())


def _given(form: TaskForm, said: Assignment) -> str:
    """Give the task, or begin its series with what is due by today; return where to look at it."""
    if not form.rhythm.data:
        return url_for("tasks.show", task_id=operations.assign(assignment=said, **act()))
    series_id = operations.start_series(
        assignment=said,
        rhythm=form.rhythm.data,
        due_rule=form.due_rule.data,
        from_on=said.assigned_on,
        to_on=form.typed_day("until"),
        **act(),
    )
    operations.make_instances(series_id=series_id, today=clock.today(), **act())
    return url_for("tasks.index", q=said.code)


def _indicators() -> dict[str, str]:
    return {code: row.name for code, row in indicators().items() if row.can_lag}


def _beside(task: TaskRow) -> tuple[str, str]:
    """Return the source as it is typed, and the e-mail of whoever reports for the lead."""
    within = reach(doors.current_viewer(), Action.SEE_DOCUMENTS)
    paper = document_row(task.document_id, on=clock.today(), within=within) if task.document_id else None
    person = account(task.reporter_id) if task.reporter_id else None
    return (paper.written if paper else task.source_text), (person.email if person else "")


def _saved(task: TaskRow) -> TaskForm:
    return forms.edit_form(task, _indicators(), *_beside(task), formdata=None)


def _new_page(form: TaskForm, questions: Sequence[str], status: int) -> Response:
    scope = _scope(form.committee.data)
    offer_targets_of(form, scope)
    page = render_template("tasks/new.html", form=form, questions=questions, offered=scope.offered)
    return make_response(page, status)


def _edit_page(asked: Asked, form: TaskForm, questions: Sequence[str], status: int) -> Response:
    scope = Scope(asked.task.committee_unit.path, clock.today())
    offer_targets_of(form, scope)
    page = render_template("tasks/edit.html", task=asked.task, form=form, questions=questions, offered=scope.offered)
    return make_response(page, status)


def _conflict_page(task_id: int, form: TaskForm) -> Response:
    """Show what was typed here and what stands by now; whoever typed chooses."""
    asked = asked_for(task_id)
    saved = _saved(asked.task)
    rows = [
        (field.label.text, shown_in(field), shown_in(saved[field.name]))
        for field in form
        if field.type not in ("CSRFTokenField", "HiddenField") and field.name in saved
    ]
    is_over = not asked.allows(Step.CHANGE)
    page = render_template("tasks/conflict.html", task=asked.task, form=form, rows=rows, is_over=is_over, words=words)
    return make_response(page, 409)
