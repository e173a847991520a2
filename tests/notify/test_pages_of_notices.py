"""What a person sees of their notices, and a secretary of the ledger."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.members.operations import give_role
from committee.notify.models import Delivery
from committee.notify.operations import Recipient
from tests.cast import enrol
from tests.notify.writing import NINE, mail, officer, write

pytestmark = pytest.mark.one_engine


class Browser(FlaskClient):
    """A browser of its own: the test's context must not remember who asked last."""

    def open(self, *arguments: Any, **options: Any) -> Any:
        g.pop("_login_user", None)
        return super().open(*arguments, **options)


def as_person(app: Flask, person: Recipient) -> FlaskClient:
    """Return a browser in which `person` has signed in."""
    by = Actor(person.account_id, "Nông Thị Hậu")
    with transaction():
        secret = accounts.begin_session(
            account_id=person.account_id, network="127.0.0.1", browser="test", by=by, now=clock.now()
        )
    client = Browser(app, app.response_class)
    with client.session_transaction() as session:
        session["_user_id"] = secret
        session["_fresh"] = True
    return client


def as_administrator(app: Flask) -> FlaskClient:
    keeper = officer("quan.tri@langson.vn", "Lê Văn Quản")
    with transaction():
        give_role(
            account_id=keeper.account_id, unit_id=None, role="administrator", by=Actor.command_line(), now=clock.now()
        )
        enrol(keeper.account_id)
    return as_person(app, keeper)


def opened(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert "None" not in answer.text
    return answer.text


def send(client: FlaskClient, page: str, address: str) -> int:
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return client.post(address, data={"csrf_token": token}).status_code


def test_an_empty_inbox_says_so(app):
    page = opened(as_person(app, officer()), "/notices")

    assert "Chưa có thông báo mới." in page


def test_a_notice_is_read_by_its_recipient_and_nobody_else(app):
    hau, other = officer(), officer("khac@bacson.vn", "Hoàng Văn Thụ")
    notice = write(
        hau, facts={"unit_name": "Xã Hữu Lũng", "shortfall": 1204, "asked_until": "2024-11-05", "pace": "0.86"}
    )
    browser = as_person(app, hau)

    page = opened(browser, f"/notices/{notice}")

    assert "<dt>Còn thiếu</dt>\n" in page
    assert "1.204" in page
    assert "05/11/2024" in page
    assert "0.86" not in page
    assert as_person(app, other).get(f"/notices/{notice}").status_code == 404
    assert send(browser, page, f"/notices/{notice}/reading") == 303
    assert "0 thông báo chưa đọc trong tổng số 1" in opened(browser, "/notices")
    assert "09:00 ngày 28/10/2024" in opened(browser, f"/notices/{notice}")


def test_a_long_inbox_has_pages_and_shows_the_unread_first(app):
    hau = officer()
    for number in range(35):
        write(hau, str(number), title=f"Thông báo số {number:02d}", now=NINE + timedelta(minutes=number))
    browser = as_person(app, hau)

    first, second = opened(browser, "/notices"), opened(browser, "/notices?page=2")

    assert "Thông báo số 34" in first
    assert "Thông báo số 04" not in first
    assert "Thông báo số 04" in second
    assert 'href="/notices?page=2"' in first


def test_what_a_person_wrote_stays_text(app):
    hau = officer()
    write(hau, title="<script>alert(1)</script>", body="<b>đậm</b>")

    page = opened(as_person(app, hau), "/notices")

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_ledger_shows_the_dead_first_and_sends_them_again(app):
    hau = officer()
    write(hau, "lives")
    dead = write(hau, "dead", title="Thư không tới nơi")
    with transaction():
        db.session.query(Delivery).filter_by(notice_id=dead, channel="email").update(
            {"state": "dead", "last_error": "550 no such user", "next_try_at": None}
        )
    browser = as_administrator(app)

    page = opened(browser, "/outbox")

    assert 'href="/outbox"' in opened(browser, "/notices")
    assert page.index("Thư không tới nơi") < page.index("Xã Hữu Lũng chậm tiến độ")
    assert "1 thư ngừng gửi, 1 đang chờ, 2 đã gửi" in page
    assert "550 no such user" in page
    assert "Xã Hữu Lũng chậm tiến độ" not in opened(browser, "/outbox?state=dead")
    assert send(browser, page, f"/outbox/{mail(dead).id}/sending") == 303
    assert mail(dead).state == "queued"


def test_the_ledger_is_not_there_for_somebody_without_the_right(app):
    hau = officer()
    notice = write(hau)
    browser = as_person(app, hau)

    assert 'href="/outbox"' not in opened(browser, "/notices")
    assert browser.get("/outbox").status_code == 404
    assert send(browser, opened(browser, "/notices"), f"/outbox/{mail(notice).id}/sending") == 404


def test_a_demonstration_shows_the_mail_it_would_have_sent(app, monkeypatch):
    notice = write(officer())
    with transaction():
        db.session.query(Delivery).filter_by(channel="email").update({"state": "sent", "sent_at": NINE})
    browser = as_administrator(app)
    assert browser.get("/mails").status_code == 404

    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], mode="demo"))

    assert "can.bo@huulung.vn" in opened(browser, "/mails")
    assert f"Mở thông báo: http://localhost:8000/notices/{notice}" in opened(browser, f"/mails/{mail(notice).id}")


@pytest.mark.parametrize("asked", ["0", "-1", "9999999999999", "x", "", "٣"])
def test_a_page_that_is_not_there_shows_the_nearest(app, asked):
    hau = officer()
    write(hau)

    assert "Xã Hữu Lũng" in opened(as_person(app, hau), f"/notices?page={asked}")
