"""The description names every door with every method, and what is answered is what it says."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from committee.accounts.queries import account_with_email
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.jobs import sweep
from committee.jobs.ledger import Run
from committee.notify import operations
from committee.notify.operations import Recipient
from tests.api.conftest import Program
from tests.api.schema_check import faults
from tests.conftest import MORNING

pytestmark = pytest.mark.one_engine

FIGURE = {"unit_code": "31441", "indicator": "si_voluntary", "as_of": "2024-10-25", "value": 560}
FILE = b"unit_code,indicator,as_of,value\n31441,si_voluntary,2024-10-26,561\n"
GETS = (
    "/units/93?as_of=2024-10-25",
    "/units/93/children?as_of=2024-10-25",
    "/units/nothing",
    "/standings?unit=31321&as_of=2024-10-25",
    "/standings?unit=93&as_of=2024-12-20",
    "/standings?parent=93&as_of=2024-10-31",
    "/standings",
    "/standings?unit=93&as_of=2024-02-30",
    "/cases",
    "/cases?state=open&limit=1",
    "/cases?limit=0",
    "/cases/1",
    "/cases/999",
    "/notices",
    "/notices?unread=true",
    "/health",
    "/openapi.json",
)


def description(app: Flask) -> dict:
    return app.test_client().get("/api/v1/openapi.json").json


def template_of(path: str, document: dict) -> str:
    wanted = path.partition("?")[0].strip("/").split("/")
    for template in document["paths"]:
        parts = template.strip("/").split("/")
        if len(parts) == len(wanted) and all(p == w or p.startswith("{") for p, w in zip(parts, wanted, strict=True)):
            return template
    raise LookupError(path)


def untrue(answer, method: str, path: str, document: dict) -> list[str]:
    operation = document["paths"][template_of(path, document)][method]
    said = operation["responses"].get(str(answer.status_code))
    if said is None:
        return [f"{method} {path}: {answer.status_code} is not described"]
    schema = said["content"]["application/json"]["schema"]
    return [f"{method} {path}: {one}" for one in faults(answer.json, schema, document)]


@pytest.fixture
def swept(example: Flask) -> Flask:
    sweep.run(Run(MORNING.date(), MORNING, MORNING, lambda: False))
    return example


def test_every_route_and_method_is_described(app: Flask) -> None:
    document = description(app)

    served = {
        (rule.rule.removeprefix("/api/v1").replace("<int:", "{").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {
        (path, method) for path, found in document["paths"].items() for method in found if method != "parameters"
    }

    assert described == served
    assert document["openapi"].startswith("3.1")


def test_what_is_answered_is_what_is_described(swept: Flask, program: Program) -> None:
    document, chair = description(swept), program("chair")

    found = [one for path in GETS for one in untrue(chair.get(f"/api/v1{path}"), "get", path, document)]

    assert found == []


def test_what_is_sent_is_answered_as_described(swept: Flask, program: Program) -> None:
    document, secretariat = description(swept), program("secretariat")
    with transaction():
        me = account_with_email("secretariat.93.write@example.vn")
        notice = operations.announce(
            kind="test",
            recipient=Recipient(me.account_id, me.email),
            subject=("case", 1),
            title="Title",
            body="Body",
            facts={},
            dedupe_key="test",
            not_before=MORNING,
            by=Actor.command_line(),
            now=MORNING,
        )
    posts = {
        "/figures": {"json": FIGURE},
        "/figures ": {"json": {**FIGURE, "value": -1}},
        "/imports/figures": {"data": {"file": (io.BytesIO(FILE), "f.csv")}},
        "/imports/figures?dry_run=true": {"data": {"file": (io.BytesIO(b"a,b\n1,2\n"), "f.csv")}},
        "/imports/units": {"data": {"file": (io.BytesIO(FILE), "f.csv")}},
        "/imports/nothing": {"data": {"file": (io.BytesIO(FILE), "f.csv")}},
        "/cases/1/acknowledgement": {},
        "/cases/999/acknowledgement": {},
        f"/notices/{notice}/reading": {},
        "/notices/999/reading": {},
    }

    found = []
    for path, content in posts.items():
        answer = secretariat.post(f"/api/v1{path.strip()}", **content)
        found += untrue(answer, "post", path.strip(), document)

    assert found == []
    db.session.rollback()
