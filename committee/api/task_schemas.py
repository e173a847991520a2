"""The shapes of tasks, as JSON Schema."""

from __future__ import annotations

from committee.api.schemas import DAY, SOME_TEXT, TEXT, WHOLE, YES_OR_NO, Schema, maybe, paged, several, thing
from committee.domain.task_rules import PartyKind, Urgency
from committee.domain.task_status import Status

STATUS: Schema = {"type": "string", "enum": [one.value for one in Status]}
URGENCY: Schema = {"type": "string", "enum": [one.value for one in Urgency]}
_KIND: Schema = {"type": "string", "enum": [one.value for one in PartyKind]}
_PARTY = thing({"kind": _KIND, "name": TEXT, "unit": maybe(TEXT)})
TASK = thing(
    {
        "id": WHOLE,
        "code": TEXT,
        "committee": thing({"id": WHOLE, "name": TEXT, "unit": TEXT}),
        "title": TEXT,
        "deliverable": TEXT,
        "lead": _PARTY,
        "coordinators": several(_PARTY),
        "urgency": URGENCY,
        "standing": YES_OR_NO,
        "unit": maybe(TEXT),
        "indicator": maybe(TEXT),
        "source_document": maybe(TEXT),
        "assigned_on": DAY,
        "assigned_by": TEXT,
        "due_on": maybe(DAY),
        "original_due_on": maybe(DAY),
        "due_wording": maybe(TEXT),
        "status": maybe(STATUS),
        "waiting": YES_OR_NO,
        "percent": maybe(WHOLE),
        "extensions": WHOLE,
        "submitted_on": maybe(DAY),
        "accepted_on": maybe(DAY),
        "cancelled_on": maybe(DAY),
        "parent": maybe(WHOLE),
        "version": WHOLE,
    }
)
TASKS = paged(TASK)
_PROGRESS = thing(
    {
        "as_of": DAY,
        "percent": maybe(WHOLE),
        "text": TEXT,
        "difficulty": TEXT,
        "proposal": TEXT,
        "document": maybe(WHOLE),
        "by": TEXT,
    }
)
_SUBMISSION = thing(
    {
        "id": WHOLE,
        "number": WHOLE,
        "sent_on": DAY,
        "product": TEXT,
        "by": TEXT,
        "state": TEXT,
        "decided_on": maybe(DAY),
        "reason": maybe(TEXT),
    }
)
_EXTENSION = thing(
    {
        "id": WHOLE,
        "due_before": DAY,
        "wanted_on": DAY,
        "granted_on": maybe(DAY),
        "reason": TEXT,
        "by": TEXT,
        "state": TEXT,
        "answer": maybe(TEXT),
    }
)
TASK_IN_FULL = thing(
    {
        **TASK["properties"],
        "content": TEXT,
        "responsibility": TEXT,
        "authority": TEXT,
        "excerpt": TEXT,
        "target": maybe(thing({"unit": TEXT, "indicator": TEXT, "year": WHOLE, "assigner": TEXT})),
        "conclusion": maybe(WHOLE),
        "cancel_reason": maybe(TEXT),
        "replaced_by": maybe(WHOLE),
        "progress": several(_PROGRESS),
        "submissions": several(_SUBMISSION),
        "extension_requests": several(_EXTENSION),
        "handovers": several(thing({"kind": TEXT, "from": TEXT, "to": TEXT, "by": TEXT})),
        "parts": thing({one.value: WHOLE for one in Status}),
    }
)
GIVEN_TASK = thing({**TASK_IN_FULL["properties"], "warnings": several(TEXT)})
_VERSION: dict[str, Schema] = {"version": maybe(WHOLE)}
NEW_TASK = thing(
    {"committee_unit_code": SOME_TEXT, "title": SOME_TEXT, "lead": SOME_TEXT, "deliverable": SOME_TEXT},
    optional={
        "committee_name": SOME_TEXT,
        "code": SOME_TEXT,
        "coordinators": several(SOME_TEXT),
        "content": SOME_TEXT,
        "responsibility": SOME_TEXT,
        "authority": SOME_TEXT,
        "urgency": URGENCY,
        "assigned_on": DAY,
        "due_on": DAY,
        "due_wording": SOME_TEXT,
        "secrecy": SOME_TEXT,
        "source_document": SOME_TEXT,
        "unit_code": SOME_TEXT,
        "indicator": SOME_TEXT,
        "year": WHOLE,
        "assigner": SOME_TEXT,
        "reporter": SOME_TEXT,
        "standing": YES_OR_NO,
        "parent": WHOLE,
        "conclusion": WHOLE,
    },
)
PROGRESS = thing(
    {},
    optional={
        "text": SOME_TEXT,
        "percent": WHOLE,
        "difficulty": SOME_TEXT,
        "proposal": SOME_TEXT,
        "as_of": DAY,
        "document": SOME_TEXT,
    },
)
SUBMISSION = thing({"product": SOME_TEXT}, optional={"text": SOME_TEXT, **_VERSION})
ACCEPTANCE = thing({}, optional={"evaluation": SOME_TEXT, **_VERSION})
RETURN = thing({"reason": SOME_TEXT}, optional=_VERSION)
CANCELLATION = thing({"reason": SOME_TEXT}, optional={"on": DAY, "replaced_by": WHOLE, **_VERSION})
EXTENSION = thing({"wanted_on": DAY, "reason": SOME_TEXT}, optional=_VERSION)
APPROVAL = thing({}, optional={"granted_on": DAY, "answer": SOME_TEXT, **_VERSION})
REFUSAL = thing({"answer": SOME_TEXT}, optional=_VERSION)
