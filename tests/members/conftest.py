"""The cast in the database."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import cast as people


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    """The units of the examples and everybody of the cast."""
    return people.enter()
