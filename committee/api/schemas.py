"""The shapes of what the doors answer and take, as JSON Schema."""

from __future__ import annotations

from typing import Any

from committee.domain.commitments import Cause

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
SOME_TEXT: Schema = {"type": "string", "minLength": 1}
WHOLE: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DECIMAL: Schema = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]+$"}
ANYTHING: Schema = {"type": "object"}


def maybe(schema: Schema) -> Schema:
    """Return `schema`, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def thing(fields: dict[str, Schema], *, optional: dict[str, Schema] | None = None) -> Schema:
    """Return an object of exactly these fields."""
    return {
        "type": "object",
        "properties": {**fields, **(optional or {})},
        "required": list(fields),
        "additionalProperties": False,
    }


def several(schema: Schema) -> Schema:
    """Return a list of `schema`."""
    return {"type": "array", "items": schema}


def paged(schema: Schema) -> Schema:
    """Return a page of a list."""
    return thing({"items": several(schema), "next_cursor": maybe(TEXT)})


SHORT_UNIT = thing({"code": TEXT, "name": TEXT, "level": TEXT})
UNIT = thing(
    {
        **SHORT_UNIT["properties"],
        "unit_type": TEXT,
        "axis": TEXT,
        "valid_from": maybe(DAY),
        "valid_to": maybe(DAY),
    }
)
UNITS = paged(UNIT)

_CHANGE = maybe(thing({"value": WHOLE, "percent": maybe(DECIMAL)}))
_WHOLE_OR_DECIMAL: Schema = {"anyOf": [WHOLE, DECIMAL, {"type": "null"}]}
STANDING = thing(
    {
        "indicator": TEXT,
        "unit_of_measure": TEXT,
        "kind": TEXT,
        "direction": TEXT,
        "actual": maybe(WHOLE),
        "actual_as_of": maybe(DAY),
        "origin": maybe(TEXT),
        "qualifier": maybe(TEXT),
        "provisional": maybe(YES_OR_NO),
        "rolled_up": YES_OR_NO,
        "children_sum": maybe(WHOLE),
        "reported": maybe(WHOLE),
        "expected": WHOLE,
        "self_reported": maybe(WHOLE),
        "target": _WHOLE_OR_DECIMAL,
        "assigner": maybe(TEXT),
        "document": maybe(thing({"number": maybe(TEXT), "date": maybe(DAY)})),
        "achievement": maybe(DECIMAL),
        "achievement_text": TEXT,
        "remaining": maybe(WHOLE),
        "ratio": maybe(DECIMAL),
        "gap": maybe(DECIMAL),
        "score": maybe(DECIMAL),
        "milestone": _WHOLE_OR_DECIMAL,
        "milestone_on": maybe(DAY),
        "shortfall": _WHOLE_OR_DECIMAL,
        "pace": maybe(DECIMAL),
        "elapsed": DECIMAL,
        "level": {"type": "string", "enum": ["NA", "NODATA", "SUSPECT", "OK", "WATCH", "LAG", "SEVERE"]},
        "rank": maybe(WHOLE),
        "of": WHOLE,
        "yoy": _CHANGE,
        "mom": _CHANGE,
        "needed_per_month": maybe(WHOLE),
        "forecast": maybe(thing({"value": WHOLE, "low": WHOLE, "high": WHOLE})),
    }
)
OF_ONE_UNIT = thing({"unit": SHORT_UNIT, "as_of": DAY, "standings": several(STANDING)})
STANDINGS: Schema = {"anyOf": [OF_ONE_UNIT, thing({"parent": SHORT_UNIT, "as_of": DAY, "units": several(OF_ONE_UNIT)})]}

FIGURE = thing(
    {"unit_code": SOME_TEXT, "indicator": SOME_TEXT, "as_of": DAY, "value": {"type": ["integer", "string"]}},
    optional={"origin": {"type": "string", "enum": ["official", "self_reported"], "default": "official"}},
)
FIGURES: Schema = {"anyOf": [FIGURE, {"type": "array", "items": FIGURE, "minItems": 1, "maxItems": 5000}]}
_COUNTS = dict.fromkeys(("read", "written", "corrected", "unchanged", "blank"), WHOLE)
SENT = thing({**_COUNTS, "receipts": several(thing({"unit_code": TEXT, "as_of": DAY, "receipt": TEXT}))})

FILE_FORM = thing({"file": {"type": "string", "contentMediaType": "application/octet-stream"}})
_NAMED = several(thing({"code": TEXT, "name": TEXT}))
_WARNINGS = several(thing({"row": WHOLE, "code": TEXT, "message": TEXT}))
IMPORTED = thing(
    {"kind": TEXT, "dry_run": YES_OR_NO, **_COUNTS},
    optional={
        "accounts": WHOLE,
        "in_words": WHOLE,
        "warnings": _WARNINGS,
        "without_predecessor": _NAMED,
        "without_successor": _NAMED,
    },
)

CASE = thing(
    {
        "id": WHOLE,
        "unit": TEXT,
        "indicator": TEXT,
        "year": WHOLE,
        "state": TEXT,
        "step": WHOLE,
        "severity": TEXT,
        "opened_on": DAY,
        "next_look_at": maybe(MOMENT),
        "unit_name": TEXT,
        "rule": TEXT,
        "episode": WHOLE,
        "due_on": maybe(DAY),
        "suppressed_by": maybe(TEXT),
        "close_reason": maybe(TEXT),
        "version": WHOLE,
    }
)
_CASE_CHANGE = thing(
    {
        "seq": WHOLE,
        "event": TEXT,
        "from": maybe(TEXT),
        "to": TEXT,
        "step": WHOLE,
        "at": MOMENT,
        "effective_at": MOMENT,
        "by": TEXT,
        "facts": ANYTHING,
    }
)
_TOLD = thing(
    {
        "notice": WHOLE,
        "kind": TEXT,
        "step": maybe(WHOLE),
        "name": TEXT,
        "channel": TEXT,
        "state": TEXT,
        "created_at": MOMENT,
        "sent_at": maybe(MOMENT),
        "read_at": maybe(MOMENT),
    }
)
CASES = paged(CASE)
_MILESTONE = thing(
    {
        "due_on": DAY,
        "number": _WHOLE_OR_DECIMAL,
        "state": TEXT,
        "figure": _WHOLE_OR_DECIMAL,
        "figure_on": maybe(DAY),
    }
)
_EXPLANATION = thing(
    {
        "id": WHOLE,
        "filing": WHOLE,
        "state": {"type": "string", "enum": ["waiting", "accepted", "returned", "overtaken"]},
        "cause": TEXT,
        "cause_text": TEXT,
        "text": TEXT,
        "number": _WHOLE_OR_DECIMAL,
        "due_on": DAY,
        "reached": _WHOLE_OR_DECIMAL,
        "reached_on": maybe(DAY),
        "filed_by": TEXT,
        "filed_at": MOMENT,
        "decided_by": maybe(TEXT),
        "decided_at": maybe(MOMENT),
        "reason": maybe(TEXT),
        "task": maybe(WHOLE),
        "milestones": several(_MILESTONE),
    }
)
CASE_IN_FULL = thing(
    {
        **CASE["properties"],
        "facts": ANYTHING,
        "changes": several(_CASE_CHANGE),
        "told": several(_TOLD),
        "explanations": several(_EXPLANATION),
    }
)
SEEN_VERSION = thing({}, optional={"version": maybe(WHOLE)})
NEW_EXPLANATION = thing(
    {
        "cause": {"type": "string", "enum": [cause.value for cause in Cause]},
        "text": SOME_TEXT,
        "number": {"anyOf": [WHOLE, SOME_TEXT]},
        "due_on": DAY,
    },
    optional={"cause_text": SOME_TEXT, "version": maybe(WHOLE)},
)
RETURNED_EXPLANATION = thing({"reason": SOME_TEXT}, optional={"version": maybe(WHOLE)})

NOTICE = thing(
    {
        "id": WHOLE,
        "kind": TEXT,
        "subject": thing({"kind": TEXT, "id": WHOLE}),
        "title": TEXT,
        "body": TEXT,
        "created_at": MOMENT,
        "read_at": maybe(MOMENT),
    }
)
NOTICES = paged(NOTICE)

HEALTH = thing(
    {
        "status": {"type": "string", "enum": ["ok", "failing"]},
        "checks": several(thing({"name": TEXT, "ok": YES_OR_NO, "said": TEXT})),
        "account": thing({"email": TEXT, "name": TEXT}),
        "scope": {"type": "string", "enum": ["read", "write", "admin"]},
    }
)
_DETAIL = thing({"file": maybe(TEXT), "row": maybe(WHOLE), "column": maybe(TEXT), "read": maybe(TEXT), "message": TEXT})
ERROR = thing({"error": thing({"code": TEXT, "message": TEXT, "details": several(_DETAIL)})})
