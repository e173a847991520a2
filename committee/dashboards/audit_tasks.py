"""What is done with tasks, in the words of the audit."""

from __future__ import annotations

from flask_babel import lazy_gettext

TASK_ACTIONS = {
    "accept task": lazy_gettext("accepted the result of a task"),
    "approve extension": lazy_gettext("gave a task more time"),
    "ask extension": lazy_gettext("asked for more time for a task"),
    "assign task": lazy_gettext("assigned a task"),
    "cancel task": lazy_gettext("stopped a task"),
    "change task": lazy_gettext("changed a task"),
    "end series": lazy_gettext("ended a series of tasks"),
    "give reporter": lazy_gettext("said who reports for a task"),
    "hand on task": lazy_gettext("handed a task on to an officer"),
    "reassign task": lazy_gettext("gave a task to another lead"),
    "refuse extension": lazy_gettext("refused a task more time"),
    "report progress": lazy_gettext("reported progress on a task"),
    "return task": lazy_gettext("returned the result of a task"),
    "start series": lazy_gettext("began a series of tasks"),
    "submit task": lazy_gettext("sent the result of a task"),
    "task follows post": lazy_gettext("moved a task to the seat that follows"),
    "task imported": lazy_gettext("recorded a task from a file"),
    "tasks imported": lazy_gettext("imported a file of tasks"),
    "withdraw submission": lazy_gettext("took the result of a task back"),
}
