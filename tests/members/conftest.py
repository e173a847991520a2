"""The cast in the database, and their browsers."""

from __future__ import annotations

from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client"]
