"""What a hostile visitor finds: the whole town, and everybody's browser."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.hostile.town import Town, founded
from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client", "town"]


@pytest.fixture
def town(app: Flask) -> Town:
    """The town, freshly founded."""
    return founded(app)
