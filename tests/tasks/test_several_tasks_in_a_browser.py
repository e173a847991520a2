"""Several tasks chosen on a phone and on a desk, with the keyboard and without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from committee.core.db import db
from committee.tasks import operations
from tests.cast import CHAIR, REPORTER
from tests.web.looks import press, strike, too_small, too_wide, violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

PHONE, DESK = 360, 1366


@pytest.fixture
def address(app, desk) -> Iterator[str]:
    for number in range(4):
        task_id = desk.assign(title=f"Rà soát hộ chưa tham gia bảo hiểm y tế trên địa bàn ấp {number}")
        if number:
            desk.do(operations.submit, task_id=task_id, product="15/BC-UBND", by=REPORTER)
    db.session.remove()
    with served(app) as where:
        yield where


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_results_are_chosen_with_the_keyboard_and_accepted(address, width):
    with chromium(address, width=width) as page:
        sign_in(page, CHAIR)
        page.goto("/tasks")
        wrong = [*violations(page), *too_wide(page), *(too_small(page) if width == PHONE else ())]
        page.focus("#every")
        page.keyboard.press("Space")
        assert page.locator("input[name=task]:checked").count() == 4
        page.focus("#tick-1")
        page.keyboard.press("Space")
        assert not page.locator("#every").is_checked()
        page.select_option("#act", "acceptance")
        press(page, "button:has-text('Xem trước')")
        assert page.locator("#chosen tbody tr").count() == 3
        wrong += [*violations(page), *too_wide(page), *(too_small(page) if width == PHONE else ())]
        page.focus("#evaluation")
        page.keyboard.type("Tốt")
        page.keyboard.press("Tab")
        strike(page, "Enter")
        assert "Đã duyệt kết quả của 3 nhiệm vụ." in page.inner_text("main")
        wrong += violations(page)

    assert wrong == []
