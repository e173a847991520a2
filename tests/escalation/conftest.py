"""What the tests of cases begin with besides: the cast, and their browsers."""

from tests.web.conftest import browser_of, cast

__all__ = ["browser_of", "cast"]
