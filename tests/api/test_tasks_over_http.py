"""A program gives a task, sends its result, accepts or returns it, and asks for time, as its person may."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.core.db import db, transaction
from committee.documents.operations import Description, register
from committee.domain.access import Actor
from committee.members.models import Committee
from committee.tasks.models import Conclusion, Task
from committee.tasks.operations import meetings
from committee.tasks.operations.conclusions import Concluded, conclude
from committee.tasks.operations.meetings import Plan
from committee.units.queries import unit_with_code
from tests.api.conftest import EXAMPLES, Program
from tests.api.schema_check import faults
from tests.api.test_the_description_is_true import description, untrue
from tests.tasks.lists import csv_of

pytestmark = pytest.mark.one_engine

TASK = {
    "committee_unit_code": "93",
    "title": "Rà soát hộ gia đình chưa tham gia BHYT",
    "lead": "31441",
    "coordinators": ["Sở Y tế", "31318"],
    "deliverable": "Báo cáo",
    "due_wording": "chậm nhất ngày 30/11/2024",
    "urgency": "urgent",
    "indicator": "hi_coverage",
}


def test_a_task_goes_from_the_assignment_to_the_acceptance(example: Flask, program: Program) -> None:
    secretariat, chair, reporter = program("secretariat"), program("chair"), program("reporter", unit="31441")
    other, document = program("reporter", unit="31318"), description(example)

    given = secretariat.post("/api/v1/tasks", json=TASK, headers={"Idempotency-Key": "a"})
    again = secretariat.post("/api/v1/tasks", json=TASK, headers={"Idempotency-Key": "a"})
    own = f"/api/v1/tasks/{given.json['id']}"
    steps = [
        reporter.post(f"{own}/submissions", json={"product": "1/BC"}),
        chair.post(f"{own}/return", json={"reason": "Thiếu phụ lục"}),
        reporter.post(f"{own}/submissions", json={"product": "2/BC", "text": "Đã bổ sung"}),
        chair.post(f"{own}/acceptance"),
    ]

    assert (given.status_code, again.json) == (201, given.json)
    [said] = given.json["warnings"]
    assert "rõ trách nhiệm, rõ thẩm quyền" in said
    assert [answer.status_code for answer in steps] == [200] * 4
    assert (given.json["code"], given.json["due_on"], given.json["status"]) == ("NV-1", "2024-11-30", "open_in_time")
    assert (steps[-1].json["status"], steps[-1].json["submitted_on"]) == ("done_on_time", "2024-10-28")
    assert [one["state"] for one in steps[-1].json["submissions"]] == ["returned", "accepted"]
    assert [party["name"] for party in given.json["coordinators"]] == ["Sở Y tế", "Phường I"]
    assert db.session.scalar(select(func.count(Task.id))) == 1
    assert other.get(own).status_code == 200  # helps
    assert other.post(f"{own}/submissions", json={"product": "x"}).status_code == 404
    found = [one for answer in steps for one in faults(answer.json, shape(document), document)]
    assert (found, untrue(given, "post", "/tasks", document)) == ([], [])


def test_how_far_a_task_is_is_told_of_a_day_and_with_a_document(example: Flask, program: Program) -> None:
    secretariat, reporter = program("secretariat"), program("reporter", unit="31441")
    other, described = program("reporter", unit="31318"), description(example)
    own = f"/api/v1/tasks/{secretariat.post('/api/v1/tasks', json={**TASK, 'assigned_on': '2024-10-01'}).json['id']}"
    unit, now = unit_with_code("31441", date(2024, 10, 28)), datetime(2024, 10, 28, 2, tzinfo=UTC)
    said = Description("report", "UBND thị trấn", "Tiến độ", number="15/BC-UBND", issued_on=date(2024, 10, 20))
    with transaction():
        paper = register(unit_id=unit.unit_id, description=said, by=Actor.command_line(), now=now)
    body = {"percent": 40, "text": "Xong 3/8 ấp", "as_of": "2024-10-20", "document": "15/BC-UBND"}

    told = reporter.post(f"{own}/progress", json=body, headers={"Idempotency-Key": "p"})
    again = reporter.post(f"{own}/progress", json=body, headers={"Idempotency-Key": "p"})
    today = reporter.post(f"{own}/progress", json={"difficulty": "Mưa lũ"})

    assert (told.status_code, again.json) == (200, told.json)
    first, second = today.json["progress"]
    assert (first["as_of"], first["percent"], first["document"]) == ("2024-10-20", 40, paper)
    assert (second["as_of"], second["percent"], second["document"]) == ("2024-10-28", None, None)
    wrong = ({}, {"percent": 101}, {"percent": "40"}, {"percent": 1, "as_of": "2024-10-29"}, {"text": "x", "state": 1},
             {"percent": 1, "as_of": "2024-09-30"}, {"text": "x", "document": "không có"})  # fmt: skip
    assert [reporter.post(f"{own}/progress", json=one).status_code for one in wrong] == [422] * len(wrong)
    assert other.post(f"{own}/progress", json={"text": "x"}).status_code == 404
    assert untrue(told, "post", "/tasks/{task_id}/progress", described) == []


def shape(document: dict) -> dict:
    answered = document["paths"]["/tasks/{task_id}"]["get"]["responses"]["200"]
    return answered["content"]["application/json"]["schema"]


def test_time_is_asked_for_granted_and_refused(program: Program) -> None:
    secretariat, chair, reporter = program("secretariat"), program("chair"), program("reporter", unit="31441")
    ids = [secretariat.post("/api/v1/tasks", json=TASK).json["id"] for _ in range(2)]
    asked = [
        reporter.post(f"/api/v1/tasks/{task_id}/extensions", json={"wanted_on": "2024-12-20", "reason": "Mưa lũ"})
        for task_id in ids
    ]
    first, second = (answer.json["extension_requests"][0]["id"] for answer in asked)

    granted = chair.post(f"/api/v1/extensions/{first}/approval", json={"granted_on": "2024-12-10"})
    refused = chair.post(f"/api/v1/extensions/{second}/refusal", json={"answer": "Không cần"})
    stopped = chair.post(f"/api/v1/tasks/{ids[1]}/cancellation", json={"reason": "Trùng", "replaced_by": ids[0]})

    assert (granted.json["due_on"], granted.json["original_due_on"]) == ("2024-12-10", "2024-11-30")
    assert (refused.json["due_on"], stopped.json["status"]) == ("2024-11-30", "cancelled")
    assert reporter.post(f"/api/v1/extensions/{first}/approval").status_code == 404
    once_more = {"wanted_on": "2024-12-31", "reason": "Chưa xong"}
    assert reporter.post(f"/api/v1/tasks/{ids[0]}/extensions", json=once_more).status_code == 422


def test_what_is_sent_wrongly_is_refused_in_a_sentence(example: Flask, program: Program) -> None:
    secretariat, document = program("secretariat"), description(example)
    own = f"/tasks/{secretariat.post('/api/v1/tasks', json=TASK).json['id']}"
    wrong = [
        ("/tasks", {**TASK, "lead": "31441; 31318"}, 422),
        ("/tasks", {**TASK, "coordinators": ["31441"]}, 422),
        ("/tasks", {**TASK, "coordinators": "31318"}, 422),
        ("/tasks", {**TASK, "due_on": "2024-10-27"}, 422),
        ("/tasks", {**TASK, "due_on": "27/10/2024"}, 422),
        ("/tasks", {**TASK, "due_wording": "sớm"}, 422),
        ("/tasks", {**TASK, "secrecy": "mật"}, 422),
        ("/tasks", {**TASK, "indicator": "nothing"}, 422),
        ("/tasks", {**TASK, "urgency": "now"}, 422),
        ("/tasks", {**TASK, "accepted_on": "2024-10-28"}, 422),
        ("/tasks", {**TASK, "committee_unit_code": "99"}, 404),
        ("/tasks", [], 422),
        (f"{own}/extensions", {"reason": "x"}, 404),  # the committee does not ask itself
        (f"{own}/submissions", {"product": "1/BC"}, 404),
        (f"{own}/cancellation", {"reason": "x", "replaced_by": 2**40}, 404),
        (f"{own}/cancellation", {"reason": "x", "version": 99}, 422),
        (f"{own}/cancellation", {"reason": "x", "version": "1"}, 422),
        ("/extensions/1/refusal", {"answer": "x"}, 404),
    ]

    by_lead = [
        (f"{own}/submissions", {"product": " "}, 422),
        (f"{own}/submissions", {"product": "1/BC", "state": "accepted"}, 422),
        (f"{own}/extensions", {"reason": "x"}, 422),
        (f"{own}/extensions", {"reason": "x", "wanted_on": "2024-11-30"}, 422),
        (f"{own}/acceptance", {}, 404),
    ]

    answers = [(path, body, secretariat.post(f"/api/v1{path}", json=body), status) for path, body, status in wrong]
    reporter = program("reporter", unit="31441")
    answers += [(path, body, reporter.post(f"/api/v1{path}", json=body), status) for path, body, status in by_lead]

    found = [(path, body, answer.status_code) for path, body, answer, status in answers if answer.status_code != status]
    assert found == []
    assert [one for path, _body, answer, _ in answers for one in untrue(answer, "post", path, document)] == []
    assert db.session.scalar(select(func.count(Task.id))) == 1


def test_tasks_are_listed_by_what_is_asked(example: Flask, program: Program) -> None:
    secretariat, document = program("secretariat"), description(example)
    file = {"file": (io.BytesIO((EXAMPLES / "tasks.csv").read_bytes()), "tasks.csv")}
    taken = secretariat.post("/api/v1/imports/tasks", data=file)
    asked = {
        "": 10,
        "?status=open": 4,
        "?status=cancelled": 1,
        "?unit=93&q=ra%20quan": 1,
        "?mine=true": 0,
        "?due_from=2024-10-01&due_to=2024-12-31": 2,
        "?as_of=2024-05-31": 4,
        "?indicator=hi_coverage": 0,
    }

    answers = {question: secretariat.get(f"/api/v1/tasks{question}") for question in asked}
    page = secretariat.get("/api/v1/tasks?limit=3")

    assert (taken.status_code, taken.json["written"], taken.json["in_words"]) == (200, 10, 13)
    assert {question: len(answer.json["items"]) for question, answer in answers.items()} == asked
    assert (len(page.json["items"]), page.json["next_cursor"] is None) == (3, False)
    assert secretariat.get("/api/v1/tasks?status=done").status_code == 422
    assert secretariat.get("/api/v1/tasks?unit=31441").status_code == 200
    assert program("reporter", unit="31318").get("/api/v1/tasks?unit=93").status_code == 404
    told = [(answer, f"/tasks{question}") for question, answer in answers.items()]
    assert [one for answer, path in told for one in untrue(answer, "get", path, document)] == []
    reader = program("reporter", unit="31441")
    assert len(reader.get("/api/v1/tasks").json["items"]) == 1
    again = {"file": (io.BytesIO((EXAMPLES / "tasks.csv").read_bytes()), "tasks.csv")}
    # A unit that is not open to somebody is refused as one that is not there.
    assert reader.post("/api/v1/imports/tasks", data=again).status_code == 422


def test_nobody_outside_is_given_a_task_or_found_by_their_e_mail(program: Program) -> None:
    inside, outside = program("secretariat", unit="31441"), program("reporter", unit="31318")
    for field in ("lead", "coordinators"):
        known, nobody = (
            inside.post(
                "/api/v1/tasks",
                json={
                    **TASK,
                    "committee_unit_code": "31441",
                    "coordinators": [],
                    field: email if field == "lead" else [email],
                },
            )
            for email in ("reporter.31318.write@example.vn", "khong.ai@example.vn")
        )
        said = [answer.json[field] if field == "lead" else answer.json[field][0] for answer in (known, nobody)]
        assert [(one["kind"], one["name"]) for one in said] == [
            ("name", "reporter.31318.write@example.vn"),
            ("name", "khong.ai@example.vn"),
        ]
    file = csv_of([{"committee_unit_code": "31441", "lead": "reporter.31318.write@example.vn"}])
    sent = inside.post("/api/v1/imports/tasks", data={"file": (io.BytesIO(file), "tasks.csv")})
    far = csv_of([{"committee_unit_code": "31441", "lead": "93", "code": "KL-02"}])
    refused = inside.post("/api/v1/imports/tasks", data={"file": (io.BytesIO(far), "tasks.csv")})
    unit = {**TASK, "committee_unit_code": "31441", "coordinators": ["31318"]}
    above = {**TASK, "committee_unit_code": "31441", "coordinators": [], "lead": "93"}

    assert [inside.post("/api/v1/tasks", json=one).status_code for one in (unit, above)] == [422, 422]
    assert (sent.json["in_words"], refused.status_code) == (1, 422)
    assert outside.get("/api/v1/tasks").json["items"] == []


def test_a_task_says_what_it_belongs_to_and_who_reports_for_its_lead(example: Flask, program: Program) -> None:
    secretariat, document = program("secretariat"), description(example)
    program("reporter", unit="31441")
    whole = secretariat.post("/api/v1/tasks", json=TASK).json["id"]
    conclusion = _concluded("93")
    full = {
        **TASK,
        "lead": "Già làng Lò Văn Pó",
        "reporter": "reporter.31441.write@example.vn",
        "content": "Rà soát từng hộ",
        "responsibility": "Chủ tịch UBND thị trấn",
        "authority": "Được huy động tổ dân phố",
        "urgency": "hỏa tốc",
        "unit_code": "31441",
        "standing": True,
        "parent": whole,
        "conclusion": conclusion,
    }

    answer = secretariat.post("/api/v1/tasks", json=full)

    assert untrue(answer, "post", "/tasks", document) == []
    assert (answer.status_code, answer.json["warnings"]) == (201, [])
    said = {name: answer.json[name] for name in ("unit", "standing", "parent", "conclusion", "urgency", "target")}
    assert said == {
        "unit": "31441", "standing": True, "parent": whole, "conclusion": conclusion, "urgency": "flash",
        "target": None,
    }  # fmt: skip
    refused = [
        ({"reporter": "ai.do@example.vn"}, 422),
        ({"standing": "yes"}, 422),
        ({"standing": True, "indicator": None}, 422),
        ({"parent": 2**40}, 404),
        ({"parent": "1"}, 422),
        ({"parent": whole, "due_wording": "chậm nhất ngày 30/12/2024"}, 422),
        ({"conclusion": 2**40}, 404),
        ({"conclusion": conclusion + 1}, 404),
        ({"unit_code": "31441", "year": 2024}, 422),
        ({"year": True}, 422),
    ]
    answers = [(said, secretariat.post("/api/v1/tasks", json={**TASK, **said}), status) for said, status in refused]
    assert [(said, one.status_code) for said, one, status in answers if one.status_code != status] == []
    elsewhere = {"committee_unit_code": "31318", "lead": "31318", "coordinators": [], "parent": whole}
    other = program("secretariat", unit="31318")
    assert other.post("/api/v1/tasks", json={**TASK, **elsewhere}).status_code == 404


def _concluded(code: str) -> int:
    """Return a conclusion of a meeting that the committee of a unit held."""
    with transaction():
        unit = unit_with_code(code, date(2024, 10, 28))
        committee = db.session.scalars(select(Committee).where(Committee.unit_id == unit.unit_id)).first()
        moment = datetime(2024, 10, 28, 2, tzinfo=UTC)
        by = Actor.command_line()
        plan = Plan(title="Họp quý III", held_on=date(2024, 10, 1))
        meeting_id = meetings.plan_meeting(committee_id=committee.id, plan=plan, by=by, now=moment)
        conclude(meeting_id=meeting_id, points=[Concluded("Rà soát các hộ.", "other")], by=by, now=moment)
        return db.session.scalar(select(Conclusion.id).where(Conclusion.meeting_id == meeting_id))
