"""The level above accepts or returns what was sent; never the sender, never twice, never unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from committee.core import clock
from committee.core.db import db, transaction
from committee.figures.models import Cell, Figure
from committee.figures.operations import Typed, submit
from committee.members import operations as members
from tests.cast import BY, DISTRICT_REVIEWER, OTHER_REPORTER, REPORTER, SECRETARIAT
from tests.figures.october import CUT_OFF, statements
from tests.web.browser import Browser

REPORT = "/units/31441/reports/2024-10-25"
ACCEPT, RETURN, BULK = "Duyệt và xem báo cáo tiếp theo", "Trả lại để chỉnh sửa", "Duyệt các báo cáo đã chọn"


@pytest.fixture
def reviewer(october, browser_of) -> Browser:
    return browser_of(DISTRICT_REVIEWER)


def sent(october, code: str = "31441", person=REPORTER, **values: int) -> None:
    """Let a unit send values."""
    typed = {indicator: Typed(value, note="đã đối chiếu") for indicator, value in values.items()}
    with transaction():
        unit_id, by = october.cast.units[code], october.cast.actor(person)
        submit(unit_id=unit_id, as_of=CUT_OFF, values=typed, by=by, now=clock.now())
    db.session.remove()


def test_the_queue_shows_what_waits_below_the_viewers_units_only(october, reviewer):
    sent(october, si_voluntary=702)
    sent(october, "31318", OTHER_REPORTER, si_voluntary=860)

    page = reviewer.open("/reviews")

    assert "Thị trấn Nàng Mau" in page.text
    assert "Phường I" not in page.text
    assert "Tháng 10/2024: đã duyệt báo cáo của 0/2 xã; 1 báo cáo đang chờ duyệt, 1 xã chưa gửi." in page.text


def test_the_most_unusual_stand_first(october, browser_of):
    sent(october, "31318", OTHER_REPORTER, si_voluntary=860)
    sent(october, si_voluntary=400)

    page = browser_of(SECRETARIAT).open("/reviews")

    assert page.text.index("Thị trấn Nàng Mau") < page.text.index("Phường I")
    assert "1 số cần xem" in page.text


def test_one_report_shows_values_doubts_reasons_and_the_months_before(october, reviewer):
    sent(october, si_voluntary=400, hi_participants=5010)

    page = reviewer.open(f"{REPORT}/review")

    assert "Số liệu giảm" in page.text or "giảm" in page.text
    assert "Lý do đã nêu: đã đối chiếu" in page.text
    assert "690 400 −290" in page.text
    assert "9/2024" in page.text
    assert "10/2023" in page.text


def test_an_accepted_report_is_locked_and_rolled_up_at_once(october, reviewer, browser_of):
    sent(october, campaign_events=10, si_voluntary=702)
    reviewer.open(f"{REPORT}/review")

    reviewer.press(ACCEPT, then="next")

    assert october.states("31441") == [("accepted", 702)]
    assert [figure.value for figure in october.figures("31441", "campaign_events", "official")] == [10]
    cell = db.session.scalar(
        select(Cell).where(Cell.unit_id == october.cast.units["31441"], Cell.indicator == "campaign_events")
    )
    assert cell.m10 == 10
    page = browser_of(REPORTER).open(REPORT)
    assert "Huỳnh Kim Loan đã duyệt lúc 09:00 ngày 28/10/2024" in page.text
    assert not page.find(".//input[@name='value_si_voluntary']")


def test_a_report_is_returned_with_what_is_wrong(october, reviewer, browser_of):
    sent(october, si_voluntary=702)
    reviewer.open(f"{REPORT}/review")

    reviewer.press(RETURN, reason="Thiếu ấp Thạnh Lợi")

    assert october.states("31441") == [("returned", 702)]
    page = browser_of(REPORTER).open(REPORT)
    assert "Thiếu ấp Thạnh Lợi" in page.text
    assert page.find(".//input[@name='value_si_voluntary']")[0].get("value") == "702"


def test_a_return_without_a_reason_is_refused(october, reviewer):
    sent(october, si_voluntary=702)
    reviewer.open(f"{REPORT}/review")

    page = reviewer.press(RETURN, reason=" ")

    assert page.status == 422
    assert len(page.errors) == 1
    assert october.states("31441") == [("submitted", 702)]


def test_a_returned_report_is_corrected_and_sent_again(october, reviewer, browser_of):
    sent(october, si_voluntary=702)
    reviewer.open(f"{REPORT}/review")
    reviewer.press(RETURN, reason="Thiếu ấp Thạnh Lợi")
    reporter = browser_of(REPORTER)
    reporter.open(REPORT)

    reporter.press("Kiểm tra và gửi", value_si_voluntary="712")
    reporter.press("Gửi báo cáo tháng 10/2024")

    assert october.states("31441") == [("submitted", 712)]


def test_what_somebody_else_has_decided_says_who_and_when(october, reviewer, browser_of):
    sent(october, si_voluntary=702)
    reviewer.open(f"{REPORT}/review")
    colleague = browser_of(SECRETARIAT)
    colleague.open(f"{REPORT}/review")
    colleague.press(ACCEPT)

    page = reviewer.press(ACCEPT)

    assert page.status == 409
    assert "Phan Văn Tài, 09:00 ngày 28/10/2024" in page.text


def test_a_report_that_changed_since_is_not_accepted_unseen(october, reviewer):
    sent(october, si_voluntary=702)
    reviewer.open(f"{REPORT}/review")
    sent(october, si_voluntary=712)

    page = reviewer.press(ACCEPT)

    assert page.status == 409
    assert october.states("31441") == [("submitted", 712)]


def test_whoever_sent_a_report_does_not_accept_it(october, browser_of):
    with transaction():
        members.give_role(
            account_id=october.cast.accounts[DISTRICT_REVIEWER],
            unit_id=october.cast.units["31441"],
            role="reporter",
            by=BY,
            now=clock.now(),
        )
    sent(october, person=DISTRICT_REVIEWER, si_voluntary=702)
    browser = browser_of(DISTRICT_REVIEWER)

    page = browser.open(f"{REPORT}/review")
    answer = browser.send(f"{REPORT}/acceptance", version="")

    assert "Người gửi báo cáo không được duyệt" in page.text or "Người gửi" in page.text
    assert answer.status_code == 409
    assert "Tự gửi: cần người khác duyệt" in browser.open("/reviews").text
    assert october.states("31441") == [("submitted", 702)]


def test_all_plain_reports_are_accepted_at_once_and_the_unusual_ones_wait(october, browser_of):
    sent(october, "31318", OTHER_REPORTER, si_voluntary=860)
    sent(october, "31444", OTHER_REPORTER, si_voluntary=510)
    sent(october, si_voluntary=400)
    browser = browser_of(SECRETARIAT)
    chosen = [box.get("value") for box in browser.open("/reviews").find(".//input[@type='checkbox']")]

    browser.send("/reviews/acceptance", report=chosen)

    assert len(chosen) == 2
    assert october.states("31318") == [("accepted", 860)]
    assert october.states("31444") == [("accepted", 510)]
    assert october.states("31441") == [("submitted", 400)]


def test_the_reporter_has_no_queue(october, browser_of):
    assert browser_of(REPORTER).open("/reviews").status == 404


def test_nobody_decides_beyond_their_reach(october, reviewer):
    sent(october, "31318", OTHER_REPORTER, si_voluntary=860)
    reviewer.open("/account")
    figure = october.figures("31318")[0]

    answers = [
        reviewer.send("/units/31318/reports/2024-10-25/acceptance", version="x").status_code,
        reviewer.send("/units/31318/reports/2024-10-25/return", version="x", reason="sai").status_code,
    ]
    answers.append(reviewer.send("/reviews/acceptance", report=f"{figure.unit_id}:2024-10-25:x").status_code)
    answers.append(reviewer.send("/reviews/acceptance", report="nothing").status_code)

    assert answers == [404, 404, 404, 404]
    assert october.states("31318") == [("submitted", 860)]


def test_when_all_are_accepted_the_page_says_so(october, reviewer):
    for code in ("31441", "31444"):
        sent(october, code, OTHER_REPORTER, si_voluntary=712)
        db.session.execute(update(Figure).where(Figure.state == "submitted").values(state="accepted"))
        db.session.commit()

    page = reviewer.open("/reviews")

    assert "Đã duyệt báo cáo của 2/2 xã." in page.text


@pytest.mark.one_engine
def test_the_queue_asks_as_often_for_many_reports_as_for_two(october, browser_of):
    browser = browser_of(SECRETARIAT)
    for code in ("31318", "31441"):
        sent(october, code, OTHER_REPORTER, si_voluntary=860)
    few = statements(lambda: browser.open("/reviews"))
    for code in ("31321", "31444"):
        for indicator in ("si_voluntary", "hi_participants", "campaign_events"):
            sent(october, code, OTHER_REPORTER, **{indicator: 860})

    many = statements(lambda: browser.open("/reviews"))

    assert many == few
    assert many <= 25
