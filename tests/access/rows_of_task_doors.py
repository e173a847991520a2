"""The rows of the matrix for tasks through the doors for programs.

What is sent lacks what it needs, or was written for another version, and is refused once the right was asked.
"""

from __future__ import annotations

import json
from typing import Any

from tests.access import rows_of_ties as ties
from tests.access.asking import HUGE, Ask, absent, ask
from tests.access.world import CODES

NOBODY_THERE = 2**31 - 1
UNKNOWN = "99999"
T = CODES["T"]


def body(**said: Any) -> dict[str, Any]:
    """Return the options of a request that sends JSON."""
    return {"data": json.dumps(said), "content_type": "application/json"}


OTHER_VERSION = body(version=10**6)


def on_tasks(ending: str, need: str, fine: int, prefix: str = "/api/v1", **more: Any) -> tuple[Ask, ...]:
    """Ask of a task in each of its states, of another unit's, and of those that are not there."""
    return (
        *(ask(f"{prefix}/tasks/{{task T {state}}}{ending}", need, "T", fine, **more) for state in ("open", "waiting")),
        ask(f"{prefix}/tasks/{{task M open}}{ending}", need, "M", fine, **more),
        *absent(*(f"{prefix}/tasks/{task_id}{ending}" for task_id in (NOBODY_THERE, HUGE)), **more),
    )


def on_extensions(ending: str, need: str, fine: int, prefix: str = "/api/v1", **more: Any) -> tuple[Ask, ...]:
    """Ask of the extension that was asked for, of another unit's, and of those that are not there."""
    return (
        ask(f"{prefix}/extensions/{{extension T}}{ending}", need, "T", fine, **more),
        ask(f"{prefix}/extensions/{{extension M}}{ending}", need, "M", fine, **more),
        *absent(*(f"{prefix}/extensions/{one}{ending}" for one in (NOBODY_THERE, HUGE)), **more),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    "api.tasks GET": (
        ask("/api/v1/tasks"),
        ask(f"/api/v1/tasks?unit={T}", "see tasks", "T"),
        *absent(f"/api/v1/tasks?unit={UNKNOWN}"),
    ),
    "api.give POST": (
        ask("/api/v1/tasks", "give tasks", "T", 422, **body(committee_unit_code=T)),
        *absent("/api/v1/tasks", **body(committee_unit_code=UNKNOWN)),
    ),
    "api.task GET": (*on_tasks("", "see tasks", 200), *ties.GIVEN_OUT),
    "api.report_progress POST": on_tasks("/progress", "report tasks", 422, **body()),
    "api.submit POST": (*on_tasks("/submissions", "report tasks", 422, **body()), *ties.SENT),
    "api.accept POST": on_tasks("/acceptance", "decide about tasks", 422, **OTHER_VERSION),
    "api.return_result POST": on_tasks("/return", "decide about tasks", 422, **body()),
    "api.cancel POST": on_tasks("/cancellation", "decide about tasks", 422, **body()),
    "api.ask_extension POST": on_tasks("/extensions", "report tasks", 422, **body()),
    "api.approve_extension POST": on_extensions("/approval", "decide about tasks", 422, **OTHER_VERSION),
    "api.refuse_extension POST": on_extensions("/refusal", "decide about tasks", 422, **body()),
}
