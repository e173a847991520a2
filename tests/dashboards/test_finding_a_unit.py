"""Units are found by name or code among those one may see; one's own stand there without asking."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import ADMINISTRATOR, CHAIR, DISTRICT_REVIEWER, REPORTER, STRANGER
from tests.dashboards.tables import take_over, words

pytestmark = pytest.mark.one_engine


def names(page):
    return [words(line) for line in page.find(".//section[@id='found']//li")]


def test_ones_own_units_and_what_is_below_them_stand_first(cast, browser_of):
    page = browser_of(DISTRICT_REVIEWER).open("/units")

    assert names(page) == [
        "Huyện Vị Thủy Tỉnh Hậu Giang · mã 935",
        "Thị trấn Nàng Mau Huyện Vị Thủy · mã 31441",
        "Xã Vị Trung Huyện Vị Thủy · mã 31444",
    ]


@pytest.mark.parametrize("said", ["vi trung", "Vị Trung", "31444", "xã vị trung"])
def test_a_name_is_found_without_marks_and_by_its_code(cast, browser_of, said):
    browser = browser_of(CHAIR)
    browser.open("/units")

    page = browser.press("Tìm kiếm", q=said)

    assert names(page) == ["Xã Vị Trung Huyện Vị Thủy · mã 31444"]


def test_what_one_may_not_see_is_not_found(cast, browser_of):
    page = browser_of(REPORTER).open("/units?q=Phường I")

    assert names(page) == []
    assert "Không tìm thấy đơn vị “Phường I” trong phạm vi được xem" in page.text


def test_who_has_no_unit_is_told_whom_to_ask(cast, browser_of):
    page = browser_of(STRANGER).open("/units")

    assert "Ông/Bà chưa được phân công đơn vị nào" in page.text


def test_only_who_sees_figures_is_led_to_units(cast, browser_of):
    chair, administrator = browser_of(CHAIR).open("/units"), browser_of(ADMINISTRATOR).open("/account")

    assert "/units" in [link.get("href") for link in chair.find(".//nav[@class='nav']//a")]
    assert "/units" not in [link.get("href") for link in administrator.find(".//nav[@class='nav']//a")]


def test_many_are_shown_page_by_page(app: Flask, cast, browser_of, tmp_path):
    head = "code,name,unit_type,level,parent_code,valid_from,valid_to"
    more = [f"{40000 + n},Xã Mẫu {n:02},xã,commune,935,,2025-06-30" for n in range(30)]
    take_over(app, tmp_path, "units", head, *more)
    browser = browser_of(CHAIR)

    first = browser.open("/units?q=mẫu")
    second = browser.open("/units?q=mẫu&page=2")

    assert (len(names(first)), len(names(second))) == (25, 5)
    assert "Tìm thấy 30 đơn vị" in first.text
