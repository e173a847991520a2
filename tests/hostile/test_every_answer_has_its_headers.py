"""Headers and cookies of every answer there is: pages, files, JSON, and everything that goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.test import TestResponse

from committee.core import clock, doors
from committee.domain.errors import DomainError, NotAllowed
from committee.web.factory import create_app
from config import read_settings
from tests.cast import ADMINISTRATOR, PASSWORD, REPORTER, SECRETARIAT, Person
from tests.conftest import MORNING, House
from tests.hostile.addresses import to_read, walked
from tests.hostile.inspecting import intruders
from tests.hostile.town import Town, founded
from tests.web.browser import Browser, Page

pytestmark = pytest.mark.one_engine
SECRET = "nG4-hQ9xT2_vL7mB0cYkR5dWzJ8sPfA1eUoI3tKbX6gVyHrN"
HTTPS = "https://dondoc.tinh.example"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Where the address itself is a key, even our own pages are told no more than the house.
STRICTER = {"Referrer-Policy": ("no-referrer", "strict-origin")}


def missing(answer: TestResponse) -> list[str]:
    """Return what an answer of the application lacks."""
    said = answer.headers
    found = [name for name, value in ALWAYS.items() if said.get(name) not in (value, *STRICTER.get(name, ()))]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy:
        found.append("Content-Security-Policy")
    if "unsafe" in policy or "*" in policy:
        found.append("a strict policy")
    is_calendar = answer.mimetype == "text/calendar"  # asked for again and again, so it may be compared
    if said.get("Cache-Control") != ("private, no-cache" if is_calendar else "no-store"):
        found.append("Cache-Control")
    if "Server" in answer.headers or "X-Powered-By" in answer.headers:
        found.append("silence about the programs behind it")
    if "Access-Control-Allow-Origin" in answer.headers:
        found.append("same origin")
    return found


@pytest.mark.parametrize("person", [SECRETARIAT, ADMINISTRATOR], ids=lambda person: person.role)
def test_rows_38_and_39_every_page_has_its_headers_and_is_kept_nowhere(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser], person: Person
) -> None:
    pages = walked(browser_in(person), ["/", "/khong-co", *to_read(app, town, person)], most=10)

    assert {where: lacks for where, answer in pages if (lacks := missing(answer))} == {}


def test_rows_38_and_39_what_a_stranger_is_answered_too(app: Flask, town: Town) -> None:
    asked = [(path, app.test_client().get(path)) for path in [*to_read(app, town, REPORTER), "/api/v1/units/93"]]

    assert {path: lacks for path, answer in asked if (lacks := missing(answer))} == {}


@pytest.mark.parametrize("name", ["app.js", "favicon.svg", "icons.svg", "app.css"])
def test_row_38_a_file_is_what_it_says_and_no_other_house_may_use_it(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/static/{name}")

    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers
    answer.close()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/static/..%2fconfig.py",
        "/static//etc/passwd",
        "/static/.git",
    ],
)
def test_row_50_no_path_leads_out_of_the_files(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)

    assert answer.status_code in (301, 302, 308, 404)
    assert "SECRET_KEY" not in answer.text
    assert "root:" not in answer.text


@pytest.fixture
def https(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A house behind https, with its town."""
    url = f"sqlite:///{tmp_path / 'house.sqlite3'}"
    environ = {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": url, "SECRET_KEY": SECRET, "BASE_URL": HTTPS}
    app = create_app(read_settings(environ))
    with app.app_context():
        assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
        clock.stop_at(MORNING)
        yield SimpleNamespace(app=app, town=founded(app))
    clock.run_freely()


def test_row_33_every_cookie_of_a_crawl_is_bound_to_its_host(https: SimpleNamespace) -> None:
    client, heard = https.app.test_client(), []

    def ask(method: str, path: str, **options: object) -> TestResponse:
        answer = client.open(path, method=method, base_url=HTTPS, headers={"Referer": f"{HTTPS}/sign-in"}, **options)
        heard.extend(answer.headers.getlist("Set-Cookie"))
        return answer

    token = Page(ask("GET", "/sign-in")).find(".//input[@name='csrf_token']")[0].get("value")
    ask("POST", "/sign-in", data={"email": REPORTER.email, "password": PASSWORD, "csrf_token": token})
    answers = [ask("GET", path) for path in ["/", *to_read(https.app, https.town, REPORTER)]]

    assert len(heard) >= 2
    for said in heard:
        ((name, cookie),) = SimpleCookie(said).items()
        assert name.startswith("__Host-")
        assert cookie["secure"], said
        assert cookie["httponly"], said
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")
    assert {answer.headers["Strict-Transport-Security"].split(";")[0] for answer in answers} == {"max-age=31536000"}


ERRORS = sorted(code for code in default_exceptions if code not in (412, 416))
RAISED = {
    "a crash": ZeroDivisionError("secret 7"),
    "a key error": KeyError("secret 7"),
    "no database": OperationalError("SELECT secret", {}, Exception("secret 7 /var/lib/secret")),
    "a rule": DomainError("The last day lies before the first."),
    "no right": NotAllowed("This needs a key of scope admin."),
}


@pytest.fixture
def answering(house: House) -> Callable[[Exception, str], TestResponse]:
    """Return the answer of a page, or of a door of the API, that raises."""

    def shown(error: Exception, path: str) -> TestResponse:
        app = create_app(read_settings(house.environ()))

        @doors.anyone
        def fail() -> str:
            raise error

        app.add_url_rule("/fail", endpoint="fail", view_func=fail)
        app.add_url_rule("/api/v1/fail", endpoint="fail_for_programs", view_func=fail)
        return app.test_client().get(path)

    return shown


@pytest.mark.parametrize("code", ERRORS)
def test_row_60_every_error_has_its_page_and_its_headers(answering: Callable[..., TestResponse], code: int) -> None:
    raised: HTTPException = default_exceptions[code]()

    page, door = answering(raised, "/fail"), answering(raised, "/api/v1/fail")

    assert (page.status_code, door.status_code) == (code, code)
    assert missing(page) == missing(door) == []
    assert intruders(page.text) == []
    Page(page).check()
    assert set(door.json["error"]) == {"code", "message", "details"}


@pytest.mark.parametrize("error", RAISED.values(), ids=RAISED)
@pytest.mark.parametrize("path", ["/fail", "/api/v1/fail"])
def test_row_60_what_went_wrong_inside_stays_inside(
    answering: Callable[..., TestResponse], error: Exception, path: str
) -> None:
    answer = answering(error, path)

    assert answer.status_code in (404, 422, 500, 503)
    assert missing(answer) == []
    for word in ("secret", "Traceback", "SELECT", ".py", "ZeroDivision", "KeyError", "sqlalchemy", "/var"):
        assert word not in answer.text
