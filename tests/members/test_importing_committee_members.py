"""A file of committee members is taken over whole, or refused with all that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from committee.accounts.models import Account
from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db
from committee.members.models import AreaAssignment, Committee, Post, Seat
from committee.members.queries import viewer_of
from tests import cast as people
from tests.cast import CHAIR, REPORTER, Cast

HEAD = "committee_unit_code,committee_name,full_name,role,position_title,organization,email,phone,area_codes,from,to"
NAME = "Ban Chỉ đạo BHXH, BHYT"
CHAIRMAN = f'93,"{NAME}",Lê Thị Hạnh,chair,Phó Chủ tịch,UBND tỉnh,{CHAIR.email},,,01/01/2024,'
DOCTOR = f'93,"{NAME}",Phạm Y Sĩ,member,Phó Giám đốc,Sở Y tế,y.si@haugiang.example,0293123,31441; 31444,2024-01-01,'
WITHOUT_MAIL = f'935,"{NAME}",Nguyễn Không Thư,vice_chair,,,,,,,'


@pytest.fixture
def import_file(app: Flask, cast: Cast, tmp_path: Path):
    """Return a function that runs `members import` on rows under the usual head."""

    def run(*rows: str, head: str = HEAD):
        path = tmp_path / "members.csv"
        path.write_text("\n".join((head, *rows)), encoding="utf-8")
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=["members", "import", str(path)])
        db.session.expire_all()
        return result

    return run


def counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(t)) for t in (Committee, Seat, AreaAssignment, Account)]


def test_a_file_founds_committees_seats_areas_and_accounts(import_file, cast: Cast) -> None:
    before = counts()

    result = import_file(CHAIRMAN, DOCTOR, WITHOUT_MAIL)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Đã thêm 3 vị trí thành viên, sửa 0, giữ nguyên 0; đã tạo 1 tài khoản.\n"
    assert [after - was for was, after in zip(before, counts(), strict=True)] == [2, 3, 2, 1]
    doctor = db.session.scalar(select(Account).where(Account.email == "y.si@haugiang.example"))
    assert doctor.password_hash is None
    assert len(viewer_of(doctor.id, clock.today()).areas) == 2


def test_the_same_file_again_changes_nothing(import_file, cast: Cast) -> None:
    import_file(CHAIRMAN, DOCTOR, WITHOUT_MAIL)
    before, acts = counts(), db.session.scalar(select(func.count()).select_from(AuditEntry))

    result = import_file(CHAIRMAN, DOCTOR, WITHOUT_MAIL)

    assert "thêm 0 vị trí thành viên, sửa 0, giữ nguyên 3" in result.stdout
    assert counts() == before
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == acts


def test_a_corrected_row_keeps_the_person_and_the_seat(import_file, cast: Cast) -> None:
    import_file(DOCTOR)
    seat_id = db.session.scalar(select(Seat.id).where(Seat.full_name == "Phạm Y Sĩ"))

    result = import_file(DOCTOR.replace("Phó Giám đốc", "Giám đốc").replace("31441; 31444", "31444"))

    seat = db.session.get(Seat, seat_id)
    areas = db.session.scalars(select(AreaAssignment.unit_id).where(AreaAssignment.seat_id == seat_id)).all()
    assert "sửa 1" in result.stdout
    assert (seat.position_title, areas) == ("Giám đốc", [cast.units["31444"]])


def test_the_account_that_was_there_is_taken(import_file, cast: Cast) -> None:
    import_file(CHAIRMAN)

    seat = db.session.scalar(select(Seat).where(Seat.position_title == "Phó Chủ tịch"))
    assert seat.account_id == cast.accounts[CHAIR]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            CHAIRMAN.replace("chair,", "Trưởng ban,"),
            "members.csv, dòng 2, cột role, đọc được “Trưởng ban”: Vai trò phải là",
        ),
        (CHAIRMAN.replace("93,", "99,", 1), "cột committee_unit_code, đọc được “99”: Không đơn vị nào mang mã 99"),
        (DOCTOR.replace("31441;", "12345;"), "cột area_codes, đọc được “12345”: Không đơn vị nào mang mã 12345"),
        (WITHOUT_MAIL[:-2] + "31318,,", "Phường I không thuộc Huyện Vị Thủy"),
        (CHAIRMAN.replace(CHAIR.email, "không phải thư"), "cột email, đọc được “không phải thư”: Đây không phải là"),
        (CHAIRMAN.replace("Lê Thị Hạnh", ""), "cột full_name"),
        (CHAIRMAN.replace("01/01/2024", "2024-02-30"), "cột from"),
        (CHAIRMAN + "31/12/2023", "cột to, đọc được “31/12/2023”: Ngày cuối đứng trước ngày đầu."),
    ],
)
def test_a_wrong_row_refuses_the_whole_file(import_file, cast: Cast, row: str, sentence: str) -> None:
    before = counts()
    good = DOCTOR.replace("Phạm Y Sĩ", "Người Khác").replace("y.si", "nguoi.khac")

    result = import_file(row, good)

    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert counts() == before


def test_all_wrong_rows_are_named_at_once(import_file, cast: Cast) -> None:
    result = import_file(CHAIRMAN.replace("93,", "99,", 1), DOCTOR.replace("member", "boss"))

    assert [line.split(":")[0].split(", ")[1] for line in result.stderr.splitlines()] == ["dòng 2", "dòng 3"]


def test_the_same_person_twice_in_one_role_is_refused(import_file, cast: Cast) -> None:
    result = import_file(CHAIRMAN, CHAIRMAN)

    assert result.exit_code == 1
    assert "dòng 3" in result.stderr


def test_an_unknown_column_is_refused_by_name(import_file, cast: Cast) -> None:
    result = import_file(CHAIRMAN + ",x", head=HEAD + ",mood")

    assert result.exit_code == 1
    assert "mood" in result.stderr


def test_people_are_added_with_their_roles(app: Flask, cast: Cast) -> None:
    runner = app.test_cli_runner()

    for role, code in (("reporter", "31444"), ("vice_chair", "31444"), ("vice_chair", "31444")):
        arguments = ["people", "add", "moi@vitrung.example", "--name", "Người Mới", "--unit", code, "--role", role]
        assert runner.invoke(args=arguments).exit_code == 0

    account_id = db.session.scalar(select(Account.id).where(Account.email == "moi@vitrung.example"))
    assert db.session.scalars(select(Post.role).where(Post.account_id == account_id)).all() == ["reporter"]
    assert db.session.scalars(select(Seat.role).where(Seat.account_id == account_id)).all() == ["vice_chair"]
    assert db.session.scalar(select(Committee.name).where(Committee.unit_id == cast.units["31444"])).startswith(
        "Ban Chỉ đạo"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "sai", "--name", "A"], "Đây không phải là địa chỉ thư điện tử"),
        (["add", "an@tinh.gov.vnù", "--name", "A"], "có chữ “ù”: xin gõ không dấu"),
        (["add", "a@b.example", "--name", " "], "Thiếu họ và tên."),
        (["add", "a@b.example", "--name", "A", "--unit", "99", "--role", "chair"], "Không có đơn vị nào mang mã 99"),
        (["add", "a@b.example", "--name", "A", "--unit", "93", "--role", "Trưởng ban"], "Vai trò phải là một trong"),
        (["add", "a@b.example", "--name", "A", "--unit", "93"], "--unit cần có --role"),
        (["add", "a@b.example", "--name", "A", "--role", "reporter"], "Vai trò reporter gắn với một đơn vị"),
        (["invite", "khong.co@b.example"], "Không có tài khoản nào dùng địa chỉ khong.co@b.example"),
        (["token", REPORTER.email, "--days", "0"], "Khóa truy cập có hạn từ 1 đến"),
    ],
)
def test_a_command_that_is_refused_says_so_and_leaves_nothing(
    app: Flask, cast: Cast, arguments: list[str], sentence: str
) -> None:
    before = counts()

    result = app.test_cli_runner().invoke(args=["people", *arguments])

    assert (result.exit_code, result.stdout, counts()) == (1, "", before)
    assert sentence in result.stderr


def test_a_key_is_printed_alone(app: Flask, cast: Cast) -> None:
    result = app.test_cli_runner().invoke(args=["people", "token", REPORTER.email, "--scope", "write", "--days", "7"])

    assert len(result.stdout.strip()) == 43
    assert result.stdout.count("\n") == 1


def test_an_invitation_is_an_address_of_this_house(app: Flask, cast: Cast) -> None:
    result = app.test_cli_runner().invoke(args=["people", "invite", people.STRANGER.email])

    assert result.stdout.startswith("http://localhost:8000/invitations/")


def test_wrong_usage_ends_with_two(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["people", "add"]).exit_code == 2
