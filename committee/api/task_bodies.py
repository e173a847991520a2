"""What a program says of a task that it gives: the columns of a file, and what else the page asks."""

from __future__ import annotations

from typing import Any

from committee.api.bodies import at, json_body, refuse_unknown_fields, text_field, whole_number
from committee.api.doors import iso_day
from committee.core import clock
from committee.core.doors import current_viewer
from committee.core.tabular import Row
from committee.documents.queries import registered
from committee.domain.access import Action, Thing, Viewer, may, reach
from committee.domain.errors import DomainError, NotAllowed, NotFound, Place
from committee.tasks import access
from committee.tasks.house import kept_in_house
from committee.tasks.naming import Scope
from committee.tasks.operations import Assignment
from committee.tasks.operations import Place as Standing
from committee.tasks.queries.around import committee_of_conclusion
from committee.tasks.task_file import COLUMNS, TaskLine, read_tasks
from committee.units.queries import UnitRow, path_now, unit_with_code

HAPPENED = ("submitted_on", "result_document", "accepted_on", "cancelled_on")  # sent to doors of their own
FIELDS = tuple(column.name for column in COLUMNS if column.name not in HAPPENED)
BESIDE = ("reporter", "standing", "parent", "conclusion")
DAYS = ("assigned_on", "due_on")
LARGEST_ID = 2**31 - 1
WITHOUT_CODE = "?"  # a row of a file must have one; the committee's next own code is given in its place


def task_said() -> tuple[Assignment, Standing]:
    """Return the task that the body of the request gives, and where it stands; raises where its person may not."""
    body = json_body()
    if not isinstance(body, dict):
        raise DomainError("An object is needed here.")
    unit = _unit_that_gives(body)
    refuse_unknown_fields(body, (*FIELDS, *BESIDE), Place())
    [line] = kept_in_house([_line(body)], on=clock.today())
    parent_id = _parent(body)
    return _assignment(line, body, unit), Standing(parent_id=parent_id)


def _unit_that_gives(body: dict[str, Any]) -> str:
    """Return the path of the unit that is named, wherever it stands today; raises unless tasks are given there."""
    code, today = text_field(body, "committee_unit_code", at("committee_unit_code")), clock.today()
    unit = unit_with_code(code, _day(body, "assigned_on") or today)
    path = _path_seen(current_viewer(), unit)
    if path is None:
        raise NotFound("There is no such unit.")
    if not access.may_assign_for(current_viewer(), path):
        raise NotAllowed("You may not do this with this task.")
    return path


def _path_seen(viewer: Viewer, unit: UnitRow | None) -> str | None:
    path = None if unit is None else path_now(unit, clock.today())
    return path if path is not None and may(viewer, Action.SEE_UNIT, Thing("task", path)) else None


def _line(body: dict[str, Any]) -> TaskLine:
    """Return what a program said, read as a row of a file is."""
    cells: dict[str, Any] = {column.name: None for column in COLUMNS}
    for name in FIELDS:
        if name in DAYS:
            cells[name] = _day(body, name)
        elif name == "coordinators":
            cells[name] = "; ".join(_names(body)) or None
        elif name == "year" and isinstance(body.get(name), int):
            cells[name] = str(body[name])
        elif name in body:
            cells[name] = text_field(body, name, at(name))
    cells["assigned_on"] = cells["assigned_on"] or clock.today()
    cells["code"] = cells["code"] or WITHOUT_CODE
    [line] = read_tasks([Row("", 1, cells)], clock.today(), in_house=True)
    return line


def _assignment(line: TaskLine, body: dict[str, Any], path: str) -> Assignment:
    said: dict[str, Any] = line.more.whole()
    document_id = _source(line.source_text)
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
        document_id=document_id,
        source_text="" if document_id else line.source_text,
        is_standing=_yes(body, "standing"),
        reporter_id=_reporter(body, path),
        conclusion_id=_conclusion(body, line.committee_id),
        **said,
    )


def _source(written: str) -> int | None:
    """Return the document of the registers that the key's person sees, if the number means one."""
    if not written:
        return None
    within = reach(current_viewer(), Action.SEE_DOCUMENTS)
    return next(iter(registered([(written, None)], on=clock.today(), within=within).values()), None)


def _reporter(body: dict[str, Any], path: str) -> int | None:
    if body.get("reporter") is None:
        return None
    try:
        return Scope(path, clock.today()).account_meant(text_field(body, "reporter", at("reporter")))
    except DomainError as error:
        error.place = error.place or at("reporter")
        raise


def _parent(body: dict[str, Any]) -> int | None:
    """Return the task that this one is part of; one that the person may not see is not there."""
    parent_id = whole_number(body, "parent")
    if parent_id is None:
        return None
    viewer = current_viewer()
    task = access.task_for(access.eyes_of(viewer, on=clock.today()), parent_id)
    access.refuse_unless(access.may_assign_part(viewer, task))
    return parent_id


def _conclusion(body: dict[str, Any], committee_id: int) -> int | None:
    """Return the conclusion the task comes of: one of a meeting of the same committee."""
    conclusion_id = whole_number(body, "conclusion")
    if conclusion_id is None:
        return None
    if conclusion_id > LARGEST_ID or committee_of_conclusion(conclusion_id) != committee_id:
        raise NotFound("There is no such conclusion.")
    return conclusion_id


def _yes(body: dict[str, Any], name: str) -> bool:
    said = body.get(name, False)
    if not isinstance(said, bool):
        raise DomainError("%(name)s is true or false.", name=name)
    return said


def _names(body: dict[str, Any]) -> list[str]:
    said = body.get("coordinators", [])
    if not isinstance(said, list):
        raise DomainError("A list of texts is needed here.", place=at("coordinators"))
    return [text_field({"coordinators": one}, "coordinators", at("coordinators")) for one in said]


def _day(body: dict[str, Any], name: str) -> Any:
    if body.get(name) is None:
        return None
    try:
        return iso_day(text_field(body, name, at(name)))
    except DomainError as error:
        error.place = error.place or at(name)
        raise
