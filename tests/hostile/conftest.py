"""What a hostile visitor finds: the whole town, and everybody's browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import Person
from tests.conftest import House
from tests.hostile.town import Town, founded
from tests.hostile.town_at_work import keep_files
from tests.web.browser import Browser
from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client", "town"]


@pytest.fixture
def town(house: House, app: Flask) -> Town:
    """The town, freshly founded."""
    founded_here = house.founded("the town", lambda: founded(app))
    keep_files()
    return founded_here


@pytest.fixture
def browser_in(app: Flask, town: Town) -> Callable[[Person], Browser]:
    """Return the browser of somebody of the town, signed in."""

    def signed_in(person: Person) -> Browser:
        browser = Browser(app)
        browser.sign_in(person)
        return browser

    return signed_in
