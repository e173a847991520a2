"""Sets up what is missing, then runs it: `python3 run.py demo | test | flask … | bench`.

Standard library only: a fresh machine has nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".run"
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UV_VERSION = "0.13.9"
USAGE = """python3 run.py demo  [--port N] [--size small|province]   the system on real published figures
python3 run.py test  [--fast | --long] [pytest arguments]  the tests
python3 run.py flask COMMAND …                             a command of the system
python3 run.py bench [NAME …]                              what is measured, against what
"""


def main(arguments: list[str]) -> int:
    """Do what the first argument names; return the exit code."""
    os.chdir(ROOT)
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name == "demo":
        ready("--no-dev")
        return run([str(PYTHON), "-m", "flask", "--app", "app", "demo", "run", *rest], DON_DOC_MODE="demo")
    if name == "flask":
        ready("--no-dev")
        return run([str(PYTHON), "-m", "flask", "--app", "app", *rest])
    if name == "test":
        ready()
        return test(rest)
    if name == "bench":
        ready()
        return run([str(PYTHON), "-m", "bench", *rest])
    print(USAGE, end="", file=sys.stderr)
    return 2


def ready(*extra: str) -> None:
    """Make the project's own environment as uv.lock says, unless it is that already."""
    wanted = hashlib.sha256((ROOT / "uv.lock").read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = TOOLS / ("environment" if "--no-dev" in extra else "environment-dev")
    kept = [stamp, TOOLS / "environment-dev"]
    if PYTHON.exists() and any(path.exists() and path.read_text() == wanted for path in kept):
        return
    command = [*find_uv(), "sync", "--frozen", "--inexact", "--quiet", "--extra", "postgres", *extra]
    environment = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PROJECT_ENVIRONMENT": str(ROOT / ".venv"),
    }
    environment.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode:
        sys.exit("The packages could not be installed; the lines above say why. Then run the same command again.")
    TOOLS.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def find_uv() -> list[str]:
    """Return the command of uv: the one that is there, or a pinned one in a private environment."""
    if found := shutil.which("uv"):
        return [found]
    private = TOOLS / "uv"
    own = private / ("Scripts" if os.name == "nt" else "bin")
    if not (own / "uv").exists() and not (own / "uv.exe").exists():
        try:
            import ensurepip  # noqa: F401, PLC0415 - asked only where uv is missing: Debian may lack it
        except ImportError:
            sys.exit("Python's venv is missing. Run: apt-get install -y python3-venv    then this command again.")
        print("First run: fetching the installer …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(private)], check=True)
        subprocess.run([str(own / "python"), "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"], check=True)
    return [str(own / "uv")]


def test(arguments: list[str]) -> int:
    """Run the tests; without --fast also what needs PostgreSQL and Chromium."""
    fast, long = "--fast" in arguments, "--long" in arguments
    rest = [word for word in arguments if word not in ("--fast", "--long")]
    if not fast:
        install_servers()
    chosen = "not slow and not browser and not long" if fast else ("" if long else "not long")
    marks = ["-m", chosen] if chosen and "-m" not in rest else []
    workers = [] if any(word.startswith(("-n", "--numprocesses")) for word in rest) else ["-n", "2"]
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
        subprocess.run(command.split(), env=environment, stdout=subprocess.DEVNULL, check=False)


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
