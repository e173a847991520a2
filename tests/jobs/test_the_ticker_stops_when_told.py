"""`flask jobs run` as a process: it begins at CLOCK_AT, sends what is due, and leaves in order when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask

from committee.core.db import db
from tests.conftest import House
from tests.mail_server import MailServer
from tests.notify.writing import NINE, mail, officer, write

pytestmark = pytest.mark.one_engine


@contextmanager
def ticker(house: House, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the timetable from nine o'clock on 28/10/2024, with its mail going to `port`."""
    db.session.remove()
    mail_goes_to = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "CLOCK_AT": "2024-10-28T09:00+07:00"}
    running = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "jobs", "run"],
        env={**os.environ, **house.environ(), **mail_goes_to},
        stderr=subprocess.PIPE,
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def wait_until(condition: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < 20
        time.sleep(0.02)


@pytest.mark.parametrize(
    "signals", [[signal.SIGTERM], [signal.SIGTERM] * 5, [signal.SIGINT]], ids=["TERM", "TERM five times", "INT"]
)
def test_a_letter_in_hand_is_finished_first(house: House, app: Flask, signals: list[signal.Signals]) -> None:
    notice = write(officer())
    with MailServer() as server:
        server.sink.pause = (1.0, 1.0)
        with ticker(house, server.port) as running:
            wait_until(lambda: len(server.sink.kept) == 1)
            began = time.monotonic()
            for number in signals:
                running.send_signal(number)
                time.sleep(0.05)
            code = running.wait(timeout=25)
            took = time.monotonic() - began

    assert code == 0
    assert took < 5
    assert mail(notice).state == "sent"
    assert timedelta(0) <= mail(notice).sent_at - NINE < timedelta(seconds=30)
    assert len(server.sink.kept) == 1


@pytest.mark.slow
def test_a_mail_server_that_hangs_does_not_keep_it_longer_than_25_seconds(house: House, app: Flask) -> None:
    notice = write(officer())
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with ticker(house, listening.getsockname()[1]) as running:
            talk, _ = listening.accept()  # and never a word
            began = time.monotonic()
            running.send_signal(signal.SIGTERM)
            code = running.wait(timeout=25)
            took = time.monotonic() - began
        talk.close()

    assert code == 0
    assert took < 25
    assert mail(notice).state == "failed"
