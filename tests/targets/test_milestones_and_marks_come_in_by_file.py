"""Milestones, and marks that an indicator is not asked of a unit, come in by file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from committee.targets.queries import MilestoneRow, milestones_of, not_applicable_on
from tests.targets.files import audited, stored, take_over, unit_id, with_units

OWN = "31318,si_voluntary,2024,2024-09-30,860"
GENERAL = ",si_voluntary,2024,2024-09-30,,91"
STATE_PAID = "31318,hi_participants,2024-07-01,2024-12-31,Xã an toàn khu,12/QĐ-TTg"


@pytest.fixture(autouse=True)
def _units(app: Flask, tmp_path: Path) -> None:
    with_units(app, tmp_path)


def test_a_milestone_is_of_one_unit_or_of_all(app: Flask, tmp_path: Path) -> None:
    result = take_over(app, tmp_path, "milestones", GENERAL, OWN, "31321,si_voluntary,2024,30/09/2024,,85")

    assert result.stdout == "Đã đọc 3 dòng: ghi mới 3, đính chính 0, giữ nguyên 0, để trống 0.\n"
    cut_off = date(2024, 9, 30)
    assert milestones_of([unit_id("31318")], 2024) == [
        MilestoneRow(None, "si_voluntary", cut_off, None, 910000),
        MilestoneRow(unit_id("31318"), "si_voluntary", cut_off, 860, None),
    ]
    assert len(milestones_of(None, 2024)) == 3
    assert milestones_of(None, 2023) == []


@pytest.mark.parametrize(
    ("line", "cumulative"),
    [
        ("93,hi_coverage,2024,2024-09-30,94.5", 945000),
        ("93,late_payment_rate,2024,2024-06-30,3", 30000),
        ("93,revenue_total,2024,2024-06-30,600", 600_000_000_000),
    ],
)
def test_a_milestone_is_kept_in_the_indicators_unit(app: Flask, tmp_path: Path, line: str, cumulative: int) -> None:
    take_over(app, tmp_path, "milestones", line)

    assert [row.cumulative for row in milestones_of(None, 2024)] == [cumulative]


def test_another_value_for_the_month_replaces_the_first(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "milestones", OWN)
    take_over(app, tmp_path, "milestones", OWN)

    result = take_over(app, tmp_path, "milestones", "31318,si_voluntary,2024,2024-09-25,870")

    assert "đính chính 1" in result.stdout
    expected = MilestoneRow(unit_id("31318"), "si_voluntary", date(2024, 9, 25), 870, None)
    assert milestones_of(None, 2024) == [expected]
    assert audited() == {"milestones imported": 2, "milestones set": 1, "milestone corrected": 1}


WRONG_MILESTONES = {
    "count for everybody": (",si_voluntary,2024,2024-09-30,860", "cột unit_code: Khi không ghi mã đơn vị"),
    "percent of a limit": ("93,late_payment_rate,2024,2024-09-30,,80", "cột cumulative_percent, đọc được “80”"),
    "both": ("93,si_voluntary,2024,2024-09-30,860,80", "cột cumulative_percent, đọc được “80”: Chỉ ghi"),
    "about": ("93,si_voluntary,2024,2024-09-30,khoảng 860", "cột cumulative, đọc được “khoảng 860”"),
    "more than": ("93,si_voluntary,2024,2024-09-30,,hơn 80%", "cột cumulative_percent, đọc được “hơn 80%”"),
    "another year": ("93,si_voluntary,2024,2023-09-30,860", "cột cut_off, đọc được “2023-09-30”"),
    "30 February": ("93,si_voluntary,2024,2024-02-30,860", "cột cut_off, đọc được “2024-02-30”"),
    "unknown code": ("94,si_voluntary,2024,2024-09-30,860", "cột unit_code, đọc được “94”"),
    "negative": ("93,si_voluntary,2024,2024-09-30,-5", "cột cumulative, đọc được “-5”"),
    "same month": ("930,si_voluntary,2024,2024-06-01,1", "dòng 2"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG_MILESTONES.values(), ids=WRONG_MILESTONES.keys())
def test_a_wrong_milestone_refuses_the_file(app: Flask, tmp_path: Path, line: str, sentence: str) -> None:
    before = stored()

    result = take_over(app, tmp_path, "milestones", "930,si_voluntary,2024,2024-06-30,1500", line)

    assert result.exit_code == 1
    assert result.stderr.startswith("milestones.csv, dòng 3")
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert (stored(), audited()) == (before, {"refused": 1})


def test_a_mark_holds_from_its_first_to_its_last_day(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "not-applicable", STATE_PAID)

    marked = {(unit_id("31318"), "hi_participants")}
    days = (date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [not_applicable_on(None, day) for day in days] == [set(), marked, marked, set()]
    assert not_applicable_on([unit_id("31321")], days[1]) == set()


def test_a_mark_imported_again_with_another_end_is_changed(app: Flask, tmp_path: Path) -> None:
    take_over(app, tmp_path, "not-applicable", STATE_PAID)
    take_over(app, tmp_path, "not-applicable", STATE_PAID)

    result = take_over(app, tmp_path, "not-applicable", STATE_PAID.replace("2024-12-31", ""))

    assert "đính chính 1" in result.stdout
    assert not_applicable_on(None, date(2025, 1, 1)) != set()
    assert audited() == {
        "not-applicable marks imported": 2,
        "not-applicable mark set": 1,
        "not-applicable mark changed": 1,
    }


WRONG_MARKS = {
    "no reason": ("31318,hi_participants,2024-07-01,,", "cột reason"),
    "end before start": ("31318,hi_participants,2024-07-01,2024-06-30,ATK", "cột to, đọc được “2024-06-30”"),
    "no day": ("31318,hi_participants,,,ATK", "cột from"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG_MARKS.values(), ids=WRONG_MARKS.keys())
def test_a_wrong_mark_refuses_the_file(app: Flask, tmp_path: Path, line: str, sentence: str) -> None:
    result = take_over(app, tmp_path, "not-applicable", line)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"not-applicable.csv, dòng 2, {sentence}")
    assert stored()["not_applicable"] == []
