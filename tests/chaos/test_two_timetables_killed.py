"""Two whole `flask jobs run` processes over one SQLite file, killed at random: nothing told twice, nothing lost.

DON_DOC_TEST_TIER=long kills twenty of them, SEED repeats a run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from committee.core.db import db
from tests.chaos.test_killed_while_sending import count, sink
from tests.chaos.test_two_sweepers import assert_everybody_was_told_once
from tests.conftest import House
from tests.escalation.lagging import ask, morning, person, province, report
from tests.mail_server import free_port

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
ROOT = Path(__file__).resolve().parents[2]
DAY = date(2024, 10, 9)
LAGGING = 40
ROUNDS = 10 if os.environ.get("DON_DOC_TEST_TIER") == "long" else 4  # two are killed in each round
LATER = timedelta(minutes=11)  # longer than a lease, and than a run that died is waited for


@pytest.fixture
def many(app: Flask) -> Iterator[Flask]:
    """A province of 80 communes; every second one lags and has a reporter."""
    _, communes = province(2 * LAGGING)
    ask(communes, target=1000)
    for number, commune in enumerate(communes):
        report(commune, date(2024, 9, 30), 600 if number % 2 else 760)
        if number % 2:
            person(f"reporter{number}@xa.vn", commune, "reporter")
    return app


def test_every_notice_is_there_once_and_every_mail_at_least_once(many: Flask, house: House, tmp_path: Path) -> None:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    dice, port, arrived = random.Random(seed), free_port(), tmp_path / "arrived"
    environ = {**os.environ, **house.environ(), "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port)}
    db.session.remove()
    db.engine.dispose()

    with sink(port, arrived, seed):
        at = morning(DAY)
        for _ in range(ROUNDS):
            started = [_timetable(environ, at) for _ in range(2)]
            for process in started:
                time.sleep(dice.uniform(1.0, 3.0))
                process.send_signal(signal.SIGKILL)
                process.wait()
            at += LATER
        for job in ("sweep", "deliver"):
            _once(environ, job, at)

    counted = count(arrived)
    assert counted["records"] == counted["keys"], seed
    assert counted["states"] == {"sent": counted["records"]}, seed
    assert (counted["lost"], counted["doubled"]) == (0, 0), seed
    assert_everybody_was_told_once()


def _timetable(environ: dict[str, str], at: datetime) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "jobs", "run"],
        cwd=ROOT, env={**environ, "CLOCK_AT": at.isoformat()}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _once(environ: dict[str, str], job: str, at: datetime) -> None:
    command = [sys.executable, "-m", "flask", "--app", "app", "jobs", "once", job, "--at", at.isoformat()]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
