"""A program sends the files of the command line, with the rights of its person over every unit they name."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import func, select

from committee.accounts.models import Account
from committee.core.db import db
from committee.figures.models import Figure
from committee.targets.models import Target
from tests.api.conftest import EXAMPLES, Program

pytestmark = pytest.mark.one_engine

GENERAL = "indicator,year,cut_off,cumulative_percent\nsi_total,2024,2024-06-30,50\n"
HEAD = "unit_code,indicator,as_of,value\n"
TARGETS = "unit_code,indicator,year,value,assigner\n"


def send(client: Any, kind: str, text: str | bytes, *, name: str = "f.csv", query: str = "") -> Any:
    content = text.encode() if isinstance(text, str) else text
    return client.post(f"/api/v1/imports/{kind}{query}", data={"file": (io.BytesIO(content), name)})


def count(column: Any) -> int:
    return db.session.scalar(select(func.count(column))) or 0


def test_the_counts_are_those_of_the_command(program: Program) -> None:
    answer = send(program("secretariat"), "figures", (EXAMPLES / "figures.csv").read_bytes(), name="figures.csv")

    assert answer.status_code == 200
    assert (answer.json["kind"], answer.json["dry_run"], answer.json["written"]) == ("figures", False, 0)
    assert answer.json["unchanged"] == answer.json["read"] > 0


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("figures", HEAD + "31441,si_voluntary,2024-10-26,561\n"),
        ("targets", TARGETS + "31441,hi_participants,2024,5000,UBND xã\n"),
    ],
)
def test_a_trial_says_what_would_be_done_and_writes_nothing(program: Program, kind: str, text: str) -> None:
    secretariat, before = program("secretariat"), (count(Figure.id), count(Target.id))

    answer = send(secretariat, kind, text, query="?dry_run=true")

    assert (answer.status_code, answer.json["dry_run"], answer.json["written"]) == (200, True, 1)
    assert (count(Figure.id), count(Target.id)) == before


def test_a_refusal_says_file_row_column_and_what_was_read(program: Program) -> None:
    text = HEAD + "31441,si_voluntary,2024-10-26,561\n31444,si_voluntary,2024-10-26,12O\n"

    answer = send(program("secretariat"), "figures", text, name="tháng 10.csv")

    assert answer.status_code == 422
    [detail] = answer.json["error"]["details"]
    assert (detail["file"], detail["row"], detail["column"], detail["read"]) == ("tháng 10.csv", 3, "value", "12O")
    assert count(Figure.id) == count(Figure.id)


@pytest.mark.parametrize("code", ["99999", "31318"])
def test_a_hidden_unit_is_refused_like_one_that_is_not_there(program: Program, code: str) -> None:
    answer = send(program("secretariat", unit="935"), "figures", HEAD + f"{code},si_voluntary,2024-10-26,561\n")

    assert answer.status_code == 422
    [detail] = answer.json["error"]["details"]
    assert (detail["column"], detail["read"]) == ("unit_code", code)
    assert detail["message"].startswith("Không có đơn vị nào mang mã này")


@pytest.mark.parametrize(
    ("role", "unit", "scope", "kind", "text", "status"),
    [
        ("reporter", "31441", "write", "figures", HEAD + "31441,si_voluntary,2024-10-26,561\n", 404),
        ("chair", "93", "write", "targets", TARGETS + "31441,si_total,2024,5,UBND\n", 404),
        ("secretariat", "935", "write", "milestones", GENERAL, 404),
        ("secretariat", "93", "write", "milestones", GENERAL, 200),
        ("administrator", None, "write", "units", "code,name,unit_type,level\n92,Cần Thơ,tp,province\n", 403),
        ("administrator", None, "admin", "units", "code,name,unit_type,level\n92,Cần Thơ,thành phố,province\n", 200),
        ("administrator", "93", "admin", "units", "code,name,unit_type,level\n92,Cần Thơ,thành phố,province\n", 404),
        ("secretariat", "93", "admin", "units", "code,name,unit_type,level\n92,Cần Thơ,thành phố,province\n", 404),
        ("administrator", "93", "admin", "figures", HEAD + "31441,si_voluntary,2024-10-26,561\n", 422),
    ],
)  # fmt: skip
def test_rights_are_those_of_the_person(  # noqa: PLR0917 - one row of the table
    program: Program, role: str, unit: str | None, scope: str, kind: str, text: str, status: int
) -> None:
    answer = send(program(role, unit=unit, scope=scope), kind, text)

    assert answer.status_code == status, answer.json


def test_an_administrator_takes_over_members_of_their_own_province(program: Program) -> None:
    text = "committee_unit_code,committee_name,full_name,role,email\n93,BCĐ tỉnh,Nguyễn Thị Hoa,chair,hoa@example.vn\n"

    answer = send(program("administrator", scope="admin"), "members", text)

    assert (answer.status_code, answer.json["written"], answer.json["accounts"]) == (200, 1, 1)
    assert db.session.scalar(select(Account.full_name).where(Account.email == "hoa@example.vn")) == "Nguyễn Thị Hoa"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("f.csv", b""),
        ("f.csv", b"\xef\xbb\xbf"),
        ("f.xlsx", b"PK\x03\x04nothing"),
        ("f.xlsx", b"\0" * 1000),
        ("f.csv", bytes(range(256))),
        ("f.pdf", b"%PDF-1.7"),
        ("f.csv", b"\xff\xfea"),
    ],
)
def test_what_is_no_table_is_refused(program: Program, name: str, content: bytes) -> None:
    answer = send(program("secretariat"), "figures", content, name=name)

    assert answer.status_code == 422
    assert answer.json["error"]["details"][0]["file"] == name


def test_without_a_file_or_with_something_else(program: Program) -> None:
    secretariat = program("secretariat")

    assert secretariat.post("/api/v1/imports/figures", data={"other": (io.BytesIO(b"x"), "x.csv")}).status_code == 422
    assert secretariat.post("/api/v1/imports/figures", json={}).status_code == 415
    assert secretariat.get("/api/v1/imports/figures").status_code == 405
    assert send(secretariat, "passwords", HEAD).status_code == 404
    assert send(secretariat, "figures", HEAD, query="?dry_run=maybe").status_code == 422
    large = b"x" * (5 * 1024 * 1024 + 1)
    kind = "multipart/form-data; boundary=x"
    assert secretariat.post("/api/v1/imports/figures", data=large, content_type=kind).status_code == 413
