"""Thousands of made-up requests, as the description of the API allows and as it forbids, sent with everybody's key.

All default checks of schemathesis are asked: no crash, no undescribed answer, nothing accepted that breaks the
description, no door that forgets to ask for the key. What keeps to the description and is still refused by a rule of
the subject (an indicator nobody knows, a day that lies ahead) answers 422, which is said so in the description.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events
from schemathesis.transport.wsgi import WSGITransport

from committee.web import guard
from tests.cast import EVERYBODY, SECRETARIAT
from tests.hostile.town import Town

SEED = 20241028
WITHOUT_KEY = "nobody"
CALLERS = [WITHOUT_KEY, *[person.role or "no role" for person in EVERYBODY if person.name != "Ngô Thị Sáu"]]
FINE = ["2xx", "401", "403", "404", "409", "422"]
# What the engine's own probes hand to an application in process although it means nothing there.
FOR_SOCKETS = ("max_redirects", "verify", "cert", "proxies")


@pytest.fixture
def answering(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application, and a transport that asks it in process whatever is probed."""
    usual = WSGITransport.send

    def send(transport: WSGITransport, case: Any, *, session: Any = None, **options: Any) -> Any:
        left = {name: value for name, value in options.items() if name not in FOR_SOCKETS}
        return usual(transport, case, session=session, **left)

    monkeypatch.setattr(WSGITransport, "send", send)
    return app


def settings(key: str | None, *, examples: int, phases: tuple[str, ...]) -> SchemathesisConfig:
    chosen: dict[str, Any] = {
        "seed": SEED,
        "continue-on-failure": True,
        "generation": {"max-examples": examples, "database": "none", "no-shrink": True},
        "phases": {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")},
        "checks": {"positive_data_acceptance": {"expected-statuses": FINE}},
    }
    if key:
        chosen["headers"] = {"Authorization": f"Bearer {key}"}
    return SchemathesisConfig.from_dict(chosen)


def findings(app: Flask, key: str | None, *, examples: int, phases: tuple[str, ...]) -> tuple[list[str], Counter[int]]:
    """Return what is wrong, and how many answers of each status there were."""
    config = settings(key, examples=examples, phases=phases)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    wrong: list[str] = []
    statuses: Counter[int] = Counter()
    for event in engine.from_schema(described).execute():
        if isinstance(event, events.NonFatalError):
            wrong.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.ScenarioFinished):
            statuses.update(one.response.status_code for one in event.recorder.interactions.values() if one.response)
            wrong += [
                f"{event.recorder.label}: {check.name}: {check.failure_info.failure.message}\n"
                f"{check.failure_info.code_sample}"
                for asked in event.recorder.checks.values()
                for check in asked
                if check.failure_info
            ]
    return wrong, statuses


def key_of(town: Town, caller: str, scope: str) -> str | None:
    if caller == WITHOUT_KEY:
        return None
    return next(town.keys[person, scope] for person in EVERYBODY if (person.role or "no role") == caller)


@pytest.mark.one_engine
@pytest.mark.parametrize("caller", CALLERS)
def test_row_56_a_few_made_up_requests_of_everybody_find_nothing(answering: Flask, town: Town, caller: str) -> None:
    wrong, statuses = findings(answering, key_of(town, caller, "write"), examples=2, phases=("fuzzing",))

    assert not wrong, "\n\n".join(wrong)
    assert sum(statuses.values()) >= 20
    assert caller != WITHOUT_KEY or set(statuses) == {401}


@pytest.mark.one_engine
def test_row_56_every_bound_of_the_description_holds(answering: Flask, town: Town) -> None:
    wrong, statuses = findings(answering, town.keys[SECRETARIAT, "admin"], examples=1, phases=("coverage",))

    assert not wrong, "\n\n".join(wrong)
    assert sum(statuses.values()) >= 300


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # what it makes up is large, and is meant to be
@pytest.mark.parametrize("caller", CALLERS)
def test_row_56_a_thousand_made_up_requests_of_everybody_find_nothing(
    answering: Flask, town: Town, caller: str
) -> None:
    every = ("examples", "coverage", "fuzzing", "stateful")

    wrong, statuses = findings(answering, key_of(town, caller, "admin"), examples=40, phases=every)

    assert not wrong, "\n\n".join(wrong)
    assert sum(statuses.values()) >= 600


@pytest.mark.one_engine
def test_doors_that_crash_or_lie_or_forget_their_key_are_found(
    answering: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash() -> str:
        raise ZeroDivisionError

    def lie() -> dict[str, str]:
        return {"status": "splendid"}

    planted = {"api.notices": crash, "api.health": lie}
    for endpoint, view in planted.items():
        vars(view).update(vars(answering.view_functions[endpoint]))
        monkeypatch.setitem(answering.view_functions, endpoint, view)
    monkeypatch.setattr(guard, "_is_public", lambda: True)

    wrong, _ = findings(answering, town.keys[SECRETARIAT, "write"], examples=2, phases=("fuzzing",))

    found = {tuple(one.split(": ")[:2]) for one in wrong}
    assert {
        ("GET /notices", "ZeroDivisionError()"),
        ("GET /health", "response_schema_conformance"),
        ("GET /cases", "ignored_auth"),
    } <= found
