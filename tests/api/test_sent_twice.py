"""A request under the same key is done once and answered alike, at whatever moment it is repeated."""

from __future__ import annotations

import io
import threading
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from committee.accounts.models import Idempotency
from committee.core import clock
from committee.core.db import db
from committee.figures.models import Figure
from committee.jobs import prune
from committee.jobs.ledger import Run
from tests.api.conftest import Program

FIGURE = {"unit_code": "31441", "indicator": "si_voluntary", "as_of": "2024-10-25", "value": 560}
OWN = {**FIGURE, "origin": "self_reported"}


def send(client: FlaskClient, body: object, key: str = "k-1"):
    return client.post("/api/v1/figures", json=body, headers={"Idempotency-Key": key})


def test_the_same_request_gets_the_same_answer(program: Program) -> None:
    secretariat = program("secretariat")
    first = send(secretariat, FIGURE)

    second = send(secretariat, FIGURE)

    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert first.status_code == 201


def test_another_request_under_the_key_is_refused(program: Program) -> None:
    secretariat = program("secretariat")
    send(secretariat, FIGURE)

    answer = send(secretariat, {**FIGURE, "value": 561})

    assert answer.status_code == 422
    assert db.session.scalar(select(func.max(Figure.value)).where(Figure.as_of == date(2024, 10, 25))) == 560


def test_a_refusal_is_an_answer_too(program: Program) -> None:
    secretariat = program("secretariat")
    first = send(secretariat, {**FIGURE, "value": -5})

    assert send(secretariat, {**FIGURE, "value": -5}).data == first.data
    assert send(secretariat, FIGURE).status_code == 422
    assert send(secretariat, FIGURE, "k-2").status_code == 201


def test_the_key_of_somebody_else_is_another_key(program: Program) -> None:
    first = send(program("secretariat"), FIGURE)

    second = send(program("secretariat", unit="935"), FIGURE)

    assert (first.status_code, first.json["written"]) == (201, 1)
    assert (second.status_code, second.json["unchanged"]) == (200, 1)


def test_a_form_packed_anew_is_the_same_request(program: Program) -> None:
    secretariat, text = program("secretariat"), b"unit_code,indicator,as_of,value\n31441,si_voluntary,2024-10-25,560\n"

    answers = [
        secretariat.post(
            "/api/v1/imports/figures",
            data={"file": (io.BytesIO(text), "f.csv")},
            headers={"Idempotency-Key": "k-1"},
        )
        for _ in range(2)
    ]

    assert [answer.json["written"] for answer in answers] == [1, 1]


def test_the_answer_is_kept_for_ninety_days(program: Program) -> None:
    secretariat, sent_at = program("secretariat"), clock.now()
    send(secretariat, FIGURE)

    clock.stop_at(sent_at + timedelta(days=89))
    prune.run(Run(clock.today(), clock.now(), clock.now(), lambda: False))
    kept = db.session.scalar(select(func.count()).select_from(Idempotency))
    clock.stop_at(sent_at + timedelta(days=91))
    prune.run(Run(clock.today(), clock.now(), clock.now(), lambda: False))

    assert (kept, db.session.scalar(select(func.count()).select_from(Idempotency))) == (1, 0)


def test_a_key_is_visible_ascii(program: Program) -> None:
    secretariat = program("secretariat")

    assert [send(secretariat, FIGURE, key).status_code for key in ("a b", "x" * 201, "x" * 200)] == [422, 422, 201]


def test_sent_by_eight_at_once_it_is_done_once(example: Flask, program: Program) -> None:
    address = program("reporter", unit="31441").environ_base["HTTP_AUTHORIZATION"]
    for round_ in range(5):
        barrier, answers = threading.Barrier(8), []

        def race(barrier: threading.Barrier = barrier, answers: list = answers, value: int = 500 + round_) -> None:
            client = example.test_client()
            client.environ_base["HTTP_AUTHORIZATION"] = address
            barrier.wait()
            answers.append(send(client, {**OWN, "value": value}, f"race-{value}"))

        threads = [threading.Thread(target=race) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.data for answer in answers}) == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Figure).where(Figure.origin == "self_reported")) == 5
