"""The application behind a real port, for tests that look at its pages with Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from tests.cast import Person
from tests.web.browser import Browser

CHROMIUM = "/usr/bin/chromium"
SERVED: dict[str, Flask] = {}  # what answers at which address


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port of this machine and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    SERVED[address] = app
    try:
        yield address
    finally:
        del SERVED[address]
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium(address: str, *, width: int, theme: str = "light") -> Iterator[Page]:
    """Give a page of Chromium that knows `address` as its base, at this width and in this theme."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 800}, color_scheme=theme, locale="vi-VN"
        )
        yield context.new_page()
        browser.close()


def sign_in(page: Page, person: Person) -> None:
    """Sign in as one of the cast, with a session that is proven; the forms of the door have tests of their own."""
    page.goto("/sign-in")
    address = page.url.removesuffix("/sign-in")
    here = Browser(SERVED[address])
    here.sign_in(person)
    page.context.add_cookies([{"name": "session", "value": here.cookie(), "url": address}])
    page.goto("/")
