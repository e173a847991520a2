"""Two web servers and two timetables over one PostgreSQL: killed, told to stop, the database restarted under them.

What was acknowledged is there, once. DON_DOC_TEST_TIER=long gives the figures of docs/reliability.md; SEED repeats a
run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import select

from committee.core.db import db
from committee.units.models import Placement
from tests import postgres
from tests.chaos.installation import (
    LAGGING,
    Installation,
    Web,
    Writer,
    expected,
    is_long,
    report_of,
    status_of,
    wait_until,
    written,
)
from tests.chaos.test_killed_while_sending import count, sink
from tests.chaos.test_two_sweepers import assert_everybody_was_told_once
from tests.escalation.lagging import report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL is not installed"),
]
KILLS = 500 if is_long() else 20
WORKERS = 2  # of each web server
RESTARTS = 30 if is_long() else 10
WRITERS = 4
A_TURN = 2_000  # more reports than are sent in one, and few enough that the days do not reach the morning


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A province on a PostgreSQL of its own."""
    built = Installation(tmp_path)
    yield built
    built.close()


@pytest.fixture
def dice(capsys: pytest.CaptureFixture[str]) -> random.Random:
    """Chance that can be had again: its seed is printed."""
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    with capsys.disabled():
        print(f"\nseed {seed}", end=" ")  # noqa: T201 - to repeat the run by
    return random.Random(seed)


def tell(capsys: pytest.CaptureFixture[str], figures: str) -> None:
    """Print figures: they are what the trial is for."""
    with capsys.disabled():
        print(figures)  # noqa: T201 - see above


class Traffic:
    """Several writers at once, each with its own reports, until they are told to stop."""

    def __init__(self, installation: Installation, webs: list[Web], first: int = 0) -> None:
        self.installation = installation
        self.writers = [Writer(installation.key, [web.port for web in webs]) for _ in range(WRITERS)]
        self.stop = threading.Event()
        self.slowest = 0.0
        self.first = first

    def __enter__(self) -> Self:
        self.pool = ThreadPoolExecutor(WRITERS)
        self.running = [self.pool.submit(self._write, index) for index in range(WRITERS)]
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stop.set()
        for one in self.running:
            one.result()
        self.pool.shutdown()

    def _write(self, index: int) -> None:
        number = self.first + index
        while not self.stop.is_set():
            took = self.writers[index].send(number, report_of(self.installation.codes, number))
            self.slowest = max(self.slowest, took)
            number += WRITERS

    @property
    def acknowledged(self) -> list[dict]:
        return [report for writer in self.writers for report in writer.acknowledged]

    def sum_of(self, name: str) -> int:
        return sum(getattr(writer, name) for writer in self.writers)

    def strange(self) -> list[tuple[int, str]]:
        return [one for writer in self.writers for one in writer.strange]


def test_what_one_process_acknowledges_all_of_them_hold_and_every_case_is_told_once(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arrived = tmp_path / "arrived"
    september = [
        {"unit_code": code, "indicator": "si_voluntary", "as_of": "2024-09-30", "value": 600 if n % 2 else 760}
        for n, code in enumerate(installation.codes)
    ]
    with ExitStack() as running:
        running.enter_context(sink(installation.smtp_port, arrived, 1))
        webs = [running.enter_context(installation.web()) for _ in range(2)]
        writer = Writer(installation.key, [web.port for web in webs])
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(writer.send, range(len(september)), september))
        twice = [writer.try_once(webs[n % 2].port, n, september[n])[:2] for n in (0, 0, 1, 1)]
        with installation.jobs(), installation.jobs(), installation.app.app_context():
            took = wait_until(lambda: _sent() == LAGGING, 120)

    with installation.app.app_context():
        counted = count(arrived)
        assert_everybody_was_told_once()
    tell(capsys, f"{len(september)} reports, {counted['mails']} mails {took:.1f} s after the jobs were started")
    assert written(installation) == expected(september)
    assert {status for status, _ in twice} == {201}
    assert (twice[0], twice[2]) == (twice[1], twice[3])
    assert counted["states"] == {"sent": LAGGING}
    assert (counted["repeats"], counted["lost"], counted["doubled"]) == (0, 0, 0)


def test_r03_a_worker_killed_while_it_takes_a_report_loses_and_doubles_nothing(
    installation: Installation, dice: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    with installation.web(workers=3) as web, Traffic(installation, [web]) as traffic:
        began = time.monotonic()
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.05, 0.4))
            before = len(traffic.acknowledged)
            os.kill(dice.choice(web.workers()), signal.SIGKILL)
            wait_until(lambda before=before: len(traffic.acknowledged) >= before + 2, 60)
        took = time.monotonic() - began

    reports = traffic.acknowledged
    tell(
        capsys,
        f"{KILLS} kills in {took:.0f} s: {len(reports)} reports acknowledged, {traffic.sum_of('repeats')} repeats, "
        f"slowest {traffic.slowest:.1f} s",
    )
    assert traffic.strange() == []
    assert written(installation) == expected(reports)
    assert len(expected(reports)) == len(reports) >= KILLS


