"""A program explains a case for its unit, and the level above returns it and then accepts the promise."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from committee.core.db import db
from committee.domain.access import Actor
from committee.escalation.sweep import sweep
from tests.api.conftest import Program, run
from tests.api.test_the_description_is_true import description, untrue

pytestmark = pytest.mark.one_engine
MORNING = datetime(2024, 10, 28, 0, 30, tzinfo=UTC)
SAID = {
    "cause": "other",
    "cause_text": "Mưa lũ kéo dài",
    "text": "Đang mở thêm điểm thu.",
    "number": 800,
    "due_on": "2024-12-20",
}
SHARE = {**SAID, "number": "2.1", "cause": "small_firms"}


@pytest.fixture
def cases(example: Flask) -> dict[str, str]:
    """The addresses of the cases of the worked example, by unit."""
    sweep(effective_at=MORNING, by=Actor.command_line(), now=MORNING)
    db.session.remove()
    found = json.loads(run(example, "cases", "list", "--format", "json"))
    return {case["unit"]: f"/api/v1/cases/{case['id']}" for case in found}


def acknowledged(client: FlaskClient, case: str) -> FlaskClient:
    assert client.post(f"{case}/acknowledgement").status_code == 200
    return client


def test_an_explanation_is_returned_filed_again_and_accepted(
    example: Flask, program: Program, cases: dict[str, str]
) -> None:
    case, described = cases["31321"], description(example)
    unit = acknowledged(program("reporter", unit="31321"), case)
    secretariat, chair = program("secretariat"), program("chair")
    beside = program("reporter", unit="31441")

    filed = unit.post(f"{case}/explanations", json=SAID, headers={"Idempotency-Key": "e"})
    again = unit.post(f"{case}/explanations", json=SAID, headers={"Idempotency-Key": "e"})
    [first] = filed.json["explanations"]
    own = f"/api/v1/explanations/{first['id']}"
    foreign = [
        beside.post(f"{case}/explanations", json=SAID),
        secretariat.post(f"{case}/explanations", json=SAID),
        beside.post(f"{own}/acceptance"),
        unit.post(f"{own}/acceptance"),
        unit.post(f"{own}/return", json={"reason": "x"}),
    ]
    returned = secretariat.post(f"{own}/return", json={"reason": "Chưa rõ", "version": filed.json["version"]})
    refiled = unit.post(f"{case}/explanations", json={**SAID, "version": returned.json["version"]})
    second = f"/api/v1/explanations/{refiled.json['explanations'][0]['id']}"
    accepted = chair.post(f"{second}/acceptance")
    late = secretariat.post(f"{second}/return", json={"reason": "x"})

    assert (filed.status_code, filed.json["state"], again.json) == (201, "EXPLAINED", filed.json)
    assert (first["number"], first["reached"], first["state"]) == (800, 640, "waiting")
    assert [(one["due_on"], one["number"]) for one in first["milestones"]] == [
        ("2024-10-31", 650), ("2024-11-30", 740), ("2024-12-20", 800),
    ]  # fmt: skip
    assert [answer.status_code for answer in foreign] == [404] * 5
    assert (returned.status_code, returned.json["state"]) == (200, "ACKED")
    assert (accepted.status_code, accepted.json["state"], accepted.json["due_on"]) == (200, "COMMITTED", "2024-10-31")
    newest, oldest = accepted.json["explanations"]
    assert (newest["state"], newest["decided_by"], oldest["reason"]) == ("accepted", "chair 93", "Chưa rõ")
    task = secretariat.get(f"/api/v1/tasks/{newest['task']}").json
    assert (task["due_on"], task["indicator"], task["unit"]) == ("2024-12-20", "si_voluntary", "31321")
    assert late.status_code == 422
    found = [
        *untrue(filed, "post", "/cases/{case_id}/explanations", described),
        *untrue(returned, "post", "/explanations/{explanation_id}/return", described),
        *untrue(accepted, "post", "/explanations/{explanation_id}/acceptance", described),
        *untrue(unit.get(case), "get", "/cases/{case_id}", described),
    ]
    assert found == []
    assert "800 người" in run(example, "cases", "show", case.rpartition("/")[2])


def test_what_cannot_be_taken_is_refused_field_by_field(program: Program, cases: dict[str, str]) -> None:
    case = cases["31321"]
    unit = acknowledged(program("reporter", unit="31321"), case)
    wrong = {
        "cause": {**SAID, "cause": "weather"},
        "cause_text": {name: said for name, said in SAID.items() if name != "cause_text"},
        "text": {name: said for name, said in SAID.items() if name != "text"},
        "number": {**SAID, "number": 640},
        "due_on": {**SAID, "due_on": "2025-01-01"},
    }
    read = {"number": {**SAID, "number": "1.5"}, "due_on": {**SAID, "due_on": "20/12/2024"}}

    answers = {name: unit.post(f"{case}/explanations", json=body) for name, body in wrong.items()}
    unread = {name: unit.post(f"{case}/explanations", json=body) for name, body in read.items()}
    odd = [unit.post(f"{case}/explanations", json=body) for body in ({**SAID, "state": "x"}, [], {"version": "1"})]

    for name, answer in (*answers.items(), *unread.items()):
        assert (answer.status_code, [one["column"] for one in answer.json["error"]["details"]]) == (422, [name])
    assert [answer.status_code for answer in odd] == [422] * 3
    assert unit.get(case).json["explanations"] == []


def test_a_limit_on_a_share_is_promised_in_percent(program: Program, cases: dict[str, str]) -> None:
    case = cases["93"]
    unit = acknowledged(program("secretariat"), case)

    refused = unit.post(f"{case}/explanations", json={**SHARE, "number": "2.5"})
    filed = unit.post(f"{case}/explanations", json=SHARE)

    assert (refused.status_code, filed.status_code) == (422, 201)
    [said] = filed.json["explanations"]
    assert (said["number"], said["reached"]) == ("2.1000", "2.4166")
    # From 2,4167 % on 28/10 down to 2,1 % on 20/12, rounded up to two decimals.
    assert [one["number"] for one in said["milestones"]] == ["2.4000", "2.2200", "2.1000"]
