"""What is done with a task, below /tasks/{id}: progress, submissions, decisions; and /extensions/{id}."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Response, jsonify

from committee.api import task_schemas as schemas
from committee.api.bodies import at, object_said, text_field, whole_number
from committee.api.declaring import says
from committee.api.doors import acting, blueprint, iso_day
from committee.api.once import once
from committee.api.task_progress import progress_said
from committee.api.tasks import in_full
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.domain.errors import DomainError, NotFound
from committee.tasks import access, operations
from committee.tasks.access import refuse_unless
from committee.tasks.queries import Eyes, TaskRow

VERSION = "version"
LARGEST_ID = 2**31 - 1


@blueprint.post("/tasks/<int:task_id>/progress")
@signed_in
@says("Tell how far a task is", schemas.TASK_IN_FULL, body=schemas.PROGRESS)
@once
def report_progress(task_id: int) -> Response:
    """Add a line to the log of a task: of today, or of a day before; with a document of the registers or without."""
    task, eyes = _task(task_id)
    refuse_unless(access.may_report(current_viewer(), eyes, task))
    said = progress_said()
    operations.report_progress(task_id=task_id, **said, by=acting(), now=clock.now())
    return jsonify(in_full(task_id))


@blueprint.post("/tasks/<int:task_id>/submissions")
@signed_in
@says("Send the result of a task", schemas.TASK_IN_FULL, body=schemas.SUBMISSION)
@once
def submit(task_id: int) -> Response:
    """Send a result; it waits for its answer."""
    task, eyes = _task(task_id)
    refuse_unless(access.may_report(current_viewer(), eyes, task))
    said = _said(texts=("product", "text"), needed="product")
    operations.submit(task_id=task_id, **said, by=acting(), now=clock.now())
    return jsonify(in_full(task_id))


@blueprint.post("/tasks/<int:task_id>/acceptance")
@signed_in
@says("Accept the result that waits", schemas.TASK_IN_FULL, optional_body=schemas.ACCEPTANCE)
@once
def accept(task_id: int) -> Response:
    """Accept a result: the task is done."""
    task, _eyes = _task(task_id)
    refuse_unless(access.may_decide(current_viewer(), task))
    operations.accept(task_id=task_id, **_said(texts=("evaluation",)), by=acting(), now=clock.now())
    return jsonify(in_full(task_id))


@blueprint.post("/tasks/<int:task_id>/return")
@signed_in
@says("Return the result that waits, with the reason", schemas.TASK_IN_FULL, body=schemas.RETURN)
@once
def return_result(task_id: int) -> Response:
    """Return a result: the task is open as before."""
    task, _eyes = _task(task_id)
    refuse_unless(access.may_decide(current_viewer(), task))
    said = _said(texts=("reason",), needed="reason")
    operations.return_submission(task_id=task_id, **said, by=acting(), now=clock.now())
    return jsonify(in_full(task_id))


@blueprint.post("/tasks/<int:task_id>/cancellation")
@signed_in
@says("Stop a task, or say what replaces it", schemas.TASK_IN_FULL, body=schemas.CANCELLATION)
@once
def cancel(task_id: int) -> Response:
    """Stop a task."""
    task, _eyes = _task(task_id)
    refuse_unless(access.may_cancel(current_viewer(), task))
    said = _said(texts=("reason",), needed="reason", days=("on",), numbers=("replaced_by",))
    replaced_by = said.pop("replaced_by", None)
    if replaced_by is not None:
        _task(replaced_by)
    operations.cancel(task_id=task_id, replaced_by_id=replaced_by, **said, by=acting(), now=clock.now())
    return jsonify(in_full(task_id))


@blueprint.post("/tasks/<int:task_id>/extensions")
@signed_in
@says("Ask for more time", schemas.TASK_IN_FULL, body=schemas.EXTENSION)
@once
def ask_extension(task_id: int) -> Response:
    """Ask for a later due day."""
    task, eyes = _task(task_id)
    refuse_unless(access.may_report(current_viewer(), eyes, task))
    said = _said(texts=("reason",), needed="reason", days=("wanted_on",))
    if "wanted_on" not in said:
        raise DomainError("This field must be filled in.", place=at("wanted_on"))
    operations.ask_extension(task_id=task_id, **said, by=acting(), now=clock.now())
    return jsonify(in_full(task_id))


@blueprint.post("/extensions/<int:extension_id>/approval")
@signed_in
@says("Give the time that was asked for, or another day", schemas.TASK_IN_FULL, optional_body=schemas.APPROVAL)
@once
def approve_extension(extension_id: int) -> Response:
    """Grant an extension."""
    task = _extended(extension_id)
    said = _said(texts=("answer",), days=("granted_on",))
    operations.approve_extension(extension_id=extension_id, **said, by=acting(), now=clock.now())
    return jsonify(in_full(task.id))


@blueprint.post("/extensions/<int:extension_id>/refusal")
@signed_in
@says("Refuse more time, saying why", schemas.TASK_IN_FULL, body=schemas.REFUSAL)
@once
def refuse_extension(extension_id: int) -> Response:
    """Refuse an extension."""
    task = _extended(extension_id)
    said = _said(texts=("answer",), needed="answer")
    operations.refuse_extension(extension_id=extension_id, **said, by=acting(), now=clock.now())
    return jsonify(in_full(task.id))


def _task(task_id: int) -> tuple[TaskRow, Eyes]:
    eyes = access.eyes_of(current_viewer(), on=clock.today())
    return access.task_for(eyes, task_id), eyes


def _extended(extension_id: int) -> TaskRow:
    eyes = access.eyes_of(current_viewer(), on=clock.today())
    task = access.task_of_extension_for(eyes, extension_id)
    refuse_unless(access.may_answer_extension(current_viewer(), task))
    return task


def _said(
    *, texts: Collection[str], needed: str = "", days: Collection[str] = (), numbers: Collection[str] = ()
) -> dict[str, Any]:
    """Return what the body says; a body may be left out where nothing in it is needed."""
    body = object_said((*texts, *days, *numbers, VERSION), may_be_left_out=not needed)
    said: dict[str, Any] = {name: text_field(body, name, at(name)) for name in texts if name in body or name == needed}
    said |= {name: iso_day(text_field(body, name, at(name))) for name in days if name in body}
    whole = {name: whole_number(body, name) for name in (*numbers, VERSION)}
    known = {name: value for name, value in whole.items() if value is not None}
    if any(not 0 < value <= LARGEST_ID for name, value in known.items() if name != VERSION):
        raise NotFound("There is no such task.")
    return said | known
