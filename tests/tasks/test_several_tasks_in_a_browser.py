"""Several tasks chosen on a phone and on a desk, with the keyboard and without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from committee.core.db import db
from committee.tasks import operations
from tests.cast import CHAIR, REPORTER
from tests.tasks.test_tasks_in_a_browser import violations
from tests.web.served import chromium, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def address(app, desk) -> Iterator[str]:
    for number in range(4):
        task_id = desk.assign(title=f"Rà soát hộ chưa tham gia bảo hiểm y tế trên địa bàn ấp {number}")
        if number:
            desk.do(operations.submit, task_id=task_id, product="15/BC-UBND", by=REPORTER)
    db.session.remove()
    with served(app) as where:
        yield where


@pytest.mark.parametrize("width", [360, 1366])
def test_results_are_chosen_with_the_keyboard_and_accepted(address, width):
    with chromium(address, width=width) as page:
        sign_in(page, CHAIR)
        page.goto("/tasks")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wrong = violations(page)
        page.focus("#every")
        page.keyboard.press("Space")
        assert page.locator("input[name=task]:checked").count() == 4
        page.focus("#tick-1")
        page.keyboard.press("Space")
        assert not page.locator("#every").is_checked()
        page.select_option("#act", "acceptance")
        with page.expect_navigation():
            page.click("button:has-text('Xem trước')")
        assert page.locator("#chosen tbody tr").count() == 3
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wrong += violations(page)
        page.focus("#evaluation")
        page.keyboard.type("Tốt")
        with page.expect_navigation():
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        assert "Đã duyệt kết quả của 3 nhiệm vụ." in page.inner_text("main")
        wrong += violations(page)

    assert wrong == []
