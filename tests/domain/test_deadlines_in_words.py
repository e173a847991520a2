"""What the words of a deadline mean: the last acceptable day, shown to be confirmed, or a question. By table."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from committee.core.calendar_file import load_calendar
from committee.domain import deadline_words as words
from committee.domain.deadline_words import read_deadline, read_deadlines, refuse_wording_without_day
from committee.domain.errors import DomainError
from committee.domain.folding import without_marks
from committee.domain.recurring import Rhythm

TABLE = Path(__file__).parents[2] / "data" / "holidays.csv"
ISSUED = date(2025, 6, 2)  # a Monday

CERTAIN = [
    ("trước ngày 20/6/2025", "2025-06-19"),
    ("Trước ngày 20/06/2025.", "2025-06-19"),
    ("trước 20/6/2025", "2025-06-19"),
    ("trước ngày 15 tháng 6 năm 2025", "2025-06-14"),
    ("trước ngày 01 tháng 7 năm 2025", "2025-06-30"),
    ("trước ngày 20-6-2025", "2025-06-19"),
    ("trước ngày 20.6.2025", "2025-06-19"),
    ("trước ngày 20/6 năm 2025", "2025-06-19"),
    ("trước ngày 20/6/25", "2025-06-19"),
    ("trước thứ Sáu, ngày 20/6/2025", "2025-06-19"),
    ("chậm nhất là trước ngày 20/6/2025", "2025-06-19"),
    ("khẩn trương hoàn thành trước ngày 20/6/2025", "2025-06-19"),
    ("trước 17 giờ ngày 20/6/2025", "2025-06-20"),
    ("trước 17 giờ 00 phút, ngày 20/6/2025", "2025-06-20"),
    ("trước 16h30 ngày 20/6/2025", "2025-06-20"),
    ("chậm nhất ngày 20/6/2025", "2025-06-20"),
    ("chậm nhất là ngày 20/6/2025", "2025-06-20"),
    ("muộn nhất vào ngày 20/6/2025", "2025-06-20"),
    ("chậm nhất đến hết ngày 20/6/2025", "2025-06-20"),
    ("không muộn hơn ngày 20/6/2025", "2025-06-20"),
    ("đến hết ngày 30/6/2025", "2025-06-30"),
    ("từ nay đến hết ngày 30/6/2025", "2025-06-30"),
    ("từ ngày 10/6/2025 đến hết ngày 30/6/2025", "2025-06-30"),
    ("thời hạn hoàn thành: ngày 30/6/2025", "2025-06-30"),
    ("thời hạn 30/6/2025", "2025-06-30"),
    ("hoàn thành xong trong ngày 30/6/2025", "2025-06-30"),
    ("hoàn thành ngày 30/6/2025", "2025-06-30"),
    ("20/6/2025", "2025-06-20"),
    ("Ngày 20/6/2025.", "2025-06-20"),
    ("2025-06-20", "2025-06-20"),
    ("đến ngày 20/6/2025", "2025-06-20"),
    ("vào ngày 20/6/2025", "2025-06-20"),
    ("trước ngày mùng 5/7/2025", "2025-07-04"),
    ("trước ngày 01/3/2028", "2028-02-29"),
    ("20–25/6/2025", "2025-06-25"),
    ("tổ chức ngày 20-25/6/2025", "2025-06-25"),
    ("từ ngày 20 đến ngày 25 tháng 6 năm 2025", "2025-06-25"),
    ("ngày 5-6-25", "2025-06-05"),
    ("hoàn thành Đề án đến 31/12/2025.", "2025-12-31"),
    ("thời gian hoàn thành: 30/6/2025", "2025-06-30"),
]

TO_CONFIRM = [
    ("20-25/6", "2025-06-25"),
    ("20–25/06", "2025-06-25"),
    ("từ ngày 20 đến 25/6", "2025-06-25"),
    ("từ 20-25/6", "2025-06-25"),
    ("từ 20/6 - 25/6", "2025-06-25"),
    ("trong các ngày 20-25/06", "2025-06-25"),
    ("hoàn thành trong ngày 20-25/6", "2025-06-25"),
    ("chậm nhất 20-25/6", "2025-06-25"),
    ("từ ngày 28/6 đến 03/7", "2025-07-03"),
    ("trước ngày 20/6", "2025-06-19"),
    ("trước 15/6", "2025-06-14"),
    ("trước 15/01", "2026-01-14"),  # the next such day
    ("trước ngày 3/6", "2025-06-02"),
    ("chậm nhất ngày 2/6", "2025-06-02"),
    ("trước ngày 25", "2025-06-24"),
    ("trước ngày 25 tháng này", "2025-06-24"),
    ("trước ngày 01", "2025-06-30"),
    ("trước ngày 5 tháng sau", "2025-07-04"),
    ("chậm nhất ngày 5 của tháng tới", "2025-07-05"),
    ("đến hết ngày 30/6", "2025-06-30"),
    ("hoàn thành trong tháng 6", "2025-06-30"),
    ("trong tháng 6/2025", "2025-06-30"),
    ("trong tháng 02 năm 2028", "2028-02-29"),
    ("trong tháng 5", "2026-05-31"),
    ("trong tháng sáu", "2025-06-30"),
    ("trong tháng mười hai năm 2025", "2025-12-31"),
    ("xong trong tháng 7", "2025-07-31"),
    ("cuối tháng 7", "2025-07-31"),
    ("đến hết tháng 7", "2025-07-31"),
    ("trong tháng", "2025-06-30"),
    ("trong tháng này", "2025-06-30"),
    ("báo cáo trong tháng, gửi cơ quan thường trực", "2025-06-30"),
    ("trong tháng sau", "2025-07-31"),
    ("Tháng 6/2025", "2025-06-30"),
    ("trong quý III", "2025-09-30"),
    ("trong quý III/2025", "2025-09-30"),
    ("trong qúy 4 năm 2025", "2025-12-31"),
    ("hoàn thành quí I", "2026-03-31"),
    ("Quý III/2025", "2025-09-30"),
    ("trong quý", "2025-06-30"),
    ("trong quý này", "2025-06-30"),
    ("cuối quý", "2025-06-30"),
    ("hết năm", "2025-12-31"),
    ("đến hết năm 2025", "2025-12-31"),
    ("trong năm 2025", "2025-12-31"),
    ("trong năm", "2025-12-31"),
    ("trong năm nay", "2025-12-31"),
    ("cuối năm 2026", "2026-12-31"),
    ("Năm 2025", "2025-12-31"),
    ("trong 6 tháng đầu năm", "2025-06-30"),
    ("trong 9 tháng đầu năm 2025", "2025-09-30"),
    ("trong 6 tháng cuối năm 2025", "2025-12-31"),
    ("trước tháng 7", "2025-06-30"),
    ("trước tháng 7/2026", "2026-06-30"),
    ("trước quý IV", "2025-09-30"),
    ("trước năm 2026", "2025-12-31"),
    ("trong 10 ngày kể từ ngày ban hành", "2025-06-12"),
    ("trong 10 (mười) ngày, kể từ ngày ký ban hành", "2025-06-12"),
    ("trong vòng mười lăm ngày kể từ ngày nhận được thông báo này", "2025-06-17"),
    ("trong năm ngày kể từ ngày nhận được văn bản", "2025-06-07"),
    ("trong 10 ngày kể từ ngày 20/6/2025", "2025-06-30"),
    ("10 ngày kể từ ngày ký", "2025-06-12"),
    ("sau 10 ngày kể từ khi kết thúc hội nghị", "2025-06-12"),
    ("trong thời hạn 30 ngày", "2025-07-02"),
    ("thời hạn 30 ngày", "2025-07-02"),
    ("30 ngày", "2025-07-02"),
    ("5 ngày làm việc", "2025-06-09"),
    ("trong 2 tuần", "2025-06-16"),
    ("trong 3 tháng kể từ ngày ban hành", "2025-09-02"),
    ("trong 5 ngày làm việc kể từ ngày ban hành", "2025-06-09"),
    ("chậm nhất 05 ngày làm việc kể từ ngày nhận được", "2025-06-09"),
    ("trong tuần", "2025-06-06"),
    ("trong tuần này", "2025-06-06"),
    ("cuối tuần này", "2025-06-06"),
    ("trong tuần tới", "2025-06-13"),
    ("trong ngày", "2025-06-02"),
    ("ngay trong ngày hôm nay", "2025-06-02"),
    ("trong ngày mai", "2025-06-03"),
    ("xây dựng dự thảo trước ngày 15/6/2025, trình ban hành trước ngày 30/6/2025", "2025-06-29"),
    ("trước ngày 31/3 hằng năm", "2026-03-30"),
]

COMES_BACK = [
    ("ngày 15 hằng tháng", "monthly", "day:15"),
    ("vào ngày 15 hàng tháng", "monthly", "day:15"),
    ("trước ngày 15 hằng tháng", "monthly", "day:14"),
    ("trước ngày 01 hằng tháng", "monthly", "last"),
    ("chậm nhất ngày 25 mỗi tháng", "monthly", "day:25"),
    ("hằng tháng, trước ngày 25", "monthly", "day:24"),
    ("báo cáo định kỳ hằng tháng", "monthly", "last"),
    ("hằng quý", "quarterly", "last"),
    ("định kỳ quý", "quarterly", "last"),
    ("trước ngày 20 của tháng cuối quý", "quarterly", "day:19"),
    ("6 tháng một lần", "half_yearly", "last"),
    ("định kỳ 6 tháng", "half_yearly", "last"),
    ("hàng năm", "yearly", "last"),
    ("hằng tuần", "weekly", "last"),
    ("thứ Sáu hằng tuần", "weekly", "day:5"),
    ("khẩn trương, báo cáo hằng quý", "quarterly", "last"),
    ("định kỳ trước ngày 10 hằng tháng", "monthly", "day:9"),
    ("mỗi tháng làm việc một buổi, báo cáo trước ngày 28 hằng tháng", "monthly", "day:27"),
    ("ít nhất 01 lần/quý", "quarterly", "last"),
]

ASKS = [
    ("sớm", words.VAGUE),
    ("thực hiện sớm nhất", words.VAGUE),
    ("khẩn trương", words.VAGUE),
    ("triển khai ngay", words.VAGUE),
    ("trong thời gian tới", words.VAGUE),
    ("đầu tháng 7", words.VAGUE),
    ("trước kỳ họp HĐND cuối năm", words.VAGUE),
    ("trình tại kỳ họp cuối năm", words.VAGUE),
    ("khẩn trương báo cáo trước Tết Nguyên đán", words.VAGUE),
    ("thời hạn: theo quy định", words.VAGUE),
    ("trước ngày 31/6", words.NO_SUCH_DAY),
    ("trước ngày 31/6/2025", words.NO_SUCH_DAY),
    ("chậm nhất ngày 29/2/2026", words.NO_SUCH_DAY),
    ("trong tháng 13", words.NO_SUCH_DAY),
    ("trong năm 9999", words.NO_SUCH_DAY),
    ("trước ngày 40 hằng tháng", words.NO_SUCH_DAY),
    ("trước ngày 20/5/2025", words.PAST),
    ("trước ngày 02/6/2025", words.PAST),  # its last day is the day before the document
    ("trong tháng 5/2025", words.PAST),
]

NO_DEADLINE = [
    "",
    "   ",
    "Thực hiện Quyết định số 15/QĐ-UBND ngày 12/3/2025 của UBND tỉnh",
    "Thực hiện Quyết định số 15/QĐ-UBND ngày 12 tháng 3 năm 2025",
    "Quyết định số 15/QĐ-UBND ký trước ngày 20/6/2025",
    "rà soát các khoản chậm đóng phát sinh trước ngày 30/6/2025",
    "số liệu tính đến hết ngày 30/6/2025",
    "các văn bản đã ban hành trước ngày 01/7/2025",
    "Nghị quyết có hiệu lực trước ngày 01/7/2025",
    "kết quả trong năm qua",
    "kế hoạch năm học",
    "trong năm học tới",
    "trong 12 tháng liên tục",
    "chậm đóng từ 12 tháng trở lên",
    "trong quy chế hoạt động",
    "ngay từ đầu nhiệm kỳ",
    "tăng cường tuyên truyền",
    "hoàn thành 1/3 số xã",
    "hoàn thành trước hạn 20/6/2025 theo Kế hoạch",
    "áp dụng từ nay, số thu đến ngày 31/5/2025 đạt 45%",
    "mở lớp 5 ngày làm việc cho 30 người",
]


@pytest.fixture(scope="module")
def calendar():
    return load_calendar(TABLE)


@pytest.mark.parametrize(("text", "due_on"), CERTAIN)
def test_a_whole_day_is_certain(calendar, text, due_on):
    """Story 004-2: "trước ngày n" of a conclusion becomes the last acceptable day."""
    read = read_deadline(text, issued_on=ISSUED, calendar=calendar)

    assert (read.due_on, read.certain) == (date.fromisoformat(due_on), True)
    assert read.params["day"] == f"{read.due_on:%d/%m/%Y}"


@pytest.mark.parametrize(("text", "due_on"), TO_CONFIRM)
def test_a_computed_day_is_shown_to_be_confirmed(calendar, text, due_on):
    read = read_deadline(text, issued_on=ISSUED, calendar=calendar)

    assert (read.due_on, read.certain) == (date.fromisoformat(due_on), False)


@pytest.mark.parametrize(("text", "rhythm", "rule"), COMES_BACK)
def test_what_comes_back_gives_a_rhythm_and_no_day(text, rhythm, rule):
    read = read_deadline(text, issued_on=ISSUED)

    assert (read.due_on, read.rhythm, str(read.rule)) == (None, Rhythm(rhythm), rule)
    assert read.asks


@pytest.mark.parametrize(("text", "explanation"), ASKS)
def test_words_without_a_day_ask_for_one(text, explanation):
    read = read_deadline(text, issued_on=ISSUED)

    assert (read.due_on, read.certain, read.explanation) == (None, False, explanation)
    assert read.asks


@pytest.mark.parametrize("text", NO_DEADLINE)
def test_a_day_that_is_no_deadline_is_left_alone(text):
    assert read_deadline(text, issued_on=ISSUED) == words.NO_DEADLINE


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "change", [str, str.upper, str.title, lambda text: f"  {text.replace(' ', chr(0xA0) + chr(10))}"]
)
def test_capitals_spaces_and_the_form_of_the_letters_change_nothing(calendar, form, change):
    for text, due_on in CERTAIN + TO_CONFIRM:
        read = read_deadline(change(unicodedata.normalize(form, text)), issued_on=ISSUED, calendar=calendar)

        assert read.due_on == date.fromisoformat(due_on), text


def test_a_writer_without_marks_is_understood(calendar):
    # Without its marks "tháng sau" (next month) is "tháng sáu" (June): shown to be confirmed either way.
    for text, due_on in [row for row in CERTAIN + TO_CONFIRM if row[0] != "trong tháng sau"]:
        read = read_deadline(without_marks(text), issued_on=ISSUED, calendar=calendar)

        assert read.due_on == date.fromisoformat(due_on), text
    for text, _explanation in ASKS:
        assert read_deadline(without_marks(text), issued_on=ISSUED).asks, text


@pytest.mark.parametrize(
    ("text", "strict", "inclusive"),
    [
        ("trước ngày 20/6/2025", "2025-06-19", "2025-06-20"),
        ("trước 15/6", "2025-06-14", "2025-06-15"),
        ("chậm nhất ngày 20/6/2025", "2025-06-20", "2025-06-20"),
        ("trước 17 giờ ngày 20/6/2025", "2025-06-20", "2025-06-20"),
        ("trước tháng 7", "2025-06-30", "2025-06-30"),
    ],
)
def test_an_office_may_read_before_a_day_as_that_day(text, strict, inclusive):
    assert read_deadline(text, issued_on=ISSUED).due_on == date.fromisoformat(strict)
    assert read_deadline(text, issued_on=ISSUED, strict=False).due_on == date.fromisoformat(inclusive)


def test_an_inclusive_office_counts_a_monthly_day_in():
    read = read_deadline("trước ngày 15 hằng tháng", issued_on=ISSUED, strict=False)

    assert str(read.rule) == "day:15"


def test_working_days_are_those_of_the_calendar(calendar):
    wording = "trong 5 ngày làm việc kể từ ngày ban hành"

    assert read_deadline(wording, issued_on=date(2026, 8, 28), calendar=calendar).due_on == date(2026, 9, 9)
    assert read_deadline(wording, issued_on=date(2026, 8, 28)).due_on == date(2026, 9, 4)


def test_a_weekend_does_not_move_a_day():
    assert read_deadline("chậm nhất ngày 21/6/2025", issued_on=ISSUED).due_on == date(2025, 6, 21)


def test_the_end_of_a_week_that_has_begun_to_end_is_the_day_itself(calendar):
    assert read_deadline("trong tuần", issued_on=date(2025, 6, 7), calendar=calendar).due_on == date(2025, 6, 7)


def test_the_words_are_found_where_they_stand():
    text = unicodedata.normalize("NFD", "Sở Y tế chủ trì,  Trước   ngày 20/6/2025, báo cáo Hòa Bình")

    read = read_deadline(text, issued_on=ISSUED)

    assert read.wording == "Trước ngày 20/6/2025"
    assert unicodedata.normalize("NFC", text[read.start : read.end]) == "Trước   ngày 20/6/2025"


def test_several_days_are_all_told():
    text = "dự thảo trước ngày 15/6/2025, khẩn trương trình trước ngày 30/6/2025, báo cáo hằng quý"

    found = read_deadlines(text, issued_on=ISSUED)
    read = read_deadline(text, issued_on=ISSUED)

    assert [one.wording for one in found] == [
        "trước ngày 15/6/2025",
        "khẩn trương",
        "trước ngày 30/6/2025",
        "hằng quý",
    ]
    assert (read.explanation, read.wording) == (words.SEVERAL, "trước ngày 30/6/2025")


@pytest.mark.parametrize("text", ["sớm", "hằng quý", "theo chỉ đạo", "trước ngày 20/5/2025", "trước ngày 31/6"])
def test_a_file_is_refused_for_a_wording_without_a_day(text):
    with pytest.raises(DomainError, match="names no single day"):
        refuse_wording_without_day(text, read_deadline(text, issued_on=ISSUED))


@pytest.mark.parametrize("text", ["", " ", "trước 15/6", "trong quý III", "20/6/2025"])
def test_a_file_may_give_a_wording_with_a_day_or_none(text):
    refuse_wording_without_day(text, read_deadline(text, issued_on=ISSUED))


def test_every_explanation_is_filled_in():
    for text in [
        *(text for text, _ in CERTAIN + TO_CONFIRM + ASKS),
        *(text for text, _, _ in COMES_BACK),
        *NO_DEADLINE,
    ]:
        read = read_deadline(text, issued_on=ISSUED)

        assert read.explanation % read.params
