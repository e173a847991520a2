"""A program sends what was reached: exact numbers, all of them or none, with the rights of its person."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core.db import db
from committee.figures.models import Figure
from tests.api.conftest import Program


def figure(**changed: Any) -> dict[str, Any]:
    return {
        "unit_code": "31441",
        "indicator": "si_voluntary",
        "as_of": "2024-10-25",
        "value": 560,
        "origin": "official",
    } | changed


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Figure)) or 0


def test_an_official_figure_counts_at_once(program: Program) -> None:
    secretariat = program("secretariat")

    answer = secretariat.post("/api/v1/figures", json=figure())

    assert answer.status_code == 201
    assert answer.json == {"read": 1, "written": 1, "corrected": 0, "unchanged": 0, "blank": 0, "receipts": []}
    row = secretariat.get("/api/v1/standings?unit=31441&as_of=2024-10-25&indicator=si_voluntary").json["standings"][0]
    assert (row["actual"], row["actual_as_of"]) == (560, "2024-10-25")


def test_the_same_figure_again_changes_nothing(program: Program) -> None:
    secretariat = program("secretariat")
    secretariat.post("/api/v1/figures", json=figure())
    before = stored()

    answer = secretariat.post("/api/v1/figures", json=figure())

    assert (answer.status_code, answer.json["unchanged"]) == (200, 1)
    assert stored() == before


def test_a_report_of_the_unit_itself_waits_and_has_a_receipt(program: Program) -> None:
    reporter = program("reporter", unit="31441")

    answer = reporter.post("/api/v1/figures", json=[figure(origin="self_reported")])

    assert answer.status_code == 201
    assert [one["unit_code"] for one in answer.json["receipts"]] == ["31441"]
    assert answer.json["receipts"][0]["receipt"].startswith("SL-20241028-")
    assert db.session.scalar(select(Figure.state).where(Figure.origin == "self_reported")) == "submitted"


def test_one_bad_figure_keeps_out_the_whole_list(program: Program) -> None:
    secretariat = program("secretariat")
    before = stored()

    answer = secretariat.post("/api/v1/figures", json=[figure(), figure(unit_code="31444", value=-5)])

    assert answer.status_code == 422
    detail = answer.json["error"]["details"][0]
    assert (detail["row"], detail["column"], detail["read"]) == (2, "value", "-5")
    assert stored() == before
    assert db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)) == "refused"


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "value", [67.942, 5.0, "67,942", "1e3", "0x10", " 5 ", "", None, True, [5], {"a": 1}, "12O", "٣", 10**30, "-5", -1]
)
def test_only_integers_and_plain_decimals_are_numbers(program: Program, value: Any) -> None:
    before = stored()

    answer = program("secretariat").post("/api/v1/figures", json=figure(value=value))

    assert answer.status_code == 422, answer.json
    assert answer.json["error"]["details"][0]["column"] == "value"
    assert stored() == before


def test_a_decimal_of_an_amount_is_taken_to_the_last_dong(program: Program) -> None:
    answer = program("secretariat").post("/api/v1/figures", json=figure(indicator="revenue_total", value="12.345"))

    assert answer.status_code == 201
    assert (
        db.session.scalar(
            select(Figure.value).where(Figure.indicator == "revenue_total").order_by(Figure.id.desc()).limit(1)
        )
        == 12_345_000_000
    )


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"as_of": "2024-02-30"}, "as_of"),
        ({"as_of": "25/10/2024"}, "as_of"),
        ({"as_of": "2024-10-29"}, "as_of"),
        ({"as_of": 20241025}, "as_of"),
        ({"indicator": "nothing"}, "indicator"),
        ({"indicator": "hi_coverage", "value": 95}, "value"),
        ({"origin": "mine"}, "origin"),
        ({"unit_code": 31441}, "unit_code"),
        ({"unit_code": "31\u0000441"}, "unit_code"),
        ({"state": "accepted"}, None),
    ],
)
def test_what_is_wrong_is_named(program: Program, changed: dict[str, Any], column: str | None) -> None:
    answer = program("secretariat").post("/api/v1/figures", json=figure(**changed))

    assert answer.status_code == 422
    assert answer.json["error"]["details"][0]["column"] == column


@pytest.mark.one_engine
@pytest.mark.parametrize("code", ["99999", "31318", "x'--"])
def test_a_unit_one_may_not_see_is_not_there(program: Program, code: str) -> None:
    secretariat = program("secretariat", unit="935")

    answer = secretariat.post("/api/v1/figures", json=[figure(), figure(unit_code=code)])

    assert answer.status_code == 404
    assert answer.json == {"error": {"code": "not_found", "message": "Không có trang này.", "details": []}}


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("role", "origin"), [("reporter", "official"), ("chair", "official"), ("chair", "self_reported")]
)
def test_who_may_see_and_not_send_is_told_what_a_stranger_is_told(program: Program, role: str, origin: str) -> None:
    answer = program(role, unit="31441").post("/api/v1/figures", json=figure(origin=origin))

    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


def test_a_key_for_reading_sends_nothing(program: Program) -> None:
    assert program("secretariat", scope="read").post("/api/v1/figures", json=figure()).status_code == 403


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"value": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"value": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"unit_code=1", "application/x-www-form-urlencoded", 415),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"[1, 2]", "application/json", 422),
        (b" " * (5 * 1024 * 1024 + 1), "application/json", 413),
    ],
)
def test_what_is_no_list_of_figures(program: Program, body: bytes, kind: str, status: int) -> None:
    answer = program("secretariat").post("/api/v1/figures", data=body, content_type=kind)

    assert answer.status_code == status
    assert answer.json["error"]["message"]


def test_other_methods_are_refused(program: Program) -> None:
    assert program("secretariat").put("/api/v1/figures", json=figure()).status_code == 405


def test_nothing_is_told_without_a_key(example: Flask) -> None:
    answer = example.test_client().post("/api/v1/figures", json=figure())

    assert (answer.status_code, answer.json["error"]["code"]) == (401, "unauthorized")
