"""Programs ask with a key; they get what the person behind the key may see, and nothing else exists for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"


@pytest.fixture
def example(app: Flask) -> Flask:
    for name in ("units", "targets", "milestones", "figures"):
        _run(app, name, "import", str(EXAMPLES / f"{name}.csv"))
    _run(app, "people", "add", "chair@example.vn", "--name", "Chair", "--unit", "93", "--role", "chair")
    _run(app, "people", "add", "vithuy@example.vn", "--name", "Reviewer", "--unit", "935", "--role", "reviewer")
    return app


def _run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def _program(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {_run(app, 'people', 'token', email)}"
    return client


def test_the_standings_are_those_of_the_command(example: Flask) -> None:
    answer = _program(example, "chair@example.vn").get("/api/v1/standings?unit=31321&as_of=2024-10-25")

    shown = _run(example, "standings", "show", "31321", "--as-of", "2024-10-25", "--format", "json")
    assert answer.status_code == 200
    assert answer.json == json.loads(shown)


def test_the_children_of_a_parent(example: Flask) -> None:
    answer = _program(example, "chair@example.vn").get("/api/v1/standings?parent=93&as_of=2024-10-25").json

    assert answer["parent"] == {"code": "93", "name": "Tỉnh Hậu Giang", "level": "province"}
    assert [unit["unit"]["code"] for unit in answer["units"]] == ["930", "935"]


def test_without_a_key_nobody_is_told_anything(example: Flask) -> None:
    answer = example.test_client().get("/api/v1/standings?unit=93")

    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "unauthorized"


def test_what_one_may_not_see_answers_as_what_is_not_there(example: Flask) -> None:
    program = _program(example, "vithuy@example.vn")

    hidden = program.get("/api/v1/standings?unit=31321&as_of=2024-10-25")
    absent = program.get("/api/v1/standings?unit=99999&as_of=2024-10-25")
    own = program.get("/api/v1/standings?unit=31441&as_of=2024-10-25")

    assert (hidden.status_code, absent.status_code, own.status_code) == (404, 404, 200)
    assert hidden.json == absent.json


@pytest.mark.parametrize("query", ["unit=93&as_of=30/02/2024", "unit=93&indicator=nothing", "as_of=2024-10-25"])
def test_a_question_that_makes_no_sense_is_refused_with_a_sentence(example: Flask, query: str) -> None:
    answer = _program(example, "chair@example.vn").get(f"/api/v1/standings?{query}")

    assert answer.status_code == 422
    assert answer.json["error"]["message"]
