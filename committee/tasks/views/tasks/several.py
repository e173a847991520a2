"""Several tasks chosen in the list: looked at before anything is done with them, then done in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts.queries import names_of
from committee.core import doors
from committee.core.db import transaction
from committee.core.formatting import NONE
from committee.core.forms import Form
from committee.core.words import bare_sentence, gettext, sentence
from committee.domain import several as domain
from committee.domain.errors import DomainError, NotAllowed, NotFound
from committee.tasks import several_access as access
from committee.tasks import several_words as words
from committee.tasks.forms.several import FORMS
from committee.tasks.naming import Scope
from committee.tasks.operations import Stale
from committee.tasks.operations.several import OneRefused, with_each
from committee.tasks.operations.telling import told_of
from committee.tasks.people import People
from committee.tasks.queries import TaskRow
from committee.tasks.queries.reminded import ids_found, reminded_on
from committee.tasks.several_access import RULES, Deed
from committee.tasks.several_words import Line
from committee.tasks.views.tasks.base import blueprint
from committee.tasks.views.tasks.looking import Look, look
from committee.tasks.views.tasks.several_steps import step_for

FOUND, PAGE = "found", "page"


@dataclass(frozen=True)
class Chosen:
    """The tasks that are chosen, with what is to be done with them; `left_out`: with how many it cannot be done."""

    deed: Deed
    look: Look
    lines: list[Line]
    left_out: int = 0

    @property
    def rows(self) -> list[TaskRow]:
        return [line.task for line in self.lines]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refusal]

    @property
    def versions(self) -> dict[int, int]:
        return {line.task.id: line.task.version for line in self.lines}


@blueprint.get("/tasks/several")
@doors.signed_in
def several() -> AnyResponse:
    found = look()
    deed, numbers = _deed(request.args.get("act", "")), _ticked(found)
    try:
        domain.refuse_number(len(numbers))
    except DomainError as error:
        flash(sentence(error), "warning")
        return redirect(url_for("tasks.index", **found.asked))
    chosen = _chosen(deed, found, numbers)
    if "fit" in request.args and chosen.refused:
        fit = [line for line in chosen.lines if not line.refusal]
        chosen = replace(chosen, lines=fit, left_out=len(chosen.refused))
    return _page(chosen, FORMS[deed](formdata=None), chosen.versions, 200)


@blueprint.post("/tasks/several/<name>")
@doors.signed_in
def do_with_several(name: str) -> AnyResponse:
    deed, found = _deed(name), look()
    versions = domain.read(request.values.get("chosen", ""))
    chosen = _chosen(deed, found, list(versions))
    if all(_lacks_the_right(deed, row) for row in chosen.rows):
        raise NotAllowed("You may not do this with this task.")
    form = FORMS[deed]()
    step = step_for(deed, form, chosen.rows)
    if form.errors or not form.validate() or _are_too_many(versions, form):
        return _page(chosen, form, versions, 422)
    try:
        with transaction():
            _refuse_mixed(chosen)
            with_each(versions, step, day=found.eyes.on)
    except OneRefused as error:
        return _refused(deed, found, form, error)
    flash(words.done(deed, len(versions)), "done")
    return redirect(url_for("tasks.index", **found.asked), 303)


def _are_too_many(versions: dict[int, int], form: Form) -> bool:
    """Return whether more are chosen than is done at once, and say so on the form, which still holds them."""
    try:
        domain.refuse_number(len(versions))
    except DomainError as error:
        form.refuse(error)
        return True
    return False


def _deed(name: str) -> Deed:
    try:
        return Deed(name)
    except ValueError:
        raise NotFound("There is no such page.") from None


def _ticked(found: Look) -> list[int]:
    """Return the tasks that are chosen: ticked ones, all of the page, or all that are found."""
    everything = request.args.get("all", "")
    if everything == FOUND and not found.form.errors:
        return ids_found(found.wanted, eyes=found.eyes, most=domain.MOST_AT_ONCE + 1)
    shown = request.args.get("shown", "").split() if everything == PAGE else []
    return domain.numbers([*shown, *request.args.getlist("task")])


def _chosen(deed: Deed, found: Look, numbers: list[int]) -> Chosen:
    rows = access.tasks_for(found.eyes, numbers)
    people, viewer, on = People(found.eyes.on), doors.current_viewer(), found.eyes.on
    reminded = reminded_on(on, numbers) if deed is Deed.REMIND else set()
    told = {row.id: {one.account_id for one in told_of(RULES[deed].told, row, people)} for row in rows}
    names = names_of({one for some in told.values() for one in some} - {viewer.account_id})
    lines = []
    for row in rows:
        refusal = access.refusal_of(deed, viewer, row, people=people, was_reminded=row.id in reminded)
        reaches = "; ".join(sorted({names[one] for one in told[row.id] if one in names}))
        said = bare_sentence(refusal) if refusal else ""
        lines.append(Line(row, words.effect_on(deed, row), reaches or NONE, said))
    return Chosen(deed, found, lines)


def _lacks_the_right(deed: Deed, row: TaskRow) -> bool:
    return not RULES[deed].may(doors.current_viewer(), row)


def _refuse_mixed(chosen: Chosen) -> None:
    """Raise where with one of the tasks this may not be done: then it is done with none."""
    for row in chosen.rows:
        try:
            access.refuse_right(chosen.deed, doors.current_viewer(), row)
        except NotAllowed as error:
            raise OneRefused(row.id, error) from error


def _refused(deed: Deed, found: Look, form: Form, error: OneRefused) -> AnyResponse:
    """Show the tasks as they stand by now; nothing was done with any of them."""
    chosen = _chosen(deed, found, list(domain.read(request.values.get("chosen", ""))))
    row = next(one for one in chosen.rows if one.id == error.task_id)
    why = bare_sentence(error.cause)
    form.refuse(DomainError("Nothing was done. %(code)s %(title)s: %(why)s", code=row.code, title=row.title, why=why))
    return _page(chosen, form, chosen.versions, 409 if isinstance(error.cause, Stale) else 422)


def _page(chosen: Chosen, form: Form, versions: dict[int, int], status: int) -> AnyResponse:
    asked: dict[str, Any] = request.args.to_dict(flat=False)
    offered = _offered(chosen) if chosen.deed is Deed.LEAD else ()
    page = render_template(
        "tasks/several.html",
        chosen=chosen,
        form=form,
        offered=offered,
        sealed=domain.written(versions),
        action=url_for("tasks.do_with_several", name=chosen.deed.value, **asked),
        without=url_for("tasks.several", **{**asked, "fit": "y", "act": chosen.deed.value}),
        back=url_for("tasks.index", **chosen.look.asked),
        label=words.CHOICES[chosen.deed],
        explained=words.EXPLAINED[chosen.deed],
        heads=[gettext("Code"), gettext("What is to be done"), gettext("What becomes of it"), gettext("Who is told")],
    )
    return make_response(page, status)


def _offered(chosen: Chosen) -> list[str]:
    """Return who may be given all of the tasks: whoever is offered by the committee that reaches least."""
    paths = {row.committee_unit.path for row in chosen.rows}
    return list(Scope(max(paths, key=len), chosen.look.eyes.on).offered) if paths else []
