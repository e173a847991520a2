"""Targets, supplements and adjustments come in by file, and what is in force is folded on the day asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core.db import db
from committee.targets.models import Plan
from committee.targets.queries import TargetOn, all_targets, primary_targets
from tests.targets.files import audited, run, stored, take_over, take_over_workbook, unit_id, with_units

INITIAL = "93,si_voluntary,2024,3.000,UBND tỉnh,07/QĐ-UBND,2024-01-22"


@pytest.fixture(autouse=True)
def _units(app: Flask, tmp_path: Path) -> None:
    with_units(app, tmp_path)


def primary(code: str, indicator: str, on: date, name: str = "") -> TargetOn | None:
    """Return the primary target of a unit in force on a day."""
    unit = unit_id(code, name)
    return primary_targets([unit], on.year, on).get((unit, indicator))


def test_an_initial_target_holds_from_new_year_whatever_the_day_of_its_document(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "targets", INITIAL)

    assert result.stdout == "Đã đọc 1 dòng: ghi mới 1, đính chính 0, giữ nguyên 0, để trống 0.\n"
    expected = TargetOn(3000, "UBND tỉnh", ">=", "07/QĐ-UBND", date(2024, 1, 22))
    assert primary("93", "si_voluntary", date(2024, 1, 1)) == expected
    assert db.session.scalars(select(Plan.year)).all() == [2024]


def test_what_changes_a_target_counts_from_its_day(app: Flask, tmp_path: Path) -> None:
    take_over(
        app,
        tmp_path,
        "targets",
        "93,si_voluntary,2024,200,UBND tỉnh,31/QĐ-UBND,2024-03-28,supplement,2024-04-01",
        "93,si_voluntary,2024,3100,UBND tỉnh,60/QĐ-UBND,20/06/2024,adjustment",
        INITIAL,
    )

    values = {
        day: getattr(primary("93", "si_voluntary", day), "value", None)
        for day in (date(2024, 3, 31), date(2024, 4, 1), date(2024, 6, 19), date(2024, 6, 20))
    }
    assert list(values.values()) == [3000, 3200, 3200, 3100]


def test_the_same_file_twice_changes_nothing(app: Flask, tmp_path: Path) -> None:
    lines = (
        INITIAL,
        "93,si_voluntary,2024,200,UBND tỉnh,31/QĐ-UBND,2024-03-28,supplement",
        "93,hi_coverage,2024,95.7,A",
    )
    take_over(app, tmp_path, "targets", *lines)
    before, heard = stored(), audited()

    result = take_over(app, tmp_path, "targets", *lines)

    assert result.stdout == "Đã đọc 3 dòng: ghi mới 0, đính chính 0, giữ nguyên 3, để trống 0.\n"
    assert (stored(), audited()) == (before, heard)


def test_an_initial_target_imported_again_with_another_value_corrects_the_first(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "targets", INITIAL)

    result = take_over(app, tmp_path, "targets", INITIAL.replace("3.000", "3.050"))

    assert "đính chính 1" in result.stdout
    assert primary("93", "si_voluntary", date(2024, 6, 1)).value == 3050
    assert audited() == {"targets imported": 2, "targets set": 1, "target corrected": 1}


def test_the_first_assigner_is_primary_until_another_one_is_named(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "targets", INITIAL, "93,si_voluntary,2024,3200,BHXH Việt Nam")
    first = primary("93", "si_voluntary", date(2024, 6, 1))

    take_over(app, tmp_path, "targets", "93,si_voluntary,2024,3200,BHXH Việt Nam,,,,,có")

    assert first.assigner == "UBND tỉnh"
    assert primary("93", "si_voluntary", date(2024, 6, 1)).assigner == "BHXH Việt Nam"
    every = all_targets(unit_id("93"), 2024, date(2024, 6, 1))
    assert [(each.target.assigner, each.is_primary) for each in every] == [
        ("BHXH Việt Nam", True),
        ("UBND tỉnh", False),
    ]


@pytest.mark.parametrize(
    ("line", "value", "strictness"),
    [
        ("93,late_payment_rate,2024,2,BCĐ tỉnh", 20000, "<"),
        ("93,late_payment_rate,2024,dưới 2 %,BCĐ tỉnh", 20000, "<"),
        ("93,late_payment_rate,2024,<=2,BCĐ tỉnh", 20000, "<="),
        ("93,late_payment_rate,2024,2,BCĐ tỉnh,,,,,,<=", 20000, "<="),
        ('93,hi_coverage,2024,"95,7",HĐND tỉnh', 957000, ">="),
        ("93,hi_coverage,2024,95.70%,HĐND tỉnh", 957000, ">="),
        ('93,revenue_total,2024,"1.200,5 tỷ đồng",BHXH Việt Nam', 1_200_500_000_000, ">="),
        ("93,revenue_total,2024,1200,BHXH Việt Nam", 1_200_000_000_000, ">="),
    ],
)
def test_a_value_is_kept_in_the_indicators_unit(
    app: Flask, tmp_path: Path, line: str, value: int, strictness: str
) -> None:
    result = take_over(app, tmp_path, "targets", line)

    assert result.stderr == ""
    found = primary("93", line.split(",")[1], date(2024, 6, 1))
    assert (found.value, found.strictness) == (value, strictness)


def test_a_code_means_the_unit_that_bore_it_on_the_day(app: Flask, tmp_path: Path) -> None:
    take_over(
        app,
        tmp_path,
        "targets",
        "00004,si_voluntary,2025,100,UBND quận,,,,2025-01-01",
        "00004,si_voluntary,2025,400,UBND thành phố,,,,2025-07-01",
    )

    assert primary("00004", "si_voluntary", date(2025, 6, 30), "Phường Trúc Bạch").value == 100
    assert primary("00004", "si_voluntary", date(2025, 6, 30), "Phường Ba Đình") is None
    assert primary("00004", "si_voluntary", date(2025, 7, 1), "Phường Ba Đình").value == 400


def test_a_blank_value_writes_nothing_and_is_counted(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "targets", "93,si_voluntary,2024,–,UBND tỉnh", "930,si_voluntary,2024,k/c,A")

    assert result.stdout == "Đã đọc 2 dòng: ghi mới 0, đính chính 0, giữ nguyên 0, để trống 2.\n"
    assert stored()["target"] == []


def test_a_workbook_is_read_like_a_csv_file(app: Flask, tmp_path: Path) -> None:
    head = "unit_code,indicator,year,value,assigner,document_date"

    result = take_over_workbook(
        app, tmp_path, "targets", ("93", "si_voluntary", 2024, 3000, "UBND tỉnh", date(2024, 1, 22)), head=head
    )

    assert result.stderr == ""
    assert primary("93", "si_voluntary", date(2024, 6, 1)) == TargetOn(3000, "UBND tỉnh", ">=", "", date(2024, 1, 22))


WRONG = {
    "unknown code": ("94,si_voluntary,2024,1,A", "cột unit_code, đọc được “94”: Không có đơn vị nào mang mã này"),
    "code of another year": ("93,si_voluntary,2026,1,A", "cột unit_code, đọc được “93”: Vào ngày 01/01/2026"),
    "two bearers": ("00004,si_voluntary,2025,1,A", "Mã 00004 là của Phường Trúc Bạch vào ngày 01/01/2025"),
    "unknown indicator": ("93,bhxh,2024,1,A", "cột indicator, đọc được “bhxh”"),
    "parameter": ("93,population,2024,1,A", "cột indicator, đọc được “population”: Đây là số nền"),
    "no assigner": ("93,si_voluntary,2024,1,", "cột assigner: Ô này bắt buộc"),
    "two-digit year": ("93,si_voluntary,24,1,A", "cột year, đọc được “24”"),
    "coverage over 100": ("93,hi_coverage,2024,101,A", "cột value, đọc được “101”"),
    "about": ("93,si_voluntary,2024,khoảng 300,A", "cột value, đọc được “khoảng 300”"),
    "ambiguous": ('93,si_voluntary,2024,"67,942",A', "cột value, đọc được “67,942”"),
    "letter O": ("93,si_voluntary,2024,12O,A", "cột value, đọc được “12O”"),
    "limit upwards": ("93,si_voluntary,2024,dưới 300,A", "cột value, đọc được “dưới 300”"),
    "unknown kind": ("93,si_voluntary,2024,1,A,,,thêm", "cột kind, đọc được “thêm”"),
    "change without document": ("93,si_voluntary,2024,1,A,,2024-05-01,adjustment", "cột document_number"),
    "change without day": ("93,si_voluntary,2024,1,A,5/QĐ,,adjustment", "cột effective_on"),
    "change of another year": ("93,si_voluntary,2024,1,A,5/QĐ,2023-05-01,adjustment", "cột document_date"),
    "supplement of nothing": ("93,si_voluntary,2024,1,A,5/QĐ,2024-05-01,supplement", "cột kind"),
    "30 February": ("93,si_voluntary,2024,1,A,5/QĐ,30/02/2024", "cột document_date, đọc được “30/02/2024”"),
    "neither yes nor no": ("93,si_voluntary,2024,1,A,,,,,chính", "cột primary, đọc được “chính”"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_row_refuses_the_whole_file(app: Flask, tmp_path: Path, line: str, sentence: str) -> None:
    before = stored()

    result = take_over(app, tmp_path, "targets", "930,si_voluntary,2024,1700,BCĐ tỉnh", line)

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stderr.startswith("targets.csv, dòng 3")
    assert (result.stderr.count("\n"), result.stdout) == (1, "")
    assert (stored(), audited()) == (before, {"refused": 1})


def test_two_rows_about_the_same_are_refused(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "targets", INITIAL, "930,si_voluntary,2024,1,A", INITIAL.replace("3.000", "1"))

    assert result.stderr.startswith("targets.csv, dòng 4")
    assert "dòng 2" in result.stderr
    assert result.stderr.count("\n") == 1


def test_two_primary_targets_of_a_pair_are_refused(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "targets", "93,si_voluntary,2024,1,A,,,,,có", "93,si_voluntary,2024,2,B,,,,,có")

    assert result.stderr.startswith("targets.csv, dòng 3, cột primary")


def test_an_unknown_column_is_refused_by_its_name(app: Flask, tmp_path: Path) -> None:
    result = take_over(
        app, tmp_path, "targets", "93,si_voluntary,2024,1,A,x", head="unit_code,indicator,year,value,assigner,họ_tên"
    )

    assert result.exit_code == 1
    assert "họ_tên" in result.stderr


def test_a_plan_is_made_and_changed(app: Flask) -> None:
    made = run(app, "plans", "set", "2024")
    changed = run(app, "plans", "set", "2024", "--cut-off-day", "25", "--rhythm", "quarterly")
    wrong = run(app, "plans", "set", "2024", "--cut-off-day", "32")

    assert made.stdout == "Kế hoạch năm 2024: báo cáo hằng tháng, chốt số liệu vào ngày cuối tháng.\n"
    assert changed.stdout == "Kế hoạch năm 2024: báo cáo hằng quý, chốt số liệu vào ngày 25 trong tháng.\n"
    assert wrong.exit_code == 2
    assert audited() == {"plan set": 2}
