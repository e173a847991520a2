"""What somebody meets on a page of Chromium, once it stands; and pressing what leads to another page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

SMALLEST_TARGET = 44
# A box or a round button is ticked by its words as well.
SMALL = """least => [...document.querySelectorAll("main .button:not(.link), main input, main select, main textarea")]
    .map(one => ["radio", "checkbox"].includes(one.type) ? one.labels[0] : one)
    .filter(one => one.offsetHeight && one.offsetHeight < least).map(one => one.outerHTML)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def press(page: Page, what: str | Locator) -> None:
    """Click on what leads to another page, and wait until that one stands.

    A bare click comes back while the old page is being replaced: what is asked next meets either, or neither.
    """
    with page.expect_navigation():
        page.click(what) if isinstance(what, str) else what.click()


def touch(page: Page, what: str) -> None:
    """Click on what changes nothing but the page that is open, or gives a file."""
    page.click(what)


def strike(page: Page, key: str) -> None:
    """Strike a key that leads to another page, and wait until that one stands."""
    with page.expect_navigation():
        page.keyboard.press(key)


def violations(page: Page) -> list[str]:
    """Return where the page that is open breaks a rule of axe."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']} {node['html']}" for one in found for node in one["nodes"]]


def too_wide(page: Page) -> list[str]:
    """Return by how much the page that is open is wider than the screen."""
    page.wait_for_load_state()
    pixels = page.evaluate(TOO_WIDE)
    return [f"{page.url}: {pixels} px too wide"] if pixels > 0 else []


def too_small(page: Page) -> list[str]:
    """Return what a thumb is to hit on the page that is open and is too low for it."""
    page.wait_for_load_state()
    return [f"{page.url}: {one}" for one in page.evaluate(SMALL, SMALLEST_TARGET)]
