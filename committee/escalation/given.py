"""The tasks given since a case began, for its unit and on its indicator, as far as their reader may see them."""

from __future__ import annotations

from datetime import date

from committee.domain.access import Viewer
from committee.escalation.queries import CaseRow
from committee.tasks import queries
from committee.tasks.access import eyes_of
from committee.tasks.queries import TaskFilter, TaskRow
from committee.tasks.target_words import target_given
from committee.units.queries import standing_last

MOST_SHOWN = 20


def tasks_since(viewer: Viewer, case: CaseRow, *, on: date) -> list[TaskRow]:
    """Return the tasks, open ones first."""
    wanted = TaskFilter(about_unit_id=case.unit_id, indicator=case.indicator, assigned_from=case.opened_on)
    return queries.tasks(wanted, day=on, eyes=eyes_of(viewer, on=on), limit=MOST_SHOWN)


def target_behind(viewer: Viewer, case: CaseRow, *, on: date) -> int | None:
    """Return the target that the unit of a case lags behind, for whoever sees its targets."""
    unit = standing_last([case.unit_id], on).get(case.unit_id)
    return target_given(viewer, unit, case.indicator, case.year)
