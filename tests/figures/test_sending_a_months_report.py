"""A report is checked, sent once, acknowledged by a receipt, and can be taken back while nobody has decided."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from committee.core.db import db
from committee.figures.models import Figure, Submission
from tests.cast import REPORTER, SECRETARIAT
from tests.figures.october import statements
from tests.web.browser import Browser

REPORT = "/units/31441/reports/2024-10-25"
CHECK, SEND, REASON = "Kiểm tra và gửi", "Gửi báo cáo tháng 10/2024", "reason_si_voluntary"


@pytest.fixture
def reporter(october, browser_of) -> Browser:
    browser = browser_of(REPORTER)
    browser.open(REPORT)
    return browser


def test_before_sending_each_value_stands_beside_last_months(reporter):
    page = reporter.press(CHECK, value_si_voluntary="702", value_hi_participants="5010")

    assert page.heading == "Kiểm tra trước khi gửi"
    assert "2 số liệu, không có số nào bất thường." in page.text
    assert "690 702 +12" in page.text
    assert "Để trống, tức là chưa báo cáo: Số hội nghị" in page.text
    assert "Người duyệt: Huỳnh Kim Loan (Cán bộ duyệt số liệu)." in page.text


def test_a_report_is_sent_and_acknowledged(reporter, october):
    reporter.press(CHECK, value_si_voluntary="702", value_hi_participants="5010")

    page = reporter.press(SEND)

    receipt = october.figures("31441")[0].receipt
    assert page.heading == "Đã nhận báo cáo tháng 10/2024"
    assert receipt in page.text
    assert "Võ Minh Đức" in page.text
    assert october.states("31441") == [("submitted", 702)]
    assert october.states("31441", "campaign_events") == []


def test_nothing_typed_is_nothing_to_send(reporter):
    page = reporter.press(CHECK)

    assert page.path == REPORT
    assert "Chưa có số liệu nào" in page.text or "ít nhất" in page.text


def test_an_unusual_value_needs_its_reason(reporter, october):
    page = reporter.press(CHECK, value_si_voluntary="400")
    assert "1 trong 1 số liệu có vẻ bất thường" in page.text

    page = reporter.press(SEND)

    assert page.status == 422
    assert page.errors == ["Xin nêu trong một dòng vì sao số liệu này đúng dù có vẻ bất thường."]
    assert october.states("31441") == [("draft", 400)]


def test_an_unusual_value_is_sent_with_its_reason(reporter, october):
    reporter.press(CHECK, value_si_voluntary="400")

    page = reporter.press(SEND, **{REASON: "290 người hết thẻ ngắn hạn"})

    figure = october.figures("31441")[0]
    assert "290 người hết thẻ ngắn hạn" in page.text
    assert figure.state == "submitted"
    assert figure.note == "290 người hết thẻ ngắn hạn"
    assert figure.warning_settled_at is not None


def test_the_same_page_sent_again_gives_the_same_receipt_and_writes_once(reporter, october):
    reporter.press(CHECK, value_si_voluntary="702")
    first, sent = reporter.page, fields(reporter)

    answers = [reporter.client.post(f"{REPORT}/submissions", data=sent).headers["Location"] for _ in range(3)]

    assert first.heading == "Kiểm tra trước khi gửi"
    assert len(set(answers)) == 1
    assert count(Submission) == 1
    assert len(october.figures("31441")) == 1


def test_the_same_page_sent_again_after_taking_back_still_gives_its_receipt(reporter, october):
    reporter.press(CHECK, value_si_voluntary="702")
    sent = fields(reporter)
    first = reporter.client.post(f"{REPORT}/submissions", data=sent).headers["Location"]
    reporter.open(REPORT)
    reporter.press("Rút lại để sửa")

    again = reporter.client.post(f"{REPORT}/submissions", data=sent).headers["Location"]

    assert again == first
    assert october.states("31441") == [("draft", 702)]


def test_another_report_under_the_same_key_is_refused(reporter, october):
    reporter.press(CHECK, value_si_voluntary="702")
    sent = fields(reporter)
    reporter.client.post(f"{REPORT}/submissions", data=sent)

    answer = reporter.client.post(f"{REPORT}/submissions", data={**sent, "version": "another"})

    assert answer.status_code == 422
    assert count(Submission) == 1


def test_two_at_once_write_once(app, reporter, october):
    reporter.press(CHECK, value_si_voluntary="702")
    sent, cookie = fields(reporter), reporter.cookie()
    start, answers = threading.Barrier(4), []

    def post() -> None:
        client = app.test_client()
        client.set_cookie("session", cookie)
        start.wait()
        answers.append(client.post(f"{REPORT}/submissions", data=sent))

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count(Submission) == 1
    assert len(october.figures("31441")) == 1


def test_a_value_changed_after_the_check_is_not_sent_unseen(reporter, browser_of, october):
    reporter.press(CHECK, value_si_voluntary="702")
    phone = browser_of(REPORTER)
    phone.open(REPORT)
    phone.press("Lưu nháp", value_si_voluntary="703")

    page = reporter.press(SEND)

    assert page.status == 409
    assert october.states("31441") == [("draft", 703)]


def test_what_was_sent_is_locked_and_names_who_sent_it(reporter):
    reporter.press(CHECK, value_si_voluntary="702")
    reporter.press(SEND)

    page = reporter.open(REPORT)

    assert not page.find(".//input[@name='value_si_voluntary']")
    assert "Võ Minh Đức đã gửi lúc 09:00 ngày 28/10/2024" in page.text


def test_what_nobody_has_decided_can_be_taken_back(reporter, october):
    reporter.press(CHECK, value_si_voluntary="702")
    reporter.press(SEND)
    reporter.open(REPORT)

    page = reporter.press("Rút lại để sửa")

    assert october.states("31441") == [("draft", 702)]
    assert page.find(".//input[@name='value_si_voluntary']")[0].get("value") == "702"


def test_who_may_not_report_for_the_unit_cannot_send(october, browser_of):
    browser = browser_of(SECRETARIAT)
    browser.open("/account")

    for way in ("", "/submissions", "/withdrawal"):
        assert browser.send(f"{REPORT}{way}", version="", key="x").status_code == 404


@pytest.mark.one_engine
def test_no_page_on_the_way_asks_the_database_often(reporter):
    counts = [
        statements(lambda: reporter.open("/")),
        statements(lambda: reporter.open(REPORT)),
        statements(lambda: reporter.press(CHECK, value_si_voluntary="702")),
        statements(lambda: reporter.open(f"{REPORT}/check")),
        statements(lambda: reporter.open("/reports")),
    ]

    assert max(counts) <= 50
    assert [count for count in counts if count > 25] == counts[2:3]


def fields(browser: Browser) -> dict[str, str]:
    """Return what the page's sending form holds."""
    form, _ = browser.page.form_with(SEND)
    return {field.get("name"): field.get("value", "") for field in form.iter("input") if field.get("name")}


def count(table: type[Figure | Submission]) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(table))
