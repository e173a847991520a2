"""What the tests of meetings begin with: the cast, and browsers of theirs."""

from __future__ import annotations

from tests.documents.conftest import folder
from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client", "folder"]
