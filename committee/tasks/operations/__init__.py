"""Writing tasks: given, worked on, decided about, extended, handed over, handed down, made anew each period.

Every operation is keyword-only, ends in `by=` and `now=`, raises `DomainError`, records in the audit and never commits.
Who may do it was asked before: `tasks.access`. `version` None takes the task as it stands; another one than the task's
raises `Stale`.
"""

from committee.domain.errors import Stale
from committee.tasks.operations.assigning import Assignment, CodeTaken, Place, assign, change, unclear_in
from committee.tasks.operations.deciding import accept, cancel, return_submission
from committee.tasks.operations.extending import approve_extension, ask_extension, refuse_extension
from committee.tasks.operations.handing import follow_post, give_reporter, hand_on, reassign
from committee.tasks.operations.import_results import Imported, Unclear
from committee.tasks.operations.imports import import_tasks
from committee.tasks.operations.parts import sub_assign
from committee.tasks.operations.series import (
    end_series,
    make_due_instances,
    make_instances,
    running_series,
    start_series,
)
from committee.tasks.operations.working import report_progress, submit, withdraw_submission

__all__ = [
    "Assignment",
    "CodeTaken",
    "Imported",
    "Place",
    "Stale",
    "Unclear",
    "accept",
    "approve_extension",
    "ask_extension",
    "assign",
    "cancel",
    "change",
    "end_series",
    "follow_post",
    "give_reporter",
    "hand_on",
    "import_tasks",
    "make_due_instances",
    "make_instances",
    "reassign",
    "refuse_extension",
    "report_progress",
    "return_submission",
    "running_series",
    "start_series",
    "sub_assign",
    "submit",
    "unclear_in",
    "withdraw_submission",
]
