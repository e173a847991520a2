"""Rows 21, 23 and 29: a code beside the password, once, for those whose role asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from committee.accounts import codes, factors, operations
from committee.accounts.models import RecoveryCode, SecondFactor, SignedInSession
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.seals import BrokenSeal, seal, unseal
from tests import cast as people
from tests.cast import ADMINISTRATOR, BY, CHAIR, PASSWORD, REPORTER, SECRETARIAT, Cast, code_shown
from tests.conftest import MORNING, House
from tests.web.browser import Browser, Page

LATER = MORNING + timedelta(minutes=5)
WRONG = "Mã chưa đúng hoặc đã được dùng. Xin đợi mã kế tiếp trên ứng dụng."


def by_form(browser: Browser, person: people.Person) -> Page:
    browser.open("/sign-in")
    return browser.press("Đăng nhập", email=person.email, password=PASSWORD)


def forget(cast: Cast, person: people.Person) -> None:
    with transaction():
        operations.reset_second_factor(account_id=cast.accounts[person], by=BY, now=clock.now())


def set_up(browser: Browser) -> tuple[str, list[str]]:
    """Set up the second factor on the open page and return the secret and the codes for paper."""
    secret = browser.page.find(".//p[@class='typed-key']/code")[0].text.replace(" ", "")
    page = browser.press("Thiết lập xác thực hai bước", code=code_shown(secret))
    return secret, [code.text for code in page.find(".//ol/li/code")]


def test_row_21_the_password_alone_opens_nothing(client: Browser, cast: Cast) -> None:
    page = by_form(client, SECRETARIAT)

    assert (page.heading, page.path) == ("Mã của ứng dụng xác thực", "/sign-in/code")
    assert client.ask("GET", "/account").status_code == 302
    assert client.ask("GET", "/").headers["Location"] == "/sign-in"


def test_row_21_the_code_of_the_app_opens_and_leads_where_one_wanted(client: Browser, cast: Cast) -> None:
    client.open("/account")
    client.press("Đăng nhập", email=SECRETARIAT.email, password=PASSWORD)

    page = client.press("Đăng nhập", code=f" {code_shown()[:3]} {code_shown()[3:]} ")

    assert page.heading == "Tài khoản cá nhân"


@pytest.mark.parametrize(("seconds", "is_in"), [(-31, False), (-30, True), (0, True), (30, True), (60, False)])
def test_row_21_a_clock_may_be_one_step_off(client: Browser, cast: Cast, seconds: int, is_in) -> None:
    by_form(client, SECRETARIAT)
    code = pyotp.TOTP(people.APP_SECRET).at(MORNING + timedelta(seconds=seconds))

    page = client.press("Đăng nhập", code=code)

    assert (page.path == "/") is is_in
    assert page.errors == ([] if is_in else [WRONG])


def test_row_21_a_code_counts_once(client: Browser, cast: Cast) -> None:
    by_form(client, SECRETARIAT)
    client.press("Đăng nhập", code=code_shown())
    other = Browser(client.client.application)
    by_form(other, SECRETARIAT)

    again = other.press("Đăng nhập", code=code_shown())
    earlier = other.press("Đăng nhập", code=pyotp.TOTP(people.APP_SECRET).at(MORNING - timedelta(seconds=30)))

    assert (again.status, again.errors, earlier.errors) == (422, [WRONG], [WRONG])


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "1234567", "0000-0000-0000", "\x00"])
def test_what_is_no_code_is_refused(client: Browser, cast: Cast, code: str) -> None:
    by_form(client, SECRETARIAT)

    assert client.press("Đăng nhập", code=code).status == 422


def test_row_21_codes_are_slowed_down_like_passwords_and_a_right_password_forgives_none(
    client: Browser, cast: Cast
) -> None:
    answers = []
    for second in range(11):
        clock.stop_at(MORNING + timedelta(seconds=second))
        client.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{second}"
        page = by_form(client, SECRETARIAT)
        answers.append(client.press("Đăng nhập", code="000000").status if page.status == 200 else page.status)

    assert answers == [422] * 10 + [429]


def test_the_page_of_the_code_closes_after_ten_minutes(client: Browser, cast: Cast) -> None:
    by_form(client, SECRETARIAT)
    clock.stop_at(MORNING + timedelta(minutes=10))

    page = client.press("Đăng nhập", code=code_shown())

    assert (page.heading, page.notes) == ("Đăng nhập", ["Đã quá thời gian chờ. Xin đăng nhập lại từ đầu."])


def test_row_29_the_code_gives_a_new_session_and_the_cookie_of_half_way_opens_nothing(
    client: Browser, cast: Cast
) -> None:
    by_form(client, SECRETARIAT)
    half_way = client.cookie()
    client.press("Đăng nhập", code=code_shown())
    thief = Browser(client.client.application)
    thief.client.set_cookie("session", half_way)

    assert thief.ask("GET", "/sign-in/code").status_code == 303
    assert thief.ask("GET", "/account").status_code == 302
    assert db.session.scalars(select(SignedInSession.awaits_code).where(SignedInSession.ended_at.is_(None))).all() == [
        False
    ]


def test_row_21_whoever_has_to_have_one_finds_nothing_else_open(client: Browser, cast: Cast) -> None:
    forget(cast, SECRETARIAT)

    page = by_form(client, SECRETARIAT)

    places = {path: client.ask("GET", path).status_code for path in ("/", "/units", "/reports", "/outbox")}
    writing = client.send("/notices/1/reading")
    assert page.heading == "Thiết lập xác thực hai bước"
    assert set(places.values()) == {302}
    assert (writing.status_code, writing.headers["Location"]) == (303, "/account/second-factor/new")
    assert client.ask("GET", "/account").status_code == 200
    assert client.sign_out().heading == "Đăng nhập"


def test_row_21_setting_it_up_opens_the_rest_with_ten_codes_on_paper(client: Browser, cast: Cast) -> None:
    forget(cast, SECRETARIAT)
    by_form(client, SECRETARIAT)
    before = client.cookie()

    secret, paper = set_up(client)

    kept = db.session.get(SecondFactor, cast.accounts[SECRETARIAT]).sealed_secret
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(set(paper)) == 10
    assert all(re.fullmatch(r"\d{4}-\d{4}-\d{4}", code) for code in paper)
    assert client.ask("GET", "/").status_code == 200
    assert client.cookie() != before
    assert secret not in kept
    assert codes.unsealed(kept) == secret
    assert all(one.startswith("$argon2id$") for one in hashes)


def test_the_code_that_set_it_up_is_used(client: Browser, cast: Cast) -> None:
    forget(cast, SECRETARIAT)
    by_form(client, SECRETARIAT)
    secret, _paper = set_up(client)
    client.open("/")
    client.sign_out()
    by_form(client, SECRETARIAT)

    assert client.press("Đăng nhập", code=code_shown(secret)).errors == [WRONG]


def test_a_wrong_code_sets_nothing_up_and_offers_the_same_secret(client: Browser, cast: Cast) -> None:
    forget(cast, SECRETARIAT)
    page = by_form(client, SECRETARIAT)
    offered = page.find(".//p[@class='typed-key']/code")[0].text

    page = client.press("Thiết lập xác thực hai bước", code="000000")

    assert page.errors == ["Mã này không phải mã ứng dụng đang hiện. Xin nhập sáu chữ số đang thấy."]
    assert page.find(".//p[@class='typed-key']/code")[0].text == offered
    assert "không phải giờ thực" in page.text  # as in a demonstration, where no phone shows a code that fits
    assert db.session.get(SecondFactor, cast.accounts[SECRETARIAT]) is None


def test_an_offer_made_to_somebody_else_is_not_taken(client: Browser, cast: Cast) -> None:
    forget(cast, SECRETARIAT)
    by_form(client, SECRETARIAT)
    with client.client.application.app_context():
        foreign = codes.new_offer(CHAIR.email)
        sealed = foreign.sealed

    page = client.press("Thiết lập xác thực hai bước", sealed=sealed, code=code_shown(foreign.secret))

    assert page.status == 422
    assert page.find(".//p[@class='typed-key']/code")[0].text != foreign.groups


def test_row_21_a_code_from_paper_opens_once(client: Browser, cast: Cast) -> None:
    forget(cast, SECRETARIAT)
    by_form(client, SECRETARIAT)
    _secret, paper = set_up(client)
    client.open("/")
    client.sign_out()

    by_form(client, SECRETARIAT)
    first = client.press("Đăng nhập", code=paper[3].replace("-", " "))
    client.sign_out()
    by_form(client, SECRETARIAT)
    second = client.press("Đăng nhập", code=paper[3])

    assert first.path == "/"
    assert second.errors == [WRONG]
    assert factors.factor_of(cast.accounts[SECRETARIAT]).codes_left == 9


def test_new_codes_make_the_former_ones_void(client: Browser, cast: Cast) -> None:
    client.sign_in(SECRETARIAT)
    client.open("/account/second-factor")
    first = [code.text for code in client.press("Tạo mã dự phòng mới").find(".//ol/li/code")]
    client.open("/account/second-factor")
    client.press("Tạo mã dự phòng mới")
    client.open("/")
    client.sign_out()
    by_form(client, SECRETARIAT)

    assert client.press("Đăng nhập", code=first[0]).errors == [WRONG]


def test_whoever_wants_one_may_have_one_and_remove_it(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    client.open("/account/second-factor/new")
    set_up(client)
    with_it = factors.factor_of(cast.accounts[REPORTER])
    client.open("/account/second-factor")

    page = client.press("Gỡ xác thực hai bước")

    assert with_it.codes_left == 10
    assert page.notes[0].startswith("Đã gỡ xác thực hai bước.")
    assert factors.factor_of(cast.accounts[REPORTER]) is None


def test_whoever_has_to_have_one_may_replace_it_but_not_remove_it(client: Browser, cast: Cast) -> None:
    client.sign_in(SECRETARIAT)
    page = client.open("/account/second-factor")

    refused = client.send("/account/second-factor/removal")

    assert "Gỡ xác thực hai bước" not in page.text
    assert refused.status_code == 422
    assert factors.factor_of(cast.accounts[SECRETARIAT]) is not None


@pytest.mark.parametrize("path", ["new", "recovery-codes", "removal"])
def test_row_26_changing_it_asks_again_for_password_and_code(client: Browser, cast: Cast, path: str) -> None:
    client.sign_in(SECRETARIAT)
    clock.stop_at(MORNING + timedelta(minutes=11))
    client.open("/account/second-factor")

    asked = Page(client.send(f"/account/second-factor/{path}"))
    client.page = asked
    without = client.press("Tiếp tục", proof_password=PASSWORD)

    assert asked.heading == "Xin xác nhận lại"
    assert (without.status, without.errors) == (422, [WRONG])


def test_row_26_password_and_code_together_are_the_proof(client: Browser, cast: Cast) -> None:
    client.sign_in(SECRETARIAT)
    clock.stop_at(MORNING + timedelta(minutes=11))
    client.open("/account/second-factor/new")

    page = client.press("Tiếp tục", proof_password=PASSWORD, proof_code=code_shown())

    assert page.heading == "Thiết lập xác thực hai bước"


def test_a_new_app_signs_all_other_browsers_out(client: Browser, cast: Cast) -> None:
    lost = Browser(client.client.application)
    lost.sign_in(SECRETARIAT)
    client.sign_in(SECRETARIAT)
    client.open("/account/second-factor/new")

    set_up(client)

    assert lost.ask("GET", "/account").status_code == 302
    assert client.ask("GET", "/account").status_code == 200


def test_an_administrator_takes_away_what_somebody_lost_and_their_sessions_end(client: Browser, cast: Cast) -> None:
    client.sign_in(SECRETARIAT)

    forget(cast, SECRETARIAT)

    assert client.ask("GET", "/account").status_code == 302
    assert by_form(client, SECRETARIAT).heading == "Thiết lập xác thực hai bước"


def test_the_command_line_takes_it_away_too(app: Flask, cast: Cast) -> None:
    done = app.test_cli_runner().invoke(args=["people", "reset-second-factor", ADMINISTRATOR.email])
    again = app.test_cli_runner().invoke(args=["people", "reset-second-factor", ADMINISTRATOR.email])

    assert (done.exit_code, again.exit_code) == (0, 1)
    assert factors.factor_of(cast.accounts[ADMINISTRATOR]) is None


@pytest.mark.parametrize("environ", [{"SECOND_FACTOR": "optional"}, {"DON_DOC_MODE": "demo"}])
def test_where_it_is_optional_and_in_a_demonstration_nobody_has_to_have_one(
    another: Callable[..., Flask], cast: Cast, environ: dict[str, str]
) -> None:
    forget(cast, SECRETARIAT)
    here = Browser(another(**environ))

    assert by_form(here, SECRETARIAT).path == "/"


def test_after_a_rotation_of_the_secret_key_the_apps_go_on(
    house: House, another: Callable[..., Flask], cast: Cast
) -> None:
    rotated = {"SECRET_KEY": "y" * 48}
    here = Browser(another(**rotated, SECRET_KEY_FALLBACKS="z, " + house.environ()["SECRET_KEY"]))
    by_form(here, SECRETARIAT)

    first = here.press("Đăng nhập", code=code_shown()).path
    clock.stop_at(MORNING + timedelta(minutes=1))
    without = Browser(another(**rotated))
    by_form(without, SECRETARIAT)

    assert first == "/"
    assert without.press("Đăng nhập", code=code_shown()).path == "/"  # sealed anew at the first use


def test_without_the_fallback_a_code_is_refused_and_nothing_breaks(another: Callable[..., Flask], cast: Cast) -> None:
    here = Browser(another(SECRET_KEY="y" * 48))
    by_form(here, SECRETARIAT)

    assert here.press("Đăng nhập", code=code_shown()).errors == [WRONG]


def test_what_is_sealed_opens_for_its_purpose_only(app: Flask) -> None:
    sealed = seal("bí mật", purpose="a")

    assert unseal(sealed, purpose="a") == "bí mật"
    for text, purpose in ((sealed, "b"), (sealed[:-4] + "AAAA", "a"), ("", "a"), ("\ud800", "a")):
        with pytest.raises(BrokenSeal):
            unseal(text, purpose=purpose)
