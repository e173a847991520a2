"""Questions about tasks and proposals that name the person who asks, beside those of their routes."""

from __future__ import annotations

import json

from tests.access.asking import FORM, Ask, ask
from tests.access.model import TIES

REFUSED = (409, 422)
EMPTY = {"data": json.dumps({}), "content_type": "application/json"}
OF_TASKS = [tie for tie, (kind, *_more) in TIES.items() if kind == "task"]
OF_PETITIONS = [tie for tie in TIES if tie not in OF_TASKS]

SHOWN: tuple[Ask, ...] = tuple(ask("/tasks/{own}", "see tasks", tie=tie) for tie in OF_TASKS)
REPORTED: tuple[Ask, ...] = tuple(
    ask("/tasks/{own}/progress", "report tasks", fine=REFUSED, tie=tie, **FORM) for tie in OF_TASKS
)
GIVEN_OUT: tuple[Ask, ...] = tuple(ask("/api/v1/tasks/{own}", "see tasks", tie=tie) for tie in OF_TASKS)
SENT: tuple[Ask, ...] = tuple(
    ask("/api/v1/tasks/{own}/submissions", "report tasks", fine=422, tie=tie, **EMPTY) for tie in OF_TASKS
)
PROPOSED: tuple[Ask, ...] = tuple(ask("/petitions/{own}", "see tasks", tie=tie) for tie in OF_PETITIONS)
