"""What holds for every route: tokens on what writes, headers, hosts, where one may be sent, how errors look."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy.exc import OperationalError

from committee.core import doors
from committee.core.paths import own_path
from committee.domain.errors import DomainError, NotFound, Refused
from committee.web.factory import create_app
from config import read_settings
from tests.cast import ADMINISTRATOR, CHAIR, REPORTER, Cast
from tests.conftest import KEY, House
from tests.web.browser import Browser, Page

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{}'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def writing_addresses(app: Flask) -> list[tuple[str, str]]:
    """Return (method, an address) of every route outside the API that is not only for reading."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            continue
        values = {name: 1 if "Integer" in type(kind).__name__ else "1" for name, kind in rule._converters.items()}
        methods = sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})
        found += [(method, adapter.build(rule.endpoint, values, method=method)) for method in methods]
    return found


def test_nothing_is_written_without_the_token_of_the_page(app: Flask, browser_of: Callable[..., Browser]) -> None:
    browser = browser_of(ADMINISTRATOR)
    addresses = writing_addresses(app)

    answers = {f"{method} {path}": browser.ask(method, path).status_code for method, path in addresses}

    assert len(answers) >= 6
    assert set(answers.values()) == {400}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_on_another_site_is_refused_even_with_a_token(
    browser_of: Callable[..., Browser], headers: dict[str, str]
) -> None:
    browser = browser_of(CHAIR)
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")

    answer = browser.ask("POST", "/sign-out", data={"csrf_token": token}, headers=headers)

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/khong-co", "/account"])
def test_every_page_has_its_headers(browser_of: Callable[..., Browser], app: Flask, path: str) -> None:
    for page in (Browser(app).open(path), browser_of(REPORTER).open(path)):
        style = re.search("<style>(.*?)</style>", page.html, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

        assert page.headers["Content-Security-Policy"] == POLICY.format(digest)
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in page.headers["Permissions-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in page.headers


def test_a_static_file_is_kept_for_a_year_under_the_version_in_its_address(client: Browser) -> None:
    icon = client.open("/sign-in").find(".//link[@rel='icon']")[0].get("href")

    answer = client.ask("GET", icon)

    assert re.fullmatch(r"/static/favicon\.svg\?v=[0-9a-f]{12}", icon)
    assert answer.headers["Cache-Control"] == "max-age=31536000, public"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


@pytest.fixture
def production(tmp_path: Path) -> Callable[..., Flask]:
    """Return an application as it runs in earnest, with settings of the environment added."""

    def built(**environ: str) -> Flask:
        url = f"sqlite:///{tmp_path / 'house.sqlite3'}"
        return create_app(
            read_settings({"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": url, "SECRET_KEY": KEY, **environ})
        )

    return built


def test_behind_https_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay(
    production: Callable[..., Flask],
) -> None:
    app = production(BASE_URL="https://dondoc.tinh.example")

    answer = app.test_client().get("/sign-in", base_url="https://dondoc.tinh.example")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    ("host", "status"),
    [("dondoc.tinh.example", 200), ("localhost", 200), ("127.0.0.1:8000", 200), ("evil.example", 400)],
)
def test_the_house_answers_to_its_own_name_only(production: Callable[..., Flask], host: str, status: int) -> None:
    app = production(BASE_URL="https://dondoc.tinh.example")

    assert app.test_client().get("/sign-in", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(("hops", "seen"), [("0", "10.0.0.9"), ("1", "198.51.100.2"), ("2", "203.0.113.5")])
def test_a_forwarded_address_is_believed_of_counted_proxies_only(
    production: Callable[..., Flask], hops: str, seen: str
) -> None:
    app = production(PROXY_HOPS=hops)
    addresses = []
    app.before_request_funcs[None].insert(0, lambda: addresses.append(request.remote_addr))

    app.test_client().get(
        "/sign-in",
        headers={"X-Forwarded-For": "192.0.2.66, 203.0.113.5, 198.51.100.2"},
        environ_base={"REMOTE_ADDR": "10.0.0.9"},
    )

    assert addresses == [seen]


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [
        ("/account", True),
        ("/units/93?as_of=2024-10-25", True),
        ("/tìm?q=xã", True),
        ("", False),
        ("account", False),
        ("//evil.example", False),
        ("///evil.example", False),
        ("/\\evil.example", False),
        ("\\\\evil.example", False),
        ("/%2f%2fevil.example", False),
        ("%2f%2fevil.example", False),
        ("/%5cevil.example", False),
        ("/%255cevil.example", False),
        ("https://evil.example", False),
        ("https:evil.example", False),
        ("javascript:alert(1)", False),
        ("/\t/evil.example", False),
        ("/\n/evil.example", False),
        ("/\x00", False),
        (None, False),
    ],
)
def test_after_signing_in_one_is_sent_to_a_page_of_this_house_only(wanted: str | None, allowed) -> None:
    assert own_path(wanted) == (wanted if allowed else None)


def test_after_signing_in_one_is_where_one_wanted_to_be(client: Browser, cast: Cast) -> None:
    client.open("/account")

    page = client.press("Đăng nhập", email=REPORTER.email, password="mùa lúa chín vàng bên sông")

    assert page.heading == "Tài khoản cá nhân"


def test_a_foreign_address_in_next_leads_home(client: Browser, cast: Cast) -> None:
    client.open("/sign-in?next=//evil.example/x")

    client.press("Đăng nhập", email=REPORTER.email, password="mùa lúa chín vàng bên sông")

    assert client.page.path == "/"


def test_the_api_knows_keys_and_no_cookies(browser_of: Callable[..., Browser]) -> None:
    browser = browser_of(CHAIR)

    answer = browser.ask("GET", "/api/v1/units/93")

    assert (answer.status_code, answer.json["error"]["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.fixture
def failing(house: House, tmp_path: Path) -> Callable[[Exception], Page]:
    """Return the page that a view shows when it raises."""

    def shown(error: Exception) -> Page:
        app = create_app(read_settings(house.environ()))

        @doors.anyone
        def fail() -> str:
            raise error

        app.add_url_rule("/fail", view_func=fail)
        page = Page(app.test_client().get("/fail"))
        page.check()
        return page

    return shown


@pytest.mark.parametrize(
    ("error", "status", "heading", "sentence"),
    [
        (
            DomainError("The last day lies before the first."),
            422,
            "Nội dung chưa được chấp nhận",
            "Ngày cuối đứng trước ngày đầu.",
        ),
        (Refused([DomainError("The name is missing.")]), 422, "Nội dung chưa được chấp nhận", "Thiếu họ và tên."),
        (NotFound("There is no such seat."), 404, "Không tìm thấy trang", "Có thể địa chỉ chưa đúng"),
        (ZeroDivisionError("secret"), 500, "Hệ thống gặp lỗi", "Mã tra cứu:"),
        (OperationalError("SELECT secret", {}, Exception("secret")), 503, "Hệ thống đang bảo trì", "Mã tra cứu:"),
    ],
)
def test_an_error_is_a_page_in_vietnamese_that_gives_nothing_away(
    failing: Callable[[Exception], Page], error: Exception, status: int, heading: str, sentence: str
) -> None:
    page = failing(error)

    assert (page.status, page.heading) == (status, heading)
    assert sentence in page.text
    assert "secret" not in page.html
    assert (page.headers.get("Retry-After") == "30") is (status == 503)


def test_a_wrong_method_and_too_large_a_body_have_their_pages(client: Browser) -> None:
    client.open("/sign-in")

    wrong = Page(client.send("/account", method="PATCH"))
    large = Page(client.send("/sign-in", email="x" * 6_000_000))

    assert (wrong.status, wrong.heading) == (405, "Trang này không làm được việc đó")
    assert (large.status, large.heading) == (413, "Tệp quá lớn")


def test_the_bar_shows_what_is_built_and_allowed(browser_of: Callable[..., Browser]) -> None:
    page = browser_of(REPORTER).open("/account")

    links = [link.get("href") for link in page.find(".//nav//a")]
    assert "/reports" in links
    assert all(links)
    assert "Quản trị" not in page.text


@pytest.mark.parametrize("path", ["/cases?indicator=%00", "/units?q=%00", "/cases?unit=a%00b"])
def test_an_address_with_what_no_database_keeps_is_refused(browser_of: Callable[..., Browser], path: str) -> None:
    page = Page(browser_of(REPORTER).ask("GET", path))

    assert (page.status, "ký tự điều khiển" in page.text) == (422, True)
