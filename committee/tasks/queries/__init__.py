"""Reading tasks: lists and boards, counts by status, one task's histories, and work that waits for somebody.

`eyes` (`tasks.access.eyes_of`) says who looks; None is everything, for commands and jobs. `day` is the day the statuses
are of: a due day as it was in force then, acceptances and stops up to then, tasks assigned by then.
"""

from committee.tasks.queries.histories import (
    Histories,
    histories_of,
    series_row,
    series_runs,
    task_of_extension,
    titles_of,
)
from committee.tasks.queries.listing import (
    BOARD,
    EVERYTHING,
    NOT_STOPPED,
    OPEN_ONLY,
    TaskFilter,
    board,
    count_tasks,
    task_row,
    tasks,
    tasks_with_code,
)
from committee.tasks.queries.rates import (
    counts,
    counts_by_committee,
    counts_by_lead,
    counts_of_children,
    counts_of_unit,
)
from committee.tasks.queries.rows import TaskRow
from committee.tasks.queries.seen import Eyes
from committee.tasks.queries.work import (
    Work,
    open_per_seat,
    open_with_due_around,
    open_with_due_between,
    work_of,
)

__all__ = [
    "BOARD",
    "EVERYTHING",
    "NOT_STOPPED",
    "OPEN_ONLY",
    "Eyes",
    "Histories",
    "TaskFilter",
    "TaskRow",
    "Work",
    "board",
    "count_tasks",
    "counts",
    "counts_by_committee",
    "counts_by_lead",
    "counts_of_children",
    "counts_of_unit",
    "histories_of",
    "open_per_seat",
    "open_with_due_around",
    "open_with_due_between",
    "series_row",
    "series_runs",
    "task_of_extension",
    "task_row",
    "tasks",
    "tasks_with_code",
    "titles_of",
    "work_of",
]
