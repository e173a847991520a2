"""Signing in and out: who is let in, who is told what, and what becomes of the cookie."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.accounts import door, operations, passwords
from committee.accounts.models import Account, ApiToken, Invitation, SignedInSession
from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from tests import cast as people
from tests.cast import CHAIR, REPORTER, STRANGER, Cast
from tests.conftest import MORNING
from tests.web.browser import Browser

REFUSAL = "Thư điện tử hoặc mật khẩu chưa đúng."
WRONG = "một câu hoàn toàn khác"
STATIC = Path(__file__).parents[2] / "static"


def test_whoever_knows_the_password_comes_in_and_sees_their_name(client: Browser, cast: Cast) -> None:
    page = client.sign_in(REPORTER)

    assert page.status == 200
    assert REPORTER.name in page.text


def test_the_address_may_be_typed_in_capitals_and_with_spaces(client: Browser, cast: Cast) -> None:
    client.open("/sign-in")

    page = client.press("Đăng nhập", email=f"  {REPORTER.email.upper()} ", password=people.PASSWORD)

    assert REPORTER.name in page.text


def test_a_password_may_come_with_its_accents_apart(client: Browser, cast: Cast) -> None:
    client.open("/sign-in")

    page = client.press(
        "Đăng nhập", email=REPORTER.email, password="mu\u0300a lu\u0301a chi\u0301n va\u0300ng be\u0302n so\u0302ng"
    )

    assert REPORTER.name in page.text


def test_unknown_wrong_and_disabled_are_told_the_same(client: Browser, cast: Cast) -> None:
    with transaction():
        operations.disable(account_id=cast.accounts[STRANGER], by=people.BY, now=clock.now())
    said = []
    for email, password in (
        ("ai.do@haugiang.example", people.PASSWORD),
        (REPORTER.email, WRONG),
        (STRANGER.email, people.PASSWORD),
    ):
        client.open("/sign-in")
        page = client.press("Đăng nhập", email=email, password=password)
        said.append((page.status, page.errors, page.html.replace(email, "")[-1500:].split("csrf_token")[0]))

    assert [answer[:2] for answer in said] == [(422, [REFUSAL])] * 3


@pytest.mark.one_engine
def test_unknown_wrong_and_disabled_take_the_same_time(app: Flask, cast: Cast) -> None:
    with transaction():
        operations.disable(account_id=cast.accounts[STRANGER], by=people.BY, now=clock.now())
    took: dict[str, list[float]] = {"ai.do@haugiang.example": [], REPORTER.email: [], STRANGER.email: []}
    # In turns, so that a busy machine slows all three; the shortest of many is what the door itself takes.
    for n in range(12):
        for email, seconds in took.items():
            now = MORNING + timedelta(hours=n)
            began = time.perf_counter()
            with pytest.raises(door.NotLetIn):
                door.let_in(email=email, password=WRONG, network=f"{email}{n}", browser="", now=now)
            seconds.append(time.perf_counter() - began)

    shortest = [min(seconds) for seconds in took.values()]
    # A door that skips the hash for one of them answers in a tenth of the time, on any machine.
    assert min(shortest) > max(shortest) / 2


@pytest.mark.one_engine
@pytest.mark.long
def test_row_20_three_hundred_refusals_of_each_kind_differ_by_less_than_ten_milliseconds(
    app: Flask, cast: Cast
) -> None:
    with transaction():
        operations.disable(account_id=cast.accounts[STRANGER], by=people.BY, now=clock.now())
    tries = {
        "unknown": ("ai.do@haugiang.example", WRONG),
        "wrong": (REPORTER.email, WRONG),
        "disabled": (STRANGER.email, people.PASSWORD),
    }
    took: dict[str, list[float]] = {kind: [] for kind in tries}
    for n in range(300):
        for kind, (email, password) in tries.items():
            now = MORNING + timedelta(hours=n)
            began = time.perf_counter()
            with pytest.raises(door.NotLetIn):
                door.let_in(email=email, password=password, network=f"{kind}{n}", browser="", now=now)
            took[kind].append(time.perf_counter() - began)

    middles = [statistics.median(seconds) for seconds in took.values()]
    assert max(middles) - min(middles) < 0.010


def test_a_refused_form_keeps_the_address_and_not_the_password(client: Browser, cast: Cast) -> None:
    client.open("/sign-in")

    page = client.press("Đăng nhập", email=REPORTER.email, password=WRONG)

    assert page.title.startswith("Lỗi: Đăng nhập")
    assert page.find(".//input[@name='email']")[0].get("value") == REPORTER.email
    assert WRONG not in page.html


def test_an_empty_form_says_what_is_missing(client: Browser, cast: Cast) -> None:
    client.open("/sign-in")

    page = client.press("Đăng nhập")

    assert (page.status, page.errors) == (422, ["Hãy nhập thư điện tử và mật khẩu."])


def test_row_25_a_password_may_be_filled_in_by_a_manager_pasted_and_looked_at(client: Browser, cast: Cast) -> None:
    door_page = client.open("/sign-in")
    client.sign_in(REPORTER)
    own_page = client.open("/account")
    kept = [(page, field) for page in (door_page, own_page) for field in page.find(".//input[@type='password']")]

    assert [field.get("autocomplete") for _page, field in kept] == [
        "current-password",
        "current-password",
        "new-password",
    ]
    assert [one.get("autocomplete") for one in door_page.find(".//input[@name='email']")] == ["username"]
    for page in (door_page, own_page):
        shown = {one.get("data-show") for one in page.find(".//button[@data-show]")}
        assert shown & {field.get("id") for one, field in kept if one is page}
    assert not [script.name for script in STATIC.glob("*.js") if "paste" in script.read_text("utf-8")]


def test_row_30_a_cookie_of_before_signing_out_opens_nothing_afterwards(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    old = client.cookie()
    client.sign_out()
    client.client.set_cookie("session", old)

    answer = client.ask("GET", "/account")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/account")


def test_signing_in_gives_a_new_cookie_and_the_old_one_stays_a_strangers(client: Browser, cast: Cast) -> None:
    client.open("/sign-in")
    planted = client.cookie()
    client.press("Đăng nhập", email=REPORTER.email, password=people.PASSWORD)
    other = Browser(client.client.application)
    other.client.set_cookie("session", planted)

    assert client.cookie() != planted
    assert other.ask("GET", "/account").status_code == 302


def test_a_token_of_before_signing_in_is_not_taken_afterwards(client: Browser, cast: Cast) -> None:
    page = client.open("/sign-in")
    before = page.find(".//input[@name='csrf_token']")[0].get("value")
    client.press("Đăng nhập", email=REPORTER.email, password=people.PASSWORD)

    answer = client.ask("POST", "/sign-out", data={"csrf_token": before})

    assert answer.status_code == 400


def test_row_30_a_disabled_person_is_out_at_the_next_request(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    with transaction():
        operations.disable(account_id=cast.accounts[REPORTER], by=people.BY, now=clock.now())

    page = client.open("/account")

    assert page.heading == "Đăng nhập"
    assert "Phiên làm việc đã kết thúc" in page.text
    assert "nội dung chưa lưu thì không được giữ" in page.text


@pytest.mark.parametrize(("waits", "is_in"), [(timedelta(hours=7, minutes=59), True), (timedelta(hours=8), False)])
def test_a_session_idles_out_after_eight_hours(client: Browser, cast: Cast, waits: timedelta, is_in) -> None:
    client.sign_in(REPORTER)

    clock.stop_at(MORNING + waits)

    assert (client.ask("GET", "/account").status_code == 200) is is_in


def test_a_session_in_use_ends_after_thirty_days(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    seen = []
    for hours in range(6, 30 * 24 + 7, 6):
        clock.stop_at(MORNING + timedelta(hours=hours))
        seen.append(client.ask("GET", "/account").status_code)

    assert seen == [200] * (30 * 4 - 1) + [302] * 2


def test_use_is_noted_once_a_minute_at_most(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    seen = []
    for seconds in (59, 61, 90, 122):
        clock.stop_at(MORNING + timedelta(seconds=seconds))
        client.open("/account")
        seen.append(db.session.scalar(select(SignedInSession.seen_at)))

    assert [int((moment - MORNING).total_seconds()) for moment in seen] == [0, 61, 61, 122]


def test_secrets_are_kept_as_hashes_only(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    account_id = cast.accounts[REPORTER]
    with transaction():
        key = operations.make_token(account_id=account_id, scope="read", days=1, by=people.BY, now=clock.now())
        link = operations.invite(account_id=account_id, by=people.BY, now=clock.now())

    kept = [
        *db.session.scalars(select(SignedInSession.token_hash)),
        *db.session.scalars(select(ApiToken.token_hash)),
        *db.session.scalars(select(Invitation.token_hash)),
    ]
    assert [len(value) for value in kept] == [64, 64, 64]
    assert not {key, link} & set(kept)
    assert not {key, link} & set(kept)
    assert db.session.scalar(select(Account.password_hash).where(Account.id == account_id)).startswith("$argon2id$")


def test_a_hash_of_less_effort_is_renewed_when_its_owner_signs_in(client: Browser, cast: Cast) -> None:
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(people.PASSWORD)
    account_id = cast.accounts[REPORTER]
    with transaction():
        operations.set_password(
            account_id=account_id, password_hash=weak, keep_session=None, by=people.BY, now=clock.now()
        )

    client.sign_in(REPORTER)

    kept = db.session.scalar(select(Account.password_hash).where(Account.id == account_id))
    assert "m=19456,t=2,p=1" in kept


def test_signing_in_refusals_and_signing_out_are_in_the_audit(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER, password=WRONG)
    client.sign_in(REPORTER)
    client.sign_out()

    acts = db.session.execute(select(AuditEntry.action, AuditEntry.actor_name).order_by(AuditEntry.id)).all()
    assert [tuple(act) for act in acts[-3:]] == [
        ("sign in refused", REPORTER.name),
        ("sign in", REPORTER.name),
        ("sign out", REPORTER.name),
    ]


def test_another_browser_can_be_signed_out_from_the_list(browser_of: Callable[..., Browser]) -> None:
    here, lost = browser_of(CHAIR), browser_of(CHAIR)
    here.open("/account")

    page = here.press("Đăng xuất trình duyệt này")

    assert page.notes == ["Đã đăng xuất trình duyệt đó."]
    assert lost.ask("GET", "/account").status_code == 302
    assert here.ask("GET", "/account").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0 Safari/537.36 Edg/129.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) Version/17.6 Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "không rõ tên"),
    ],
)
def test_the_list_names_browsers_as_people_know_them(client: Browser, cast: Cast, user_agent: str, name: str) -> None:
    client.client.environ_base["HTTP_USER_AGENT"] = user_agent
    client.sign_in(CHAIR)

    assert name in client.open("/account").text


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (CHAIR, "Trưởng ban: Tỉnh Hậu Giang"),
        (REPORTER, "Cán bộ báo cáo: Thị trấn Nàng Mau"),
        (people.ADMINISTRATOR, "Quản trị hệ thống: toàn hệ thống"),
    ],
)
def test_the_account_page_says_what_one_is(client: Browser, cast: Cast, person: people.Person, said: str) -> None:
    client.sign_in(person)

    assert said in client.open("/account").text


def test_nobody_ends_a_session_of_somebody_else(browser_of: Callable[..., Browser], cast: Cast) -> None:
    browser_of(CHAIR)
    other = browser_of(REPORTER)
    session_id = db.session.scalar(select(SignedInSession.id).where(SignedInSession.account_id == cast.accounts[CHAIR]))

    answer = other.send(f"/account/sessions/{session_id}/end")

    assert answer.status_code == 404
    assert db.session.get(SignedInSession, session_id).ended_at is None


def test_row_30_a_new_password_signs_all_other_browsers_out(browser_of: Callable[..., Browser]) -> None:
    here, lost = browser_of(CHAIR), browser_of(CHAIR)
    here.open("/account")

    page = here.press("Đổi mật khẩu", current=people.PASSWORD, password="trăng lên trên đầu ngọn dừa")

    assert page.notes == ["Đã đổi mật khẩu. Các trình duyệt khác đã được đăng xuất."]
    assert lost.ask("GET", "/account").status_code == 302


def test_the_present_password_is_asked_before_a_new_one_is_taken(browser_of: Callable[..., Browser]) -> None:
    here = browser_of(CHAIR)
    here.open("/account")

    page = here.press("Đổi mật khẩu", current=WRONG, password="trăng lên trên đầu ngọn dừa")

    assert (page.status, page.errors) == (422, ["Mật khẩu hiện tại chưa đúng."])
