"""The dictionary comes with the schema, and a committee adds its own indicators by file."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from committee.cli import database
from committee.targets.queries import indicators
from tests.targets.files import audited, run, stored, take_over, with_units

ROOT = Path(__file__).resolve().parents[2]
OWN = "hi_monks,Số chức sắc tham gia BHYT,người,stock,up"


def test_the_dictionary_comes_with_the_schema(app: Flask) -> None:
    known = indicators()

    assert list(known)[:3] == ["si_compulsory", "si_voluntary", "si_voluntary_new"]
    assert list(known)[-5:] == ["population", "labour_force", "student_count", "receivable", "revenue_plan"]
    assert known["hi_coverage"].numerators == ("hi_residents_covered", "hi_participants")
    assert known["late_payment_rate"].strictness == "<"
    assert {code for code, row in known.items() if row.official_by == "acceptance"} == {
        "campaign_events",
        "event_attendees",
        "event_registrations",
    }


def test_loading_again_leaves_what_a_committee_has_changed(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "indicators", "si_total,Tổng số người tham gia BHXH,người,stock,up,,,sum,1")

    database.load()

    assert indicators()["si_total"].name == "Tổng số người tham gia BHXH"
    assert indicators()["si_total"].decimals == 1


def test_the_file_that_was_loaded_changes_nothing(app: Flask) -> None:
    before = stored()

    result = run(app, "indicators", "import", ROOT / "data" / "indicators.csv")

    assert result.stdout == "Đã đọc 33 dòng: ghi mới 0, đính chính 0, giữ nguyên 33, để trống 0.\n"
    assert (stored(), audited()) == (before, {})


def test_a_committee_adds_an_indicator_and_its_rate(app: Flask, tmp_path: Path) -> None:
    result = take_over(
        app, tmp_path, "indicators", OWN, "hi_monks_rate,Tỷ lệ chức sắc có thẻ,%,ratio,up,hi_monks,population"
    )

    assert result.stderr == ""
    rate = indicators()["hi_monks_rate"]
    assert (rate.numerators, rate.aggregation, rate.strictness, rate.decimals) == (("hi_monks",), "recompute", ">=", 2)
    assert list(indicators())[-2:] == ["hi_monks", "hi_monks_rate"]


def test_the_kind_of_an_indicator_with_figures_does_not_change(app: Flask, tmp_path: Path) -> None:
    with_units(app, tmp_path)
    take_over(app, tmp_path, "figures", "93,si_total,2024-09-30,5000")

    result = take_over(app, tmp_path, "indicators", "si_total,Tổng số,người,flow,up")
    renamed = take_over(app, tmp_path, "indicators", "si_total,Tổng số,người,stock,up")

    assert result.exit_code == 1
    assert result.stderr.startswith("indicators.csv, dòng 2, cột kind, đọc được “flow”: Chỉ tiêu này đã có số liệu")
    assert renamed.exit_code == 0


WRONG = {
    "capital letters": ("HI_monks,Tên,người,stock,up", "cột code, đọc được “HI_monks”"),
    "unknown kind": ("hi_monks,Tên,người,count,up", "cột kind, đọc được “count”"),
    "unknown direction": ("hi_monks,Tên,người,stock,left", "cột direction, đọc được “left”"),
    "rate without parts": ("hi_monks,Tên,%,ratio,up", "cột numerator"),
    "rate of nothing": ("hi_monks,Tên,%,ratio,up,monks,population", "cột numerator, đọc được “monks”"),
    "rate of a rate": ("hi_monks,Tên,%,ratio,up,hi_coverage,population", "cột numerator, đọc được “hi_coverage”"),
    "rate in people": ("hi_monks,Tên,người,ratio,up,si_total,population", "cột unit_of_measure, đọc được “người”"),
    "stock with a part": ("hi_monks,Tên,người,stock,up,,population", "cột denominator, đọc được “population”"),
    "rates added up": ("hi_monks,Tên,%,ratio,up,si_total,population,sum", "cột aggregation, đọc được “sum”"),
    "decimals": ("hi_monks,Tên,người,stock,up,,,sum,9", "cột decimals, đọc được “9”"),
    "strictness": ("hi_monks,Tên,người,stock,up,,,sum,2,<", "cột strictness, đọc được “<”"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_indicator_refuses_the_file(app: Flask, tmp_path: Path, line: str, sentence: str) -> None:
    before = stored()

    result = take_over(app, tmp_path, "indicators", OWN.replace("monks", "nuns"), line)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"indicators.csv, dòng 3, {sentence}")
    assert result.stderr.count("\n") == 1
    assert (stored(), audited()) == (before, {"refused": 1})
