"""An administrator renews a committee at a desk and with a phone; every page of it is readable by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from committee.core import clock
from committee.core.db import db, transaction
from committee.members.composition import sitting_on
from committee.members.operations import cover_seat
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, SECRETARIAT
from tests.web.looks import press, too_wide, touch, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def address(app, cast) -> Iterator[str]:
    with served(app) as where:
        yield where


def look(page: Page) -> None:
    """Raise if the page that is open breaks a rule of axe, or is wider than the screen."""
    assert violations(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1366, "light")])
def test_a_committee_is_renewed_by_hand(cast, address, width, theme):
    """Story 004-6: the decision after the merger is entered, looked at, confirmed and looked up again."""
    with transaction():
        days = {"from_on": clock.today(), "to_on": date(2024, 12, 31), "by": BY, "now": clock.now()}
        cover_seat(seat_id=cast.seats[CHAIR], by_seat_id=cast.seats[SECRETARIAT], **days)
    with chromium(address, width=width, theme=theme) as page:
        sign_in(page, ADMINISTRATOR)
        page.goto("/committees")
        look(page)
        press(page, "text=Ban Chỉ đạo thực hiện chính sách")
        look(page)
        press(page, "text=Kiện toàn Ban Chỉ đạo")
        look(page)
        page.fill("[name=decision]", "888/QĐ-UBND")
        page.fill("[name=effective_on]", "01/11/2024")
        page.select_option(f"[name=role_{cast.seats[CHAIR]}]", "")
        page.select_option(f"[name=role_{cast.seats[MEMBER]}]", "")
        for number, role, name in ((0, "chair", "Đỗ Văn Hải"), (1, "member", "Ngô Thị Lài")):
            page.fill(f"[name=name_new{number}]", name)
            page.select_option(f"[name=role_new{number}]", role)
        touch(page, "#new-1 summary")
        page.select_option("[name=follows_new1]", str(cast.seats[MEMBER]))
        press(page, "button:has-text('Xem trước thay đổi')")
        look(page)
        told = page.inner_text("main")
        assert "Ngô Thị Lài tiếp nhận vị trí này." in told
        assert "Địa bàn từ khi đó: Huyện Vị Thủy." in told
        press(page, "button:has-text('Kiện toàn Ban Chỉ đạo')")
        look(page)
        assert "Đã kiện toàn Ban Chỉ đạo, có hiệu lực từ ngày 01/11/2024." in page.inner_text("main")
        for path in ("/agencies", "/agencies/new", "/agencies/2"):
            page.goto(path)
            look(page)
    db.session.rollback()
    assert [seat.full_name for seat in sitting_on(1, date(2024, 11, 1))] == [
        "Đỗ Văn Hải",
        "Ngô Thị Lài",
        SECRETARIAT.name,
    ]
