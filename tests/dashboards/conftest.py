"""What the tests of a unit's pages begin with: the cast, and the worked examples of shared data."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import EXAMPLES, Cast
from tests.conftest import House
from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client", "examples"]


@pytest.fixture
def examples(house: House, app: Flask, cast: Cast) -> Cast:
    """The targets, milestones and figures of 2024 of a province of two districts with two communes each."""

    def imported() -> None:
        for name in ("targets", "milestones", "figures"):
            result = app.test_cli_runner().invoke(args=[name, "import", str(EXAMPLES / f"{name}.csv")])
            assert result.exit_code == 0, result.output

    house.founded("the worked examples", imported)
    return cast
