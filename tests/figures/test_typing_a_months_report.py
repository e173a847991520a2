"""A commune's reporter types the month's values; what is kept is what was meant."""

from __future__ import annotations

import gzip

import pytest

from committee.core import clock
from tests.cast import DISTRICT_REVIEWER, OTHER_REPORTER, REPORTER
from tests.web.browser import Browser

REPORT = "/units/31441/reports/2024-10-25"
CHECK, SAVE = "Kiểm tra và gửi", "Lưu nháp"


@pytest.fixture
def reporter(october, browser_of) -> Browser:
    browser = browser_of(REPORTER)
    browser.open(REPORT)
    return browser


def test_the_page_says_what_is_asked_for_which_period_and_by_when(reporter):
    page = reporter.page

    assert page.heading == "Báo cáo tháng 10/2024"
    assert "Thị trấn Nàng Mau" in page.text
    assert "Kỳ 26/09/2024 – 25/10/2024 · hạn gửi 01/11/2024" in page.text
    assert "Tháng trước: 690 · Chỉ tiêu năm: 700" in page.text
    assert page.text.count("Chưa nhập") == 3


def test_what_does_not_apply_is_left_out_with_the_reason(reporter):
    assert "Số học sinh, sinh viên tham gia BHYT: Không có trường học" in reporter.page.text
    assert not reporter.page.find(".//input[@name='value_hi_students']")


def test_denominators_are_not_asked_for(reporter):
    assert not reporter.page.find(".//input[@name='value_population']")


def test_a_draft_is_kept_and_comes_back_as_a_number(reporter, october):
    page = reporter.press(SAVE, value_hi_participants="5 010")

    assert "Đã lưu nháp" in page.text
    assert october.states("31441", "hi_participants") == [("draft", 5010)]
    assert page.find(".//input[@name='value_hi_participants']")[0].get("value") == "5.010"
    assert "Đang nhập" in page.text


def test_an_empty_field_is_not_reported_and_zero_is(reporter, october):
    reporter.press(SAVE, value_si_voluntary="", value_campaign_events="0")

    assert october.states("31441") == []
    assert october.states("31441", "campaign_events") == [("draft", 0)]


def test_an_emptied_field_leaves_the_draft(reporter, october):
    reporter.press(SAVE, value_si_voluntary="695")

    reporter.press(SAVE, value_si_voluntary="")

    assert october.states("31441") == []


def test_what_cannot_be_read_comes_back_as_typed_with_a_sentence(reporter, october):
    page = reporter.press(SAVE, value_si_voluntary="6O5", value_hi_participants="5010")

    assert page.status == 422
    assert page.title.startswith("Lỗi: ")
    assert len(page.errors) == 1
    assert page.errors[0].startswith("Số người tham gia BHXH tự nguyện: Ký tự thứ 2, “O”")
    assert page.find(".//input[@name='value_si_voluntary']")[0].get("value") == "6O5"
    assert page.find(".//input[@name='value_hi_participants']")[0].get("value") == "5010"
    assert october.states("31441", "hi_participants") == []


def test_a_number_with_two_meanings_is_asked_about_and_kept_as_answered(reporter, october):
    page = reporter.press(SAVE, value_hi_participants="5,010")
    assert page.status == 422
    assert "5.010 người" in page.text
    answer = page.find(".//input[@name='answer_hi_participants']")[0].get("value")

    page = reporter.press(SAVE, value_hi_participants="5,010", answer_hi_participants=answer)

    assert page.status == 200
    assert october.states("31441", "hi_participants") == [("draft", 5010)]


def test_a_word_before_the_number_is_kept_with_it(reporter, october):
    page = reporter.press(SAVE, value_hi_participants="khoảng 5.010")

    assert october.figures("31441", "hi_participants")[0].qualifier == "about"
    assert page.find(".//input[@name='value_hi_participants']")[0].get("value") == "khoảng 5.010"


