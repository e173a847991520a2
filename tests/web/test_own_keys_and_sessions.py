"""Rows 28 to 32 and 43: a person sees their own browsers and keys, and ends them; sessions keep to their limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from committee.accounts import operations
from committee.accounts.models import SignedInSession
from committee.accounts.queries import account_of_token
from committee.core import clock
from committee.core.db import db, transaction
from tests.cast import ADMINISTRATOR, BY, CHAIR, DISTRICT_REVIEWER, PASSWORD, REPORTER, SECRETARIAT, Cast, Person
from tests.conftest import MORNING
from tests.web.browser import Browser, Page


@pytest.mark.parametrize(
    ("person", "minutes", "is_in"),
    [
        (ADMINISTRATOR, 29, True),
        (ADMINISTRATOR, 30, False),
        (SECRETARIAT, 8 * 60 - 1, True),
        (SECRETARIAT, 8 * 60, False),
        (CHAIR, 8 * 60 - 1, True),
    ],
)
def test_row_31_how_long_a_browser_may_be_left_alone(client: Browser, cast: Cast, person, minutes: int, is_in) -> None:
    client.sign_in(person)
    clock.stop_at(MORNING + timedelta(minutes=minutes))

    assert (client.ask("GET", "/account").status_code == 200) is is_in


@pytest.mark.parametrize("person", [ADMINISTRATOR, SECRETARIAT, DISTRICT_REVIEWER])
def test_row_31_whoever_decides_signs_in_anew_every_working_day(client: Browser, cast: Cast, person: Person) -> None:
    client.sign_in(person)
    seen = []
    for minutes in (*range(20, 12 * 60, 20), 12 * 60):
        clock.stop_at(MORNING + timedelta(minutes=minutes))
        seen.append(client.ask("GET", "/account").status_code)

    assert seen == [200] * 35 + [302]


def test_row_32_the_list_names_browser_network_and_days_and_ends_all_others(
    browser_of: Callable[..., Browser], client: Browser, cast: Cast
) -> None:
    others = [browser_of(CHAIR), browser_of(CHAIR)]
    client.client.environ_base |= {"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": "Firefox Windows"}
    client.sign_in(CHAIR)
    page = client.open("/account")
    rows = [" ".join(cell.strip() for cell in row.itertext() if cell.strip()) for row in page.find(".//tbody/tr")]

    page = client.press("Đăng xuất mọi trình duyệt khác")

    assert any("203.0.113.9" in row and "Firefox, Windows" in row and "Trình duyệt đang dùng" in row for row in rows)
    assert len(rows) == 3
    assert page.notes == ["Đã đăng xuất mọi trình duyệt khác."]
    assert [other.ask("GET", "/account").status_code for other in others] == [302, 302]
    assert len(page.find(".//tbody/tr")) == 1


def test_row_32_an_administrator_ends_them_all(browser_of: Callable[..., Browser], cast: Cast) -> None:
    here = browser_of(CHAIR)
    with transaction():
        operations.end_all_sessions(account_id=cast.accounts[CHAIR], by=BY, now=clock.now())

    assert here.ask("GET", "/account").status_code == 302


def test_row_28_the_id_of_a_session_has_256_bits_and_only_its_hash_is_stored(client: Browser, cast: Cast) -> None:
    with transaction():
        secret = operations.begin_session(
            account_id=cast.accounts[CHAIR], network="", browser="", by=BY, now=clock.now()
        )

    assert len(secret) == 43
    assert secret not in db.session.scalars(select(SignedInSession.token_hash)).all()


def test_row_43_signing_out_clears_what_the_browser_kept(browser_of: Callable[..., Browser]) -> None:
    here = browser_of(REPORTER)
    here.open("/account")

    answer = here.send("/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("password", ["admin", "", PASSWORD])
@pytest.mark.parametrize("email", ["admin", "admin@localhost", "administrator", "root"])
def test_row_18_no_account_is_there_by_itself(client: Browser, email: str, password: str) -> None:
    client.open("/sign-in")

    assert client.press("Đăng nhập", email=email, password=password).status == 422


def test_a_key_is_made_shown_once_used_and_revoked(browser_of: Callable[..., Browser]) -> None:
    here = browser_of(REPORTER)
    here.open("/account/keys")

    page = here.press("Tạo khóa", used_by="Phần mềm kế toán", scope="write", days="30")
    secret = page.find(".//p[@class='typed-key']/code")[0].text
    program = here.client.application.test_client()
    answer = program.get("/api/v1/notices", headers={"Authorization": f"Bearer {secret}"})
    listed = here.open("/account/keys")
    here.press("Thu hồi")

    assert answer.status_code == 200
    assert secret not in listed.html
    assert all(said in listed.text for said in ("Phần mềm kế toán", "write", "28/10/2024", "27/11/2024"))
    assert account_of_token(secret, clock.now()) is None


def test_row_26_a_key_is_made_only_after_showing_again_who_one_is(browser_of: Callable[..., Browser]) -> None:
    here = browser_of(REPORTER)
    here.open("/account/keys")
    clock.stop_at(MORNING + timedelta(minutes=11))

    page = here.press("Tạo khóa", used_by="x", scope="read", days="30")

    assert page.heading == "Xin xác nhận lại"


def test_nobody_revokes_the_key_of_somebody_else(browser_of: Callable[..., Browser], cast: Cast) -> None:
    with transaction():
        secret = operations.make_token(account_id=cast.accounts[CHAIR], scope="read", days=1, by=BY, now=clock.now())
    here = browser_of(REPORTER)
    here.open("/account/keys")

    assert here.send("/account/keys/1/revocation").status_code == 404
    assert account_of_token(secret, clock.now()) is not None


@pytest.mark.parametrize("sent", [{"scope": "all"}, {"days": "9999"}, {"used_by": "x" * 81}])
def test_what_no_key_may_be_is_refused(browser_of: Callable[..., Browser], sent: dict[str, str]) -> None:
    here = browser_of(REPORTER)
    here.open("/account/keys")

    page = Page(here.send("/account/keys", **{"used_by": "x", "scope": "read", "days": "30", **sent}))

    assert page.status == 422
