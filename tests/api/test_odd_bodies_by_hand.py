"""What a program sends by mistake or with intent is refused by name, and never breaks the house."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tests.api.conftest import Program
from tests.api.test_explaining_over_http import SAID, acknowledged, cases
from tests.api.test_tasks_over_http import TASK

__all__ = ["cases"]

pytestmark = pytest.mark.one_engine
HUGE = 10**30
ODD = (HUGE, 2**31, -1, 1e300, True, [1], "x" * 70_000, "%s%(x)s")
FIELDS = {
    "explanations": ("version", "number", "due_on", "cause", "text", "cause_text"),
    "progress": ("text", "difficulty", "proposal", "percent", "as_of", "document"),
    "submissions": ("version", "text", "product"),
    "extensions": ("version", "wanted_on", "reason"),
    "cancellation": ("version", "replaced_by", "on", "reason"),
    "return": ("version", "reason"),
    "acceptance": ("version", "evaluation"),
}
USUAL = {
    "explanations": SAID,
    "progress": {"text": "a"},
    "submissions": {"product": "1/BC"},
    "extensions": {"wanted_on": "2024-12-30", "reason": "a"},
    "cancellation": {"reason": "a"},
    "return": {"reason": "a"},
    "acceptance": {},
}


def test_odd_values_are_refused_and_ids_out_of_reach_are_not_there(
    example: Flask, program: Program, cases: dict[str, str]
) -> None:
    """Each number is as large, and each text as long, as somebody may send it."""
    secretariat, chair = program("secretariat"), program("chair")
    unit = acknowledged(program("reporter", unit="31321"), cases["31321"])
    beside = program("reporter", unit="31318")
    given = secretariat.post("/api/v1/tasks", json={**TASK, "lead": "31321", "coordinators": []})
    task = f"/api/v1/tasks/{given.json['id']}"
    doors = {
        "explanations": (unit, cases["31321"]),
        **dict.fromkeys(("progress", "submissions", "extensions"), (unit, task)),
        **dict.fromkeys(("cancellation", "return", "acceptance"), (chair, task)),
    }
    for name, fields in FIELDS.items():
        who, thing = doors[name]
        for field in fields:
            for odd in ODD:
                answer = who.post(f"{thing}/{name}", json={**USUAL[name], field: odd})
                assert answer.status_code < 500, (name, field, odd)
        for body in (
            "null",
            "[]",
            "1",
            '"a"',
            "{",
            '{"a": NaN}',
            '{"\\u0000": 1}',
            "[" * 5000,
            "\ufeff{}",
            json.dumps({"nobody": 1}),
        ):
            answer = who.post(f"{thing}/{name}", data=body.encode(), content_type="application/json")
            assert 400 <= answer.status_code < 500, (name, body[:20], answer.status_code)
    for wrong in (HUGE, 2**31, 2**63, 0, 999):
        for path in (
            "tasks/{}/progress",
            "cases/{}/explanations",
            "explanations/{}/acceptance",
            "explanations/{}/return",
            "extensions/{}/approval",
        ):
            assert chair.post(f"/api/v1/{path.format(wrong)}", json={}).status_code == 404, (path, wrong)
    assert beside.post(f"{task}/progress", json={"text": "a"}).status_code == 404
    assert beside.post(f"{cases['31321']}/explanations", json=SAID).status_code == 404
