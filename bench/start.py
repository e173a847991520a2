"""The demo from an empty folder to its first page, its second start, and the memory it stands on.

Goals (docs/performance.md): 60 s on two cores, downloads included; 3 s; 250 MB. The packages are taken as they stand;
`run.py` on a machine without them adds their download.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300


def run() -> None:
    """Start the demo twice in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        cold, _ = _start(folder)
        again, memory = _start(folder)
    print(f"{'demo, empty folder to first page':<58} {cold:9.2f} s    goal ≤ 60 s with downloads")
    print(f"{'demo, second start to first page':<58} {again:9.2f} s    goal ≤ 3 s")
    print(f"{'demo, memory after the first page':<58} {memory:9.0f} MB   goal ≤ 250 MB")


def _start(folder: str) -> tuple[float, float]:
    """Return the seconds to the first page, and the resident memory in MB then."""
    port = _free_port()
    environ = {**os.environ, "INSTANCE_DIR": folder, "DON_DOC_MODE": "demo"}
    environ.pop("DATABASE_URL", None)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "demo", "run", "--port", str(port)],
        cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while time.perf_counter() - began < PATIENCE and not _answers(port):
            time.sleep(0.05)
        return time.perf_counter() - began, _resident(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _resident(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
