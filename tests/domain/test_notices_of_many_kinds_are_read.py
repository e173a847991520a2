"""Eight conclusion notices, each built as another office builds it, and what is proposed of every one of them.

The notices are made up; they stand in the folder notices beside this file.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from committee.domain.conclusions.proposals import Kind, proposals

ISSUED = date(2024, 5, 20)
FOLDER = Path(__file__).parent / "notices"

BY_AGENCY_READ = [
    ("", "other"),
    ("", "other"),
    ("I", "other"),
    ("I.1", "other"),
    ("I.2", "other"),
    ("II", "other"),
    ("II.1", "other"),
    ("1.1", "task", "BHXH tỉnh", "Sở Y tế; Cục Thống kê", "", "2024-06-14"),
    (
        "1.2",
        "task",
        "BHXH tỉnh",
        "",
        "Báo cáo Trưởng ban kết quả thực hiện kịch bản phát triển người tham gia",
        "2024-12-31",
    ),
    ("1.3", "task", "BHXH tỉnh", "", "Báo cáo Trưởng ban", "monthly"),
    ("II.2", "other"),
    (
        "II.2.a",
        "task",
        "Sở Lao động - Thương binh và Xã hội",
        "BHXH tỉnh; Liên đoàn Lao động tỉnh",
        "Báo cáo kết quả",
        "2024-06-30",
    ),
    ("II.2.b", "task", "Sở Lao động - Thương binh và Xã hội", "", "Văn bản chỉ đạo", "2024-06-30"),
    ("II.3", "task", "Sở Tài chính", "", "", "2024-06-03"),
    ("II.4", "task", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh; các tổ chức chính trị - xã hội", "", "", ""),
    ("II.5", "other"),
    ("II.5.-1", "task", "Chủ tịch UBND các huyện, thị xã, thành phố", "", "", "2024-05-29"),
    ("II.5.-1.-1", "task", "Chủ tịch UBND các huyện, thị xã, thành phố", "", "", "2024-06-30"),
    (
        "II.5.-1.-2",
        "task",
        "Chủ tịch UBND các huyện, thị xã, thành phố",
        "",
        "Báo cáo danh sách về BHXH tỉnh",
        "2024-05-29",
    ),
    ("II.5.-2", "standing", "Chủ tịch UBND các huyện, thị xã, thành phố", "", "", ""),
    ("II.6", "task", "Văn phòng UBND tỉnh", "", "", ""),
    ("", "other"),
    ("", "other"),
]

BY_SUBJECT_READ = [
    ("", "other"),
    ("", "other"),
    ("1", "other"),
    ("1.-1", "task", "BHXH tỉnh", "Bưu điện tỉnh; Hội Liên hiệp Phụ nữ tỉnh", "", "?"),
    ("1.-2", "task", "Bưu điện tỉnh", "", "", "2024-12-31"),
    ("1.-3", "task", "Các huyện, thị xã, thành phố", "", "", "2024-12-31"),
    ("2", "other"),
    ("2", "task", "Sở Giáo dục và Đào tạo", "", "", "2024-09-29"),
    ("3", "other"),
    ("3", "task", "Công an tỉnh; Thanh tra tỉnh; Sở LĐTBXH", "", "", ""),
    ("4", "task", "Sở Nội vụ", "", "", "?"),
    ("5", "task", "Sở Tài chính", "", "", "?"),
    ("6", "task", "BHXH tỉnh; Sở Y tế", "", "Đề án bao phủ BHYT toàn dân", "2024-12-31"),
    ("7", "other"),
]

WHO_ANSWERS_READ = [
    ("III", "other"),
    ("III.1", "standing", "Trưởng Ban Chỉ đạo cấp huyện", "", "", ""),
    ("III.2", "task", "Các thành viên Ban Chỉ đạo", "", "Báo cáo Trưởng ban qua BHXH tỉnh", "quarterly"),
    ("III.3", "task", "Cục Thuế tỉnh", "", "", "2024-06-30"),
    ("III.4", "task", "Sở Kế hoạch và Đầu tư", "BHXH tỉnh", "", "2024-06-30"),
    ("III.5", "standing", "", "", "", ""),
    ("III.6", "task", "UBND huyện Châu Thành A", "", "Văn bản giải trình", "2024-06-04"),
    ("III.7", "other"),
    ("III.7.a", "task", "BHXH tỉnh", "", "Quy chế phối hợp với các hội", ""),
    ("III.7.b", "task", "BHXH tỉnh", "", "", ""),
    ("III.8", "task", "Chánh Văn phòng UBND tỉnh", "", "Báo cáo Chủ tịch UBND tỉnh", "2024-12-31"),
]

SHORT_READ = [
    ("", "other"),
    ("1", "other"),
    ("2", "other"),
    ("2.-1", "other"),
    ("2.-2", "other"),
    ("3", "other"),
    ("3.1", "other"),
    ("3.1.a", "standing", "Các sở, ngành, địa phương", "", "", ""),
    ("3.1.b", "standing", "", "", "", ""),
    ("3.2", "other"),
    ("3.2.a", "task", "BHXH tỉnh", "", "Báo cáo Trưởng ban", "2024-12-31"),
    ("3.2.b", "task", "Sở Y tế", "", "", "2024-06-29"),
    ("3.2.c", "task", "Sở Thông tin và Truyền thông; Báo Hậu Giang; Đài PT-TH Hậu Giang", "", "", ""),
    ("3.2.d", "task", "Hội Nông dân tỉnh; Hội LHPN tỉnh", "", "", ""),
    ("3.2.đ", "standing", "Chủ tịch UBND xã Tân Bình", "", "", ""),
    ("4", "task", "BHXH tỉnh", "", "", "2024-06-03"),
]

IN_ONE_LINE_READ = [
    ("", "other"),
    ("1", "task", "các đồng chí thành viên Ban Chỉ đạo", "", "", ""),
    ("2", "other"),
    ("2.1", "task", "Sở Y tế", "BHXH tỉnh", "Kế hoạch", ""),
    ("2.2", "task", "Sở Y tế", "", "", "2024-06-14"),
    ("3", "task", "Sở Tài chính", "BHXH tỉnh", "", "2024-06-30"),
    ("4", "other"),
    ("4", "task", "", "", "Báo cáo Trưởng ban", "2024-12-31"),
    ("4", "other"),
]

WITH_LABELS_READ = [
    ("", "other"),
    ("", "other"),
    ("1", "task", "BHXH tỉnh", "Cục Thuế; Sở KHĐT", "", "2024-06-15"),
    ("2", "task", "", "", "Quy chế phối hợp", "2024-06-30"),
    ("3", "task", "Bưu điện tỉnh", "", "", "2024-06-30"),
    ("4", "task", "BHXH tỉnh", "Sở Nội vụ; Sở Tư pháp", "Quy chế được ban hành", "2024-06-14"),
    ("5", "task", "Sở Giáo dục và Đào tạo", "", "Danh sách học sinh chưa có thẻ BHYT", "?"),
]

OF_A_CITY_READ = [
    ("", "other"),
    ("1", "other"),
    ("2", "other"),
    ("2.a", "other"),
    (
        "2.a.-1",
        "task",
        "Bảo hiểm xã hội thành phố",
        "các sở, ngành liên quan",
        "Chỉ thị về tăng cường thực hiện chính sách BHXH",
        "2024-06-30",
    ),
    ("2.a.-2", "task", "Bảo hiểm xã hội thành phố", "", "", "monthly"),
    ("2.a.-3", "task", "Bảo hiểm xã hội thành phố", "Công an thành phố", "Hồ sơ kiến nghị khởi tố", ""),
    (
        "2.b",
        "task",
        "Sở Y tế; Sở Giáo dục và Đào tạo",
        "BHXH thành phố",
        "Báo cáo kết quả về UBND thành phố",
        "2024-09-29",
    ),
    ("2.c", "task", "Giám đốc Sở Tài chính", "", "", "2024-06-14"),
    ("2.d", "task", "Ủy ban MTTQ Việt Nam thành phố; các đoàn thể", "", "", ""),
    ("2.đ", "other"),
    ("2.đ.-1", "task", "Chủ tịch UBND các quận, huyện", "", "", ""),
    ("2.đ.-2", "task", "Chủ tịch UBND các quận, huyện", "", "", "2024-05-30"),
    ("3", "task", "Sở Nội vụ", "các đơn vị liên quan", "", ""),
    ("4", "task", "Sở Thông tin và Truyền thông", "", "", ""),
    ("5", "task", "Văn phòng UBND thành phố", "", "Báo cáo Chủ tịch UBND thành phố", "2024-12-19"),
    ("", "other"),
]

DIRECTIVES_READ = [
    ("2", "other"),
    ("2.1", "task", "thành viên Ban Chỉ đạo phụ trách địa bàn", "", "Báo cáo", "monthly"),
    (
        "2.2",
        "task",
        "Phó Trưởng ban thường trực (Giám đốc BHXH tỉnh)",
        "",
        "Kịch bản phát triển người tham gia",
        "2024-05-30",
    ),
    ("2.3", "other"),
    ("2.3", "task", "Cơ quan thường trực", "", "Văn bản đôn đốc các xã đạt dưới 40% kế hoạch", ""),
    ("2.3", "task", "Cơ quan thường trực", "", "", "?"),
    (
        "2.4",
        "task",
        "Các xã Vị Trung; Vị Thắng; Vị Thủy có tỷ lệ thấp",
        "",
        "Báo cáo giải trình nguyên nhân",
        "2024-05-27",
    ),
    ("2.5", "task", "Hội Nông dân tỉnh; Hội Liên hiệp Phụ nữ tỉnh", "", "", "2024-12-31"),
    ("2.6", "other"),
    ("2.7", "task", "", "", "", "weekly"),
    ("2.8", "task", "", "", "", ""),
    ("2.9", "task", "", "", "Quy chế phối hợp", ""),
    ("2.10", "task", "Chủ tịch UBND thị xã Long Mỹ", "", "Báo cáo", "?"),
]

NOTICES = [
    ("by_agency", BY_AGENCY_READ),
    ("by_subject", BY_SUBJECT_READ),
    ("who_answers", WHO_ANSWERS_READ),
    ("short", SHORT_READ),
    ("in_one_line", IN_ONE_LINE_READ),
    ("with_labels", WITH_LABELS_READ),
    ("of_a_city", OF_A_CITY_READ),
    ("directives", DIRECTIVES_READ),
]
# A mark of a point, or what stands between two of them.
MARK = re.compile(r"(?m)^\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ]|\(\d\)|[-+])?[.)]?\s*$")


def told(one):
    if one.kind is Kind.OTHER:
        return one.number, one.kind.value
    named = ("; ".join(read.text for read in several) for several in (one.leads, one.coordinators))
    rhythm = one.deadline.rhythm.value if one.deadline.rhythm else one.deadline.wording and "?"
    by_when = one.deadline.due_on.isoformat() if one.deadline.due_on else rhythm
    return one.number, one.kind.value, *named, one.deliverable.text if one.deliverable else "", by_when


def notice(name):
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def read(text):
    return proposals(text, issued_on=ISSUED)


@pytest.mark.parametrize(("name", "expected"), NOTICES)
def test_a_notice_is_read_point_by_point(name, expected):
    """Stories 004-1, 004-2, 000-11 and 002-8: jobs with lead, coordinators, product and day; the rest is kept."""
    assert [told(one) for one in read(notice(name))] == expected


@pytest.mark.parametrize("name", [name for name, _expected in NOTICES])
def test_nothing_of_a_notice_is_lost(name):
    """What is no task is shown as such: the places of all that was read leave nothing but the marks of the points."""
    text, rest, at = notice(name), [], 0
    for one in read(text):
        rest.append(text[at : one.start])
        assert one.end > one.start >= at
        at = one.end

    assert [piece for piece in [*rest, text[at:]] if not MARK.fullmatch(piece)] == []
    assert [one.text for one in read(text) if one.kind is not Kind.OTHER and not one.title] == []


@pytest.mark.parametrize(
    ("text", "kind", "title", "due_on"),
    [
        # By when at the beginning: a job, its day shown to be confirmed.
        ("Hết năm báo cáo Trưởng ban", "task", "Báo cáo Trưởng ban", "2024-12-31"),
        ("- Cuối năm, báo cáo Trưởng ban kết quả.", "task", "Báo cáo Trưởng ban kết quả", "2024-12-31"),
        ("1. Đến hết năm 2024 hoàn thành việc cấp thẻ.", "task", "Hoàn thành việc cấp thẻ", "2024-12-31"),
        ("1. Trước ngày 15/6/2024, BHXH tỉnh báo cáo kết quả.", "task", "Báo cáo kết quả", "2024-06-14"),
        ("1. Trong quý II, rà soát đại lý thu.", "task", "Rà soát đại lý thu", "2024-06-30"),
        ("het nam bao cao Truong ban", "task", "Bao cao Truong ban", "2024-12-31"),
        # Headings and sections that only assess.
        ("I. Đánh giá chung", "other", "", None),
        ("1. Đánh giá chung:", "other", "", None),
        ("I. ĐÁNH GIÁ CHUNG", "other", "", None),
        ("II. Nhiệm vụ trọng tâm thời gian tới", "other", "", None),
        ("III. Tổ chức thực hiện", "other", "", None),
        ("2. Đánh giá kết quả thực hiện 5 tháng đầu năm", "other", "", None),
        ("Kết luận chung:", "other", "", None),
        ("Trên đây là kết luận của Trưởng ban, đề nghị các đơn vị thực hiện.", "other", "", None),
        ("1. Đánh giá chung về đại lý thu, báo cáo trước ngày 15/6/2024.", "task", None, "2024-06-14"),
        # What a point is about, before the job itself.
        ("1. BHXH tự nguyện: tăng cường vận động.", "standing", "Tăng cường vận động", None),
        ("1. Về thu: rà soát đơn vị chậm đóng.", "task", "Rà soát đơn vị chậm đóng", None),
        ("1. Xã nào chưa đạt thì giải trình.", "other", "", None),
        ("1. Huyện Vị Thủy giải trình.", "task", "Giải trình", None),
        # An act that is not known leaves the whole sentence as the title.
        ("1. Giao BHXH tỉnh.", "task", "Giao BHXH tỉnh", None),
    ],
)
def test_what_a_single_line_is(text, kind, title, due_on):
    (one,) = read(text)

    assert (one.kind.value, one.deadline.due_on and one.deadline.due_on.isoformat()) == (kind, due_on)
    assert title is None or one.title == title


def test_a_year_that_is_not_named_is_asked_and_not_guessed():
    (one,) = read("1. BHXH tỉnh: hết năm báo cáo Trưởng ban.")

    assert not one.deadline.certain
    assert [ask.message for ask in one.asks] == ["The last day of the period is taken to be %(day)s."]
    assert one.asks[0].params == {"day": "31/12/2024"}


def test_in_a_section_that_assesses_only_an_order_is_a_job():
    assessed = "I. Đánh giá chung\n1. BHXH tỉnh triển khai nhiều giải pháp.\n2. Giao Sở Y tế rà soát.\n"
    text = assessed + "II. Nhiệm vụ\n1. BHXH tỉnh rà soát."

    assert [(one.number, one.kind.value) for one in read(text)] == [
        ("I", "other"),
        ("I.1", "other"),
        ("I.2", "task"),
        ("II", "other"),
        ("II.1", "task"),
    ]


def test_what_is_named_under_an_agency_falls_to_it():
    text = "1. Sở Y tế\nRà soát việc cấp thẻ.\n2. BHXH tỉnh:\n- Chủ trì, phối hợp với Cục Thuế đối chiếu."

    assert [told(one)[:4] for one in read(text)] == [
        ("1", "other"),
        ("1", "task", "Sở Y tế", ""),
        ("2", "other"),
        ("2.-1", "task", "BHXH tỉnh", "Cục Thuế"),
    ]


def test_the_day_of_another_order_is_shown_to_be_confirmed():
    first, second = read("- Giao BHXH tỉnh báo cáo trước ngày 15/6/2024;\n+ Giao Sở Y tế gửi danh sách.")

    assert (first.deadline.certain, second.deadline.certain) == (True, False)
    assert second.deadline.due_on == first.deadline.due_on == date(2024, 6, 14)


def test_all_who_are_named_in_charge_are_told_and_none_of_them_is_taken():
    (one,) = read("1. BHXH tỉnh và Sở Y tế đồng chủ trì, phối hợp với Cục Thống kê xây dựng Quy chế.")

    assert (one.lead, [read.text for read in one.leads]) == (None, ["BHXH tỉnh", "Sở Y tế"])
    assert [read.text for read in one.coordinators] == ["Cục Thống kê"]
    assert one.asks[0].params == {"names": "BHXH tỉnh; Sở Y tế"}


def test_whom_a_notice_is_sent_to_stands_apart_and_its_appendix_is_read_on():
    found = read("1. Giao Sở Y tế rà soát.\nNơi nhận:\n- Như trên;\nPHỤ LỤC\n1. Giao BHXH tỉnh rà soát.")

    assert [(one.text, one.is_outside) for one in found] == [
        ("Giao Sở Y tế rà soát.", False),
        ("Nơi nhận: - Như trên;", True),
        ("PHỤ LỤC", False),
        ("Giao BHXH tỉnh rà soát.", False),
    ]
