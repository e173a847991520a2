"""The demonstration as a visitor starts it: a process of its own, a mail server, a browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.mail_server import MailServer, Sink, free_port
from tests.web.looks import press
from tests.web.served import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
LONGEST_START = 300  # seconds, on a machine that is busy with other tests as well
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class House:
    """A running demonstration: its address, where its mail goes, and what its commands are given."""

    address: str
    sink: Sink
    environ: dict[str, str]

    def command(self, *words: str) -> str:
        """Run a command of the system in a process of its own beside the server, and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running(folder: Path, *options: str) -> Iterator[House]:
    """Start the demonstration over an empty folder, wait until it answers, and stop it as Ctrl+C does."""
    with MailServer() as mail:
        port = free_port()
        address = f"http://localhost:{port}"
        unset = {"DATABASE_URL", "CLOCK_AT", "BASE_URL", "DON_DOC_LANGUAGE", "LANGUAGE"}
        environ = {name: value for name, value in os.environ.items() if name not in unset}
        environ |= {"INSTANCE_DIR": str(folder), "DON_DOC_MODE": "demo", "BASE_URL": address}
        environ |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail.port), "SMTP_FROM": "don-doc@demo.example"}
        command = [sys.executable, "-m", "flask", "--app", "app", "demo", "run", "--port", str(port), *options]
        with (folder / "said").open("wb") as said:
            server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=said, stderr=said)
        try:
            _wait_for(port, server, folder / "said")
            yield House(address, mail.sink, environ)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
        assert server.returncode == 0, (folder / "said").read_text(encoding="utf-8")


def _wait_for(port: int, server: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        assert server.poll() is None, said.read_text(encoding="utf-8")
        try:
            with socket.create_connection(("localhost", port), timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the demonstration did not answer: {said.read_text(encoding='utf-8')}")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, house: House, email: str, *, width: int = 1366) -> Iterator[Page]:
    """Enter as one of the people whom the sign-in page shows."""
    context = browser.new_context(
        base_url=house.address, viewport={"width": width, "height": 760}, color_scheme="light", locale="vi-VN"
    )
    page = context.new_page()
    page.goto("/sign-in")
    press(page, f"button[value='{email}@demo.example']")
    assert page.inner_text("h1") == "Việc của tôi"
    yield page
    context.close()


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of what is seen for the papers, when asked to."""
    if os.environ.get("DON_DOC_KEEP_PICTURES") == "1":
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", scale="css")
