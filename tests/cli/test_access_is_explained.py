"""`flask access explain` says why somebody may see a unit, or why not."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import transaction
from committee.members import operations as members
from committee.members.operations import cover_seat, end_seat
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, REPORTER, SECRETARIAT, STRANGER, Cast, Person
from tests.web.conftest import cast

__all__ = ["cast"]
pytestmark = pytest.mark.usefixtures("cast")


def told(app: Flask, who: Person | str, code: str, *options: str) -> list[str]:
    email = who if isinstance(who, str) else who.email
    result = app.test_cli_runner().invoke(args=["access", "explain", email, code, *options])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_a_reporter_sees_the_unit_they_report_for(app: Flask) -> None:
    first, reason = told(app, REPORTER, "31441")

    assert first == "Võ Minh Đức (bao.cao@nangmau.example) xem được Thị trấn Nàng Mau (31441) vào ngày 28/10/2024."
    assert reason.startswith("– Cán bộ báo cáo, Thị trấn Nàng Mau: chính là đơn vị này; được phép: xem tên,")


def test_the_units_above_show_their_names_only(app: Flask) -> None:
    first, _reason = told(app, REPORTER, "93")

    assert "chỉ xem được tên Tỉnh Hậu Giang" in first


def test_a_foreign_unit_is_told_from_nothing_held(app: Flask) -> None:
    foreign, nothing = told(app, REPORTER, "31318"), told(app, STRANGER, "31318")

    assert "không xem được" in foreign[0]
    assert foreign[1].endswith("đơn vị này không thuộc phạm vi; không có quyền gì với đơn vị.")
    assert nothing[1].startswith("Người này không giữ chức danh hay công việc nào")


def test_an_area_in_charge_and_the_whole_system_are_named(app: Flask) -> None:
    member, administrator = told(app, MEMBER, "31441"), told(app, ADMINISTRATOR, "31441")

    assert any(line.startswith("– Phụ trách địa bàn Huyện Vị Thủy") for line in member)
    assert any(line.startswith("– Quản trị hệ thống, toàn hệ thống") for line in administrator)


def test_the_end_of_a_seat_is_named_with_its_day(app: Flask, cast: Cast) -> None:
    with transaction():
        end_seat(seat_id=cast.seats[CHAIR], on=date(2024, 10, 20), by=BY, now=clock.now())

    after, before = told(app, CHAIR, "93"), told(app, CHAIR, "93", "--as-of", "2024-10-20")

    assert "không xem được" in after[0]
    assert "đã hết hiệu lực sau ngày 20/10/2024" in after[1]
    assert "không xem được" in before[0]  # the account itself is younger
    assert before[1] == "Đến ngày 28/10/2024 tài khoản mới được mở."


def test_a_unit_that_has_ended_is_named_with_its_day(app: Flask, cast: Cast) -> None:
    with transaction():
        members.add_post(
            account_id=cast.accounts[STRANGER], unit_id=cast.units["31441"], role="reporter", by=BY, now=clock.now()
        )

    result = app.test_cli_runner().invoke(args=["access", "explain", STRANGER.email, "31441", "--as-of", "2026-01-01"])

    assert result.exit_code == 1
    assert "Thị trấn Nàng Mau (… – 30/06/2025)" in result.stderr


def test_a_cover_is_named_with_whose_seat_it_is(app: Flask, cast: Cast) -> None:
    with transaction():
        days = {"from_on": date(2024, 10, 28), "to_on": date(2024, 10, 30)}
        cover_seat(seat_id=cast.seats[SECRETARIAT], by_seat_id=cast.seats[MEMBER], **days, by=BY, now=clock.now())

    during, after = told(app, MEMBER, "31441"), told(app, MEMBER, "31441", "--as-of", "2024-10-31")

    assert any(line.startswith("– Làm thay Phan Văn Tài (Tổ giúp việc, thư ký, Tỉnh Hậu Giang)") for line in during)
    assert any("Làm thay Phan Văn Tài" in line and "đã hết hiệu lực sau ngày 30/10/2024" in line for line in after)


def test_who_has_no_account_or_a_disabled_one_is_told_so(app: Flask, cast: Cast) -> None:
    with transaction():
        accounts.disable(account_id=cast.accounts[REPORTER], by=BY, now=clock.now())

    assert told(app, "ai.do@example.vn", "93")[1] == "Không có tài khoản nào dùng thư điện tử ai.do@example.vn."
    assert told(app, REPORTER, "31441")[1] == "Tài khoản đã bị khóa từ ngày 28/10/2024."


def test_programs_read_the_same_as_json(app: Flask) -> None:
    found = json.loads("\n".join(told(app, REPORTER, "31441", "--format", "json")))

    assert (found["door"], found["view"], found["unit"]["code"]) == ("open", "sees", "31441")
    assert [(one["way"], one["role"], one["relation"]) for one in found["reasons"]] == [("post", "reporter", "own")]
    assert "enter_figures" in found["actions"]
    assert "accept_figures" not in found["actions"]
