"""A whole installation of processes over one PostgreSQL of its own: web servers, timetables, and who writes to them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from sqlalchemy import select

from committee.accounts import operations as accounts
from committee.cli import database
from committee.core import clock
from committee.core.db import db, transaction
from committee.figures.models import Figure
from committee.units.models import Placement
from committee.web.factory import create_app
from config import read_settings
from tests import postgres
from tests.conftest import KEY
from tests.escalation.lagging import TIMETABLE, ask, morning, person, province
from tests.mail_server import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
DAY = date(2024, 10, 9)
FIRST_DAY = date(2024, 1, 1)
LAGGING = 40


class Installation:
    """One database with a province of 80 communes, and the environment all its processes share."""

    def __init__(self, folder: Path) -> None:
        self.cluster = postgres.Cluster()
        self.cluster.start()
        self.smtp_port = free_port()
        self.environ = {
            "DATABASE_URL": postgres.url(self.cluster.address, "house"),
            "INSTANCE_DIR": str(folder),
            "SECRET_KEY": KEY,
            "CLOCK_AT": morning(DAY).isoformat(),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.smtp_port),
        }
        self._administer("CREATE DATABASE house")
        self.app = create_app(read_settings(self.environ))
        with self.app.app_context():
            upgrade()
            database.load()
            self._fill()
            self.let_go()
        clock.run_freely()

    def close(self) -> None:
        """Stop the database and take it away."""
        with self.app.app_context():
            self.let_go()
        self.cluster.stop()

    def keep(self) -> None:
        """Keep the database as it is now, to come back to."""
        self._administer("CREATE DATABASE kept TEMPLATE house")

    def renew(self) -> None:
        """Go back to the database that was kept."""
        self._administer("DROP DATABASE house WITH (FORCE)", "CREATE DATABASE house TEMPLATE kept")

    def _administer(self, *statements: str) -> None:
        with psycopg.connect(postgres.url(self.cluster.address, "postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def let_go(self) -> None:
        """Close our own connections."""
        db.session.remove()
        db.engine.dispose()

    def _fill(self) -> None:
        above, communes = province(2 * LAGGING)
        ask(communes, target=1000)
        for number, commune in enumerate(communes):
            if number % 2:
                person(f"reporter{number}@xa.vn", commune, "reporter")
        office = person("office@tinh.vn", above, "secretariat")
        with transaction():
            self.key = accounts.make_token(
                account_id=office.account_id, scope="write", days=365, by=TIMETABLE, now=morning(DAY)
            )
        of_communes = select(Placement.code).where(Placement.unit_id.in_(communes)).order_by(Placement.unit_id)
        self.codes = list(db.session.scalars(of_communes))

    @contextmanager
    def web(self, workers: int = 2) -> Iterator[Web]:
        """Serve by gunicorn on a port of its own."""
        port = free_port()
        command = [str(PROGRAMS / "gunicorn"), "app:app", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
        counts = (
            Path(self.environ["INSTANCE_DIR"]) / f"counts {port}"
        )  # of one that is killed too they go with the trial
        counts.mkdir()
        with self._started(command, PROMETHEUS_MULTIPROC_DIR=str(counts)) as process:
            wait_until(lambda: _answers(port), 40)
            yield Web(process, port)

    @contextmanager
    def jobs(self, later: timedelta = timedelta(0)) -> Iterator[subprocess.Popen[bytes]]:
        """Run a timetable, from the morning or so much later on."""
        command = [sys.executable, "-m", "flask", "--app", "app", "jobs", "run"]
        with self._started(command, CLOCK_AT=(morning(DAY) + later).isoformat()) as process:
            yield process

    @contextmanager
    def _started(self, command: list[str], **changed: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **self.environ, **changed},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # the group that was made for it
            process.wait()


@dataclass
class Web:
    """A running web server."""

    process: subprocess.Popen[bytes]
    port: int

    def workers(self) -> list[int]:
        """Return the ids of its worker processes."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(word) for word in told.split()]


@dataclass
class Writer:
    """A program that sends one report after the other and repeats each under the same key until it is acknowledged."""

    key: str
    ports: list[int]
    patience: float = 40.0
    acknowledged: list[dict] = field(default_factory=list)
    repeats: int = 0
    unavailable: int = 0
    without_retry_after: int = 0
    strange: list[tuple[int, str]] = field(default_factory=list)

    def send(self, number: int, report: dict) -> float:
        """Send a report until it is acknowledged; return how long that took."""
        began = time.monotonic()
        attempt = 0
        while time.monotonic() - began < self.patience:
            status, body, headers = self.try_once(self.ports[(number + attempt) % len(self.ports)], number, report)
            if status in (200, 201):
                self.acknowledged.append(report)
                return time.monotonic() - began
            if status == 503:
                self.unavailable += 1
                self.without_retry_after += "Retry-After" not in headers
            elif status:
                self.strange.append((status, body[:200]))
            attempt += 1
            self.repeats += 1
            time.sleep(0.05)
        raise AssertionError(f"{report} was not acknowledged within {self.patience} s: {self.strange[-3:]}")

    def try_once(self, port: int, number: int, report: dict) -> tuple[int, str, dict[str, str]]:
        """Send a report once; the status is 0 where nobody answered."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": f"report-{number}",
            "Content-Type": "application/json",
        }
        try:
            connection.request("POST", "/api/v1/figures", json.dumps(report), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())
        except (OSError, http.client.HTTPException):
            return 0, "", {}
        finally:
            connection.close()


def report_of(codes: list[str], number: int) -> dict:
    """Return the report of this number: every one is of another commune and day, and has a value of its own."""
    day = FIRST_DAY + timedelta(days=number // len(codes))
    return {
        "unit_code": codes[number % len(codes)],
        "indicator": "si_voluntary",
        "as_of": day.isoformat(),
        "value": 100 + number,
    }


def written(installation: Installation) -> dict[tuple[str, str], list[int]]:
    """Return the values that stand in the database by unit code and day, every revision of them."""
    with installation.app.app_context():
        rows = db.session.execute(
            select(Placement.code, Figure.as_of, Figure.value).join(Placement, Placement.unit_id == Figure.unit_id)
        ).all()
        installation.let_go()
    found: dict[tuple[str, str], list[int]] = {}
    for code, as_of, value in rows:
        found.setdefault((code, as_of.isoformat()), []).append(int(value))
    return found


def expected(reports: list[dict]) -> dict[tuple[str, str], list[int]]:
    """Return the same of what was acknowledged."""
    return {(one["unit_code"], one["as_of"]): [one["value"]] for one in reports}


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> float:
    """Wait until something is so; return how long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


def _answers(port: int) -> bool:
    return status_of(port, "/healthz") == 200


def status_of(port: int, path: str, key: str = "") -> int:
    """Return the status of a page, 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {key}"} if key else {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def is_long() -> bool:
    """Return whether the full figures are asked for."""
    return os.environ.get("DON_DOC_TEST_TIER") == "long"
