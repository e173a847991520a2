"""Nobody knows codes by heart: a list is narrowed to a unit by a part of its name, its address keeps the code."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import CHAIR, MEMBER, REPORTER, SUPERVISOR
from tests.tasks.desk import Desk

pytestmark = pytest.mark.one_engine
TASKS = ("/tasks", "/tasks/board", "/tasks/calendar", "/tasks/scoreboard", "/tasks/committees")
LISTS = (*TASKS, "/documents", "/petitions", "/meetings", "/cases", "/silences")
NONE = "Không có đơn vị nào mang tên hoặc mã này trong phạm vi được xem."


def line(page):
    return page.find(".//input[@id='unit']")[0].get("value")


def offers(page):
    """Return {what a choice says: where it leads}."""
    links = page.find(".//section[@aria-labelledby='which-unit']//a")
    return {"".join(link.itertext()): link.get("href") for link in links}


def test_every_list_finds_a_unit_by_a_part_of_its_name_and_keeps_its_code_in_the_address(
    desk: Desk, browser_of
) -> None:
    browser = browser_of(CHAIR)
    for path in LISTS:
        browser.open(path)
        found = browser.ask("GET", f"{path}?unit=nang+mau&page=2&state=")
        assert (found.status_code, found.headers["Location"]) == (302, f"{path}?unit=31441"), path
        page = browser.open(found.headers["Location"])
        assert (page.status, line(page), offers(page)) == (200, "Thị trấn Nàng Mau", {}), path
        # Pressed again as it stands, the name leads back to the same unit.
        assert browser.ask("GET", f"{path}?unit={line(page)}").headers["Location"].endswith("unit=31441"), path

        unknown = browser.open(f"{path}?unit=ca+mau")
        assert any(NONE in said for said in unknown.errors), path
        assert (line(unknown), offers(unknown)) == ("ca mau", {}), path
        assert not browser.open(f"{path}?unit=31318").errors, path


def test_of_several_the_page_asks_which_and_keeps_the_rest_of_what_was_asked(desk: Desk, browser_of) -> None:
    browser = browser_of(CHAIR)
    desk.assign(title="Rà soát", due_on=date(2024, 11, 20))

    page = browser.open("/tasks?unit=phuong&q=ra+soat&status=open&page=3")
    assert "Có nhiều đơn vị khớp với “phuong”: xin chọn một đơn vị bên dưới." in page.text
    assert offers(page) == {
        "Phường I, Thành phố Vị Thanh": "/tasks?q=ra+soat&status=open&unit=31318",
        "Phường III, Thành phố Vị Thanh": "/tasks?q=ra+soat&status=open&unit=31321",
    }
    assert "Không có nhiệm vụ nào khớp" not in page.text
    # No figures of other units stand above a name that is not known yet.
    for path in TASKS:
        asking = browser.open(f"{path}?unit=phuong")
        assert "Tỷ lệ hoàn thành đúng hạn" not in "".join(asking.find(".//section[@id='board-of-rates']")[0].itertext())
    committees = browser.open("/committees?unit=phuong")
    assert "Có nhiều đơn vị trùng tên:" in committees.text
    assert "Không có Ban Chỉ đạo phù hợp." not in committees.text

    chosen = browser.open(offers(page)["Phường III, Thành phố Vị Thanh"])
    assert "Đơn vị: Phường III" in chosen.text
    links = [link.get("href", "") for link in chosen.find(".//a")]
    assert "/tasks/board?q=ra+soat&status=open&unit=31321" in links
    assert "Rà soát" not in chosen.text
    whole = browser.open("/tasks?unit=hau+giang&q=ra+soat&status=open")
    links = [link.get("href", "") for link in whole.find(".//a")]
    assert "/tasks?format=csv&q=ra+soat&status=open&unit=93" in links
    assert "Rà soát" in browser.ask("GET", "/tasks?format=csv&unit=hau+giang", follow_redirects=True).text
    # As a unit is written that shares its name with another.
    found = browser.ask("GET", "/tasks?unit=Phường I (31318)")
    assert found.headers["Location"] == "/tasks?unit=31318"


def test_a_unit_one_may_not_see_is_as_one_that_is_not_there(desk: Desk, browser_of) -> None:
    for person, path in ((REPORTER, "/tasks"), (REPORTER, "/documents"), (REPORTER, "/cases"), (MEMBER, "/tasks")):
        browser = browser_of(person)
        foreign = "phuong iii"
        pages = [browser.open(f"{path}?unit={said}") for said in (foreign, "phuong xyz", "31321", "99999")]
        assert [page.errors for page in pages] == [[f"Đơn vị (tên hoặc mã): {NONE}"]] * 4, (person.name, path)
        assert len({page.status for page in pages}) == 1
        assert not any(offers(page) for page in pages)
    # A right that holds for one unit alone finds that unit by its name.
    assert line(browser_of(MEMBER).open("/tasks?unit=hau giang")) == "Tỉnh Hậu Giang"
    assert offers(browser_of(SUPERVISOR).open("/tasks?unit=vi")).keys() == {
        "Thành phố Vị Thanh, Tỉnh Hậu Giang",
        "Huyện Vị Thủy, Tỉnh Hậu Giang",
        "Xã Vị Trung, Huyện Vị Thủy",
    }
