"""Whoever guesses is slowed down, by address and by network, and nobody is locked out for good."""

from __future__ import annotations

from datetime import timedelta

from committee.core import clock
from tests import cast as people
from tests.cast import CHAIR, REPORTER, Cast
from tests.conftest import MORNING
from tests.web.browser import Browser, Page

WRONG = "một câu hoàn toàn khác"


def guess(browser: Browser, email: str, *, network: str = "203.0.113.7", password: str = WRONG) -> Page:
    browser.client.environ_base["REMOTE_ADDR"] = network
    browser.open("/sign-in")
    return browser.press("Đăng nhập", email=email, password=password)


def test_row_19_after_ten_wrong_passwords_the_right_one_waits_a_minute(client: Browser, cast: Cast) -> None:
    answers = [guess(client, REPORTER.email, network=f"203.0.113.{n}").status for n in range(10)]

    refused = guess(client, REPORTER.email, network="198.51.100.1", password=people.PASSWORD)
    clock.stop_at(MORNING + timedelta(minutes=1))
    let_in = guess(client, REPORTER.email, network="198.51.100.1", password=people.PASSWORD)

    assert answers == [422] * 10
    assert (refused.status, refused.errors) == (
        429,
        ["Đã thử sai quá nhiều lần. Xin thử lại sau 09:01 ngày 28/10/2024."],
    )
    assert REPORTER.name in let_in.text


def test_row_19_the_wait_doubles_and_stops_at_a_quarter_of_an_hour(client: Browser, cast: Cast) -> None:
    now, waits = MORNING, []
    for n in range(10):
        guess(client, REPORTER.email, network=f"203.0.113.{n}")
    for n in range(30):
        before = now
        while guess(client, REPORTER.email, network=f"198.51.100.{n}").status == 429:
            now += timedelta(minutes=1)
            clock.stop_at(now)
        waits.append(int((now - before).total_seconds()) // 60)

    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 15


def test_row_19_one_network_cannot_try_many_addresses(client: Browser, cast: Cast) -> None:
    answers = [guess(client, f"nguoi{n}@haugiang.example").status for n in range(11)]
    elsewhere = guess(client, CHAIR.email, network="198.51.100.1", password=people.PASSWORD)

    assert answers == [422] * 10 + [429]
    assert CHAIR.name in elsewhere.text


def test_an_unknown_address_is_slowed_down_like_a_known_one(client: Browser, cast: Cast) -> None:
    answers = [guess(client, "ai.do@haugiang.example", network=f"203.0.113.{n}").status for n in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_success_forgives_the_persons_own_mistakes(client: Browser, cast: Cast) -> None:
    for n in range(9):
        guess(client, REPORTER.email, network=f"203.0.113.{n}")
    guess(client, REPORTER.email, network="198.51.100.1", password=people.PASSWORD)
    client.sign_out()

    answers = [guess(client, REPORTER.email, network=f"192.0.2.{n}").status for n in range(10)]

    assert answers == [422] * 10
