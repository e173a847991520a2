"""Programs with keys over the small worked example."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import House

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"

Program = Callable[..., FlaskClient]


def run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


@pytest.fixture
def example(house: House, app: Flask) -> Flask:

    def imported() -> None:
        for name in ("units", "targets", "milestones", "figures"):
            run(app, name, "import", str(EXAMPLES / f"{name}.csv"))

    house.founded("the worked example", imported)
    return app


@pytest.fixture
def program(example: Flask) -> Program:
    """Makes a program with the key of a new person: `program("reporter", unit="31441")`."""

    def make(role: str, *, unit: str | None = "93", scope: str = "write") -> FlaskClient:
        email = f"{role}.{unit or 'whole'}.{scope}@example.vn"
        where = () if unit is None else ("--unit", unit)
        run(example, "people", "add", email, "--name", f"{role} {unit}", *where, "--role", role)
        client = example.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {run(example, 'people', 'token', email, '--scope', scope)}"
        return client

    return make
