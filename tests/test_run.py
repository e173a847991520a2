"""The launcher: it needs nothing but Python, sets up what is missing once, and passes on what it is asked."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the project whose environment is the one these tests run in."""
    root = tmp_path / "house"
    root.mkdir()
    for name in ("run.py", "uv.lock", "pyproject.toml"):
        shutil.copyfile(ROOT / name, root / name)
    for name in ("app.py", "config.py", "committee", "migrations", "translations"):
        (root / name).symlink_to(ROOT / name)
    (root / ".venv").symlink_to(sys.prefix)
    stamp(root, "tests")
    return root


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """A copy of the project without an environment, and a `uv` that writes down what it is asked for."""
    root = tmp_path / "empty"
    (root / "bin").mkdir(parents=True)
    for name in ("run.py", "uv.lock", "pyproject.toml"):
        shutil.copyfile(ROOT / name, root / name)
    script(
        root / "bin" / "uv",
        f'[ "$1" = --version ] && exit 0\necho "$@" >> {root}/asked\nsleep 0.3\nmkdir -p {root}/.venv/bin\n'
        f"printf '#!/bin/sh\\nexit 0\\n' > {root}/.venv/bin/python\nchmod +x {root}/.venv/bin/python",
    )
    return root


def script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def stamp(root: Path, kind: str) -> None:
    digest = hashlib.sha256((root / "uv.lock").read_bytes() + (root / "pyproject.toml").read_bytes()).hexdigest()
    (root / ".run").mkdir(exist_ok=True)
    (root / ".run" / "environment").write_text(f"{digest} {kind}", encoding="ascii")


def launch(root: Path, *words: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{root / 'bin'}:/usr/bin:/bin",
        "INSTANCE_DIR": str(root / "instance"),
        "LANG": "C.UTF-8",
        **environ,
    }
    return subprocess.run(
        [PYTHON, str(root / "run.py"), *words],
        cwd=cwd or root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def asked(root: Path) -> list[str]:
    file = root / "asked"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@pytest.mark.parametrize("words", [(), ("dance",), ("--fast",)])
def test_without_a_known_word_it_says_how_it_is_used(house: Path, words: tuple[str, ...]) -> None:
    done = launch(house, *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert "python3 run.py test" in done.stderr


def test_who_asks_for_help_gets_it(house: Path) -> None:
    done = launch(house, "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert "python3 run.py demo" in done.stdout


def test_it_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in named} <= set(sys.stdlib_module_names)


def test_it_starts_without_any_installed_package() -> None:
    done = subprocess.run([PYTHON, "-I", "-S", str(ROOT / "run.py"), "help"], capture_output=True, check=False)

    assert done.returncode == 0


def test_a_command_of_the_system_goes_through_it(house: Path) -> None:
    done = launch(house, "flask", "--help")

    assert done.returncode == 0, done.stderr
    assert "Commands:" in done.stdout
    assert done.stderr == ""


def test_a_command_is_run_where_it_was_typed(house: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "config.py").write_text("raise SystemExit('the wrong config')", encoding="utf-8")

    done = launch(house, "flask", "shell", cwd=elsewhere, PYTHONSTARTUP="", PYTHONIOENCODING="utf-8")

    assert done.returncode == 0, done.stderr
    assert "App: don_doc" in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "mysql://u@h/d", "neither sqlite:///… nor postgresql://…"),
        ("CLOCK_AT", "tomorrow", "is not a moment; write 2024-10-28T09:00+07:00"),
        ("SMTP_PORT", "many", "is not a port number"),
    ],
)
def test_a_wrong_setting_ends_in_one_sentence(house: Path, name: str, value: str, words: str) -> None:
    done = launch(house, "flask", "routes", **{name: value})

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{name}: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_first_start_installs_and_the_second_does_not(empty_house: Path) -> None:
    first = launch(empty_house, "flask", "--help")
    second = launch(empty_house, "flask", "--help")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert asked(empty_house) == ["sync --frozen --inexact --quiet --extra postgres --no-dev"]
    assert "Installing" in first.stderr
    assert second.stderr == ""


