"""A list of units that says something wrong is refused with one sentence for it, and nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.units.lists import HEAD, audited, run, stored, take_over

HEALTHY = "93,Tỉnh Hậu Giang,tỉnh,province,,,2025-06-30"
PROVINCE = "92,Thành phố Cần Thơ,thành phố,province,,,"

WRONG = {
    "unknown parent": (
        "930,Thành phố Vị Thanh,thành phố,district,94,,",
        "units.csv, dòng 3, cột parent_code, đọc được “94”: Không có đơn vị nào mang mã 94",
    ),
    "parent of other days": (
        "31318,Phường I,phường,commune,93,2025-07-01,",
        "units.csv, dòng 3, cột parent_code, đọc được “93”: Không có đơn vị nào mang mã 93",
    ),
    "twice in the file": (
        "93,Hậu Giang,tỉnh,province,,2020-01-01,",
        "units.csv, dòng 3, cột code: Mã 93 đã có ở dòng 2",
    ),
    "overlap with the system": (
        "92,Cần Thơ,thành phố,province,,2020-01-01,",
        "units.csv, dòng 3, cột code: Mã 92 đang thuộc về Thành phố Cần Thơ (… – …)",
    ),
    "code of a wrong length": (
        "0931,Huyện Vị Thủy,huyện,district,93,,",
        "units.csv, dòng 3, cột code, đọc được “0931”: Mã của cấp district gồm đúng 3 chữ số",
    ),
    "letter in a code": ("O4,Tỉnh Cao Bằng,tỉnh,province,,,", "đọc được “O4”: Mã của cấp province gồm đúng 2 chữ số"),
    "its own parent": ("04,Tỉnh Cao Bằng,tỉnh,province,04,,", "nối thành vòng tròn"),
    "30 February": ("04,Tỉnh Cao Bằng,tỉnh,province,,2025-02-30,", "cột valid_from, đọc được “2025-02-30”"),
    "end before start": (
        "04,Tỉnh Cao Bằng,tỉnh,province,,2025-07-01,2025-06-30",
        "cột valid_to, đọc được “2025-06-30”: Ngày bắt đầu (valid_from) sau ngày kết thúc",
    ),
    "unknown level": ("04,Tỉnh Cao Bằng,tỉnh,region,,,", "cột level, đọc được “region”: Xin ghi một trong các giá trị"),
    "no name": ("04,,tỉnh,province,,,", "cột name: Ô này không được để trống"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_row_refuses_the_whole_file(app: Flask, tmp_path: Path, line: str, sentence: str) -> None:
    take_over(app, tmp_path, PROVINCE)
    before = stored()

    result = take_over(app, tmp_path, HEALTHY, line)

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert stored() == before
    assert audited() == {"units imported": 1, "refused": 1}


def test_two_units_that_are_each_others_parent_are_both_named(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "001,Một,quận,district,002,,", "002,Hai,quận,district,001,,")

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "units.csv, dòng 2, cột parent_code",
        "units.csv, dòng 3, cột parent_code",
    ]
    assert stored() == []


def test_a_chain_without_end_is_refused_and_not_followed(app: Flask, tmp_path: Path) -> None:
    chain = [f"T{n},Thôn {n},thôn,hamlet,T{n + 1},," for n in range(2000)]

    result = take_over(app, tmp_path, *chain, "T2000,Thôn,thôn,hamlet,,,")

    assert result.exit_code == 1
    assert "nhiều hơn 20 cấp" in result.stderr


def test_an_unknown_column_is_refused_by_name(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, f"{HEALTHY},x", head=f"{HEAD},colour")

    assert result.exit_code == 1
    assert "colour" in result.stderr
    assert stored() == []


def test_everything_wrong_is_said_at_once(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "1,,tỉnh,province,,,", "2,Hai,tỉnh,region,,,", HEALTHY)

    assert [line.split(",")[1] for line in result.stderr.splitlines()] == [" dòng 2", " dòng 3"]


def test_a_code_that_could_be_two_units_is_asked_for_with_its_zeros(app: Flask, tmp_path: Path) -> None:
    lines = ("01,Thành phố Hà Nội,thành phố,province,,,", "001,Quận Ba Đình,quận,district,01,,")

    result = take_over(app, tmp_path, *lines, "4,Phường Trúc Bạch,phường,commune,1,,")

    assert "Mã 1 có thể là 001 Quận Ba Đình, 01 Thành phố Hà Nội" in result.stderr


def test_zeros_that_a_spreadsheet_took_are_put_back(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "4,Phường Ba Đình,phường,commune,1,,", "1,Thành phố Hà Nội,thành phố,province,,,")

    result = run(app, "units", "show", "00004", "--format", "json")

    assert '"code": "01"' in result.stdout


def test_a_file_of_successions_that_names_an_unknown_unit_is_refused(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, HEALTHY, "92,Thành phố Cần Thơ,thành phố,province,,2025-07-01,")
    before = stored()
    file = tmp_path / "successions.csv"
    file.write_text("level,old_code,new_code,extent\nprovince,93,92,whole\nprovince,94,92,whole\n", encoding="utf-8")

    result = run(app, "successions", "import", file)

    assert result.exit_code == 1
    assert "dòng 3, cột old_code, đọc được “94”: Không có đơn vị cấp province nào mang mã 94" in result.stderr
    assert stored() == before
