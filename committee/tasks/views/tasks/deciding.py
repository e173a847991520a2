"""What the committee does with a task that was given: accept, return, grant time, stop it, give it to another lead."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.words import gettext
from committee.documents import operations as documents
from committee.documents.queries import registered
from committee.domain.access import Action, reach
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, PartyKind
from committee.tasks import access, operations
from committee.tasks.forms import steps as forms
from committee.tasks.forms.several import EndingForm
from committee.tasks.naming import Scope
from committee.tasks.queries.around import task_with_code
from committee.tasks.views.tasks.base import Asked, act, blueprint
from committee.tasks.views.tasks.steps import allowed_to, take, version_of


@blueprint.post("/tasks/<int:task_id>/acceptance")
@doors.signed_in
def accept(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _decides)
    form = forms.AcceptanceForm(prefix="acceptance")

    def do() -> None:
        operations.accept(task_id=task_id, evaluation=form.evaluation.data, version=version_of(form), **act())

    return take(asked, "acceptance", form, do, done=gettext("The result is accepted: the task is done."))


@blueprint.post("/tasks/<int:task_id>/return")
@doors.signed_in
def give_back(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _decides)
    form = forms.ReturnForm(prefix="return")

    def do() -> None:
        operations.return_submission(task_id=task_id, reason=form.reason.data, version=version_of(form), **act())

    return take(asked, "return", form, do, done=gettext("The result is returned with your reason."))


@blueprint.post("/tasks/<int:task_id>/extensions/<int:extension_id>/approval")
@doors.signed_in
def grant(task_id: int, extension_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _answers)
    form = forms.GrantForm(prefix="grant")
    granted_on = form.typed_day("granted_on")
    _refuse_other(asked, extension_id, form)

    def do() -> None:
        operations.approve_extension(
            extension_id=extension_id,
            granted_on=granted_on,
            answer=form.answer.data,
            version=version_of(form),
            **act(),
        )

    return take(asked, "grant", form, do, done=gettext("More time is granted."))


@blueprint.post("/tasks/<int:task_id>/extensions/<int:extension_id>/refusal")
@doors.signed_in
def refuse(task_id: int, extension_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _answers)
    form = forms.RefusalForm(prefix="refusal")
    _refuse_other(asked, extension_id, form)

    def do() -> None:
        operations.refuse_extension(
            extension_id=extension_id, answer=form.answer.data, version=version_of(form), **act()
        )

    return take(asked, "refusal", form, do, done=gettext("The request is answered: the due day stays."))


@blueprint.post("/tasks/<int:task_id>/cancellation")
@doors.signed_in
def cancel(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, lambda asked: access.may_cancel(asked.viewer, asked.task))
    form = forms.CancellationForm(prefix="cancellation")
    typed = form.replaced_by.data or ""
    other = task_with_code(asked.task.committee_id, typed) if typed else None
    if typed and other is None:
        form.refuse(DomainError("The committee has no task with the code %(code)s.", code=typed), "replaced_by")

    def do() -> None:
        operations.cancel(
            task_id=task_id, reason=form.reason.data, replaced_by_id=other, version=version_of(form), **act()
        )

    return take(asked, "cancellation", form, do, done=gettext("The task is stopped; it no longer counts in the rates."))


@blueprint.post("/tasks/<int:task_id>/lead")
@doors.signed_in
def give_anew(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, lambda asked: access.may_assign(asked.viewer, asked.task))
    form = forms.LeadForm(prefix="lead")
    lead = Party(PartyKind.NAME, "")
    try:
        lead = Scope(asked.task.committee_unit.path, clock.today()).lead_meant(form.lead.data or "", allow_names=False)
    except DomainError as error:
        form.refuse(error, "lead")

    def do() -> None:
        operations.reassign(task_id=task_id, lead=lead, note=form.note.data, version=version_of(form), **act())

    return take(asked, "lead", form, do, done=gettext("The task has another lead now."))


@blueprint.post("/tasks/<int:task_id>/series/ending")
@doors.signed_in
def end_series(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, lambda asked: access.may_assign(asked.viewer, asked.task))
    form = EndingForm(prefix="series")
    if not form.reason.data:
        form.refuse(DomainError("Say why the series is ended."), "reason")

    def do() -> None:
        operations.end_series(series_id=asked.task.series_id or 0, reason=form.reason.data or "", **act())

    return take(asked, "series", form, do, done=gettext("The series is ended; the tasks it has given stay."))


@blueprint.post("/tasks/<int:task_id>/documents")
@doors.signed_in
def attach(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _works_or_assigns)
    form = forms.PaperForm(prefix="paper")
    within = reach(asked.viewer, Action.SEE_DOCUMENTS)
    found = registered([(form.number.data or "", None)], on=clock.today(), within=within)
    if not found:
        form.refuse(DomainError("No single document with this number stands in the registers you see."), "number")

    def do() -> None:
        document_id = next(iter(found.values()))
        documents.link(document_id=document_id, kind="task", thing_id=task_id, **act())

    return take(asked, "paper", form, do, done=gettext("The document stands with the task."))


def _decides(asked: Asked) -> bool:
    return access.may_decide(asked.viewer, asked.task)


def _answers(asked: Asked) -> bool:
    return access.may_answer_extension(asked.viewer, asked.task)


def _works_or_assigns(asked: Asked) -> bool:
    return access.may_report(asked.viewer, asked.eyes, asked.task) or access.may_assign(asked.viewer, asked.task)


def _refuse_other(asked: Asked, extension_id: int, form: forms.StepForm) -> None:
    if asked.task.extension_id != extension_id:
        form.refuse(DomainError("This request has its answer already."))
