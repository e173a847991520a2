"""Row 2: every route, method, role, relation and state, judged by a model that shares nothing with the application."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core.db import Base, db
from tests.access import model
from tests.access.asking import HUGE, Ask
from tests.access.model import Who
from tests.access.rows import PARTS, ROWS, file
from tests.access.world import World, build
from tests.conftest import House

EVERYBODY = model.everybody()
FEWEST = 7_000
WRITTEN_BY_ASKING = {"audit_entry", "idempotency", "sign_in_attempt", "signed_in_session", "notice"}

Case = tuple[str, str, Ask, Who]


@pytest.fixture
def world(app: Flask) -> World:
    return build(app, EVERYBODY)


def cases() -> list[Case]:
    """Return (route, method, question, person) of the whole matrix."""
    return [
        (route, route.rpartition(" ")[2], question, who)
        for route, questions in ROWS.items()
        for question in questions
        for who in EVERYBODY
        if question.is_for(who)
    ]


def test_row_2_every_route_has_a_row_in_the_matrix(house: House) -> None:
    routes = {
        f"{rule.endpoint} {method}"
        for rule in house.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    missing = sorted(routes - set(ROWS))

    assert not missing, f"tests/access/rows.py: add to ROWS what these ask and need: {', '.join(missing)}"
    assert set(ROWS) - routes == set(), "these rows are of routes that are gone"
    assert len(ROWS) == sum(map(len, PARTS)), "a route has its row in two places, and only one of them is asked"


def test_row_2_the_matrix_is_large_enough() -> None:
    assert len(cases()) >= FEWEST


@pytest.mark.one_engine
def test_row_2_a_part_of_the_matrix_is_answered_as_the_model_says(world: World) -> None:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    chosen = random.Random(seed).sample(cases(), FEWEST // 10)
    sys.stdout.write(f"matrix: {len(chosen)} of {len(cases())} cases, SEED={seed}\n")

    wrong = list(wrong_answers(world, chosen))

    assert not wrong, f"SEED={seed}, {len(wrong)} wrong:\n" + "\n".join(wrong)


@pytest.mark.long
def test_row_2_the_whole_matrix_is_answered_as_the_model_says(world: World) -> None:
    before = written()

    wrong = list(wrong_answers(world, cases()))

    sys.stdout.write(f"matrix: {len(cases())} cases, {len(EVERYBODY)} people, {len(ROWS)} routes\n")
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)
    assert written() == before


def wrong_answers(world: World, chosen: list[Case]) -> Iterator[str]:
    """Yield a sentence for each answer that is not what the model says, or a refusal that says more than a 404."""
    plain: dict[tuple[str, str], str] = {}
    for route, method, question, who in chosen:
        path = question.address(world, who)
        status, body = world.ask(who, method, path, **options_of(question, world))
        expected = question.expected(who, method)
        if status not in expected:
            yield f"{who.name}: {route} {path}: {status}, not {expected}"
        if status == 404 and who.is_signed_in and not is_alike(plain, (who.name, route), path, body):
            yield f"{who.name}: {route} {path}: a 404 unlike the others"
        if question.ends_session:
            world.sign_in(who)


def is_alike(plain: dict[tuple[str, str], str], asked: tuple[str, str], path: str, body: str) -> bool:
    """Return whether a 404 is the one that the person got from this route before."""
    # The bar marks the room one is in; a number that no route takes leads into none.
    return str(HUGE) in path or plain.setdefault(asked, body) == body


def options_of(question: Ask, world: World) -> dict[str, Any]:
    """Return what is sent with a question, made anew: a file is read once."""
    options = dict(question.options)
    if "file_text" in options:
        return file(options["file_text"])
    if "choice" in options:
        return {"data": {"report": [with_ids(text, world) for text in options["choice"]]}}
    return options


def with_ids(text: str, world: World) -> str:
    for letter, unit_id in world.units.items():
        text = text.replace(f"{{unit {letter}}}", str(unit_id))
    return text


def written() -> dict[str, list[Any]]:
    """Return all rows of all tables but those that note who asked; a key's day of last use notes no more than that."""
    return {
        table.name: sorted(map(repr, db.session.execute(select(*(c for c in table.c if c.name != "last_used_on")))))
        for table in Base.metadata.sorted_tables
        if table.name not in WRITTEN_BY_ASKING
    }