def test_a_period_that_has_not_closed_says_when_it_opens(reporter):
    page = reporter.open("/units/31441/reports/2024-11-25")

    assert "Kỳ này mở ngày 25/11/2024." in page.text
    assert not page.find(".//input[@inputmode='numeric']")


@pytest.mark.parametrize(
    "address", ["/units/31441/reports/2024-10-24", "/units/31441/reports/x", "/units/0/reports/2024-10-25"]
)
def test_there_is_no_report_of_any_other_day_or_unit(reporter, address):
    assert reporter.open(address).status == 404


def test_a_neighbour_does_not_see_the_report(october, browser_of):
    browser = browser_of(OTHER_REPORTER)

    assert browser.open(REPORT).status == 404
    assert browser.send(REPORT, value_si_voluntary="1").status_code == 404
    assert october.states("31441") == []


def test_who_may_only_read_is_shown_the_report_without_fields_and_without_drafts(reporter, browser_of):
    reporter.press(SAVE, value_si_voluntary="695")

    page = browser_of(DISTRICT_REVIEWER).open(REPORT)

    assert page.path == f"{REPORT}/review"
    assert "695" not in page.text


def test_two_devices_do_not_overwrite_each_other(reporter, browser_of, october):
    phone = browser_of(REPORTER)
    phone.open(REPORT)
    reporter.press(SAVE, value_si_voluntary="695")

    page = phone.press(SAVE, value_si_voluntary="696")

    assert page.status == 409
    assert "696" in page.text
    assert "695" in page.text
    assert "690" in page.text
    assert october.states("31441") == [("draft", 695)]


def test_what_was_typed_here_can_be_saved_all_the_same(reporter, browser_of, october):
    phone = browser_of(REPORTER)
    phone.open(REPORT)
    reporter.press(SAVE, value_si_voluntary="695")
    phone.press(SAVE, value_si_voluntary="696")

    phone.press("Lưu số vừa nhập ở đây")

    assert october.states("31441") == [("draft", 696)]


def test_the_same_values_typed_twice_are_no_conflict(reporter, browser_of):
    phone = browser_of(REPORTER)
    phone.open(REPORT)
    reporter.press(SAVE, value_si_voluntary="695")

    assert phone.press(SAVE, value_si_voluntary="695").status == 200


def test_what_is_typed_after_the_report_was_sent_elsewhere_is_not_dropped_in_silence(reporter, browser_of, october):
    phone = browser_of(REPORTER)
    phone.open(REPORT)
    reporter.press(CHECK, value_si_voluntary="702")
    reporter.press("Gửi báo cáo tháng 10/2024")

    page = phone.press(CHECK, value_si_voluntary="703")

    assert page.status == 409
    assert "703" in page.text
    assert "chỉ sửa được sau khi được rút lại hoặc trả lại: Số người tham gia BHXH tự nguyện." in page.text
    assert "Lưu số vừa nhập ở đây" not in page.text
    assert october.states("31441") == [("submitted", 702)]


def test_going_back_after_sending_says_that_it_was_sent(reporter):
    reporter.press(CHECK, value_si_voluntary="702")
    reporter.press("Gửi báo cáo tháng 10/2024")

    page = reporter.open(f"{REPORT}/check")

    assert page.path == REPORT
    assert "Không còn số liệu nào chờ gửi: số đã nhập đều đã gửi." in page.text


def test_the_page_travels_light_and_waits_for_nothing(reporter):
    assert len(gzip.compress(reporter.page.html.encode())) <= 25_000
    assert not reporter.page.find(".//link[@rel='stylesheet']")
    assert not reporter.page.find(".//script")


def test_the_reports_of_the_year_are_listed(reporter):
    page = reporter.open("/reports")

    assert page.text.count("Chưa nhập") == 10
    assert "tháng 11/2024, mở ngày 25/11/2024, hạn gửi 02/12/2024" in page.text
    assert clock.today().year == 2024
