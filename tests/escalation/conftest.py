"""What the tests of cases begin with besides: the cast, their browsers, and a commune that is behind."""

import pytest
from flask import Flask

from committee.domain.access import Actor
from tests.escalation.lagging import behind
from tests.escalation.promising import Commune
from tests.web.conftest import browser_of, cast

__all__ = ["browser_of", "cast"]


@pytest.fixture
def commune(app: Flask) -> Commune:
    """A commune whose case was opened yesterday."""
    return Commune()


@pytest.fixture
def lagging(app: Flask) -> tuple[int, list[int], dict[str, Actor]]:
    """A province, its three communes of which the first is behind, and their people; nothing was swept yet."""
    return behind(600, 760, 755)
