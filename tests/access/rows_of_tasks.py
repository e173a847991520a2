"""The rows of the matrix for tasks. What is sent holds nothing and is refused, once the right was asked."""

from __future__ import annotations

from typing import Any

from tests.access import rows_of_ties as ties
from tests.access.asking import FORM, HUGE, Ask, absent, ask
from tests.access.world import CODES

NOBODY_THERE = 2**31 - 1
T = CODES["T"]
REFUSED = (409, 422)


def on_tasks(ending: str, need: str, fine: tuple[int, ...] = (200,), **more: Any) -> tuple[Ask, ...]:
    """Ask of a task in both states, of another unit's, and of those that are not there."""
    return (
        *(ask(f"/tasks/{{task T {state}}}{ending}", need, "T", fine, **more) for state in ("open", "waiting")),
        ask(f"/tasks/{{task M open}}{ending}", need, "M", fine, **more),
        *absent(f"/tasks/{NOBODY_THERE}{ending}", f"/tasks/{HUGE}{ending}", **more),
    )


def on_lists(path: str) -> tuple[Ask, ...]:
    """Ask of one of the ways to look at tasks."""
    narrowed = f"{path}?unit={T}"
    return (ask(path), ask(narrowed, "see tasks", "T", sight="see tasks", blind=422), ask(f"{path}?status=open&mine=y"))


def on_extensions(ending: str) -> tuple[Ask, ...]:
    """Ask of the request that waits, and of one under a task it is not of."""
    here, there = "/tasks/{task T waiting}/extensions/", "/tasks/{task M waiting}/extensions/"
    return (
        ask(f"{here}{{extension T}}{ending}", "decide about tasks", "T", REFUSED, **FORM),
        ask(f"{here}{{extension M}}{ending}", "decide about tasks", "T", REFUSED, **FORM),
        ask(f"{there}{{extension M}}{ending}", "decide about tasks", "M", REFUSED, **FORM),
        *absent(f"/tasks/{NOBODY_THERE}/extensions/{{extension T}}{ending}", f"{here}{HUGE}{ending}", **FORM),
    )


def on_rules(fine: int = 200, **more: Any) -> tuple[Ask, ...]:
    """Ask of the rules of a unit's committee, of another province's, and of those that are not there."""
    return (
        ask("/committees/{committee T}/rules", "give tasks", "T", fine, **more),
        ask("/committees/{committee P2}/rules", "give tasks", "P2", fine, **more),
        *absent(f"/committees/{NOBODY_THERE}/rules", f"/committees/{HUGE}/rules", **more),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    "tasks.index GET": (*on_lists("/tasks"), ask("/tasks?q=viec&format=csv"), ask("/tasks?format=xlsx")),
    "tasks.board GET": on_lists("/tasks/board"),
    "tasks.calendar GET": (*on_lists("/tasks/calendar"), ask("/tasks/calendar?month=2024-11")),
    "tasks.scoreboard GET": (*on_lists("/tasks/scoreboard"), ask("/tasks/scoreboard?format=csv")),
    "tasks.new GET": (ask("/tasks/new", "give tasks"), ask(f"/tasks/new?unit={T}&committee=1", "give tasks")),
    "tasks.create POST": (ask("/tasks", "give tasks", fine=422, **FORM),),
    "tasks.import_page GET": (ask("/tasks/import", "give tasks"), ask("/tasks/import?committee=1", "give tasks")),
    "tasks.import_template GET": (
        ask("/tasks/import/template", "give tasks"),
        ask("/tasks/import/template?committee=1", "give tasks"),
    ),
    "tasks.upload POST": (ask("/tasks/import", "give tasks", fine=422, **FORM),),
    "tasks.import_preview GET": absent(f"/tasks/import/{NOBODY_THERE}", f"/tasks/import/{HUGE}"),
    "tasks.import_columns GET": absent(f"/tasks/import/{NOBODY_THERE}/columns", f"/tasks/import/{HUGE}/columns"),
    "tasks.name_columns POST": absent(f"/tasks/import/{NOBODY_THERE}/columns", f"/tasks/import/{HUGE}/columns", **FORM),
    "tasks.confirm_import POST": absent(
        f"/tasks/import/{NOBODY_THERE}/confirmation", f"/tasks/import/{HUGE}/confirmation", **FORM
    ),
    "tasks.rules GET": on_rules(),
    "tasks.settle_rules POST": on_rules(422, **FORM),
    "tasks.show GET": (*on_tasks("", "see tasks"), *ties.SHOWN),
    "tasks.edit GET": on_tasks("/description", "give tasks"),
    "tasks.change POST": on_tasks("/description", "give tasks", REFUSED, **FORM),
    "tasks.take_on POST": (
        *(ask(f"/tasks/{{task {unit} open}}/receipt", "report tasks", unit, harm=True, **FORM) for unit in "TM"),
        *absent(f"/tasks/{NOBODY_THERE}/receipt", f"/tasks/{HUGE}/receipt", **FORM),
    ),
    "tasks.report POST": (*on_tasks("/progress", "report tasks", REFUSED, **FORM), *ties.REPORTED),
    "tasks.submit POST": on_tasks("/submissions", "report tasks", REFUSED, **FORM),
    "tasks.withdraw POST": on_tasks("/submissions/withdrawal", "report tasks", REFUSED, **FORM),
    "tasks.ask_for_time POST": on_tasks("/extensions", "report tasks", REFUSED, **FORM),
    "tasks.hand_on POST": on_tasks("/handler", "hand tasks on", REFUSED, **FORM),
    "tasks.name_reporter POST": on_tasks("/reporter", "give tasks", REFUSED, **FORM),
    "tasks.accept POST": on_tasks("/acceptance", "decide about tasks", REFUSED, **FORM),
    "tasks.give_back POST": on_tasks("/return", "decide about tasks", REFUSED, **FORM),
    "tasks.grant POST": on_extensions("/approval"),
    "tasks.refuse POST": on_extensions("/refusal"),
    "tasks.cancel POST": on_tasks("/cancellation", "decide about tasks", REFUSED, **FORM),
    "tasks.give_anew POST": on_tasks("/lead", "give tasks", REFUSED, **FORM),
    "tasks.end_series POST": on_tasks("/series/ending", "give tasks", REFUSED, **FORM),
    "tasks.attach POST": on_tasks("/documents", "hand tasks on", REFUSED, **FORM),
    "tasks.new_parts GET": on_tasks("/parts/new", "give tasks"),
    "tasks.hand_down POST": on_tasks("/parts", "give tasks", REFUSED, **FORM),
}
