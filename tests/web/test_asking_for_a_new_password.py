"""Rows 20, 23, 26 and 57: a forgotten password is replaced by a mailed link, and owners hear of every change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from committee.accounts import operations
from committee.accounts.models import AccountNews, Invitation, SignedInSession
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tokens import hash_of
from committee.notify.account_news import tell_account_news
from committee.notify.channels import Letter, Outcome
from committee.notify.delivery import deliver_one
from committee.notify.models import Delivery, Notice
from tests.cast import BY, CHAIR, PASSWORD, REPORTER, SECRETARIAT, STRANGER, Cast, code_shown
from tests.conftest import MORNING
from tests.web.browser import Browser

CHOSEN = "con đò nhỏ qua sông Hậu"
SAID = ["Nếu địa chỉ này có tài khoản, thư kèm đường dẫn đang được gửi đi."]


@pytest.fixture(autouse=True)
def mailing(app: Flask) -> Iterator[None]:
    """The house has a mail server and an address of its own."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, smtp_host="127.0.0.1", base_url="https://dondoc.example")
    yield
    app.extensions["settings"] = settings


def asked(client: Browser, email: str) -> list[str]:
    client.open("/password-reset")
    return client.press("Gửi đường dẫn", email=email).notes


class Taken(list[Letter]):
    """A channel that keeps what it is given."""

    def send(self, letter: Letter, *, now: datetime) -> Outcome:  # noqa: ARG002 - the same call as by mail
        self.append(letter)
        return Outcome("sent")


def mails() -> list[tuple[str, str, str]]:
    """Let everything go out that is due now, and return address, title and text of it."""
    tell_account_news(now=clock.now())
    taken = Taken()
    while deliver_one(taken, now=clock.now()) is not None:
        pass
    return [(letter.address, letter.title, letter.body) for letter in taken]


def link_in(text: str) -> str:
    return re.search(r"https://dondoc\.example(/password-reset/\S+)", text)[1]


def test_row_23_the_mailed_link_sets_a_new_password_and_ends_the_sessions(client: Browser, cast: Cast) -> None:
    other = Browser(client.client.application)
    other.sign_in(CHAIR)
    said = asked(client, CHAIR.email.upper())
    ((address, title, text),) = mails()

    client.open(link_in(text))
    page = client.press("Đặt mật khẩu", password=CHOSEN)

    assert (said, address, title) == (SAID, CHAIR.email, "Có đề nghị đặt lại mật khẩu")
    assert page.notes == ["Đã đặt mật khẩu. Xin đăng nhập bằng mật khẩu mới."]
    assert other.ask("GET", "/account").status_code == 302
    assert CHAIR.name in client.sign_in(CHAIR, password=CHOSEN).text


def test_row_23_the_link_works_once_and_for_thirty_minutes(client: Browser, cast: Cast) -> None:
    asked(client, CHAIR.email)
    first = link_in(mails()[0][2])
    clock.stop_at(MORNING + timedelta(minutes=29, seconds=59))
    in_time = client.open(first).status
    clock.stop_at(MORNING + timedelta(minutes=30))
    late = client.open(first).status
    asked(client, CHAIR.email)
    second = link_in(mails()[0][2])
    client.open(second)
    client.press("Đặt mật khẩu", password=CHOSEN)

    assert (in_time, late) == (200, 404)
    assert client.open(second).status == 404


def test_row_23_the_link_is_stored_as_a_hash_and_a_seal(client: Browser, cast: Cast) -> None:
    asked(client, CHAIR.email)
    sealed = db.session.scalar(select(AccountNews.sealed_path))
    path = link_in(mails()[0][2])
    secret = path.rpartition("/")[2]

    facts = str(db.session.scalar(select(Notice.facts))) + db.session.scalar(select(Notice.body))
    assert db.session.scalar(select(Invitation.token_hash)) == hash_of(secret)
    assert secret not in sealed + facts
    assert db.session.scalar(select(AccountNews.sealed_path)) == ""


def test_row_23_it_does_not_stand_in_for_the_second_factor(client: Browser, cast: Cast) -> None:
    asked(client, SECRETARIAT.email)
    client.open(link_in(mails()[0][2]))
    client.press("Đặt mật khẩu", password=CHOSEN)

    page = client.press("Đăng nhập", email=SECRETARIAT.email, password=CHOSEN)

    assert page.path == "/sign-in/code"
    assert client.press("Đăng nhập", code=code_shown()).path == "/"


def test_row_23_unknown_disabled_and_never_invited_are_told_the_same_and_written_nothing(
    client: Browser, cast: Cast
) -> None:
    with transaction():
        operations.disable(account_id=cast.accounts[STRANGER], by=BY, now=clock.now())
        operations.add_account(email="moi@haugiang.example", name="Người Mới", by=BY, now=clock.now())

    said = [asked(client, email) for email in ("ai@haugiang.example", STRANGER.email, "moi@haugiang.example")]

    assert said == [SAID] * 3
    assert mails() == []


