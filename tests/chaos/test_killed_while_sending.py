"""Whoever writes or sends notices is killed at any moment: no record is lost or doubled, no mail is lost.

Between the mail server's yes and our mark a kill makes the mail go out again; it then carries the same Message-ID, so
that the reader's mail program shows it once. DON_DOC_TEST_TIER=long kills a thousand times, SEED repeats a run.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import text

from committee.core import clock
from committee.core.db import db
from committee.notify.channels import SmtpChannel
from committee.notify.delivery import deliver_one
from committee.notify.operations import Recipient
from tests.mail_server import free_port
from tests.notify.writing import NINE, officer, write

KILLS = 1000 if os.environ.get("DON_DOC_TEST_TIER") == "long" else 20
AT_ONCE = 3  # one writes notices, two send them
NOTICES_A_ROUND = 6
ROUND = timedelta(seconds=125)  # on the stopped clock: longer than a lease


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_when_anybody_is_killed_at_any_moment(app: Flask, tmp_path: Path, capsys) -> None:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    dice = random.Random(seed)
    recipients = [officer(f"can.bo.{n}@huulung.vn", f"Cán bộ {n}") for n in range(3)]
    arrived, port = tmp_path / "arrived", free_port()
    rounds = -(-KILLS // AT_ONCE)

    began = time.monotonic()
    with sink(port, arrived, seed):
        for number in range(rounds):
            kill_a_round(app, number, recipients, port, dice)
        finish(app, rounds, recipients, port)
    took = time.monotonic() - began

    counted = count(arrived)
    with capsys.disabled():
        engine = db.engine.dialect.name
        print(  # noqa: T201 - the figures are what the test is for
            f"\n{engine}, seed {seed}: {rounds * AT_ONCE} kills in {took:.0f} s, {rounds * NOTICES_A_ROUND} notices, "
            f"{counted['records']} records, {counted['mails']} mails, {counted['repeats']} repeats, "
            f"{counted['lost']} lost, {counted['doubled']} doubled after the Message-ID"
        )
    assert counted["records"] == counted["keys"] == rounds * NOTICES_A_ROUND
    assert counted["states"] == {"sent": rounds * NOTICES_A_ROUND}
    assert (counted["lost"], counted["doubled"]) == (0, 0)
    assert counted["repeats"] <= rounds * AT_ONCE


def kill_a_round(app: Flask, number: int, recipients: list[Recipient], port: int, dice: random.Random) -> None:
    """Start who writes and who sends, and kill each after 20 to 250 ms."""
    started = [
        fork(app, number, lambda: write_all(number, recipients)),
        *(fork(app, number, lambda: send_all(port)) for _ in range(AT_ONCE - 1)),
    ]
    ends = sorted((dice.uniform(0.02, 0.25), process) for process in started)
    passed = 0.0
    for end, process in ends:
        time.sleep(end - passed)
        passed = end
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def finish(app: Flask, rounds: int, recipients: list[Recipient], port: int) -> None:
    """Let both work to the end, after every lease has run out."""
    writer = fork(app, rounds, lambda: [write_all(number, recipients) for number in range(rounds)])
    assert os.waitpid(writer, 0)[1] == 0
    sender = fork(app, rounds + 1, lambda: send_all(port, until_none=True))
    assert os.waitpid(sender, 0)[1] == 0


def write_all(latest: int, recipients: list[Recipient]) -> None:
    """Write the notices of this round and of the ten before it, as a sweep that was cut short does."""
    for number in range(max(0, latest - 10), latest + 1):
        for part in range(NOTICES_A_ROUND):
            key = f"step|1|00001|si_voluntary|2024|1|{number}|{part}|{part % 3}"
            write(recipients[part % 3], key, subject=("case", number + 1))


def send_all(port: int, *, until_none: bool = False) -> None:
    channel = SmtpChannel("127.0.0.1", port, "don-doc@bhxh.example", limit_seconds=5)
    while True:
        if deliver_one(channel, now=clock.now()) is None:
            if until_none:
                return
            time.sleep(0.005)


def fork(app: Flask, number: int, work: Callable[[], object]) -> int:
    """Do `work` in a copy of this process, at the moment of a round, and return its id."""
    db.session.remove()
    db.engine.dispose()
    process = os.fork()
    if process:
        return process
    ended = 1
    try:
        clock.stop_at(NINE + number * ROUND)
        with app.app_context():
            work()
        ended = 0
    finally:
        os._exit(ended)


class _Sink:
    """Notes a letter's Message-ID, waits 5 to 50 ms, and only then says that it has it."""

    def __init__(self, file: Path, seed: int) -> None:
        self.file = file.open("a", encoding="ascii")
        self.dice = random.Random(seed)

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - its name
        self.file.write(f"{message_from_bytes(envelope.original_content)['Message-ID']}\n")
        self.file.flush()
        await asyncio.sleep(self.dice.uniform(0.005, 0.05))
        return "250 OK"


class sink:  # noqa: N801 - used as a with-statement's verb
    """A mail server in a process of its own, so that this one has no threads when it forks."""

    def __init__(self, port: int, file: Path, seed: int) -> None:
        self.port, self.file, self.seed = port, file, seed

    def __enter__(self) -> None:
        ready, told = os.pipe()
        self.process = os.fork()
        if not self.process:
            Controller(_Sink(self.file, self.seed), hostname="127.0.0.1", port=self.port).start()
            os.write(told, b"1")
            signal.pause()
        os.read(ready, 1)
        os.close(ready)
        os.close(told)

    def __exit__(self, *_raised: object) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def count(arrived: Path) -> dict[str, object]:
    """Return what the records say and what the mail server has."""
    mails = Counter(arrived.read_text(encoding="ascii").split())
    rows = db.session.execute(text("SELECT message_id, state FROM delivery WHERE channel = 'email'")).all()
    expected = {row.message_id for row in rows}
    return {
        "records": db.session.scalar(text("SELECT count(*) FROM notice")),
        "keys": db.session.scalar(text("SELECT count(DISTINCT dedupe_key) FROM notice")),
        "states": dict(Counter(row.state for row in rows)),
        "mails": sum(mails.values()),
        "repeats": sum(mails.values()) - len(mails),
        "lost": len(expected - set(mails)),
        "doubled": len(mails) - len(expected & set(mails)) + len(rows) - len(expected),
    }
