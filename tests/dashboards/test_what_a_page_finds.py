"""The sentence a page begins with says what the numbers say, and no more."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from committee.core.formatting import count
from committee.dashboards.sentences import (
    Found,
    Sentence,
    Subject,
    about,
    behind_below,
    finding_below,
    finding_of,
    kind_of,
    say,
)
from committee.domain.levels import Level

pytestmark = pytest.mark.one_engine
DUE = date(2024, 9, 30)
OK, MET = Found(Level.OK, 0), Found(Level.OK, 0, is_met=True)
SILENT, NOT_ASKED = Found(Level.NODATA, 40), Found(Level.NA)


def voluntary(**changes):
    subject = {
        "kind": Sentence.of("%(type)s", type="huyện"),
        "indicator": "BHXH tự nguyện",
        "written": lambda value: f"{count(value)} người",
    }
    return Subject(**{**subject, **changes})


def behind(short, level=Level.LAG):
    return Found(level, short)


@pytest.mark.parametrize(
    ("children", "said"),
    [
        pytest.param(
            [behind(430), behind(425), behind(349), *[OK] * 5],
            "3/8 huyện chậm tiến độ chỉ tiêu BHXH tự nguyện, còn thiếu 1.204 người so với kịch bản; 2 huyện chiếm 71%.",
            id="a few make up most of it",
        ),
        pytest.param(
            [behind(1204), OK],
            "1/2 huyện chậm tiến độ chỉ tiêu BHXH tự nguyện, còn thiếu 1.204 người so với kịch bản.",
            id="one alone is not said to make up all of it",
        ),
        pytest.param(
            [behind(10), behind(10, Level.SEVERE), behind(0, Level.WATCH), NOT_ASKED],
            "3/3 huyện chậm tiến độ chỉ tiêu BHXH tự nguyện, còn thiếu 20 người so với kịch bản; 1 huyện chiếm 50%.",
            id="who is not asked is not counted",
        ),
        pytest.param(
            [behind(1204), SILENT],
            "1/2 huyện chậm tiến độ chỉ tiêu BHXH tự nguyện, còn thiếu 1.204 người so với kịch bản. "
            "1/2 huyện chưa báo cáo kỳ số liệu 30/09/2024.",
            id="silence is said beside it and is no lag",
        ),
        pytest.param([MET, MET], "Toàn bộ 2/2 huyện đã đạt chỉ tiêu BHXH tự nguyện.", id="all met"),
        pytest.param([MET, OK], "0/2 huyện chậm tiến độ chỉ tiêu BHXH tự nguyện.", id="not all met"),
        pytest.param(
            [MET, Found(Level.NODATA, 0, is_met=True)],
            "0/2 huyện chậm tiến độ chỉ tiêu BHXH tự nguyện. 1/2 huyện chưa báo cáo kỳ số liệu 30/09/2024.",
            id="an old value that met the target is not a report",
        ),
        pytest.param(
            [SILENT, SILENT], "Chưa đơn vị nào trong 2 huyện báo cáo BHXH tự nguyện.", id="nobody has reported"
        ),
        pytest.param([NOT_ASKED], "", id="nothing is asked"),
        pytest.param([], "", id="nobody below"),
    ],
)
def test_what_is_said_of_the_units_below(app: Flask, children, said):
    found = finding_below(children, voluntary(), due_on=DUE)

    assert " ".join(say(sentence) for sentence in found) == said


def test_a_ceiling_is_exceeded_not_missed(app: Flask):
    found = finding_below([behind(1), OK], voluntary(indicator="Tỷ lệ chậm đóng", is_ceiling=True), due_on=DUE)

    assert [say(sentence) for sentence in found] == ["1/2 huyện vượt mức giới hạn về tỷ lệ chậm đóng."]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            behind(7),
            "Xã Vị Trung chậm tiến độ chỉ tiêu BHXH tự nguyện, còn thiếu 7 người so với kịch bản đến 30/09/2024.",
        ),
        (SILENT, "Xã Vị Trung chưa báo cáo BHXH tự nguyện kỳ số liệu 30/09/2024."),
        (MET, "Xã Vị Trung đã đạt chỉ tiêu BHXH tự nguyện."),
        (OK, "Xã Vị Trung đúng tiến độ chỉ tiêu BHXH tự nguyện."),
        (Found(Level.SUSPECT), "Số liệu của Xã Vị Trung về BHXH tự nguyện đang chờ xác minh."),
    ],
)
def test_what_is_said_of_one_unit(app: Flask, found, said):
    assert say(finding_of("Xã Vị Trung", found, voluntary(), due_on=DUE)) == said


def test_nothing_is_said_of_a_unit_that_was_not_assessed():
    assert finding_of("Xã Vị Trung", NOT_ASKED, voluntary(), due_on=DUE) is None


def test_a_parent_on_course_says_that_those_below_are_not(app: Flask):
    assert say(behind_below([behind(57), behind(24), NOT_ASKED])) == "2/2 đơn vị cấp dưới chậm"
    assert behind_below([OK, MET, SILENT]) is None


@pytest.mark.parametrize(
    ("units", "word"),
    [
        ({("huyện", "district")}, "huyện"),
        ({("huyện", "district"), ("thành phố", "district")}, "đơn vị cấp huyện"),
        ({("xã", "commune"), ("phường", "commune")}, "đơn vị cấp xã"),
        ({("xã", "commune"), ("huyện", "district")}, "đơn vị cấp dưới"),
    ],
)
def test_units_of_one_type_are_called_by_it(app: Flask, units, word):
    assert say(kind_of(units)) == word


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Số người tham gia BHXH tự nguyện", "số người tham gia BHXH tự nguyện"),
        ("BHYT hộ gia đình", "BHYT hộ gia đình"),
    ],
)
def test_an_abbreviation_keeps_its_capitals_inside_a_sentence(name, inside):
    assert about(name) == inside
