"""What is done with each of several tasks: the operation for one, with what was typed for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from committee.core import clock
from committee.core.forms import Form
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party
from committee.tasks import operations
from committee.tasks.forms.several import DueForm
from committee.tasks.naming import Scope
from committee.tasks.operations.several import move_due, remind_now
from committee.tasks.queries import TaskRow
from committee.tasks.several_access import Deed
from committee.tasks.views.tasks.base import act

Do = Callable[[int, int], object]


def step_for(deed: Deed, form: Form, rows: Sequence[TaskRow]) -> Do:
    """Return what does it with one task at a version; what cannot be read is said at its field."""
    return {
        Deed.ACCEPT: _accept,
        Deed.TIME: _grant,
        Deed.REMIND: _remind,
        Deed.LEAD: _give_anew,
        Deed.DUE: _move,
        Deed.CANCEL: _stop,
    }[deed](form, rows)


def in_order(deed: Deed, form: Form, versions: Mapping[int, int], rows: Sequence[TaskRow]) -> dict[int, int]:
    """Return the tasks in the order in which it is done: where days become earlier, the parts before their whole."""
    day = form.typed_day("due_on") if deed is Deed.DUE and isinstance(form, DueForm) else None
    earlier = {row.id for row in rows if day and row.due_on and row.due_on > day}
    parts_first = sorted(earlier & set(versions), reverse=True)
    return {task_id: versions[task_id] for task_id in (*parts_first, *sorted(set(versions) - earlier))}


def _accept(form: Form, _rows: Sequence[TaskRow]) -> Do:
    said = form["evaluation"].data
    return lambda task_id, version: operations.accept(task_id=task_id, evaluation=said, version=version, **act())


def _grant(form: Form, rows: Sequence[TaskRow]) -> Do:
    asked, said = {row.id: row.extension_id or 0 for row in rows}, form["answer"].data
    return lambda task_id, version: operations.approve_extension(
        extension_id=asked[task_id], answer=said, version=version, **act()
    )


def _remind(_form: Form, _rows: Sequence[TaskRow]) -> Do:
    return lambda task_id, version: remind_now(task_id=task_id, version=version, **act())


def _give_anew(form: Form, rows: Sequence[TaskRow]) -> Do:
    leads: dict[str, Party] = {}
    try:
        for path in sorted({row.committee_unit.path for row in rows}):
            leads[path] = Scope(path, clock.today()).lead_meant(form["lead"].data or "", allow_names=False)
    except DomainError as error:
        form.refuse(error, "lead")
    paths, note = {row.id: row.committee_unit.path for row in rows}, form["note"].data
    return lambda task_id, version: operations.reassign(
        task_id=task_id, lead=leads[paths[task_id]], note=note, version=version, **act()
    )


def _move(form: Form, _rows: Sequence[TaskRow]) -> Do:
    day = form.typed_day("due_on") if isinstance(form, DueForm) else None
    if day is None and not form.errors:
        form.refuse(DomainError("Write the new due day."), "due_on")
    return lambda task_id, version: move_due(task_id=task_id, due_on=day or clock.today(), version=version, **act())


def _stop(form: Form, _rows: Sequence[TaskRow]) -> Do:
    said = form["reason"].data
    return lambda task_id, version: operations.cancel(task_id=task_id, reason=said, version=version, **act())
