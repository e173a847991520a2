"""The cast and browsers, as for the pages of the other rooms."""

from __future__ import annotations

from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client"]
