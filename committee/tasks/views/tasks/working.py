"""What the lead and its people do: tell how far it is, send the result, ask for time, hand the work on."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.forms import Form
from committee.core.uploads import Upload, read_upload
from committee.core.words import gettext
from committee.documents import operations as documents
from committee.documents.operations import Description
from committee.documents.queries import registered
from committee.domain.access import Action, reach
from committee.domain.errors import DomainError
from committee.tasks import access, operations
from committee.tasks.forms import steps as forms
from committee.tasks.naming import Scope
from committee.tasks.operations.receipts import take_on as take_task_on
from committee.tasks.views.tasks.base import Asked, act, blueprint
from committee.tasks.views.tasks.page import with_officers
from committee.tasks.views.tasks.steps import allowed_to, take, version_of

PRODUCT = "other"  # the type under which a file sent as a result stands in the register


@blueprint.post("/tasks/<int:task_id>/receipt")
@doors.signed_in
def take_on(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _reports)

    def do() -> None:
        take_task_on(task_id=task_id, **act())

    return take(
        asked, "receipt", forms.StepForm(prefix="receipt"), do, done=gettext("You said that you have the task.")
    )


@blueprint.post("/tasks/<int:task_id>/progress")
@doors.signed_in
def report(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _reports)
    form = forms.ProgressForm(prefix="progress")
    percent, as_of, upload = form.whole_percent(), form.typed_day("as_of"), _upload(form, "progress")
    subject = gettext(
        "On the progress of the task %(code)s: %(title)s", code=asked.task.code, title=asked.task.title[:900]
    )

    def do() -> None:
        operations.report_progress(
            task_id=task_id,
            text=form.text.data,
            percent=percent,
            difficulty=form.difficulty.data,
            proposal=form.proposal.data,
            document_id=None if upload is None else _kept(asked, upload, subject),
            as_of=as_of,
            **act(),
        )

    return take(asked, "progress", form, do, done=gettext("Your report on the progress is recorded."))


@blueprint.post("/tasks/<int:task_id>/submissions")
@doors.signed_in
def submit(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _reports)
    form = forms.SubmissionForm(prefix="submission")
    document_id, upload = _document(form), _upload(form, "submission")
    product = gettext(
        "Product of the task %(code)s: %(title)s", code=asked.task.code, title=asked.task.deliverable[:900]
    )

    def do() -> None:
        kept = document_id if upload is None else _kept(asked, upload, product)
        operations.submit(
            task_id=task_id,
            product=form.product.data or (upload.name if upload else ""),
            text=form.text.data,
            document_id=kept,
            version=version_of(form),
            **act(),
        )

    return take(asked, "submission", form, do, done=gettext("The result is sent; it waits to be accepted."))


@blueprint.post("/tasks/<int:task_id>/submissions/withdrawal")
@doors.signed_in
def withdraw(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _reports)
    form = forms.StepForm(prefix="withdrawal")

    def do() -> None:
        operations.withdraw_submission(task_id=task_id, version=version_of(form), **act())

    return take(
        asked, "withdrawal", form, do, done=gettext("The result is taken back; send another one when it is ready.")
    )


@blueprint.post("/tasks/<int:task_id>/extensions")
@doors.signed_in
def ask_for_time(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, _reports)
    form = forms.ExtensionForm(prefix="extension")
    wanted_on = form.typed_day("wanted_on")
    if wanted_on is None and not form.errors:
        form.refuse(DomainError("Write the new due day."), "wanted_on")

    def do() -> None:
        operations.ask_extension(
            task_id=task_id,
            wanted_on=wanted_on or clock.today(),
            reason=form.reason.data,
            version=version_of(form),
            **act(),
        )

    return take(asked, "extension", form, do, done=gettext("The request for more time is sent."))


@blueprint.post("/tasks/<int:task_id>/handler")
@doors.signed_in
def hand_on(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, lambda asked: access.may_hand_on(asked.viewer, asked.eyes, asked.task))
    form = forms.HandlerForm(prefix="handler")
    with_officers(form, asked)

    def do() -> None:
        account_id = form.handler.data or None
        operations.hand_on(
            task_id=task_id, account_id=account_id, note=form.note.data, version=version_of(form), **act()
        )

    return take(asked, "handler", form, do, done=gettext("The work is handed on; the lead stays in charge."))


@blueprint.post("/tasks/<int:task_id>/reporter")
@doors.signed_in
def name_reporter(task_id: int) -> AnyResponse:
    asked = allowed_to(task_id, lambda asked: access.may_assign(asked.viewer, asked.task))
    form = forms.ReporterForm(prefix="reporter")
    account_id = None
    try:
        account_id = reporter_meant(form.reporter.data or "", asked.task.committee_unit.path)
    except DomainError as error:
        form.refuse(error, "reporter")

    def do() -> None:
        operations.give_reporter(task_id=task_id, account_id=account_id, version=version_of(form), **act())

    return take(asked, "reporter", form, do, done=gettext("It is recorded who reports for the lead."))


def reporter_meant(email: str, path: str) -> int | None:
    """Return the account that reports for a lead without one; nothing typed is nobody."""
    return Scope(path, clock.today()).account_meant(email) if email else None


def _reports(asked: Asked) -> bool:
    return access.may_report(asked.viewer, asked.eyes, asked.task)


def _document(form: forms.SubmissionForm) -> int | None:
    """Return the document of the register that a number means; one that is not there is said at the field."""
    typed = form.document.data or ""
    if not typed:
        return None
    within = reach(doors.current_viewer(), Action.SEE_DOCUMENTS)
    found = registered([(typed, None)], on=clock.today(), within=within)
    if not found:
        form.refuse(DomainError("No single document with this number stands in the registers you see."), "document")
    return next(iter(found.values()), None)


def _upload(form: Form, name: str) -> Upload | None:
    sent = request.files.get(f"{name}-file")
    if sent is None or not sent.filename:
        return None
    try:
        return read_upload(sent.filename, sent.stream)
    except DomainError as error:
        form.refuse(error, "file")
        return None


def _kept(asked: Asked, upload: Upload, subject: str) -> int:
    """Enter a file that was sent into the register of the lead's unit, tied to the task."""
    task = asked.task
    unit = task.lead_unit or task.committee_unit
    said = Description(PRODUCT, task.lead.name[:200], subject)
    document_id = documents.register(unit_id=unit.unit_id, description=said, **act())
    documents.add_file(document_id=document_id, part=None, upload=upload, **act())
    documents.link(document_id=document_id, kind="task", thing_id=task.id, **act())
    return document_id