def test_row_23_nobody_is_flooded_with_mail(client: Browser, cast: Cast) -> None:
    for _ in range(4):
        asked(client, CHAIR.email)
    at_once = len(mails())
    clock.stop_at(MORNING + timedelta(minutes=5))
    asked(client, CHAIR.email)

    assert (at_once, len(mails())) == (1, 1)


def test_row_23_one_network_and_one_address_are_slowed_down_and_the_door_is_not(client: Browser, cast: Cast) -> None:
    for n in range(10):
        asked(client, f"nguoi{n}@haugiang.example")
    client.open("/password-reset")
    network = client.press("Gửi đường dẫn", email=CHAIR.email).status
    for n in range(10):
        client.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{n}"
        asked(client, REPORTER.email)
    client.client.environ_base["REMOTE_ADDR"] = "198.51.100.1"
    client.open("/password-reset")
    address = client.press("Gửi đường dẫn", email=REPORTER.email).status

    assert (network, address) == (429, 429)
    assert REPORTER.name in client.sign_in(REPORTER).text


def test_row_57_the_link_is_made_from_the_address_of_the_house_whatever_the_visitor_says(
    client: Browser, cast: Cast
) -> None:
    client.open("/password-reset")
    token = client.page.find(".//input[@name='csrf_token']")[0].get("value")
    sent = {"csrf_token": token, "email": CHAIR.email}
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}

    client.ask("POST", "/password-reset", data=sent, headers=headers)

    assert "evil" not in "".join(text for _address, _title, text in mails())


def test_a_link_of_an_invitation_is_none_for_a_reset(client: Browser, cast: Cast) -> None:
    with transaction():
        secret = operations.invite(account_id=cast.accounts[CHAIR], by=BY, now=clock.now())
    asked(client, CHAIR.email)
    mailed = link_in(mails()[0][2]).rpartition("/")[2]

    assert client.open(f"/password-reset/{secret}").status == 404
    assert client.open(f"/invitations/{mailed}").status == 404


def test_without_a_mail_server_the_page_says_whom_to_ask(client: Browser, app: Flask, cast: Cast) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], smtp_host="")

    page = client.open("/password-reset")

    assert "Hệ thống này không gửi thư." in page.text
    assert page.find(".//main//form") == []


def test_a_mail_whose_seal_is_broken_is_given_up_and_holds_nobody_back(client: Browser, app: Flask, cast: Cast) -> None:
    asked(client, CHAIR.email)
    asked(client, REPORTER.email)
    tell_account_news(now=clock.now())
    broken = db.session.scalars(select(Notice).order_by(Notice.id)).first()
    with transaction():
        db.session.get(Notice, broken.id).facts = {"sealed_path": "x"}

    sent = mails()

    assert [address for address, _title, _text in sent] == [REPORTER.email]
    assert db.session.scalars(select(Delivery.state).where(Delivery.channel == "email")).first() == "dead"


def test_row_26_a_changed_password_and_second_factor_are_told_to_their_owner(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    client.open("/account")
    client.press("Đổi mật khẩu", current=PASSWORD, password=CHOSEN)
    with transaction():
        operations.reset_second_factor(account_id=cast.accounts[SECRETARIAT], by=BY, now=clock.now())

    told = {(address, title) for address, title, _text in mails()}

    assert {
        (REPORTER.email, "Mật khẩu của Ông/Bà đã được đổi"),
        (SECRETARIAT.email, "Đã gỡ xác thực hai bước"),
    } <= told
    assert "Mật khẩu của Ông/Bà đã được đổi" in client.open("/notices").text


def test_row_26_a_changed_address_is_told_to_the_former_one_too_and_signs_out(client: Browser, cast: Cast) -> None:
    client.sign_in(REPORTER)
    mails()
    with transaction():
        operations.change_email(
            account_id=cast.accounts[REPORTER], email="Moi@Haugiang.example", by=BY, now=clock.now()
        )

    told = mails()

    assert [(address, title) for address, title, _text in told] == [
        (REPORTER.email, "Địa chỉ thư điện tử đã được đổi"),
        ("moi@haugiang.example", "Địa chỉ thư điện tử đã được đổi"),
    ]
    living = select(SignedInSession).where(SignedInSession.ended_at.is_(None))
    assert db.session.scalars(living).all() == []


def test_the_first_password_of_an_invitation_is_no_news(client: Browser, cast: Cast) -> None:
    with transaction():
        account_id = operations.add_account(email="moi@haugiang.example", name="Người Mới", by=BY, now=clock.now())
        secret = operations.invite(account_id=account_id, by=BY, now=clock.now())
    mails()
    client.open(f"/invitations/{secret}")

    client.press("Đặt mật khẩu", password=CHOSEN)

    assert mails() == []
