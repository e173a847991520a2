"""Links and redirects lead into this house and nowhere else, whatever the address or the headers say."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask

from committee.web.factory import create_app
from config import read_settings
from tests.cast import PASSWORD, REPORTER, Cast, Person
from tests.hostile.addresses import to_read
from tests.hostile.town import Town
from tests.web.browser import Browser

pytestmark = pytest.mark.one_engine
SECRET = "nG4-hQ9xT2_vL7mB0cYkR5dWzJ8sPfA1eUoI3tKbX6gVyHrN"
FOREIGN = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\\/evil.example", "/%2f%2fevil.example", "%2f%2fevil.example", "/%2fevil.example", "/%5cevil.example",
    "/%5c%5cevil.example", "/%255cevil.example", "/%252f%252fevil.example", "/%09/evil.example", "/\t/evil.example",
    "/\n/evil.example", "/\r/evil.example", "/%0a/evil.example", "/%0d%0aLocation:%20//evil.example",
    "\t//evil.example",
    " //evil.example", "/ /evil.example", "http://evil.example", "https://evil.example", "HTTPS://evil.example",
    "https:evil.example", "https:/evil.example", "http:///evil.example", "ftp://evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>1</script>", "vbscript:x", "mailto:a@b",
    "@evil.example", "//localhost@evil.example", "http://localhost@evil.example", "http://localhost.evil.example",
    "/\u2028/evil.example", "／／evil.example", "/／evil.example", "〳evil.example", "/\u200b/evil.example",
    "/\x00/evil.example",
    "//[::1]", "//evil%E3%80%82example", "/..//evil.example", "/.//evil.example", "/./\\evil.example",
    "?next=//evil.example",
    "#//evil.example", "evil.example", "",
)  # fmt: skip


@pytest.mark.parametrize("wanted", FOREIGN, ids=lambda wanted: quote(wanted, safe="")[:40] or "nothing")
def test_row_42_next_never_leads_elsewhere(app: Flask, cast: Cast, wanted: str, signed_in_cookie: str) -> None:
    client = app.test_client()
    client.set_cookie("session", signed_in_cookie)

    answer = client.get("/sign-in", query_string={"next": wanted})

    assert answer.status_code in (302, 400, 422)
    if answer.status_code == 302:
        where = answer.headers["Location"]
        assert not re.search(r"[\\\s\x00-\x1f]|^//|^/[/\\]", where)
        assert urlsplit(urljoin("http://localhost/sign-in", where)).netloc == "localhost"
        assert "evil" not in (urlsplit(urljoin("http://localhost/", where)).hostname or "")


@pytest.fixture
def signed_in_cookie(app: Flask, cast: Cast) -> str:
    browser = Browser(app)
    browser.sign_in(REPORTER)
    return browser.cookie()


def test_row_42_the_corpus_has_forty_entries() -> None:
    assert len(set(FOREIGN)) >= 40


def test_row_42_a_sign_in_by_form_leads_home_from_a_foreign_next(app: Flask, cast: Cast) -> None:
    browser = Browser(app)
    browser.open("/sign-in?next=//evil.example/x")

    browser.press("Đăng nhập", email=REPORTER.email, password=PASSWORD)

    assert browser.page.path == "/"


POISONED = (
    {"Host": "evil.example"},
    {"Host": "dondoc.tinh.example.evil.example"},
    {"Host": "evil.example#dondoc.tinh.example"},
    {"Host": "dondoc.tinh.example@evil.example"},
    {"Host": ""},
)
FORWARDED = (
    {"X-Forwarded-Host": "evil.example"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Host": "evil.example"},
    {"X-Original-URL": "/outbox"},
    {"X-Rewrite-URL": "/outbox"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Forwarded-Port": "1"},
)


@pytest.fixture
def production(tmp_path: Path) -> Flask:
    url = f"sqlite:///{tmp_path / 'house.sqlite3'}"
    environ = {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": url, "SECRET_KEY": SECRET, "PROXY_HOPS": "1"}
    return create_app(read_settings({**environ, "BASE_URL": "https://dondoc.tinh.example"}))


@pytest.mark.parametrize("headers", POISONED, ids=str)
@pytest.mark.parametrize("path", ["/sign-in", "/units", "/api/v1/openapi.json", "/khong-co"])
def test_row_57_a_foreign_host_is_no_host_of_ours(production: Flask, headers: dict[str, str], path: str) -> None:
    answer = production.test_client().get(path, headers=headers, base_url="https://dondoc.tinh.example")

    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "Location" not in answer.headers


@pytest.mark.parametrize("headers", FORWARDED, ids=str)
def test_row_57_what_a_visitor_forwards_changes_no_link(production: Flask, headers: dict[str, str]) -> None:
    client, base = production.test_client(), "https://dondoc.tinh.example"

    plain, with_headers = (client.get("/sign-in", base_url=base, headers=said) for said in ({}, headers))
    turned_away = client.get("/units", base_url=base, headers=headers)

    assert with_headers.status_code == plain.status_code == 200
    assert "evil" not in with_headers.text
    assert turned_away.headers["Location"].startswith("/sign-in")


def test_row_57_no_link_of_a_page_or_a_mail_follows_the_host(
    app: Flask, town: Town, browser_in: Callable[[Person], Browser]
) -> None:
    browser = browser_in(REPORTER)

    told = app.test_cli_runner().invoke(args=["people", "invite", REPORTER.email], env={"HTTP_HOST": "evil.example"})
    found = [
        path
        for path in to_read(app, town, REPORTER)
        if "evil" in browser.ask("GET", path, headers={"X-Forwarded-Host": "evil.example"}).text
    ]

    assert found == []
    assert app.extensions["settings"].base_url in told.stdout
