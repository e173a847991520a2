"""A file of documents is entered whole or not at all, by command and by programs."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.accounts import operations as accounts
from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.documents import numbering, queries
from committee.domain.access import Actor
from committee.members.queries import committees_of
from tests.cast import REPORTER, SECRETARIAT, Cast

TODAY = date(2024, 10, 28)
HEAD = "type,number,symbol,issued_on,issuer,subject"
ROWS = (
    "Kế hoạch,85,KH-UBND,15/01/2024,UBND tỉnh Hậu Giang,Phát triển người tham gia BHXH",
    "QĐ,1532/QĐ-UBND,,2023-12-20,UBND tỉnh Hậu Giang,Giao chỉ tiêu năm 2024",
    "công văn,27,CV/TU,12/10/2020,Tỉnh ủy Hậu Giang,Tăng cường lãnh đạo",
    "Tờ trình,,,,Sở Y tế,Dự thảo tờ trình",
)


def file(folder: Path, *rows: str, head: str = HEAD) -> str:
    path = folder / "documents.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return str(path)


def run(app: Flask, *words: str):
    db.session.remove()
    return app.test_cli_runner().invoke(args=["documents", "import", *words])


def written() -> list[tuple[str, str, str]]:
    return sorted((row.written, row.state, row.unit) for row in queries.documents(on=TODAY))


def test_a_file_is_entered_into_the_register_of_the_unit_at_the_top(app: Flask, cast: Cast, tmp_path: Path) -> None:
    done = run(app, file(tmp_path, *ROWS), "--by", SECRETARIAT.email)

    assert (done.exit_code, done.stdout) == (0, "Đã đọc 4 dòng: ghi mới 4, không đổi 0.\n")
    assert written() == [
        ("", "draft", "93"),
        ("1532/QĐ-UBND", "signed", "93"),
        ("27-CV/TU", "signed", "93"),
        ("85/KH-UBND", "signed", "93"),
    ]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "documents imported")).one()
    assert (entry.actor_name, entry.facts) == (SECRETARIAT.name, {"read": 4, "written": 4, "unchanged": 0})


def test_the_same_file_twice_changes_nothing(app: Flask, cast: Cast, tmp_path: Path) -> None:
    name = file(tmp_path, *ROWS)
    run(app, name)

    again = run(app, name)

    assert again.stdout == "Đã đọc 4 dòng: ghi mới 0, không đổi 4.\n"
    assert len(written()) == 4


def test_a_trial_writes_nothing(app: Flask, cast: Cast, tmp_path: Path) -> None:
    done = run(app, file(tmp_path, *ROWS), "--dry-run")

    assert "ghi mới 4" in done.stdout
    assert written() == []
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "documents imported")).all() == []


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("bức thư,1,,,Sở,Việc", "dòng 3, cột type"),
        ("Kế hoạch,KH 5,,,Sở,Việc", "cột number"),
        ("Kế hoạch,5,<b>,,Sở,Việc", "cột symbol"),
        ("Kế hoạch,5,KH-UBND,31/2/2024,Sở,Việc", "cột issued_on"),
        ("Kế hoạch,5,KH-UBND,29/10/2024,Sở,Việc", "không thể sau ngày hôm nay"),
        ("Kế hoạch,5,KH-UBND,28/10/2024,,Việc", "Phải có loại văn bản"),
        ("Kế hoạch,5,KH-UBND,28/10/2024,Sở,Việc (MẬT)", "không lưu văn bản mật"),
        (ROWS[0], "dòng 2"),
    ],
)
def test_one_bad_row_refuses_the_file(app: Flask, cast: Cast, tmp_path: Path, row: str, said: str) -> None:
    done = run(app, file(tmp_path, ROWS[0], row))

    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert written() == []


def test_a_document_marked_secret_is_refused(app: Flask, cast: Cast, tmp_path: Path) -> None:
    done = run(app, file(tmp_path, f"{ROWS[0]},mật", head=f"{HEAD},secrecy"))

    assert done.exit_code == 1
    assert "Hệ thống không lưu văn bản mật" in done.stderr


def test_a_row_may_name_the_unit_whose_register_it_is(app: Flask, cast: Cast, tmp_path: Path) -> None:
    head = f"{HEAD},unit_code"

    assert run(app, file(tmp_path, f"{ROWS[0]},31441", f"{ROWS[0]},", head=head)).exit_code == 0
    assert [unit for _, _, unit in written()] == ["31441", "93"]
    refused = run(app, file(tmp_path, f"{ROWS[0]},99999", head=head))
    assert "cột unit_code" in refused.stderr


def test_what_the_register_says_otherwise_is_refused(app: Flask, cast: Cast, tmp_path: Path) -> None:
    run(app, file(tmp_path, ROWS[0]))

    done = run(app, file(tmp_path, ROWS[0].replace("Phát triển", "Giảm")))

    assert done.exit_code == 1
    assert "Nội dung trong sổ khác với tệp" in done.stderr


def test_a_committees_own_documents_go_on_with_its_series(app: Flask, cast: Cast, tmp_path: Path) -> None:
    committee = committees_of(cast.units["93"])[0]
    rows = (
        f'Báo cáo,14,BC-BCĐ,2024-09-30,"{committee.name}",Tháng 9',
        f'TB,9/TB-BCĐ,,2024-10-01,"{committee.name}",Họp',
    )

    assert run(app, file(tmp_path, *rows)).exit_code == 0

    assert str(numbering.next_own_number(committee.committee_id, "report", 2024)) == "15"
    assert run(app, file(tmp_path, *rows)).stdout == "Đã đọc 2 dòng: ghi mới 0, không đổi 2.\n"


def test_without_a_unit_there_is_no_register(app: Flask, tmp_path: Path) -> None:
    done = run(app, file(tmp_path, ROWS[0]))

    assert done.exit_code == 1
    assert "Ghi vào sổ của đơn vị nào?" in done.stderr


@pytest.mark.one_engine
@pytest.mark.parametrize(("person", "status"), [(SECRETARIAT, 200), (REPORTER, 404)])
def test_a_program_sends_the_same_file(app: Flask, cast: Cast, person, status) -> None:
    with transaction():
        token = accounts.make_token(
            account_id=cast.accounts[person], scope="write", days=1, by=Actor.command_line(), now=clock.now()
        )
    db.session.remove()
    content = "\n".join([HEAD, *ROWS]).encode()

    answer = app.test_client().post(
        "/api/v1/imports/documents",
        data={"file": (io.BytesIO(content), "documents.csv")},
        headers={"Authorization": f"Bearer {token}"},
    )

    assert answer.status_code == status
    assert (answer.json.get("written") == 4) is (status == 200)
    assert len(written()) == (4 if status == 200 else 0)
