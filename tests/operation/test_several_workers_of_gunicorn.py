"""Several workers behind one port: their log is one, tells nothing of people, and their counts are added up."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from committee.accounts import operations as accounts
from committee.core.db import db, transaction
from tests.cast import BY, REPORTER, Cast
from tests.chaos.installation import PROGRAMS, ROOT, status_of, wait_until
from tests.conftest import MORNING, House
from tests.mail_server import free_port

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
TYPED = "gia-tri-go-vao-98765"
ASKED = 40


class Gunicorn:
    """A running gunicorn whose log is kept in a file."""

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        self.port, self.log = free_port(), log
        command = [str(PROGRAMS / "gunicorn"), "app:app", "--bind", f"127.0.0.1:{self.port}", "--workers", "3"]
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environ}, stdout=file, stderr=subprocess.STDOUT
            )

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def send_raw(self, content: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as talk:
            talk.sendall(content)
            talk.recv(1000)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=30)


@pytest.fixture
def gunicorn(app: Flask, cast: Cast, house: House, tmp_path: Path) -> Iterator[Gunicorn]:
    """Three workers over the database of the house."""
    db.session.remove()
    db.engine.dispose()
    environ = {**house.environ(), "CLOCK_AT": MORNING.isoformat(), "PROMETHEUS_MULTIPROC_DIR": ""}
    running = Gunicorn(environ, tmp_path / "log")
    wait_until(lambda: status_of(running.port, "/healthz") == 200, 60)
    yield running
    running.process.kill()
    running.process.wait()


def test_row_62_neither_the_requests_nor_gunicorns_own_lines_tell_what_was_typed(
    gunicorn: Gunicorn, cast: Cast
) -> None:
    with transaction():
        invitation = accounts.invite(account_id=cast.accounts[REPORTER], by=BY, now=MORNING)
    db.session.remove()
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    gunicorn.ask("GET", f"/invitations/{invitation}?q={TYPED}")
    gunicorn.ask("POST", "/sign-in", urlencode({"email": REPORTER.email, "password": TYPED}), **form)
    gunicorn.ask("GET", f"/api/v1/units/{TYPED}", Authorization=f"Bearer {invitation}")
    gunicorn.send_raw(f"GET /{invitation} {TYPED} HTTP/9.9\r\n\r\n".encode())
    gunicorn.send_raw(f"GET /{invitation} HTTP/1.1\r\nHost: x\r\n{TYPED}\r\nBad Header {TYPED}: 1\r\n\r\n".encode())
    gunicorn.send_raw(b"GET /" + TYPED.encode() * 400 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    code = gunicorn.stop()

    told = gunicorn.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in told.splitlines()]
    assert code == 0
    assert sum(line["event"] == "request" for line in lines) >= 4
    assert any(line.get("logger") == "gunicorn.error" for line in lines)
    assert [line for line in lines if TYPED in json.dumps(line, ensure_ascii=False)] == []
    assert [secret for secret in (invitation, TYPED, REPORTER.email, REPORTER.name) if secret in told] == []


def test_whichever_worker_is_asked_tells_what_all_have_counted(gunicorn: Gunicorn) -> None:
    before = counted(gunicorn)
    for _ in range(ASKED):
        assert gunicorn.ask("GET", "/healthz")[0] == 200

    seen = {counted(gunicorn) - before for _ in range(6)}

    assert seen == {ASKED}


def test_a_database_without_tables_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    environ = {**os.environ, "INSTANCE_DIR": str(tmp_path / "new")}
    command = [str(PROGRAMS / "gunicorn"), "app:app", "--bind", f"127.0.0.1:{free_port()}"]

    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode != 0
    assert "flask db upgrade" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    environ = {**os.environ, "INSTANCE_DIR": str(tmp_path / "new"), "SECRET_KEY": "admin"}
    command = [str(PROGRAMS / "gunicorn"), "app:app", "--bind", f"127.0.0.1:{free_port()}"]

    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode != 0
    assert "SECRET_KEY: 5 characters" in done.stderr
    assert time.monotonic() - began < 30


def counted(gunicorn: Gunicorn) -> int:
    """Return how often /healthz has been answered, as one of the workers tells it."""
    told = gunicorn.ask("GET", "/metrics")[1]
    series = re.escape('don_doc_requests_total{method="GET",route="/healthz",status="200"}')
    found = re.search(rf"^{series} ([0-9.e+]+)$", told, re.MULTILINE)
    return int(float(found[1])) if found else 0
