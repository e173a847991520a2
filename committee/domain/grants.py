"""The table of rights: role by relation to the thing's unit, giving actions. Data for a person to read.

Source: docs/domain.md, sections 1 and 13. What is not written here is not allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum, auto


class Relation(Enum):
    """Where a thing's unit stands on the day somebody asks, seen from a seat.

    FORMER: the seat has ended, or the unit it was held for has; or the thing's unit once lay below and no longer does.
    """

    OWN = auto()
    BELOW = auto()
    ABOVE = auto()
    ELSEWHERE = auto()
    FORMER = auto()


class Role(StrEnum):
    CHAIR = "chair"
    STANDING_VICE_CHAIR = "standing_vice_chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    SECRETARIAT = "secretariat"
    REPORTER = "reporter"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    SEE_UNIT_NAME = "see_unit_name"
    SEE_UNIT = "see_unit"
    SEE_TARGETS = "see_targets"
    SEE_FIGURES = "see_figures"
    SEE_CASES = "see_cases"
    SEE_TASKS = "see_tasks"
    SEE_DOCUMENTS = "see_documents"
    SEE_COMMITTEES = "see_committees"
    SEE_PEOPLE = "see_people"
    SEE_OUTBOX = "see_outbox"
    SEE_AUDIT = "see_audit"
    SEE_OWN_WORK = "see_own_work"
    ENTER_FIGURES = "enter_figures"
    IMPORT_FIGURES = "import_figures"
    ACCEPT_FIGURES = "accept_figures"
    RETURN_FIGURES = "return_figures"
    ASSIGN_TARGETS = "assign_targets"
    ACKNOWLEDGE_CASE = "acknowledge_case"
    EXPLAIN_CASE = "explain_case"
    REVIEW_EXPLANATION = "review_explanation"
    SILENCE_CASES = "silence_cases"
    ASSIGN_TASKS = "assign_tasks"
    REPORT_TASKS = "report_tasks"
    ACCEPT_TASKS = "accept_tasks"
    MANAGE_DOCUMENTS = "manage_documents"
    DRAFT_LETTERS = "draft_letters"
    MANAGE_UNITS = "manage_units"
    REORGANISE = "reorganise"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"


Actions = frozenset[Action]

# Names of units are shown to whoever sits in the tree: their own, what lies below, and the line above.
NAMES: Actions = frozenset({Action.SEE_UNIT_NAME})
FIGURES_READ: Actions = NAMES | {Action.SEE_UNIT, Action.SEE_TARGETS, Action.SEE_FIGURES}
READ: Actions = FIGURES_READ | {Action.SEE_CASES, Action.SEE_TASKS, Action.SEE_DOCUMENTS}
# Who sits in a committee stands in a public decision; how people are reached and what else they hold does not.
LEAD: Actions = READ | {Action.SEE_COMMITTEES, Action.SEE_PEOPLE}
INSPECT: Actions = READ | {Action.SEE_COMMITTEES, Action.SEE_AUDIT}
# The answer to a case comes from the unit it is about, never from the level that asked.
ANSWER: Actions = frozenset({Action.ACKNOWLEDGE_CASE, Action.EXPLAIN_CASE, Action.REPORT_TASKS})
ACCEPT: Actions = frozenset({Action.ACCEPT_FIGURES, Action.RETURN_FIGURES})
# A committee gives tasks and decides about them itself: in its own unit too.
GIVE: Actions = frozenset({Action.ASSIGN_TASKS, Action.ACCEPT_TASKS})
DIRECT: Actions = frozenset({Action.REVIEW_EXPLANATION, Action.SILENCE_CASES, Action.ACCEPT_TASKS})
PREPARE: Actions = frozenset(
    {
        Action.ASSIGN_TARGETS,
        Action.ASSIGN_TASKS,
        Action.MANAGE_DOCUMENTS,
        Action.DRAFT_LETTERS,
        Action.REORGANISE,
    }
)
RUN: Actions = PREPARE | {Action.IMPORT_FIGURES, Action.SEE_AUDIT, Action.SEE_OUTBOX}
KEEP: Actions = NAMES | {
    Action.SEE_UNIT,
    Action.SEE_COMMITTEES,
    Action.SEE_PEOPLE,
    Action.SEE_OUTBOX,
    Action.SEE_AUDIT,
    Action.MANAGE_UNITS,
    Action.MANAGE_PEOPLE,
    Action.MANAGE_SETTINGS,
}

Grants = Mapping[Relation, Actions]

NOTHING: Actions = frozenset()
# The same from every seat. What has ended gives no more than what is foreign: one's own work, as EVERYBODY has it.
FROM_ANY_SEAT: Grants = {Relation.ABOVE: NAMES, Relation.ELSEWHERE: NOTHING, Relation.FORMER: NOTHING}

GRANTS: Mapping[Role, Grants] = {
    Role.CHAIR: {
        Relation.OWN: LEAD | ANSWER | GIVE,
        Relation.BELOW: LEAD | DIRECT,
        **FROM_ANY_SEAT,
    },
    Role.STANDING_VICE_CHAIR: {
        Relation.OWN: LEAD | ANSWER | RUN | GIVE,
        Relation.BELOW: LEAD | DIRECT | RUN | ACCEPT,
        **FROM_ANY_SEAT,
    },
    Role.VICE_CHAIR: {
        Relation.OWN: LEAD | ANSWER,
        Relation.BELOW: LEAD,
        **FROM_ANY_SEAT,
    },
    Role.SECRETARIAT: {
        Relation.OWN: LEAD | ANSWER | RUN | GIVE | {Action.ENTER_FIGURES},
        Relation.BELOW: LEAD | DIRECT | RUN | ACCEPT,
        **FROM_ANY_SEAT,
    },
    Role.MEMBER: {
        Relation.OWN: READ,
        Relation.BELOW: FIGURES_READ,
        **FROM_ANY_SEAT,
    },
    Role.REPORTER: {
        Relation.OWN: READ | ANSWER | {Action.ENTER_FIGURES},
        Relation.BELOW: READ | {Action.ENTER_FIGURES},
        **FROM_ANY_SEAT,
    },
    Role.REVIEWER: {
        Relation.OWN: FIGURES_READ,
        Relation.BELOW: FIGURES_READ | ACCEPT,
        **FROM_ANY_SEAT,
    },
    Role.SUPERVISOR: {
        Relation.OWN: INSPECT,
        Relation.BELOW: INSPECT,
        **FROM_ANY_SEAT,
    },
    Role.ADMINISTRATOR: {
        Relation.OWN: KEEP,
        Relation.BELOW: KEEP,
        **FROM_ANY_SEAT,
    },
}

# An area in charge: a member follows and urges the unit and what lies below it, and decides nothing there.
AREA_GRANTS: Grants = {
    Relation.OWN: READ,
    Relation.BELOW: READ,
    Relation.ABOVE: NOTHING,
    Relation.ELSEWHERE: NOTHING,
    Relation.FORMER: NOTHING,
}

# What a person may do with a thing they made themselves, wherever it lies and even without a seat.
EVERYBODY: Actions = frozenset({Action.SEE_OWN_WORK})

# Never by the person who made the thing: the submitter is not the approver.
SEPARATED: Actions = ACCEPT | {Action.REVIEW_EXPLANATION, Action.ACCEPT_TASKS}

# What remains possible once a thing is closed (a closed year, an ended unit, a closed case).
READING: Actions = INSPECT | EVERYBODY | {Action.SEE_PEOPLE, Action.SEE_OUTBOX}
