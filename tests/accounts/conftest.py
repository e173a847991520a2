"""The cast in the database."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import cast as people
from tests.conftest import House


@pytest.fixture
def cast(house: House, app: Flask) -> people.Cast:
    """The units of the examples and everybody of the cast."""
    return house.founded("the cast", people.enter)
