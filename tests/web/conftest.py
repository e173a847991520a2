"""What the tests of pages begin with: the cast in the database, and a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests import cast as people
from tests.conftest import House
from tests.web.browser import Browser


@pytest.fixture
def cast(house: House, app: Flask) -> people.Cast:
    """The units of the examples and everybody of the cast."""
    return house.founded("the cast", people.enter)


@pytest.fixture
def client(app: Flask) -> Browser:
    """A stranger's browser that checks every page it opens."""
    return Browser(app)


@pytest.fixture
def browser_of(app: Flask, cast: people.Cast) -> Callable[[people.Person], Browser]:
    """Return the browser of somebody of the cast, signed in."""

    def signed_in(person: people.Person) -> Browser:
        browser = Browser(app)
        browser.sign_in(person)
        return browser

    return signed_in
