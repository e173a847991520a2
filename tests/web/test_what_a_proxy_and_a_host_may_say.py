"""What a request says of its host and of its way here is believed only as far as the settings say (rows 57 and 58)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, request

from committee.core.db import db
from committee.web.factory import create_app
from config import read_settings
from tests.cast import PASSWORD, REPORTER, Cast
from tests.conftest import House
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
WRONG = "một câu hoàn toàn khác"


@pytest.fixture
def started(house: House, app: Flask) -> Iterator:
    """Starts the same house with other settings."""
    houses: list[Flask] = []

    def start(**environ: str) -> Flask:
        houses.append(create_app(read_settings({**house.environ(), **environ})))
        return houses[-1]

    yield start
    for other in houses:
        with other.app_context():
            db.session.remove()
            db.engine.dispose()


def test_row_57_another_host_than_ours_is_refused(started) -> None:
    house = started(BASE_URL="https://dondoc.tinh.example", DON_DOC_MODE="development")

    for host in ("evil.example", "dondoc.tinh.example.evil.example", "evil.example:443", "dondoc.tinh.example@evil"):
        assert house.test_client().get("/sign-in", headers={"Host": host}).status_code == 400
    assert house.test_client().get("/sign-in", headers={"Host": "dondoc.tinh.example"}).status_code == 200


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "Forwarded", "X-Original-Host"])
def test_row_57_a_poisoned_host_changes_no_link(started, name: str) -> None:
    house = started(BASE_URL="https://dondoc.tinh.example", PROXY_HOPS="1")  # asked under any name, as tests are
    poisoned = "host=evil.example" if name == "Forwarded" else "evil.example"

    answer = house.test_client().get("/units", headers={name: poisoned})

    assert "evil.example" not in answer.headers["Location"]
    assert "evil.example" not in answer.text


def test_row_58_who_guesses_cannot_choose_the_network_they_are_counted_by(app: Flask, cast: Cast) -> None:
    assert [guess(app, f"198.51.100.{n}", n) for n in range(11)] == [422] * 10 + [429]


def test_row_58_behind_one_proxy_only_what_the_proxy_added_counts(started, cast: Cast) -> None:
    house = started(PROXY_HOPS="1")

    answers = [guess(house, f"198.51.100.{n}, 203.0.113.7", n) for n in range(11)]
    elsewhere = guess(house, "203.0.113.7, 198.51.100.1", 0, email=REPORTER.email, password=PASSWORD)

    assert answers == [422] * 10 + [429]
    assert elsewhere == 303


@pytest.mark.parametrize(("hops", "seen"), [("0", "127.0.0.1"), ("1", "203.0.113.7"), ("2", "198.51.100.9")])
def test_row_58_as_many_proxies_are_believed_as_were_counted(started, hops: str, seen: str) -> None:
    house = started(PROXY_HOPS=hops)

    found: list[str | None] = []
    house.before_request_funcs.setdefault(None, []).insert(0, lambda: found.append(request.remote_addr))
    house.test_client().get("/healthz", headers={"X-Forwarded-For": "192.0.2.1, 198.51.100.9, 203.0.113.7"})

    assert found == [seen]


def guess(house: Flask, forwarded: str, number: int, email: str = "", password: str = WRONG) -> int:
    """Try one password from behind what the request says of its way here; return the status."""
    browser = Browser(house)
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    browser.open("/sign-in")
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")
    sent = {"csrf_token": token, "email": email or f"nguoi{number}@haugiang.example", "password": password}
    return browser.ask("POST", "/sign-in", data=sent).status_code
