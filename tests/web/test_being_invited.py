"""A link that lets a person choose a password, once, within 72 hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from committee.accounts import operations
from committee.core import clock
from committee.core.db import transaction
from tests.cast import BY, CHAIR, STRANGER, Cast
from tests.conftest import MORNING
from tests.web.browser import Browser

CHOSEN = "con đò nhỏ qua sông Hậu"


def invited(cast: Cast) -> str:
    with transaction():
        return operations.invite(account_id=cast.accounts[STRANGER], by=BY, now=clock.now())


def test_the_link_sets_the_password_and_the_person_signs_in_with_it(client: Browser, cast: Cast) -> None:
    client.open(f"/invitations/{invited(cast)}")

    page = client.press("Đặt mật khẩu", password=CHOSEN)

    assert (page.heading, page.notes) == ("Đăng nhập", ["Đã đặt mật khẩu. Xin đăng nhập bằng mật khẩu mới."])
    assert STRANGER.name in client.sign_in(STRANGER, password=CHOSEN).text


def test_row_24_the_link_works_once(client: Browser, cast: Cast) -> None:
    link = f"/invitations/{invited(cast)}"
    client.open(link)
    client.press("Đặt mật khẩu", password=CHOSEN)

    assert client.open(link).status == 404


@pytest.mark.parametrize(("waits", "status"), [(timedelta(hours=71, minutes=59), 200), (timedelta(hours=72), 404)])
def test_row_24_the_link_ages(client: Browser, cast: Cast, waits: timedelta, status: int) -> None:
    link = f"/invitations/{invited(cast)}"

    clock.stop_at(MORNING + waits)

    assert client.open(link).status == status


def test_row_24_a_new_link_voids_the_one_before(client: Browser, cast: Cast) -> None:
    first, second = invited(cast), invited(cast)

    assert client.open(f"/invitations/{first}").status == 404
    assert client.open(f"/invitations/{second}").status == 200


def test_a_link_that_opens_nothing_says_what_to_do_and_the_same_whatever_became_of_it(
    client: Browser, cast: Cast
) -> None:
    replaced = invited(cast)
    used = invited(cast)
    client.open(f"/invitations/{used}")
    client.press("Đặt mật khẩu", password=CHOSEN)
    too_old = invited(cast)
    clock.stop_at(MORNING + timedelta(hours=72))

    pages = [
        client.open(f"/{kind}/{token}")
        for kind in ("invitations", "password-reset")
        for token in (replaced, used, too_old, "khong-co")
    ]

    assert [page.status for page in pages] == [404] * 8
    assert len({page.text for page in pages}) == 1
    assert pages[0].heading == "Đường dẫn này không dùng được"
    assert "xin đề nghị quản trị viên cấp đường dẫn mới" in pages[0].text
    assert {"/sign-in", "/password-reset"} <= {link.get("href") for link in pages[0].find(".//a")}


def test_looking_at_the_link_does_not_use_it_up(client: Browser, cast: Cast) -> None:
    link = f"/invitations/{invited(cast)}"

    assert [client.open(link).status for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Mật khẩu phải có ít nhất 15 ký tự. Có thể dùng một câu ngắn."),
        ("mười bốn ký tự", "Mật khẩu phải có ít nhất 15 ký tự. Có thể dùng một câu ngắn."),
        ("lúa " * 33, "Mật khẩu có nhiều nhất 128 ký tự."),
        ("Mật khẩu 123456789", None),
        ("BHXH BHYT đôn đốc", None),
        ("Mai Văn Khách 1234", None),
        ("aaaaaaaaaaaaaaaa", None),
        ("qwertyuiopasdfghjkl", None),
    ],
)
def test_a_password_that_is_short_long_or_easy_is_refused(
    client: Browser, cast: Cast, password: str, sentence: str | None
) -> None:
    easy = "Mật khẩu này dễ đoán. Xin chọn những từ không nhắc đến tên mình, công việc hay hệ thống này."
    client.open(f"/invitations/{invited(cast)}")

    page = client.press("Đặt mật khẩu", password=password)

    assert (page.status, page.errors) == (422, [sentence or easy])


@pytest.mark.parametrize("password", ["mười lăm ký tự!", "x" * 5 + "ngựa ô 马 🐎 " * 9, "con đường nhỏ về nhà"])
def test_any_writing_from_fifteen_characters_on_is_taken(client: Browser, cast: Cast, password: str) -> None:
    client.open(f"/invitations/{invited(cast)}")

    page = client.press("Đặt mật khẩu", password=password)

    assert page.heading == "Đăng nhập"
    assert STRANGER.name in client.sign_in(STRANGER, password=password).text


def test_a_new_password_ends_the_sessions_of_the_old_one(client: Browser, cast: Cast) -> None:
    other = Browser(client.client.application)
    other.sign_in(STRANGER)
    client.open(f"/invitations/{invited(cast)}")

    client.press("Đặt mật khẩu", password=CHOSEN)

    assert other.ask("GET", "/account").status_code == 302
    assert CHAIR.name in client.sign_in(CHAIR).text
