"""GET and POST /tasks, GET /tasks/{id}."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from committee.api import task_schemas as schemas
from committee.api.bodies import json_body, refuse_unknown_fields, text_field
from committee.api.declaring import AS_OF, CURSOR, LIMIT, query, says
from committee.api.doors import acting, asked, asked_day, blueprint, iso_day, pages
from committee.api.once import once
from committee.api.schemas import DAY, SOME_TEXT
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.core.tabular import Row
from committee.domain.access import Action, Thing, may
from committee.domain.errors import DomainError, NotAllowed, NotFound, Place
from committee.domain.task_status import Status
from committee.targets.queries import indicators
from committee.tasks import access, facts, operations, queries
from committee.tasks.house import kept_in_house
from committee.tasks.operations import Assignment
from committee.tasks.queries import OPEN_ONLY, TaskFilter
from committee.tasks.task_file import COLUMNS, TaskLine, read_tasks
from committee.units.queries import path_now, unit_with_code

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
WORDS = ("content", "responsibility", "authority", "urgency", "indicator")
# What a program says under the names of a file's columns; what happened is sent to doors of its own.
FIELDS = tuple(column.name for column in COLUMNS if column.name not in {
    "submitted_on", "result_document", "accepted_on", "cancelled_on",
})  # fmt: skip
DAYS = ("assigned_on", "due_on")
WITHOUT_CODE = "?"  # a row of a file must have one; the committee's next own code is given in its place


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
@says("Give a task", schemas.TASK_IN_FULL, status=(201,), body=schemas.NEW_TASK)
@once
def give() -> tuple[Response, int]:
    """Give a task and answer with it."""
    body = _object()
    _refuse_without_right(body)
    [line] = kept_in_house([_line(body)], on=clock.today())
    words = {name: text_field(body, name, _at(name)) for name in WORDS if name in body}
    if "indicator" in words and words["indicator"] not in indicators():
        raise DomainError("There is no such indicator.", place=_at("indicator"), read=words["indicator"])
    task_id = operations.assign(assignment=_assignment(line, words), by=acting(), now=clock.now())
    return jsonify(in_full(task_id)), 201


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


def _object() -> dict[str, Any]:
    body = json_body()
    if not isinstance(body, dict):
        raise DomainError("An object is needed here.")
    return body


def _refuse_without_right(body: dict[str, Any]) -> None:
    """Raise unless the key's person gives tasks of the unit that is named, wherever it stands today."""
    place = _at("committee_unit_code")
    code, today = text_field(body, "committee_unit_code", place), clock.today()
    unit = unit_with_code(code, _day(body, "assigned_on") or today)
    path = None if unit is None else path_now(unit, today)
    if path is None or not may(current_viewer(), Action.SEE_UNIT, Thing("task", path)):
        raise NotFound("There is no such unit.")
    if not access.may_assign_for(current_viewer(), path):
        raise NotAllowed("You may not do this with this task.")


def _line(body: dict[str, Any]) -> TaskLine:
    """Return what a program said, read as a row of a file is."""
    refuse_unknown_fields(body, (*FIELDS, *WORDS), Place())
    cells: dict[str, Any] = {column.name: None for column in COLUMNS}
    for name in FIELDS:
        if name in DAYS:
            cells[name] = _day(body, name)
        elif name == "coordinators":
            cells[name] = "; ".join(_names(body)) or None
        elif name in body:
            cells[name] = text_field(body, name, _at(name))
    cells["assigned_on"] = cells["assigned_on"] or clock.today()
    cells["code"] = cells["code"] or WITHOUT_CODE
    [line] = read_tasks([Row("", 1, cells)], clock.today())
    return line


def _assignment(line: TaskLine, words: dict[str, Any]) -> Assignment:
    return Assignment(
        committee_id=line.committee_id,
        code="" if line.code == WITHOUT_CODE else line.code,
        title=line.title,
        lead=line.lead,
        coordinators=line.coordinators,
        deliverable=line.deliverable,
        assigned_on=line.assigned_on,
        due_on=line.due_on,
        due_wording=line.due_wording,
        source_text=line.source_text,
        **words,
    )


def _names(body: dict[str, Any]) -> list[str]:
    said = body.get("coordinators", [])
    if not isinstance(said, list):
        raise DomainError("A list of texts is needed here.", place=_at("coordinators"))
    return [text_field({"coordinators": one}, "coordinators", _at("coordinators")) for one in said]


def _day(body: dict[str, Any], name: str) -> Any:
    if body.get(name) is None:
        return None
    try:
        return iso_day(text_field(body, name, _at(name)))
    except DomainError as error:
        error.place = error.place or _at(name)
        raise


def _at(name: str) -> Place:
    return Place("", None, name)
