"""Official figures come in by file and count at once; a correction replaces, and nothing is ever overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core.db import db
from committee.figures.models import Figure
from committee.figures.queries import FigureRow, official_figures, self_reported_figures
from tests.targets.files import audited, stored, take_over, take_over_workbook, unit_id, with_units

SEPTEMBER = "93,si_voluntary,2024-09-30,25.846"
LATER = date(2024, 12, 31)


@pytest.fixture(autouse=True)
def _units(app: Flask, tmp_path: Path) -> None:
    with_units(app, tmp_path)


def official(indicator: str) -> list[FigureRow]:
    """Return the official values of the province."""
    return official_figures([unit_id("93")], [indicator], LATER)


def test_an_official_figure_counts_at_once(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "figures", SEPTEMBER)

    assert result.stdout == "Đã đọc 1 dòng: ghi mới 1, đính chính 0, giữ nguyên 0, để trống 0.\n"
    row = official("si_voluntary")[0]
    assert (row.as_of, row.value, row.qualifier, row.suspect) == (date(2024, 9, 30), 25846, "exact", False)
    assert official_figures(None, None, date(2024, 9, 29)) == []
    assert official_figures([unit_id("930")], None, LATER) == []


def test_a_units_own_report_waits_and_is_not_official(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "figures", f"{SEPTEMBER},self_reported")

    assert official("si_voluntary") == []
    assert [row.value for row in self_reported_figures(None, None, LATER)] == [25846]
    assert db.session.scalars(select(Figure.state)).all() == ["submitted"]


def test_the_same_file_twice_changes_nothing(app: Flask, tmp_path: Path) -> None:
    lines = (
        SEPTEMBER,
        f"{SEPTEMBER},self_reported",
        "93,revenue_total,2024-01-31,10,,,month",
        "93,revenue_total,2024-02-29,10,,,month",
        "93,hi_participants,2024-09-30,,,,,hơn 96 %,Báo,96",
    )
    take_over(app, tmp_path, "figures", *lines)
    before, heard = stored(), audited()

    result = take_over(app, tmp_path, "figures", *lines)

    assert result.stdout == "Đã đọc 5 dòng: ghi mới 0, đính chính 0, giữ nguyên 5, để trống 0.\n"
    assert (stored(), audited()) == (before, heard)


def test_a_correction_replaces_and_keeps_what_was_there(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "figures", SEPTEMBER)

    result = take_over(app, tmp_path, "figures", SEPTEMBER.replace("25.846", "25.900"))

    assert "đính chính 1" in result.stdout
    assert [row.value for row in official("si_voluntary")] == [25900]
    kept = db.session.execute(select(Figure.revision, Figure.value, Figure.replaced_at).order_by(Figure.revision)).all()
    assert [(row.revision, row.value, row.replaced_at is None) for row in kept] == [(1, 25846, False), (2, 25900, True)]


def test_a_trial_writes_nothing_at_all(app: Flask, tmp_path: Path) -> None:
    before = stored()

    result = take_over(app, tmp_path, "figures", SEPTEMBER, options=("--dry-run",))
    wrong = take_over(app, tmp_path, "figures", "94,si_voluntary,2024-09-30,1", options=("--dry-run",))

    assert "Đây là lần chạy thử" in result.stdout
    assert "ghi mới 1" in result.stdout
    assert wrong.exit_code == 1
    assert (stored(), audited()) == (before, {})


@pytest.mark.parametrize(
    ("line", "value", "qualifier"),
    [
        ("93,si_voluntary,2024-09-30,hơn 240.000", 240000, "more_than"),
        ("93,si_voluntary,2024-09-30,240000,,khoảng", 240000, "about"),
        ("93,si_voluntary,2024-09-30,240000,,at_least", 240000, "at_least"),
        ('93,si_voluntary,2024-09-30,"2,345 triệu"', 2345000, "rounded"),
        ("93,si_voluntary,30/09/2024,850 người", 850, "exact"),
        ("93,si_voluntary,30/09/2024,0", 0, "exact"),
        ('93,revenue_total,2024-09-30,"383,9 tỷ đồng"', 383_900_000_000, "rounded"),
        ("93,revenue_total,2024-09-30,861", 861_000_000_000, "exact"),
        ("93,population,2024-01-01,125260", 125260, "exact"),
    ],
)
def test_a_number_is_read_as_officials_write_it(
    app: Flask, tmp_path: Path, line: str, value: int, qualifier: str
) -> None:
    result = take_over(app, tmp_path, "figures", line)

    assert result.stderr == ""
    assert [(row.value, row.qualifier) for row in official(line.split(",")[1])] == [(value, qualifier)]


def test_values_of_one_month_are_added_up_through_the_year(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "figures", "93,revenue_total,2024-01-31,10,,,month", "93,revenue_total,2024-02-29,25")
    result = take_over(
        app,
        tmp_path,
        "figures",
        "93,revenue_total,2024-04-30,7,,,month",
        "93,revenue_total,2024-03-31,khoảng 5,,,month",
    )

    assert result.stderr == ""
    found = [(row.as_of.month, row.value // 10**9, row.qualifier) for row in official("revenue_total")]
    assert found == [(1, 10, "exact"), (2, 25, "exact"), (3, 30, "about"), (4, 37, "about")]


def test_a_blank_is_counted_and_is_not_zero(app: Flask, tmp_path: Path) -> None:
    blanks = ("", "-", "–", "x", "k/c", "n/a")
    lines = [f"93,si_voluntary,2024-0{month}-01,{blank}" for month, blank in enumerate(blanks, start=1)]

    result = take_over(app, tmp_path, "figures", *lines)

    assert result.stdout == "Đã đọc 6 dòng: ghi mới 0, đính chính 0, giữ nguyên 0, để trống 6.\n"
    assert stored()["figure"] == []


@pytest.mark.parametrize("indicator", ["si_voluntary", "hi_coverage"])
def test_a_printed_percentage_is_kept_and_never_computed_with(app: Flask, tmp_path: Path, indicator: str) -> None:
    result = take_over(
        app, tmp_path, "figures", f"93,{indicator},2024-09-30,hơn 96%,4000", head=(
            "unit_code,indicator,as_of,published_percent,published_remaining"
        )
    )  # fmt: skip

    assert result.stderr == ""
    kept = db.session.execute(select(Figure.value, Figure.published_percent, Figure.published_remaining)).one()
    assert tuple(kept) == (None, "hơn 96%", "4000")
    assert official(indicator) == []


def test_a_percentage_printed_later_stands_beside_the_value(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "figures", f"{SEPTEMBER},,,,,Báo A")

    result = take_over(app, tmp_path, "figures", "93,si_voluntary,2024-09-30,,,,,,,85.1")

    assert "đính chính 1" in result.stdout
    current = select(Figure.value, Figure.source, Figure.published_percent).where(Figure.replaced_at.is_(None))
    assert tuple(db.session.execute(current).one()) == (25846, "Báo A", "85.1")


def test_a_workbook_is_read_like_a_csv_file(app: Flask, tmp_path: Path) -> None:
    head = "unit_code,indicator,as_of,value"

    result = take_over_workbook(app, tmp_path, "figures", ("93", "si_voluntary", date(2024, 9, 30), 25846), head=head)

    assert result.stderr == ""
    assert [row.value for row in official("si_voluntary")] == [25846]


def test_a_figure_belongs_to_whoever_bore_the_code_on_its_day(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "figures", "00004,si_voluntary,2024-09-30,77")

    assert [row.unit_id for row in official_figures(None, None, LATER)] == [unit_id("00004", "Phường Trúc Bạch")]


WRONG = {
    "unknown code": ("94,si_voluntary,2024-09-30,1", "cột unit_code, đọc được “94”: Không có đơn vị nào mang mã này"),
    "code of another day": (
        "31400,si_voluntary,2024-03-31,1",
        "cột unit_code, đọc được “31400”: Vào ngày 31/03/2024 không có đơn vị nào mang mã này",
    ),
    "unknown indicator": ("93,bhxh,2024-09-30,1", "cột indicator, đọc được “bhxh”"),
    "question": ('93,si_voluntary,2024-09-30,"67,942"', "cột value, đọc được “67,942”"),
    "spreadsheet error": ("93,si_voluntary,2024-09-30,#N/A", "cột value, đọc được “#N/A”"),
    "letter O": ("93,si_voluntary,2024-09-30,12O", "cột value, đọc được “12O”"),
    "negative": ("93,si_voluntary,2024-09-30,-5", "cột value, đọc được “-5”"),
    "percentage": ('93,si_voluntary,2024-09-30,"72,48%"', "cột value, đọc được “72,48%”"),
    "30 February": ("93,si_voluntary,2024-02-30,5", "cột as_of, đọc được “2024-02-30”"),
    "tomorrow": ("93,si_voluntary,2024-10-29,5", "cột as_of, đọc được “2024-10-29”: Số liệu không thể"),
    "no day": ("93,si_voluntary,,5", "cột as_of"),
    "rate": ("93,hi_coverage,2024-09-30,90.73", "cột value, đọc được “90.73”: hi_coverage được tính ra"),
    "month of a stock": ("93,si_voluntary,2024-09-30,5,,,month", "cột span, đọc được “month”"),
    "month after nothing": ("93,revenue_total,2024-03-31,5,,,month", "cột span: Số của riêng tháng này"),
    "unknown origin": ("93,si_voluntary,2024-09-30,5,newspaper", "cột origin, đọc được “newspaper”"),
    "unknown qualifier": ("93,si_voluntary,2024-09-30,5,,chừng", "cột qualifier, đọc được “chừng”"),
    "two qualifiers": ("93,si_voluntary,2024-09-30,hơn 5,,about", "cột qualifier, đọc được “about”"),
    "twice": ("930,si_voluntary,30/09/2024,6", "dòng 2"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_row_refuses_the_whole_file(app: Flask, tmp_path: Path, line: str, sentence: str) -> None:
    before = stored()

    result = take_over(app, tmp_path, "figures", "930,si_voluntary,2024-09-30,5", line)

    assert result.exit_code == 1
    assert result.stderr.startswith("figures.csv, dòng 3")
    assert sentence in result.stderr
    assert (result.stderr.count("\n"), result.stdout) == (1, "")
    assert (stored(), audited()) == (before, {"refused": 1})


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("93", "si_voluntary", "2024-09-30", 67.942), "cột value, đọc được “67,942”"),
        (("93", "si_voluntary", "2024-09-30", date(2024, 9, 4)), "cột value, đọc được “2024-09-04"),
        (("93", "si_voluntary", "2024-09-30", "#N/A"), "cột value, đọc được “#N/A”"),
        ((93, "si_voluntary", "2024-09-30", 5), "cột unit_code, đọc được “93”"),
    ],
    ids=["67.942 as a number", "a date", "an error", "a numeric code"],
)
def test_a_wrong_cell_refuses_the_whole_workbook(
    app: Flask, tmp_path: Path, row: tuple[object, ...], sentence: str
) -> None:
    before = stored()

    result = take_over_workbook(app, tmp_path, "figures", row, head="unit_code,indicator,as_of,value")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"figures.xlsx, dòng 2, {sentence}")
    assert result.stderr.count("\n") == 1
    assert (stored(), audited()) == (before, {"refused": 1})


def test_a_column_that_is_unknown_or_missing_is_refused_by_its_name(app: Flask, tmp_path: Path) -> None:
    unknown = take_over(
        app, tmp_path, "figures", "93,si_voluntary,2024-09-30,5,A", head="unit_code,indicator,as_of,value,họ_tên"
    )
    missing = take_over(app, tmp_path, "figures", "93,si_voluntary,2024-09-30", head="unit_code,indicator,as_of")

    assert (unknown.exit_code, missing.exit_code) == (1, 1)
    assert "họ_tên" in unknown.stderr
    assert "“value”" in missing.stderr
