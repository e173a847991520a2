"""A task handed down: the units below chosen, one part for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.domain.errors import DomainError
from committee.domain.task_steps import Step
from committee.tasks import access, operations, queries
from committee.tasks.forms.steps import PartsForm
from committee.tasks.operations import Assignment
from committee.tasks.queries import TaskRow
from committee.tasks.queries.around import units_with_part
from committee.tasks.task_words import unclear_text
from committee.tasks.views.tasks.base import Asked, act, blueprint
from committee.tasks.views.tasks.steps import allowed_to, asks_first
from committee.units.queries import UnitRow, subtree_of

COMMUNE = "commune"
ALL_COMMUNES = "communes"


@blueprint.get("/tasks/<int:task_id>/parts/new")
@doors.signed_in
def new_parts(task_id: int) -> Response:
    asked = allowed_to(task_id, _hands_down)
    task = asked.task
    form = PartsForm(
        formdata=None,
        title=task.title,
        deliverable=task.deliverable,
        due=vn_date(task.due_on) if task.due_on else "",
        responsibility=task.responsibility,
        authority=task.authority,
    )
    return _page(asked, form, set(), 200)


@blueprint.post("/tasks/<int:task_id>/parts")
@doors.signed_in
def hand_down(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _hands_down)
    form, units = PartsForm(), _units_below(asked)
    due_on, chosen = form.typed_day("due"), _chosen(units)
    if form.errors or not form.validate():
        return _page(asked, form, chosen, 422)
    questions = _unclear(asked.task, form, due_on) if chosen else []
    if asks_first(form, questions):
        return _page(asked, form, chosen, 422, questions)
    try:
        with transaction():
            made = operations.sub_assign(
                parent_id=task_id,
                unit_ids=[unit.unit_id for unit in units if unit.unit_id in chosen],
                title=form.title.data or "",
                deliverable=form.deliverable.data or "",
                due_on=due_on,
                responsibility=form.responsibility.data or "",
                authority=form.authority.data or "",
                committee_id=access.committee_handing_down(asked.viewer, asked.task),
                **act(),
            )
    except DomainError as error:
        form.refuse(error)
        return _page(asked, form, chosen, 422)
    flash(gettext("%(count)d units have their part of the task.", count=len(made)), "done")
    return redirect(url_for("tasks.show", task_id=task_id) + "#parts", 303)


def _hands_down(asked: Asked) -> bool:
    return access.may_assign_part(asked.viewer, asked.task) and asked.allows(Step.ASSIGN_PART)


def _unclear(whole: TaskRow, form: PartsForm, due_on: date | None) -> list[str]:
    """Return what is not clear of the "6 rõ" in every part: what is blank is that of the whole task."""
    part = Assignment(
        committee_id=whole.committee_id,
        title=form.title.data or whole.title,
        lead=whole.lead,
        deliverable=form.deliverable.data or whole.deliverable,
        assigned_on=clock.today(),
        content=whole.content,
        responsibility=form.responsibility.data or whole.responsibility,
        authority=form.authority.data or whole.authority,
        is_standing=whole.is_standing,
        due_on=due_on or whole.due_on,
    )
    missing = operations.unclear_in(part)
    return [unclear_text(missing)] if missing else []


def _units_below(asked: Asked) -> list[UnitRow]:
    """Return the units a part may go to: those below whoever hands down, without the ones that have one."""
    task = asked.task
    top = task.committee_unit if access.may_assign(asked.viewer, task) else task.lead_unit or task.committee_unit
    have = units_with_part(task.id) | ({task.lead_unit.unit_id} if task.lead_unit else set())
    below = [unit for unit in subtree_of(top.path, clock.today()) if unit.axis == "territory"]
    near = [unit for unit in below if unit.parent_id == top.unit_id or unit.level == COMMUNE]
    return [unit for unit in near if unit.unit_id not in have and unit.unit_id != top.unit_id]


def _chosen(units: list[UnitRow]) -> set[int]:
    typed = set(request.form.getlist("unit"))
    everyone = request.form.get("all") == ALL_COMMUNES
    return {unit.unit_id for unit in units if unit.code in typed or (everyone and unit.level == COMMUNE)}


def _page(asked: Asked, form: PartsForm, chosen: set[int], status: int, questions: Sequence[str] = ()) -> Response:
    units = _units_below(asked)
    counts = queries.counts_of_children([asked.task.id], day=asked.eyes.on).get(asked.task.id)
    page = render_template(
        "tasks/parts.html",
        task=asked.task,
        form=form,
        questions=questions,
        units=sorted(units, key=lambda unit: unit.sort_key),
        communes=sum(unit.level == COMMUNE for unit in units),
        chosen=chosen,
        given=counts.total if counts else 0,
    )
    return make_response(page, status)
