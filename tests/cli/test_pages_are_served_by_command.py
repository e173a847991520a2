"""`flask serve` as a process answers a visitor."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time

import pytest

from committee.cli.serving import free_port
from committee.core.db import db
from tests.conftest import House

pytestmark = pytest.mark.one_engine


def status(port: int) -> int:
    """Return what the sign-in page is answered with, as soon as somebody listens."""
    began = time.monotonic()
    while True:
        visitor = http.client.HTTPConnection("localhost", port)
        try:
            visitor.request("GET", "/sign-in")
            return visitor.getresponse().status
        except ConnectionRefusedError:
            assert time.monotonic() - began < 20
            time.sleep(0.05)
        finally:
            visitor.close()


@pytest.mark.usefixtures("app")
def test_the_served_pages_answer_and_the_process_leaves_when_told(house: House) -> None:
    db.session.remove()
    port = free_port("127.0.0.1")
    command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(port)]
    running = subprocess.Popen(
        command, env={**os.environ, **house.environ()}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        answered = status(port)
        running.terminate()
        left = running.wait(25)
    finally:
        running.kill()
        running.wait()

    assert answered == 200
    assert left == 0