def test_r09_the_database_restarted_under_them_loses_nothing_and_they_come_back_by_themselves(
    installation: Installation, dice: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as running:
        webs = [running.enter_context(installation.web()) for _ in range(2)]
        timetables = [running.enter_context(installation.jobs()) for _ in range(2)]
        for web in webs:
            wait_until(lambda web=web: len(web.workers()) == WORKERS)
        before = [web.workers() for web in webs]
        recovered = []
        with Traffic(installation, webs) as traffic:
            for _ in range(RESTARTS):
                time.sleep(dice.uniform(0.2, 1.2))
                installation.cluster.restart()
                recovered.append(max(wait_until(lambda web=web: reads(web, installation)) for web in webs))
        after = [web.workers() for web in webs]
        assert [one.poll() for one in timetables] == [None, None]

    reports = traffic.acknowledged
    tell(
        capsys,
        f"{RESTARTS} restarts: {len(reports)} reports acknowledged, {traffic.sum_of('unavailable')} answers of 503, "
        f"back after {max(recovered):.1f} s at most, slowest report {traffic.slowest:.1f} s",
    )
    assert before == after
    assert max(recovered) <= 10
    assert traffic.strange() == []
    assert traffic.sum_of("without_retry_after") == 0
    assert written(installation) == expected(reports)
    assert len(expected(reports)) == len(reports) >= RESTARTS


def reads(web: Web, installation: Installation) -> bool:
    """Return whether the server reads the database."""
    return status_of(web.port, f"/api/v1/units/{installation.codes[0]}", installation.key) == 200


TERM, INT, QUIT, KILL = signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL
LEAVING = [([TERM] * 5, "in a request"), ([KILL], "in a request"), ([TERM], "idle")]
if is_long():
    LEAVING = [
        (told, load) for told in ([TERM], [TERM] * 5, [INT], [QUIT], [KILL]) for load in ("idle", "in a request")
    ]


def test_r06_told_to_stop_the_web_server_leaves_in_time_with_nothing_acknowledged_lost(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    reports: list[dict] = []
    said, first = [], 0
    with installation.web() as staying:
        for signals, load in LEAVING:
            with installation.web() as leaving, Traffic(installation, [leaving, staying], first) as traffic:
                wait_until(lambda traffic=traffic: len(traffic.acknowledged) >= 8)
                if load == "idle":
                    traffic.stop.set()
                    wait_until(lambda traffic=traffic: all(one.done() for one in traffic.running))
                took = leave(leaving.process, signals)
            reports += traffic.acknowledged
            said.append(f"{signals[0].name}×{len(signals)} {load} {took:.1f} s")
            first += A_TURN
            assert traffic.strange() == []
            assert took <= 25

    tell(capsys, "; ".join(said))
    assert written(installation) == expected(reports)


JOBS_LEAVING = [([TERM], "in a sweep"), ([KILL], "in a mail")]
if is_long():
    JOBS_LEAVING = [
        (told, load)
        for told in ([TERM], [TERM] * 5, [INT], [QUIT], [KILL])
        for load in ("idle", "in a sweep", "in a mail")
    ]


def test_r06_told_to_stop_a_timetable_leaves_in_time_and_another_takes_up_what_it_left(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    with installation.app.app_context():
        for number, commune in enumerate(communes()):
            report(commune, date(2024, 9, 30), 600 if number % 2 else 760)
        installation.let_go()
    installation.keep()
    for turn, (signals, load) in enumerate(JOBS_LEAVING):
        installation.renew()
        arrived = tmp_path / f"arrived {turn}"
        with sink(installation.smtp_port, arrived, turn), installation.app.app_context():
            with installation.jobs() as leaving:
                wait_until(lambda load=load, arrived=arrived: IS_AT[load](arrived), 60)
                took = leave(leaving, signals)
            with installation.jobs(
                later=timedelta(minutes=11)
            ):  # longer than a lease, and than a dead run is waited for
                wait_until(lambda: _sent() == LAGGING, 120)
            counted = count(arrived)
            assert_everybody_was_told_once()
            installation.let_go()
        said.append(f"{signals[0].name}×{len(signals)} {load} {took:.1f} s, {counted['repeats']} repeats")
        assert took <= 25
        assert (counted["lost"], counted["doubled"]) == (0, 0)
        assert counted["repeats"] <= (1 if signals[0] in (QUIT, KILL) else 0)

    tell(capsys, "; ".join(said))


def communes() -> list[int]:
    return list(
        db.session.scalars(select(Placement.unit_id).where(Placement.level == "commune").order_by(Placement.id))
    )


def _begun() -> bool:
    db.session.rollback()
    return bool(db.session.scalar(db.text("SELECT count(*) FROM sweep_run WHERE name = 'sweep'")))


IS_AT: dict[str, Callable[[Path], bool]] = {
    "idle": lambda _arrived: _sent() == LAGGING,
    "in a sweep": lambda _arrived: _begun(),
    "in a mail": lambda arrived: arrived.exists() and arrived.stat().st_size > 0,
}


def leave(process: subprocess.Popen[bytes], signals: list[signal.Signals]) -> float:
    """Send the signals one after the other; return after how many seconds the process had left."""
    began = time.monotonic()
    for one in signals:
        if process.poll() is None:
            os.kill(process.pid, one)
        time.sleep(0.02)
    process.wait(timeout=40)
    return time.monotonic() - began


def _sent() -> int:
    db.session.rollback()
    found = db.session.execute(db.text("SELECT count(*) FROM delivery WHERE channel = 'email' AND state = 'sent'"))
    return found.scalar_one()
