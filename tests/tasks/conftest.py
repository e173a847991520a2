"""What the tests of tasks begin with: the cast, their browsers, and the desk of the committee of Hậu Giang."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.documents.conftest import folder
from tests.tasks.desk import Desk
from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client", "desk", "folder"]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """The committee of Hậu Giang, about to give tasks."""
    return Desk(cast)
