"""Sets up what is missing, then runs it: `python3 run.py demo | test | flask … | bench`.

Standard library only: a fresh machine has nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # asked for where it is used

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".run"
STAMP = TOOLS / "environment"
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UV_VERSION = "0.13.9"
OLDEST_PYTHON = (3, 11)
USAGE = """python3 run.py demo  [--port N] [--size small|province]   the system on real published figures
python3 run.py test  [--fast | --long] [pytest arguments]  the tests
python3 run.py flask COMMAND …                             a command of the system
python3 run.py bench [NAME …]                              what is measured, against what
"""


def main(arguments: list[str]) -> int:
    """Do what the first argument names; return the exit code."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    # Not started in our folder: file names are meant as seen from where the command was typed.
    flask = [str(PYTHON), "-P", "-m", "flask", "--app", str(ROOT / "app.py")]
    if name == "demo":
        ready()
        return run([*flask, "demo", "run", *rest], DON_DOC_MODE="demo")
    if name == "flask":
        ready()
        return run([*flask, *rest])
    if name == "test":
        ready(for_tests=True)
        return test(rest)
    if name == "bench":
        ready(for_tests=True)
        os.chdir(ROOT)
        return run([str(PYTHON), "-m", "bench", *rest])
    print(USAGE, end="", file=sys.stderr)
    return 2


def ready(*, for_tests: bool = False) -> None:
    """Make the project's own environment as uv.lock says, unless it is that already."""
    wanted = hashlib.sha256((ROOT / "uv.lock").read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    # What the tests need includes what the system needs, never the other way round.
    good = {f"{wanted} tests"} if for_tests else {f"{wanted} tests", f"{wanted} system"}
    if stands(good):
        return
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is {sys.version.split()[0]}.")
    TOOLS.mkdir(exist_ok=True)
    with one_at_a_time():
        if not stands(good):
            STAMP.unlink(missing_ok=True)
            install([] if for_tests else ["--no-dev"])
            STAMP.write_text(f"{wanted} {'tests' if for_tests else 'system'}", encoding="ascii")


def stands(good: set[str]) -> bool:
    """Return whether the environment is there and was made for one of `good`."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") in good


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second process that starts meanwhile wait, where the system can lock a file."""
    with (TOOLS / "lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(options: list[str]) -> None:
    """Bring the environment to what uv.lock says; what else is in it is left alone."""
    print("Installing the packages of uv.lock …", file=sys.stderr)
    command = [*find_uv(), "sync", "--frozen", "--inexact", "--quiet", "--extra", "postgres", *options]
    environment = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PROJECT_ENVIRONMENT": str(ROOT / ".venv"),
    }
    environment.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, env=environment, stdout=sys.stderr, cwd=ROOT, check=False).returncode:
        sys.exit("The packages could not be installed; the lines above say why. Then run the same command again.")


def find_uv() -> list[str]:
    """Return the command of uv: the one that is there and answers, or a pinned one in a private environment."""
    found = shutil.which("uv")
    if found and not subprocess.run([found, "--version"], capture_output=True, check=False).returncode:
        return [found]
    private = TOOLS / "uv"
    programs = private / ("Scripts" if os.name == "nt" else "bin")
    own = programs / ("uv.exe" if os.name == "nt" else "uv")
    if own.exists():
        return [str(own)]
    if find_spec("ensurepip") is None:  # Debian and Ubuntu leave it out
        sys.exit("Python's venv is missing. Run as root: apt-get install -y python3-venv    then this command again.")
    print("First run: fetching the installer …", file=sys.stderr)
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(private)],
        [
            str(programs / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            f"uv=={UV_VERSION}",
        ],
    ):
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            sys.exit("The installer could not be fetched; the lines above say why. Then run the same command again.")
    return [str(own)]


def test(arguments: list[str]) -> int:
    """Run the tests; without --fast also what needs PostgreSQL and Chromium."""
    fast, long = "--fast" in arguments, "--long" in arguments
    rest = [word for word in arguments if word not in ("--fast", "--long")]
    if not fast:
        install_servers()
    chosen = "not slow and not browser and not long" if fast else ("" if long else "not long")
    marks = ["-m", chosen] if chosen and "-m" not in rest else []
    workers = [] if any(word.startswith(("-n", "--numprocesses")) for word in rest) else ["-n", "2"]
    os.chdir(ROOT)
    extra = {"DON_DOC_TEST_TIER": "fast" if fast else "long" if long else "normal"}
    return run([str(PYTHON), "-m", "pytest", *workers, *marks, *rest], **extra)


def install_servers() -> None:
    """Install PostgreSQL and Chromium if they are missing and we may; otherwise say which command does it."""
    missing = [] if has_postgresql() else ["postgresql"]
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        missing.append("chromium")
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(f"Missing for the whole of the tests: run as root: {line}", file=sys.stderr)
        return
    print(f"Installing {' and '.join(missing)} …", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update -qq", line):
        if subprocess.run(command.split(), env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            print(f"This failed: {command}", file=sys.stderr)


def has_postgresql() -> bool:
    """Return whether a PostgreSQL server is installed, on the path or where Debian puts it."""
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def run(command: list[str], **extra: str) -> int:
    """Run `command` in this process's place, with `extra` added to the environment."""
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        **{key: os.environ.get(key, value) for key, value in extra.items()},
    }
    if os.name != "nt":
        os.execve(command[0], command, environment)  # noqa: S606 - our own interpreter, no shell
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
