"""What the tests of cases begin with besides: the cast, their browsers, and a commune that is behind."""

import pytest
from flask import Flask

from tests.escalation.promising import Commune
from tests.web.conftest import browser_of, cast

__all__ = ["browser_of", "cast", "commune"]


@pytest.fixture
def commune(app: Flask) -> Commune:
    """A commune whose case was opened yesterday."""
    return Commune()
