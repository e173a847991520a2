"""What people see of cases: the list, one case, and the button for the unit itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from committee.tasks.queries import tasks
from tests import cast as people
from tests.escalation.lagging import case_of, sweep_on, town_behind
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
FIRST = date(2024, 10, 28)
BUTTON = "Xác nhận đã nhận"


@pytest.fixture
def case_id(app: Flask, cast: people.Cast) -> int:
    """A case of the town of Nàng Mau, whose reporter and whose district's people are of the cast."""
    town = town_behind(cast)
    sweep_on(FIRST)
    return case_of(town).id


def test_a_list_shows_who_is_behind_and_by_how_much(case_id: int, browser_of: Callable[..., Browser]) -> None:
    page = browser_of(people.CHAIR).open("/cases")

    assert page.heading == "Nhắc việc, đôn đốc"
    row = " ".join(page.find(f".//tr[@id='case-{case_id}']")[0].itertext())
    assert "Thị trấn Nàng Mau" in row
    assert "150 người" in row
    assert "Chậm nhiều" in row


def test_the_unit_is_told_that_its_confirmation_is_awaited(case_id: int, browser_of: Callable[..., Browser]) -> None:
    assert "Chờ Ông/Bà xác nhận đã nhận" in browser_of(people.REPORTER).open("/cases").text
    assert "Chờ Ông/Bà xác nhận đã nhận" not in browser_of(people.CHAIR).open("/cases").text


def test_a_case_shows_its_numbers_who_was_told_and_what_comes_next(
    case_id: int, browser_of: Callable[..., Browser]
) -> None:
    page = browser_of(people.CHAIR).open(f"/cases/{case_id}")

    assert "600/1.000 người, đạt 60,00% chỉ tiêu" in page.text
    assert "Võ Minh Đức" in page.text
    assert "Xem xét lại ngày" in page.text
    assert page.find(".//main//a[@href='/units/31441?indicator=si_voluntary']")
    assert BUTTON not in page.text


def test_a_case_leads_to_a_task_for_its_target_and_shows_those_given_since(
    case_id: int, cast: people.Cast, browser_of: Callable[..., Browser]
) -> None:
    chair = browser_of(people.SECRETARIAT)
    page = chair.open(f"/cases/{case_id}")
    assert not page.find(".//section[@id='tasks-given']")
    [link] = [a.get("href") for a in page.find(".//section[@id='why']//a") if a.text == "Giao việc"]
    chair.open(link)
    chair.press("Giao việc", title="Vận động hộ gia đình", deliverable="Báo cáo", due="30/11/2024")
    given = chair.press("Vẫn giao việc") if chair.page.status == 422 else chair.page
    assert given.heading == "Vận động hộ gia đình"
    [task] = tasks(day=FIRST)
    assert (task.about_unit.code, task.indicator, task.target_id is None) == ("31441", "si_voluntary", False)

    shown = chair.open(f"/cases/{case_id}").find(".//section[@id='tasks-given']//a")

    assert [one.get("href") for one in shown] == [f"/tasks/{task.id}"]
    assert browser_of(people.REPORTER).open(f"/cases/{case_id}").find(".//section[@id='tasks-given']")
    supervisor = browser_of(people.DISTRICT_REVIEWER).open(f"/cases/{case_id}")
    assert not supervisor.find(".//section[@id='tasks-given']")


def test_the_unit_confirms_and_the_case_says_so(case_id: int, browser_of: Callable[..., Browser]) -> None:
    browser = browser_of(people.REPORTER)
    browser.open(f"/cases/{case_id}")

    page = browser.press(BUTTON)

    assert page.path == f"/cases/{case_id}"
    assert "Đơn vị đã tiếp nhận" in page.text
    assert "Đã ghi nhận" in page.notes[0]
    assert BUTTON not in page.text


def test_confirming_what_has_changed_meanwhile_is_refused(case_id: int, browser_of: Callable[..., Browser]) -> None:
    browser = browser_of(people.REPORTER)
    browser.open(f"/cases/{case_id}")

    page = browser.press(BUTTON, version="77")

    assert "vừa có người khác cập nhật" in page.notes[0]
    assert BUTTON in page.text


def test_who_may_see_a_case_but_not_answer_it_cannot_confirm(case_id: int, browser_of: Callable[..., Browser]) -> None:
    browser = browser_of(people.CHAIR)
    browser.open(f"/cases/{case_id}")

    assert browser.ask("POST", f"/cases/{case_id}/acknowledgement").status_code in (400, 404)


@pytest.mark.parametrize("person", [people.OTHER_REPORTER, people.STRANGER, people.ADMINISTRATOR])
def test_for_anybody_else_there_is_no_such_case(
    case_id: int, browser_of: Callable[..., Browser], person: people.Person
) -> None:
    browser = browser_of(person)

    assert browser.ask("GET", f"/cases/{case_id}").status_code == 404
    assert f"case-{case_id}" not in browser.open("/cases").html


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("unit=31441", True),
        ("unit=935", True),
        ("unit=930", False),
        ("unit=99999", False),
        ("indicator=hi_coverage", False),
        ("state=RESOLVED", False),
        ("state=", True),
        ("year=2024", True),
        ("year=2023", False),
        ("year=x&page=-3", True),
        ("year=99999999999", True),
    ],
)
def test_a_list_can_be_narrowed(case_id: int, browser_of: Callable[..., Browser], asked: str, *, shown: bool) -> None:
    page = browser_of(people.CHAIR).open(f"/cases?{asked}")

    assert bool(page.find(f".//tr[@id='case-{case_id}']")) is shown
    assert ("Không có" in page.text) is not shown
