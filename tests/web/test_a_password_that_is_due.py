"""Row 15: under the profile of agencies an aged password is changed at the door, and former ones do not come again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from committee.accounts import operations
from committee.core import clock
from committee.core.db import transaction
from tests.cast import BY, CHAIR, PASSWORD, REPORTER, Cast
from tests.conftest import MORNING
from tests.web.browser import Browser

FIRST, SECOND, THIRD = "Thuyen xa 1", "Thuyen xa 2", "Thuyen xa 3"


@pytest.fixture
def agency(another: Callable[..., Flask], cast: Cast) -> Flask:
    return another(PASSWORD_PROFILE="vn_agency")


def test_row_15_after_a_hundred_and_eighty_days_nothing_opens_before_it_is_changed(agency: Flask) -> None:
    here = Browser(agency)
    clock.stop_at(MORNING + timedelta(days=180))
    here.sign_in(CHAIR)

    led = here.page
    places = [here.ask("GET", path).headers["Location"] for path in ("/units", "/reports", "/account/second-factor")]
    here.open("/account")
    page = here.press("Đổi mật khẩu", current=PASSWORD, password=FIRST)

    assert led.path == "/account"
    assert "Mật khẩu đã đến lúc phải đổi." in led.text
    assert set(places) == {"/account"}
    assert page.notes == ["Đã đổi mật khẩu. Các trình duyệt khác đã được đăng xuất."]
    assert here.open("/").path == "/"


def test_row_15_a_day_earlier_everything_is_open(agency: Flask) -> None:
    here = Browser(agency)
    clock.stop_at(MORNING + timedelta(days=179))

    assert here.sign_in(CHAIR).path == "/"


def test_row_15_the_last_two_are_refused_and_the_third_comes_again(agency: Flask) -> None:
    here = Browser(agency)
    here.sign_in(REPORTER)
    now, said = PASSWORD, []
    for chosen in (FIRST, SECOND, FIRST, PASSWORD, THIRD, "Thuyen xa 4", FIRST):
        here.open("/account")
        page = here.press("Đổi mật khẩu", current=now, password=chosen)
        said.append(page.errors)
        now = chosen if not page.errors else now

    again = ["Mật khẩu này đã từng dùng. Xin chọn mật khẩu khác."]
    kinds = ["Mật khẩu phải có ba trong bốn loại: chữ thường, chữ hoa, chữ số, ký tự khác."]
    assert said == [[], [], again, kinds, [], [], []]


def test_under_the_usual_profile_a_password_does_not_age(client: Browser, cast: Cast) -> None:
    clock.stop_at(MORNING + timedelta(days=4000))

    assert client.sign_in(CHAIR).path == "/"


def test_a_password_taken_beside_a_second_factor_is_changed_when_that_is_gone(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    with transaction():
        operations.set_password(
            account_id=cast.accounts[REPORTER],
            password_hash="x",
            is_short=True,
            keep_session=1,
            by=BY,
            now=clock.now(),
        )

    assert client.open("/units").path == "/account"
