"""Row 26: a form that is sent after the session ended is not written, and what was typed is not lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from committee.core.db import db
from committee.tasks.models import Petition
from tests.cast import PASSWORD, REPORTER, Cast
from tests.web.browser import Browser, Page

pytestmark = pytest.mark.one_engine
FROM_OUR_PAGE = {
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Referer": "http://localhost/petitions/new",
}
TYPED = {
    "difficulty": "Thiếu <b>điểm thu</b> ở ấp 3",
    "proposal": "Mở thêm điểm thu",
    "unit": "31441",
    "csrf_token": "a b",
}


def sent_late(client: Browser, path: str, headers: dict[str, str], **typed: str) -> Page:
    return Page(client.ask("POST", path, data=typed, headers=headers))


def test_what_was_typed_stands_on_the_page_of_the_door_and_the_way_leads_back(client: Browser, cast: Cast) -> None:
    page = sent_late(client, "/petitions", FROM_OUR_PAGE, **TYPED)

    assert (page.status, page.heading) == (401, "Đăng nhập")
    assert page.find(".//textarea[@id='typed']")[0].text == "Thiếu <b>điểm thu</b> ở ấp 3\n\nMở thêm điểm thu"
    assert "Nội dung vừa gửi chưa được ghi" in page.text
    client.page = page
    page = client.press("Đăng nhập", email=REPORTER.email, password=PASSWORD)
    assert page.path == "/petitions/new"
    assert db.session.scalars(select(Petition)).all() == []


@pytest.mark.parametrize(
    ("path", "changes", "typed"),
    [
        ("/petitions", {"Sec-Fetch-Site": "cross-site"}, TYPED),
        ("/petitions", {"Sec-Fetch-Site": ""}, TYPED),
        ("/petitions", {"Sec-Fetch-Mode": "cors"}, TYPED),
        ("/petitions", {}, {"unit": "31441"}),
        ("/account/second-factor/new", {}, {"code": "123 456"}),
        ("/account/password", {}, {"current": "câu cũ rất dài", "password": "câu mới rất dài"}),
    ],
)
def test_words_of_another_site_a_program_or_with_a_password_are_not_shown(
    client: Browser, cast: Cast, path: str, changes: dict[str, str], typed: dict[str, str]
) -> None:
    page = sent_late(client, path, {**FROM_OUR_PAGE, **changes}, **typed)

    assert (page.status, page.headers["Location"]) == (303, "/sign-in?next=/petitions/new")
