"""The tables of this feature: tasks and what happens to them, meetings and visits, difficulties and proposals."""

from committee.tasks.models.files import TaskFile, TaskHeading
from committee.tasks.models.meetings import (
    Attendance,
    Conclusion,
    Meeting,
    MeetingComment,
    MeetingItem,
    MeetingPaper,
)
from committee.tasks.models.petitions import Petition
from committee.tasks.models.reach import CalendarFeed, TaskReceipt
from committee.tasks.models.rules import CommitteeRules
from committee.tasks.models.steps import TaskExtension, TaskHandover, TaskProgress, TaskSubmission
from committee.tasks.models.tasks import Task, TaskCoordinator, TaskSeries

__all__ = [
    "Attendance",
    "CalendarFeed",
    "CommitteeRules",
    "Conclusion",
    "Meeting",
    "MeetingComment",
    "MeetingItem",
    "MeetingPaper",
    "Petition",
    "Task",
    "TaskCoordinator",
    "TaskExtension",
    "TaskFile",
    "TaskHandover",
    "TaskHeading",
    "TaskProgress",
    "TaskReceipt",
    "TaskSeries",
    "TaskSubmission",
]
