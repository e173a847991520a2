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
from committee.documents import queries
from committee.documents.operations import Description, give_number, register, set_numbering
from committee.domain.access import Actor
from committee.domain.errors import DomainError
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


def own(cast: Cast, *rows: str) -> list[str]:
    """Return rows of documents that the committee of the province issued: "Báo cáo,14,BC-BCĐ,2024-09-30"."""
    name = committees_of(cast.units["93"])[0].name
    return [f'{row},"{name}",Nội dung {place}' for place, row in enumerate(rows, start=1)]


def given_on_the_page(cast: Cast, kind: str, number: str = "") -> str:
    """Return the number that the page gave to a signed document of a type."""
    committee, options = committees_of(cast.units["93"])[0], {"by": Actor.command_line(), "now": clock.now()}
    said = Description(type=kind, issuer=committee.name, subject=f"Trên trang {kind} {number}", symbol="BCĐ")
    owner = {"unit_id": cast.units["93"], "committee_id": committee.committee_id}
    with transaction():
        new = register(**owner, description=said, **options)
        return give_number(document_id=new, version=1, number=number, issued_on=TODAY, **options)


def count_by(cast: Cast, *, per_type: bool) -> None:
    committee_id = committees_of(cast.units["93"])[0].committee_id
    with transaction():
        set_numbering(committee_id=committee_id, per_type=per_type, by=Actor.command_line(), now=clock.now())


def test_a_committees_own_documents_go_on_with_its_series(app: Flask, cast: Cast, tmp_path: Path) -> None:
    rows = own(cast, "Báo cáo,14,BC-BCĐ,2024-09-30", "TB,9/TB-BCĐ,,2024-10-01")

    assert run(app, file(tmp_path, *rows)).exit_code == 0

    assert given_on_the_page(cast, "report") == "15/BCĐ"
    assert run(app, file(tmp_path, *rows)).stdout == "Đã đọc 2 dòng: ghi mới 0, không đổi 2.\n"


def test_a_number_counted_together_stands_once_by_either_door(app: Flask, cast: Cast, tmp_path: Path) -> None:
    report, plan = own(cast, "Báo cáo,5,BC-BCĐ,2024-09-30", "KH,05/KH-BCĐ,,2024-10-01")

    within = run(app, file(tmp_path, report, plan))
    assert (within.exit_code, written()) == (1, [])
    assert "documents.csv, dòng 3, cột number" in within.stderr
    assert "Số 05 năm 2024 đã có ở dòng 2, mà Ban Chỉ đạo đang cấp số chung" in within.stderr
    assert "05/KH-BCĐ" in within.stderr

    assert run(app, file(tmp_path, report)).exit_code == 0
    after = run(app, file(tmp_path, plan))
    assert (after.exit_code, len(written())) == (1, 1)
    assert "dòng 2, cột number" in after.stderr
    assert "Số 05 năm 2024 đã cấp cho “Báo cáo 05/BC-BCĐ” trong sổ này" in after.stderr
    with pytest.raises(DomainError, match="Number 05 of 2024 is taken; the next one is 06"):
        given_on_the_page(cast, "plan", "5")
    assert given_on_the_page(cast, "plan") == "06/BCĐ"
    on_page = run(app, file(tmp_path, *own(cast, "TB,6/TB-BCĐ,,2024-10-01")))
    assert "Số 06 năm 2024 đã cấp cho “Kế hoạch 06/BCĐ” trong sổ này" in on_page.stderr
    assert run(app, file(tmp_path, *own(cast, "TB,6/TB-BCĐ,,2023-10-02", "TB,6a/TB-BCĐ,,2024-10-01"))).exit_code == 0


def test_each_type_by_itself_and_all_together_in_one_year(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """What was given while each type was counted by itself stays; counted together, no number is given a third time."""
    count_by(cast, per_type=True)
    rows = own(cast, "Báo cáo,5,BC-BCĐ,2024-09-30", "KH,5/KH-BCĐ,,2024-10-01")
    assert run(app, file(tmp_path, *rows)).exit_code == 0
    assert [given_on_the_page(cast, kind) for kind in ("report", "plan", "notice")] == ["06/BCĐ", "06/BCĐ", "01/BCĐ"]

    count_by(cast, per_type=False)

    assert run(app, file(tmp_path, *rows)).stdout == "Đã đọc 2 dòng: ghi mới 0, không đổi 2.\n"
    third = run(app, file(tmp_path, *own(cast, "TB,5/TB-BCĐ,,2024-10-02")))
    assert "Số 05 năm 2024 đã cấp cho “Báo cáo 05/BC-BCĐ” trong sổ này" in third.stderr
    with pytest.raises(DomainError, match="Number 06 of 2024 is taken; the next one is 07"):
        given_on_the_page(cast, "notice", "6")
    assert given_on_the_page(cast, "notice") == "07/BCĐ"
    count_by(cast, per_type=True)
    assert [given_on_the_page(cast, kind) for kind in ("report", "notice")] == ["07/BCĐ", "08/BCĐ"]


@pytest.mark.one_engine
def test_a_number_of_a_committee_needs_a_day_to_be_counted(app: Flask, cast: Cast, tmp_path: Path) -> None:
    done = run(app, file(tmp_path, *own(cast, "Báo cáo,5,BC-BCĐ,")))

    assert (done.exit_code, written()) == (1, [])
    assert "dòng 2, cột issued_on: Cấp số phải kèm ngày của văn bản" in done.stderr


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
