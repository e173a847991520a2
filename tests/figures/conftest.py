"""What the tests of reports begin with: the cast, browsers, and communes that are asked for an October report."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.conftest import House
from tests.figures.october import October, prepared
from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client", "october"]


@pytest.fixture
def october(house: House, cast: Cast, tmp_path) -> October:
    """Targets and September's figures of the communes; figures are closed on the 25th."""
    return house.founded("October", lambda: prepared(cast, tmp_path))
