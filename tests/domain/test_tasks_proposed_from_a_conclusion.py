"""The text of a conclusion notice as it is pasted, and what is proposed of it; the notices are made up."""

from __future__ import annotations

import random
import unicodedata
from datetime import date
from time import process_time

import pytest

from committee.domain.conclusions.points import points_of
from committee.domain.conclusions.proposals import (
    GROUP_LEAD,
    NO_INDICATOR,
    NO_LEAD,
    NO_PRODUCT,
    SEVERAL_LEADS,
    UNKNOWN_LEAD,
    Kind,
    proposals,
)
from committee.domain.task_rules import Party, PartyKind

ISSUED = date(2025, 6, 2)

NOTICE = """Ngày 30/5/2025, Trưởng Ban Chỉ đạo chủ trì họp đánh giá 5 tháng đầu năm, nhiệm vụ các tháng cuối năm.
Sau khi nghe BHXH tỉnh báo cáo, Trưởng Ban kết luận như sau:

I. Đánh giá chung
1. Ban Chỉ đạo ghi nhận, đánh giá cao kết quả của BHXH tỉnh trong 5 tháng đầu năm.
II. Nhiệm vụ
1. BHXH tỉnh chủ trì, phối hợp Sở Y tế, Cục Thống kê xây dựng Quy chế phối hợp chia sẻ số liệu,
trình Ban Chỉ đạo trước ngày 20/6/2025.
2. Giao Bảo hiểm xã hội tỉnh chủ trì, phối hợp với LĐTBXH, VHTT, LĐLĐ, Thuế, Nông dân, Phụ nữ tham mưu UBND tỉnh
ban hành Kế hoạch phát triển BHXH tự nguyện, hoàn thành trước 15/6.
3. Đề nghị Sở Văn hóa, Thể thao và Du lịch phối hợp với Sở Giáo dục và Đào tạo tổ chức 02 đợt truyền thông
trong quý III.
4. Giao UBND các xã, phường:
a) Rà soát người chưa tham gia BHYT, lập danh sách gửi BHXH cơ sở trước ngày 30/6/2025.
b) Tăng cường tuyên truyền, vận động người dân tham gia.
- Báo cáo kết quả trước ngày 25 hằng tháng.
5. Thực hiện nghiêm Quyết định số 15/QĐ-UBND ngày 12/3/2025 của UBND tỉnh.
6. Các sở, ban, ngành tiếp tục chú trọng công tác tuyên truyền.
7. BHXH tỉnh: khẩn trương đối chiếu số liệu chậm đóng. Đề nghị Thuế tỉnh cung cấp danh sách doanh nghiệp chậm nhất
ngày 10/7/2025.
8. Giao đồng chí Nguyễn Văn A, Phó Giám đốc BHXH tỉnh theo dõi, đôn đốc.
9. Giao BHXH tỉnh, Sở Y tế chủ trì rà soát chỉ tiêu.

Văn phòng thông báo để các đơn vị biết, thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""

WHOLE = [
    # number, kind, lead, coordinators, product, last day
    ("", "other", None, [], None, None),
    ("", "other", None, [], None, None),
    ("I", "other", None, [], None, None),
    ("I.1", "other", None, [], None, None),
    ("II", "other", None, [], None, None),
    ("II.1", "task", "BHXH tỉnh", ["Sở Y tế", "Cục Thống kê"], "Quy chế phối hợp chia sẻ số liệu", "2025-06-19"),
    (
        "II.2",
        "task",
        "Bảo hiểm xã hội tỉnh",
        ["LĐTBXH", "VHTT", "LĐLĐ", "Thuế", "Nông dân", "Phụ nữ"],
        "Kế hoạch phát triển BHXH tự nguyện",
        "2025-06-14",
    ),
    ("II.3", "task", "Sở Văn hóa, Thể thao và Du lịch", ["Sở Giáo dục và Đào tạo"], None, "2025-09-30"),
    ("II.4", "other", None, [], None, None),
    ("II.4.a", "task", "UBND các xã, phường", [], "Danh sách", "2025-06-29"),
    ("II.4.b", "standing", "UBND các xã, phường", [], None, None),
    ("II.4.b.-1", "task", "UBND các xã, phường", [], "Báo cáo kết quả", None),
    ("II.5", "task", None, [], None, None),
    ("II.6", "standing", "Các sở, ban, ngành", [], None, None),
    ("II.7", "task", "BHXH tỉnh", [], None, None),
    ("II.7", "task", "Thuế tỉnh", [], "Danh sách doanh nghiệp", "2025-07-10"),
    ("II.8", "task", "Nguyễn Văn A, Phó Giám đốc BHXH tỉnh", [], None, None),
    ("II.9", "task", None, [], None, None),
    ("", "other", None, [], None, None),
    ("", "other", None, [], None, None),  # whom it is sent to
]


def told(one):
    return (
        one.number,
        one.kind.value,
        one.lead and one.lead.text,
        [coordinator.text for coordinator in one.coordinators],
        one.deliverable and one.deliverable.text,
        one.deadline.due_on and one.deadline.due_on.isoformat(),
    )


def asked(one):
    return {ask.message for ask in one.asks}


def alone(text, **given):
    found = proposals(text, issued_on=ISSUED, **given)
    assert len(found) == 1, [told(one) for one in found]
    return found[0]


def test_a_whole_notice_becomes_proposals_in_its_order():
    """Stories 004-1, 004-2 and 002-8: conclusions become tasks with lead, coordinators, product and last day."""
    assert [told(one) for one in proposals(NOTICE, issued_on=ISSUED)] == WHOLE


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\u2028"])
def test_the_form_of_the_letters_and_of_the_lines_changes_nothing(form, ends):
    text = unicodedata.normalize(form, NOTICE).replace("\n", ends)

    assert [told(one) for one in proposals(text, issued_on=ISSUED)] == WHOLE


def test_everything_that_was_read_stands_where_it_is_said_to_stand():
    text = unicodedata.normalize("NFD", NOTICE)

    for one in proposals(text, issued_on=ISSUED):
        read = [one.lead, *one.coordinators, one.deliverable]
        assert unicodedata.normalize("NFC", text[one.start : one.end]).split() == one.text.split()
        for part in [part for part in read if part]:
            there = " ".join(unicodedata.normalize("NFC", text[part.start : part.end]).split())
            assert there.casefold().endswith(part.text.casefold())
        there = " ".join(unicodedata.normalize("NFC", text[one.deadline.start : one.deadline.end]).split())
        assert there == one.deadline.wording


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "1. BHXH tỉnh chủ trì, phối hợp Sở Y tế xây dựng Quy chế trước ngày 20/6/2025.",
            "Xây dựng Quy chế",
        ),
        ("2. Giao Sở Y tế rà soát dữ liệu, hoàn thành trong tháng 6./.", "Rà soát dữ liệu"),
        ("Trước ngày 20/6/2025, giao BHXH tỉnh báo cáo kết quả;", "Báo cáo kết quả"),
        ("Giao BHXH tỉnh báo cáo trước ngày 20/6/2025 về số thu", "Báo cáo trước ngày 20/6/2025 về số thu"),
        ("- Rà soát hộ gia đình chưa có thẻ BHYT.", "Rà soát hộ gia đình chưa có thẻ BHYT"),
    ],
)
def test_the_title_is_the_job_without_who_and_by_when(text, title):
    assert alone(text).title == title


@pytest.mark.parametrize(
    ("text", "lead", "coordinators"),
    [
        ("1. Giao Công an tỉnh chủ trì xác minh dữ liệu dân cư.", "Công an tỉnh", []),
        ("1. Giao cho BHXH cơ sở Cái Răng theo dõi.", "BHXH cơ sở Cái Răng", []),
        ("1. Thống nhất giao Thuế tỉnh cung cấp dữ liệu.", "Thuế tỉnh", []),
        ("1. Yêu cầu Sở Nội vụ tham mưu, báo cáo.", "Sở Nội vụ", []),
        ("1. Sở Tài chính bố trí kinh phí.", "Sở Tài chính", []),
        ("1. UBND huyện Vị Thủy giải trình việc chậm tiến độ.", "UBND huyện Vị Thủy", []),
        ("1. Tổ công tác do Sở Y tế chủ trì rà soát.", "Sở Y tế", []),
        ("1. Đồng chí Trần Thị B theo dõi địa bàn.", "Trần Thị B", []),
        ("1. Phòng Tổ chức BHXH tỉnh tổ chức hội nghị.", "Phòng Tổ chức BHXH tỉnh", []),
        (
            "1. Hội Liên hiệp Phụ nữ tỉnh phối hợp với Hội Nông dân và Bưu điện tỉnh vận động hội viên.",
            "Hội Liên hiệp Phụ nữ tỉnh",
            ["Hội Nông dân", "Bưu điện tỉnh"],
        ),
        (
            "1. Giao Sở Y tế xây dựng Quy chế phối hợp, đơn vị phối hợp: BHXH tỉnh, Công an tỉnh.",
            "Sở Y tế",
            ["BHXH tỉnh", "Công an tỉnh"],
        ),
        ("1. Giao Sở Y tế rà soát (phối hợp với BHXH tỉnh, Cục Thống kê).", "Sở Y tế", ["BHXH tỉnh", "Cục Thống kê"]),
        (
            "1. BHXH tỉnh chủ trì, phối hợp với các sở, ban, ngành liên quan và tổ chức dịch vụ thu triển khai.",
            "BHXH tỉnh",
            ["các sở, ban, ngành liên quan", "tổ chức dịch vụ thu"],
        ),
        (
            "1. Sở Y tế chủ trì, phối hợp với Sở Lao động - Thương binh và Xã hội, BHXH tỉnh rà soát.",
            "Sở Y tế",
            ["Sở Lao động - Thương binh và Xã hội", "BHXH tỉnh"],
        ),
        ("1. BHXH tỉnh chủ trì, phối hợp với BHXH tỉnh, Sở Y tế rà soát.", "BHXH tỉnh", ["Sở Y tế"]),
        ("1. Giao các già làng, trưởng bản vận động.", "các già làng, trưởng bản", []),
        ("1. Rà soát chỉ tiêu được giao năm 2025.", None, []),
        ("1. Yêu cầu đẩy nhanh tiến độ.", None, []),
    ],
)
def test_who_is_in_charge_and_who_helps(text, lead, coordinators):
    found = alone(text)

    assert (found.lead and found.lead.text, [one.text for one in found.coordinators]) == (lead, coordinators)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Giao BHXH tỉnh xây dựng dự thảo Quy chế hoạt động, trình Trưởng Ban.", "Dự thảo Quy chế hoạt động"),
        ("Giao Sở Y tế ban hành văn bản hướng dẫn trước ngày 20/6/2025.", "Văn bản hướng dẫn"),
        ("Giao Sở Y tế tham mưu UBND tỉnh trình HĐND tỉnh Nghị quyết hỗ trợ.", "Nghị quyết hỗ trợ"),
        ("Giao BHXH tỉnh báo cáo kết quả thu trước ngày 20/6/2025.", "Báo cáo kết quả thu"),
        ("Giao BHXH tỉnh triển khai Kế hoạch số 45/KH-UBND ngày 12/3/2025.", None),
        ("Giao BHXH tỉnh tổ chức thực hiện theo Quy chế này.", None),
        ("Giao BHXH tỉnh gửi theo Công văn số 27-CV/TU danh mục đơn vị.", None),
    ],
)
def test_what_is_to_be_handed_in(text, product):
    found = alone(text)

    assert (found.deliverable and found.deliverable.text) == product


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1. Các cấp, các ngành tăng cường tuyên truyền.", "standing"),
        ("1. Tiếp tục đẩy mạnh phát triển người tham gia BHXH tự nguyện.", "standing"),
        ("1. Giao BHXH tỉnh tiếp tục nâng cao chất lượng phục vụ.", "standing"),
        ("1. BHXH tỉnh tăng cường kiểm tra, báo cáo kết quả trước ngày 30/6/2025.", "task"),
        ("1. Tiếp tục hoàn thiện Đề án phát triển đại lý.", "task"),
        ("1. Thường xuyên rà soát, báo cáo hằng tháng.", "task"),
        ("1. Hội nghị thống nhất đánh giá kết quả đạt được.", "other"),
        ("1. Ban Chỉ đạo biểu dương BHXH tỉnh, Sở Y tế.", "other"),
        ("1. Tình hình chung", "other"),
        ("1. Tỷ lệ bao phủ BHYT đạt 93,5%.", "other"),
    ],
)
def test_a_job_a_standing_directive_or_no_order(text, kind):
    assert alone(text).kind is Kind(kind)


def test_a_proposal_asks_for_what_was_not_read_for_certain():
    by_number = {(one.number, one.lead and one.lead.text): one for one in proposals(NOTICE, issued_on=ISSUED)}

    assert asked(by_number["II.1", "BHXH tỉnh"]) == set()
    assert asked(by_number["II.2", "Bảo hiểm xã hội tỉnh"]) == {"“Before” a day: the last day is %(day)s."}
    assert asked(by_number["II.4.b", "UBND các xã, phường"]) == {GROUP_LEAD, NO_INDICATOR}
    assert NO_LEAD in asked(by_number["II.5", None])
    assert SEVERAL_LEADS in asked(by_number["II.9", None])
    assert asked(by_number["II.8", "Nguyễn Văn A, Phó Giám đốc BHXH tỉnh"]) == {
        NO_PRODUCT,
        "No deadline is named.",
    }


def test_a_day_within_a_citation_is_no_deadline():
    found = alone("1. Giao BHXH tỉnh thực hiện Quyết định số 15/QĐ-UBND ngày 12/3/2025, xong trước ngày 20/6/2025.")

    assert (found.deadline.wording, found.deadline.due_on) == ("trước ngày 20/6/2025", date(2025, 6, 19))


def test_parties_are_known_by_their_name_or_its_short_form():
    office, health = Party(PartyKind.UNIT, "BHXH tỉnh", 7), Party(PartyKind.SEAT, "Sở Y tế", 8)
    text = "1. Giao Bảo hiểm xã hội tỉnh chủ trì, phối hợp với sở y tế, Cục Thống kê rà soát dữ liệu."

    found = alone(text, known_parties=[office, health])

    assert found.lead.party == office
    assert [one.party for one in found.coordinators] == [health, None]
    assert UNKNOWN_LEAD not in asked(found)


def test_a_known_name_is_not_divided():
    party = Party(PartyKind.UNIT, "Hội Cựu chiến binh và Hội Cựu thanh niên xung phong", 9)

    found = alone(f"1. Giao {party.name} vận động hội viên.", known_parties=[party])

    assert found.lead.party == party


def test_a_name_that_two_bear_or_nobody_bears_is_asked():
    twins = [Party(PartyKind.UNIT, "Xã Tân Phú", 1), Party(PartyKind.UNIT, "Xã Tân Phú", 2)]

    for name in ("Xã Tân Phú", "UBND xã Tân Lập"):
        found = alone(f"1. Giao {name} rà soát dữ liệu.", known_parties=twins)
        assert (found.lead.text, found.lead.party) == (name, None)
        assert UNKNOWN_LEAD in asked(found)


def test_points_in_one_line_are_taken_apart():
    text = "1. Giao Sở Y tế rà soát dữ liệu. 2. Giao BHXH tỉnh báo cáo kết quả; 3. Tăng cường tuyên truyền."

    assert [(one.number, one.kind.value) for one in proposals(text, issued_on=ISSUED)] == [
        ("1", "task"),
        ("2", "task"),
        ("3", "standing"),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Điều 1. Giao BHXH tỉnh\nĐiều 2. Giao Sở Y tế", ["1", "2"]),
        ("1.1. Giao BHXH tỉnh\n1.2. Giao Sở Y tế", ["1.1", "1.2"]),
        ("1) Giao BHXH tỉnh\n2/ Giao Sở Y tế", ["1", "2"]),
        ("a) Giao BHXH tỉnh\nđ) Giao Sở Y tế", ["a", "đ"]),
        ("- Giao BHXH tỉnh\n• Giao Sở Y tế\n+ Giao Thuế tỉnh", ["-1", "-2", "-2.-1"]),
        ("1. Giao BHXH tỉnh rà soát\n30 xã, phường, xong trước\n15/6/2025 và\n2025. năm", ["1"]),
        ("Giao BHXH tỉnh rà soát.\nGiao Sở Y tế báo cáo.", ["", ""]),
        ("", []),
        ("\n \n", []),
        ("Nơi nhận:\n- Như trên;", []),
    ],
)
def test_the_numbers_of_the_points(text, numbers):
    assert [point.number for point in points_of(text)] == numbers


@pytest.mark.parametrize(
    ("text", "title", "due_on"),
    [
        ("Công an tỉnh sớm chia sẻ dữ liệu dân cư.", "Sớm chia sẻ dữ liệu dân cư", None),
        ("Sở Y tế hết năm báo cáo Trưởng ban.", "Báo cáo Trưởng ban", date(2024, 12, 31)),
        ("Sở Y tế trước ngày 15/11/2024 rà soát, báo cáo.", "Rà soát, báo cáo", date(2024, 11, 14)),
        ("Cục Thuế hằng tháng, trước ngày 05 báo cáo kết quả.", "Báo cáo kết quả", None),
        ("Sở Y tế trong 9 tháng đầu năm đã báo cáo đầy đủ.", None, None),
        ("Sở Y tế còn chậm báo cáo số liệu.", None, None),
        ("Sở Y tế đến nay chưa báo cáo.", None, None),
    ],
)
def test_by_when_may_stand_between_who_and_what(text, title, due_on):
    (read,) = proposals(f"1. {text}", issued_on=date(2024, 10, 7))

    assert (read.title or None, read.deadline.due_on if title else None) == (title, due_on)
    assert (read.kind is Kind.TASK) is (title is not None)


def test_text_that_is_no_notice_proposes_nothing_to_do():
    text = "Tỉnh có 103 xã, phường.\nSố người tham gia BHYT là 1.234.567 người, đạt 93,5%.\n***\n1\n- \n"

    assert {one.kind for one in proposals(text, issued_on=ISSUED)} <= {Kind.OTHER}


def test_a_torn_or_shuffled_notice_is_read_without_a_fall():
    chance = random.Random(4)
    words = NOTICE.split(" ")

    for _ in range(100):
        start = chance.randrange(len(NOTICE))
        torn = NOTICE[start : start + chance.randrange(400)]
        shuffled = " ".join(chance.sample(words, 60))
        for text in (torn, shuffled, torn.upper(), unicodedata.normalize("NFD", shuffled)):
            for one in proposals(text, issued_on=ISSUED):
                assert 0 <= one.start <= one.end <= len(text)


def test_a_text_of_nothing_but_names_is_read_in_the_time_of_a_page() -> None:
    begun = process_time()
    proposals("Giao Sở Y tế, " * 200, issued_on=date(2024, 10, 28))

    assert process_time() - begun < 2
