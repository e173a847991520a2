"""What the tests of pages begin with: the cast in the database, and a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from committee.core.db import db
from tests import cast as people
from tests.web.browser import Browser


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    """The units of the examples and everybody of the cast."""
    entered = people.enter()
    db.session.remove()
    return entered


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
