"""Row 26: before something sensitive a person shows again who they are, and loses nothing they typed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, render_template_string, request

from committee.accounts import operations
from committee.core import clock, doors
from committee.core.db import transaction
from tests.cast import BY, CHAIR, PASSWORD, Cast
from tests.conftest import MORNING
from tests.web.browser import Browser

FORM = """
{% extends "layout.html" %}{% block heading %}Danh sách mật{% endblock %}
{% block content %}<p>{{ sent }}</p><form method="post" action="/secret" enctype="{{ enctype }}">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<textarea name="words" aria-label="Lời"></textarea>
<input type="text" name="many" aria-label="Nhiều">
<button type="submit">Gửi</button></form>{% endblock %}
"""
LATER = MORNING + timedelta(minutes=10, seconds=1)


@pytest.fixture
def house_with_secret(another: Callable[..., Flask], cast: Cast) -> Flask:
    """The application with a sensitive page: a form, and what was sent by it."""
    built = another()

    @doors.sensitive
    def secret() -> str:
        kept = ("proof_password", "csrf_token")
        sent = [(name, text) for name, text in request.form.items(multi=True) if name not in kept]
        return render_template_string(FORM, sent=sent, enctype=request.args.get("enctype", ""))

    built.add_url_rule("/secret", "secret", secret, methods=["GET", "POST"])
    return built


@pytest.fixture
def here(house_with_secret: Flask) -> Browser:
    browser = Browser(house_with_secret)
    browser.sign_in(CHAIR)
    return browser


def hidden(browser: Browser) -> dict[str, list[str]]:
    """Return what the page keeps for the form, with line ends as a browser sends them."""
    kept: dict[str, list[str]] = {}
    form, _button = browser.page.form_with("Tiếp tục")
    for field in form.findall(".//input[@type='hidden']"):
        kept.setdefault(field.get("name"), []).append(field.get("value").replace("\n", "\r\n"))
    return kept


def test_row_26_for_ten_minutes_after_signing_in_nobody_is_asked(here: Browser) -> None:
    clock.stop_at(MORNING + timedelta(minutes=10))

    assert here.open("/secret").heading == "Danh sách mật"


def test_row_26_a_page_asked_for_later_follows_after_the_answer(here: Browser) -> None:
    clock.stop_at(LATER)

    asked = here.open("/secret?enctype=x").heading
    page = here.press("Tiếp tục", proof_password=PASSWORD)

    assert asked == "Xin xác nhận lại"
    assert (page.heading, page.url) == ("Danh sách mật", "/secret?enctype=x")
    assert here.open("/secret").heading == "Danh sách mật"


def test_a_wrong_answer_leads_nowhere(here: Browser) -> None:
    clock.stop_at(LATER)
    here.open("/secret")

    page = here.press("Tiếp tục", proof_password="một câu hoàn toàn khác")

    assert (page.status, page.errors) == (422, ["Mật khẩu hiện tại chưa đúng."])
    assert here.open("/secret").heading == "Xin xác nhận lại"


def test_wrong_answers_are_slowed_down_like_wrong_passwords_at_the_door(here: Browser) -> None:
    clock.stop_at(LATER)
    here.open("/secret")

    answers = [here.press("Tiếp tục", proof_password="sai").status for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_form_sent_late_is_sent_again_with_everything_typed(here: Browser) -> None:
    here.open("/secret")
    words = "Dòng một\r\n<b>\"hai\" & 'ba'</b>"
    clock.stop_at(LATER)

    asked = here.press("Gửi", words=words, many=["một", "hai"])
    wrong = here.press("Tiếp tục", **hidden(here), proof_password="sai")
    page = here.press("Tiếp tục", **hidden(here), proof_password=PASSWORD)

    assert asked.heading == "Xin xác nhận lại"
    assert (wrong.status, wrong.errors) == (422, ["Mật khẩu hiện tại chưa đúng."])
    assert page.heading == "Danh sách mật"
    assert str([("many", "một"), ("many", "hai"), ("words", words)]) in page.text


def test_a_form_with_a_file_leads_back_to_its_page(here: Browser) -> None:
    here.open("/secret")
    token = here.page.find(".//input[@name='csrf_token']")[0].get("value")
    clock.stop_at(LATER)

    sent = {"csrf_token": token, "file": (io.BytesIO(b"a"), "a.csv")}
    answer = here.ask("POST", "/secret", data=sent, headers={"Referer": "http://localhost/secret?enctype=y"})
    asked = here.open(answer.headers["Location"])
    page = here.press("Tiếp tục", proof_password=PASSWORD)

    assert asked.notes == ["Chưa có gì được gửi. Sau khi xác nhận, xin chọn lại tệp."]
    assert page.url == "/secret?enctype=y"


@pytest.mark.parametrize("referrer", ["http://evil.example/secret", "http://localhost//evil.example", ""])
def test_the_way_back_leads_to_no_other_house(here: Browser, referrer: str) -> None:
    here.open("/secret")
    token = here.page.find(".//input[@name='csrf_token']")[0].get("value")
    clock.stop_at(LATER)

    sent = {"csrf_token": token, "file": (io.BytesIO(b"a"), "a.csv")}
    answer = here.ask("POST", "/secret", data=sent, headers={"Referer": referrer})

    assert answer.headers["Location"] == "/account/proof?next=/"


def test_the_answer_gives_the_session_a_new_id_and_the_old_one_opens_nothing(here: Browser) -> None:
    old = here.cookie()
    clock.stop_at(LATER)
    here.open("/secret")
    here.press("Tiếp tục", proof_password=PASSWORD)
    thief = Browser(here.client.application)
    thief.client.set_cookie("session", old)

    assert here.cookie() != old
    assert thief.ask("GET", "/account").status_code == 302


def test_a_form_without_its_token_is_refused_before_anything_is_asked(here: Browser) -> None:
    clock.stop_at(LATER)

    assert here.ask("POST", "/secret", data={"words": "x", "proof_password": PASSWORD}).status_code == 400


def test_a_stranger_is_sent_to_sign_in(house_with_secret: Flask) -> None:
    assert Browser(house_with_secret).open("/secret").heading == "Đăng nhập"


def test_the_answer_of_somebody_disabled_meanwhile_is_not_heard(here: Browser, cast: Cast) -> None:
    clock.stop_at(LATER)
    here.open("/secret")
    with transaction():
        operations.disable(account_id=cast.accounts[CHAIR], by=BY, now=clock.now())

    page = here.press("Tiếp tục", proof_password=PASSWORD)

    assert page.heading == "Đăng nhập"


def test_in_a_demonstration_nobody_is_asked(another: Callable[..., Flask], cast: Cast) -> None:
    shown = another(DON_DOC_MODE="demo")
    shown.add_url_rule("/secret", "secret", doors.sensitive(lambda: render_template_string(FORM, sent="", enctype="")))
    here = Browser(shown)
    here.sign_in(CHAIR)
    clock.stop_at(LATER)

    assert here.open("/secret").heading == "Danh sách mật"