def test_the_tests_need_more_than_the_system_and_the_system_no_more_than_the_tests(empty_house: Path) -> None:
    for words in (("flask",), ("test", "--fast"), ("flask",), ("test", "--fast")):
        launch(empty_house, *words)

    assert asked(empty_house) == [
        "sync --frozen --inexact --quiet --extra postgres --no-dev",
        "sync --frozen --inexact --quiet --extra postgres",
    ]


def test_another_lock_means_another_installation_there_and_back(empty_house: Path) -> None:
    lock = empty_house / "uv.lock"
    before = lock.read_bytes()

    launch(empty_house, "test", "--fast")
    lock.write_bytes(before + b"\n# newer\n")
    launch(empty_house, "flask")
    lock.write_bytes(before)
    launch(empty_house, "test", "--fast")

    assert len(asked(empty_house)) == 3


def test_an_environment_that_was_removed_is_made_again(empty_house: Path) -> None:
    launch(empty_house, "flask")
    shutil.rmtree(empty_house / ".venv")

    launch(empty_house, "flask")

    assert len(asked(empty_house)) == 2


def test_of_two_that_start_at_once_one_installs_and_the_other_waits(empty_house: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: launch(empty_house, "flask"), range(4)))

    assert [one.returncode for one in done] == [0] * 4
    assert len(asked(empty_house)) == 1


def test_an_installation_that_fails_is_not_taken_for_done(empty_house: Path) -> None:
    good = (empty_house / "bin" / "uv").read_text(encoding="utf-8")
    script(empty_house / "bin" / "uv", '[ "$1" = --version ] && exit 0\necho "no network" >&2\nexit 1')

    failed = launch(empty_house, "flask")
    (empty_house / "bin" / "uv").write_text(good, encoding="utf-8")
    done = launch(empty_house, "flask")

    assert failed.returncode == 1
    assert "no network" in failed.stderr
    assert "Then run the same command again." in failed.stderr
    assert "Traceback" not in failed.stderr
    assert done.returncode == 0


def test_a_uv_that_does_not_answer_is_not_used(launcher: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script(tmp_path / "uv", "exit 127")
    own = tmp_path / ".run" / "uv" / "bin"
    own.mkdir(parents=True)
    script(own / "uv", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(launcher, "TOOLS", tmp_path / ".run")

    assert launcher.find_uv() == [str(own / "uv")]


@pytest.fixture
def launcher() -> ModuleType:
    """The launcher as a module."""
    spec = importlib.util.spec_from_file_location("launcher", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("words", "tier", "expected"),
    [
        ([], "normal", ["-n", "2", "-m", "not long"]),
        (["--fast"], "fast", ["-n", "2", "-m", "not slow and not browser and not long"]),
        (["--long"], "long", ["-n", "2"]),
        (["--fast", "-n0", "tests/core"], "fast", ["-m", "not slow and not browser and not long", "-n0", "tests/core"]),
        (["-m", "browser"], "normal", ["-n", "2", "-m", "browser"]),
    ],
)
def test_each_tier_chooses_its_tests(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, words: list[str], tier: str, expected: list[str]
) -> None:
    seen = []
    monkeypatch.setattr(launcher, "install_servers", lambda: None)
    monkeypatch.setattr(launcher, "run", lambda command, **extra: seen.append((command, extra)) or 0)
    monkeypatch.chdir(ROOT)

    launcher.test(words)

    [(command, extra)] = seen
    assert command == [str(launcher.PYTHON), "-m", "pytest", *expected]
    assert extra == {"DON_DOC_TEST_TIER": tier}


def test_the_command_of_the_readme_is_what_the_checks_run() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert ci.rstrip().endswith("exec python3 run.py test")
    assert "python3 run.py test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
