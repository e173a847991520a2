"""What people see of explanations: the form of the unit, the promise with its path, the answer of the level above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from committee.core import clock
from committee.core.db import transaction
from committee.domain.commitments import Said
from committee.escalation.forms import ExplanationForm
from committee.escalation.operations import accept_explanation, acknowledge, explain
from committee.targets.queries import indicators
from tests import cast as people
from tests.escalation.lagging import case_of, cases, morning, report, sweep_on, town_behind
from tests.web.browser import Browser, Page

pytestmark = pytest.mark.one_engine
FIRST = date(2024, 10, 28)
FILE, ACCEPT, RETURN = "Gửi giải trình", "Chấp nhận cam kết", "Trả lại bản giải trình"
WHOLE = {
    "explanation-cause": "thin_network",
    "explanation-text": "Mỗi xã chỉ có một điểm thu.",
    "explanation-number": "800",
    "explanation-due_on": "20/12/2024",
}


@pytest.fixture
def case_id(app: Flask, cast: people.Cast) -> int:
    """A case of the town of Nàng Mau that its reporter has received."""
    town = town_behind(cast)
    sweep_on(FIRST)
    found = case_of(town).id
    with transaction():
        acknowledge(case_id=found, by=cast.actor(people.REPORTER), now=clock.now())
    return found


def filed(case_id: int, browser_of: Callable[..., Browser], **said: str) -> Page:
    """Let the reporter file an explanation, and return what they see then."""
    browser = browser_of(people.REPORTER)
    browser.open(f"/cases/{case_id}")
    return browser.press(FILE, **{**WHOLE, **said})


def test_the_unit_is_helped_to_find_its_promise(case_id: int, browser_of: Callable[..., Browser]) -> None:
    page = browser_of(people.REPORTER).open(f"/cases/{case_id}")

    assert "Hạn giải trình" in page.text
    assert "31/10/2024" in page.text
    assert "600 người, tính đến ngày 30/09/2024" in page.text
    assert "Còn thiếu so với chỉ tiêu năm 400 người" in page.text
    assert "Mỗi tháng cần thêm để đạt chỉ tiêu 200 người" in page.text
    assert page.find(".//*[@id='answer']//form[@id='explanation']")
    assert FILE not in browser_of(people.CHAIR).open(f"/cases/{case_id}").text


def test_the_unit_explains_and_everybody_sees_the_promise_with_its_path(
    case_id: int, browser_of: Callable[..., Browser]
) -> None:
    page = filed(case_id, browser_of)

    assert "Đã gửi giải trình" in page.notes[0]
    assert FILE not in page.text
    assert ACCEPT not in page.text
    seen = browser_of(people.CHAIR).open(f"/cases/{case_id}").text
    for said in ("Đơn vị đã giải trình", "Mạng lưới tổ chức dịch vụ thu còn mỏng", "Mỗi xã chỉ có một điểm thu."):
        assert said in seen
    # 28/10 to 20/12 are 53 days for 200 people: 11,3 by 31/10, 124,5 by 30/11.
    for said in ("612 người", "725 người", "800 người", "Đạt 800 người chậm nhất ngày 20/12/2024"):
        assert said in seen


REFUSED = (
    ({"explanation-number": ""}, "Đề nghị ghi con số đơn vị cam kết."),
    ({"explanation-number": "600"}, "đề nghị cam kết cao hơn 600 người"),
    ({"explanation-number": "khoảng 800", "explanation-text": ""}, "Cam kết phải là con số cụ thể"),
    ({"explanation-number": "80%"}, "không phải tỷ lệ"),
    ({"explanation-due_on": ""}, "Đề nghị ghi ngày hoàn thành cam kết."),
    ({"explanation-due_on": "28/10/2024"}, "Ngày cam kết phải sau hôm nay"),
    ({"explanation-due_on": "01/01/2025"}, "Ngày cam kết chậm nhất là 31/12/2024"),
    ({"explanation-due_on": "cuối năm"}, "01/07/2025"),
    ({"explanation-cause": ""}, "Đề nghị chọn nguyên nhân chính."),
    ({"explanation-cause": "other"}, "Đề nghị ghi rõ nguyên nhân."),
    ({"explanation-text": " "}, "Đề nghị giải trình cụ thể"),
    # Reloaded, it is sent knowingly.
    ({"explanation-version": "77"}, "vừa có người khác cập nhật"),
)


def test_what_is_refused_is_said_at_its_field_and_the_rest_is_kept(
    case_id: int, browser_of: Callable[..., Browser]
) -> None:
    browser = browser_of(people.REPORTER)
    for said, sentence in REFUSED:
        browser.open(f"/cases/{case_id}")

        page = browser.press(FILE, **{**WHOLE, **said})

        assert page.status == 422
        assert sentence in page.text
        for name, typed in {**WHOLE, **said}.items():
            if name in ("explanation-number", "explanation-due_on"):
                assert page.find(f".//input[@name='{name}']")[0].get("value") == typed
    assert "Đề nghị giải trình cụ thể" in browser.press(FILE, **{**WHOLE, **REFUSED[2][0]}).text  # all at once
    assert case_of_state(case_id) == "ACKED"


def test_what_can_have_two_meanings_is_asked_and_never_guessed(app: Flask) -> None:
    share = indicators()["hi_coverage"]
    typed = {"explanation-number": "95.125", "explanation-due_on": "20/12/2024"}
    with app.test_request_context(method="POST", data=typed):
        form = ExplanationForm(prefix="explanation")
        said = form.said(share)

    assert said.number is None
    assert form.number.errors == ["Có phải là 95,125 % không? Xin ghi dấu % sau số."]


def test_the_level_above_accepts_and_the_promise_becomes_a_task(
    case_id: int, browser_of: Callable[..., Browser]
) -> None:
    filed(case_id, browser_of)
    browser = browser_of(people.SECRETARIAT)
    browser.open(f"/cases/{case_id}")

    page = browser.press(ACCEPT)

    assert "Đã chấp nhận cam kết" in page.notes[0]
    assert "Đơn vị đã cam kết" in page.text
    link = page.find(".//section[@id='explanations']//a")[0].get("href")
    task = browser.open(link)
    assert "Đạt 800 người chậm nhất ngày 20/12/2024" in task.text
    assert "Đạt 725 người chậm nhất ngày 30/11/2024" in task.text
    assert f"/cases/{case_id}" in task.text


def test_the_level_above_returns_it_with_a_reason_and_the_unit_completes_it(
    case_id: int, browser_of: Callable[..., Browser]
) -> None:
    filed(case_id, browser_of)
    browser = browser_of(people.SECRETARIAT)
    browser.open(f"/cases/{case_id}")

    assert "Đề nghị nêu nội dung còn thiếu" in browser.press(RETURN, **{"return-reason": " "}).text
    page = browser.press(RETURN, **{"return-reason": "Chưa nêu biện pháp."})

    assert "Đã trả lại bản giải trình kèm lý do." in page.notes[0]
    seen = browser_of(people.REPORTER).open(f"/cases/{case_id}")
    assert "Chưa nêu biện pháp." in seen.text
    assert FILE in seen.text
    assert "Chưa đánh giá" not in seen.text, "nobody follows the path of what was returned"


def test_what_is_left_of_a_missed_promise_is_no_longer_followed_though_a_new_one_is(
    case_id: int, cast: people.Cast, browser_of: Callable[..., Browser]
) -> None:
    def promise(number: int, day: date) -> None:
        said = Said("thin_network", "", "Mỗi xã chỉ có một điểm thu.", number, date(2024, 12, 20))
        reporter, office, now = cast.actor(people.REPORTER), cast.actor(people.SECRETARIAT), morning(day)
        with transaction():
            if day != FIRST:
                acknowledge(case_id=case_id, by=reporter, now=now)
            filed_now = explain(case_id=case_id, said=said, by=reporter, now=now)
            accept_explanation(explanation_id=filed_now, by=office, now=now)

    promise(800, FIRST)
    report(cast.units["31441"], date(2024, 10, 31), 605)
    sweep_on(date(2024, 11, 1))
    promise(750, date(2024, 11, 4))

    page = browser_of(people.SECRETARIAT).open(f"/cases/{case_id}")

    def states(filing: int) -> list[str]:
        cells = page.find(f".//article[@id='explanation-{filing}']//td[@data-label='Trạng thái']")
        return [" ".join("".join(cell.itertext()).split()) for cell in cells]

    assert states(1) == ["Không đạt mốc", "Không còn theo dõi", "Không còn theo dõi"]
    assert states(2) == ["Chưa đánh giá", "Chưa đánh giá"]


def test_the_home_page_points_to_whoever_has_to_answer(case_id: int, browser_of: Callable[..., Browser]) -> None:
    address = f"/cases/{case_id}#answer"

    def pointed(person: people.Person) -> bool:
        return bool(browser_of(person).open("/").find(f".//a[@href='{address}']"))

    assert (pointed(people.REPORTER), pointed(people.SECRETARIAT)) == (True, False)
    assert "Chờ Ông/Bà giải trình" in browser_of(people.REPORTER).open("/cases").text

    filed(case_id, browser_of)

    assert (pointed(people.REPORTER), pointed(people.SECRETARIAT)) == (False, True)
    assert "Chờ Ông/Bà cho ý kiến về giải trình" in browser_of(people.SECRETARIAT).open("/cases").text


def case_of_state(case_id: int) -> str:
    """Return the state of a case as it stands now."""
    return next(case.state for case in cases() if case.id == case_id)
