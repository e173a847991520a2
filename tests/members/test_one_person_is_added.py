"""An administrator adds one person by one form, and hands over a link."""

from __future__ import annotations

import re
from datetime import date

import pytest

from committee.accounts.queries import account_with_email
from committee.core import clock
from committee.core.db import transaction
from committee.members.operations import give_role
from committee.members.queries import viewer_of
from tests.cast import ADMINISTRATOR, BY, CHAIR, REPORTER, STRANGER

pytestmark = pytest.mark.one_engine

TODAY = date(2024, 10, 28)
NEW = {"full_name": "Nguyễn Thị Nga", "email": "nga@vinhtuong.example", "role": "reporter", "unit": "Nàng Mau"}
LINK = re.compile(r"http://[^\s<\"]+/invitations/[\w-]+")


def keeper_of_vi_thuy(cast) -> None:
    """Let the stranger administer one district."""
    with transaction():
        give_role(
            account_id=cast.accounts[STRANGER], unit_id=cast.units["935"], role="administrator", by=BY, now=clock.now()
        )


def added(browser, **values):
    browser.open("/people/new")
    return browser.press("Thêm và tạo đường dẫn mời", **{**NEW, **values})


def test_one_form_makes_the_account_the_post_and_the_link(browser_of, client):
    page = added(browser_of(ADMINISTRATOR))

    assert page.heading == "Đường dẫn mời của Nguyễn Thị Nga"
    link = LINK.search(page.html)[0]
    assert client.open(link.removeprefix("http://localhost:8000")).heading == "Chọn mật khẩu"
    seats = viewer_of(account_with_email(NEW["email"]).account_id, TODAY).seats
    assert [(seat.role, seat.path.count("/")) for seat in seats] == [("reporter", 3)]


def test_the_link_is_shown_only_once(browser_of):
    browser = browser_of(ADMINISTRATOR)
    link = LINK.search(added(browser).html)[0]

    page = browser.open(f"/people/{account_with_email(NEW['email']).account_id}")

    assert link not in page.html
    assert "Đường dẫn đặt mật khẩu còn hiệu lực đến 09:00 ngày 31/10/2024" in page.text


def test_what_is_missing_is_said_at_its_field_and_the_form_comes_back_as_typed(browser_of):
    page = added(browser_of(ADMINISTRATOR), email="", role="", unit="Xã Không Có")

    assert page.response.status_code == 422
    assert len(page.errors) == 3
    assert page.find(".//input[@name='full_name']")[0].get("value") == NEW["full_name"]
    assert account_with_email(NEW["email"]) is None


def test_a_name_that_several_units_bear_is_asked_about(browser_of):
    browser = browser_of(ADMINISTRATOR)
    page = added(browser, unit="Vị")
    offered = [field.get("value") for field in page.find(".//input[@name='which']")]

    page = browser.press("Thêm và tạo đường dẫn mời", which="935")

    assert "935" in offered
    assert len(offered) > 1
    assert page.heading == "Đường dẫn mời của Nguyễn Thị Nga"


def test_a_second_person_cannot_get_somebody_elses_address(browser_of):
    page = added(browser_of(ADMINISTRATOR), email=REPORTER.email)

    assert "người có tên khác" in page.errors[0]


def test_somebody_with_an_account_gets_the_place_and_no_link(browser_of):
    page = added(browser_of(ADMINISTRATOR), full_name=STRANGER.name, email=STRANGER.email)

    assert page.heading == STRANGER.name
    assert "Cán bộ báo cáo, Thị trấn Nàng Mau" in page.text
    assert not LINK.search(page.html)


def test_the_same_role_is_not_given_twice(browser_of):
    page = added(browser_of(ADMINISTRATOR), full_name=REPORTER.name, email=REPORTER.email)

    assert page.errors == [f"{REPORTER.name} đang giữ vai trò này tại đơn vị đó."]


@pytest.mark.parametrize(
    ("role", "unit"), [("administrator", ""), ("chair", "93"), ("reporter", "Phường I"), ("supervisor", "")]
)
def test_an_administrator_of_a_district_gives_nothing_beyond_it(cast, browser_of, role, unit):
    keeper_of_vi_thuy(cast)
    browser = browser_of(STRANGER)

    page = added(browser, role=role, unit=unit)

    assert page.response.status_code == 422
    assert account_with_email(NEW["email"]) is None


def test_an_administrator_of_a_district_does_not_raise_themselves(cast, browser_of):
    keeper_of_vi_thuy(cast)
    browser = browser_of(STRANGER)
    browser.open(f"/people/{cast.accounts[STRANGER]}/places")

    page = browser.press("Giao chức danh, vai trò", role="administrator", unit="")

    assert page.errors == ["Không thể giao chức danh, vai trò ngoài phạm vi các đơn vị được giao quản trị."]


def test_a_chair_looks_people_up_and_adds_nobody(browser_of):
    browser = browser_of(CHAIR)

    page = browser.open("/people")

    assert REPORTER.name in page.text
    assert "Thêm người" not in page.text
    assert browser.ask("GET", "/people/new").status_code == 404
