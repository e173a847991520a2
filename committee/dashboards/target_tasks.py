"""The tasks that were given for a target of a unit, as far as their reader may see them."""

from __future__ import annotations

from datetime import date

from committee.dashboards.cascade import Cascade
from committee.domain.access import Viewer
from committee.targets.queries import IndicatorRow
from committee.tasks import access, queries
from committee.tasks.queries import TaskFilter, TaskRow

MOST_SHOWN = 50


def tasks_about(viewer: Viewer, cascade: Cascade, indicator: IndicatorRow, *, today: date) -> list[TaskRow]:
    """Return the tasks given for what is asked of the unit of a cascade on an indicator, open ones first."""
    asked = frozenset(one.assigned.target_id for one in cascade.of(cascade.unit.unit_id, indicator.code))
    if not asked:
        return []
    eyes = access.eyes_of(viewer, on=today)
    return queries.tasks(TaskFilter(target_ids=asked), day=today, eyes=eyes, limit=MOST_SHOWN)
