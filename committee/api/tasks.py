"""GET and POST /tasks, GET /tasks/{id}."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from committee.api import task_schemas as schemas
from committee.api.declaring import AS_OF, CURSOR, LIMIT, query, says
from committee.api.doors import acting, asked, asked_day, blueprint, iso_day, pages
from committee.api.once import once
from committee.api.schemas import DAY, SOME_TEXT
from committee.api.task_bodies import task_said
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.domain.access import Action, Thing, may
from committee.domain.errors import DomainError, NotFound
from committee.domain.task_status import Status
from committee.tasks import access, facts, operations, queries
from committee.tasks.operations import unclear_in
from committee.tasks.queries import OPEN_ONLY, TaskFilter
from committee.tasks.task_words import unclear_text
from committee.units.queries import unit_with_code

STATES = (*(one.value for one in Status), OPEN_ONLY)
YES_OR_NO = {"type": "string", "enum": ["true", "false"]}
FILTERS = (
    AS_OF,
    query("unit", "of the committees of this unit and of those below", schema=SOME_TEXT),
    query("status", "with this status; open: not done and not stopped", schema={"type": "string", "enum": [*STATES]}),
    query("q", "words of code, title, product or lead, with or without marks", schema=SOME_TEXT),
    query("indicator", "tied to this indicator", schema=SOME_TEXT),
    query("due_from", "due on this day or later", schema=DAY),
    query("due_to", "due on this day or earlier", schema=DAY),
    query("mine", "true: only what the key's person does or reports for", schema=YES_OR_NO),
    LIMIT,
    CURSOR,
)


@blueprint.get("/tasks")
@signed_in
@says("Tasks that the key's person may see, open ones first, by the day they are due", schemas.TASKS, query=FILTERS)
def tasks() -> Response:
    """Answer with a page of tasks."""
    day, eyes, wanted = asked_day(), access.eyes_of(current_viewer(), on=clock.today()), _wanted()

    def read(limit: int, offset: int) -> list[dict[str, Any]]:
        found = queries.tasks(wanted, day=day, eyes=eyes, limit=limit, offset=offset)
        return [facts.as_json(row) for row in found]

    return jsonify(pages(read))


@blueprint.post("/tasks")
@signed_in
@says("Give a task", schemas.GIVEN_TASK, status=(201,), body=schemas.NEW_TASK)
@once
def give() -> tuple[Response, int]:
    """Give a task and answer with it, and with what of the “6 rõ” is not clear: it is given all the same."""
    said, place = task_said()
    task_id = operations.assign(assignment=said, place=place, by=acting(), now=clock.now())
    missing = unclear_in(said)
    return jsonify({**in_full(task_id), "warnings": [unclear_text(missing)] if missing else []}), 201


@blueprint.get("/tasks/<int:task_id>")
@signed_in
@says("A task with all that happened to it", schemas.TASK_IN_FULL)
def task(task_id: int) -> Response:
    """Answer with one task."""
    return jsonify(in_full(task_id))


def in_full(task_id: int) -> dict[str, Any]:
    """Return a task that the key's person may see, with all that happened to it."""
    on = clock.today()
    row = access.task_for(access.eyes_of(current_viewer(), on=on), task_id)
    return facts.in_full(row, queries.histories_of(task_id, day=on))


def _wanted() -> TaskFilter:
    status, mine = request.args.get("status"), request.args.get("mine", "false")
    if status is not None and status not in STATES:
        raise DomainError("Only these words can stand here: %(known)s.", known=", ".join(STATES), read=status[:40])
    if mine not in ("true", "false"):
        raise DomainError("Only these words can stand here: %(known)s.", known="true, false", read=mine[:40])
    said: dict[str, Any] = {
        name: iso_day(request.args[name]) for name in ("due_from", "due_to") if name in request.args
    }
    said |= {name: asked(key) for name, key in (("words", "q"), ("indicator", "indicator")) if key in request.args}
    return TaskFilter(path=_path(), status=status or "", mine=mine == "true", **said)


def _path() -> str:
    if "unit" not in request.args:
        return ""
    unit = unit_with_code(asked("unit"), clock.today())
    if unit is None or not may(current_viewer(), Action.SEE_TASKS, Thing("task", unit.path)):
        raise NotFound("There is no such unit.")
    return unit.path
