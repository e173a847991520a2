"""In production the house does not start with settings under which it could not be kept (row 59 of the checklist)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from committee.web.factory import create_app
from config import WrongSetting, read_settings

ROOT = Path(__file__).resolve().parents[2]
GOOD = "q7Zr1_kVbN0sXeYtUa3MfHj5Lw8cPd2RgQ9oIiT6"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The folder of an installation, in a place that everybody can enter."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001 and folder != Path("/"):
            folder.chmod(0o711)
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    return folder


def start(instance: Path, **environ: str) -> None:
    create_app(read_settings({"INSTANCE_DIR": str(instance), **environ}))


def test_row_59_without_any_setting_it_starts(instance: Path) -> None:
    start(instance)
    start(instance, SECRET_KEY=GOOD, SECRET_KEY_FALLBACKS=f"{GOOD}1 {GOOD}2", BASE_URL="https://dondoc.tinh.example")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY: 5 characters"),
        ({"SECRET_KEY": "dev"}, "SECRET_KEY: 3 characters"),
        ({"SECRET_KEY": "x" * 48}, "SECRET_KEY: this is an example"),
        ({"SECRET_KEY": "please-change-me-before-you-go-live-2024"}, "SECRET_KEY: this is an example"),
        ({"SECRET_KEY": GOOD, "SECRET_KEY_FALLBACKS": "old"}, "SECRET_KEY_FALLBACKS: 3 characters"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_DEBUG": "true"}, "FLASK_DEBUG"),
        ({"BASE_URL": "http://dondoc.tinh.example"}, "BASE_URL: “http://dondoc.tinh.example” would send"),
        ({"BASE_URL": "http://10.0.0.5:8000"}, "BASE_URL"),
        ({"SMTP_HOST": "mail", "SMTP_USER": "a"}, "SMTP_USER and SMTP_PASSWORD"),
        ({"SMTP_HOST": "mail", "SMTP_PASSWORD": "a"}, "SMTP_USER and SMTP_PASSWORD"),
        ({"SMTP_HOST": "mail", "SMTP_USER": "a", "SMTP_PASSWORD": "changeme", "SMTP_TLS": "tls"}, "SMTP_PASSWORD"),
        ({"SMTP_HOST": "mail", "SMTP_USER": "admin", "SMTP_PASSWORD": "admin", "SMTP_TLS": "tls"}, "SMTP_PASSWORD"),
        ({"SMTP_HOST": "mail", "SMTP_USER": "a", "SMTP_PASSWORD": GOOD}, "SMTP_TLS: “none” would send"),
    ],
)
def test_row_59_a_setting_that_keeps_nothing_is_refused(instance: Path, environ: dict[str, str], said: str) -> None:
    with pytest.raises(WrongSetting, match=re.escape(said)) as refusal:
        start(instance, **environ)

    assert "\n" not in str(refusal.value)
    assert GOOD not in str(refusal.value)


@pytest.mark.parametrize(
    "environ",
    [
        {"BASE_URL": "http://localhost:8000"},
        {"BASE_URL": "http://127.0.0.1:9"},
        {"BASE_URL": "http://[::1]:8000"},
        {"SMTP_HOST": "127.0.0.1", "SMTP_USER": "a", "SMTP_PASSWORD": GOOD},
        {"SMTP_HOST": "mail", "SMTP_USER": "a", "SMTP_PASSWORD": GOOD, "SMTP_TLS": "starttls"},
        {"FLASK_DEBUG": "0"},
        {"DON_DOC_MODE": "development", "FLASK_DEBUG": "1", "SECRET_KEY": "dev", "BASE_URL": "http://10.0.0.5"},
        {"DON_DOC_MODE": "demo", "BASE_URL": "http://10.0.0.5:8000"},
    ],
)
def test_what_is_meant_for_one_machine_starts(instance: Path, environ: dict[str, str]) -> None:
    start(instance, **environ)


@pytest.mark.parametrize(
    ("opened", "mode", "command"),
    [
        ("instance", 0o777, "chmod 700 {}"),
        ("instance/secret_key", 0o640, "chmod 600 {}"),
        ("instance/secret_key", 0o604, "chmod 600 {}"),
        ("reachable/data.sqlite3", 0o644, "chmod 600 {}*"),
        ("reachable/key", 0o644, "chmod 600 {}"),
        ("reachable/documents", 0o755, "chmod 700 {}"),
    ],
)
def test_row_59_what_everybody_here_can_read_is_refused_with_the_remedy(
    instance: Path, opened: str, mode: int, command: str
) -> None:
    environ = _laid_out(instance)
    start(instance, **environ)  # as it should be
    path = instance.parent / opened
    path.chmod(mode)
    if opened == "instance/secret_key":
        environ.pop("SECRET_KEY_FILE")

    with pytest.raises(WrongSetting, match=re.escape(command.format(path))):
        start(instance, **environ)


def test_a_file_in_a_folder_nobody_enters_is_closed(instance: Path) -> None:
    environ = _laid_out(instance)
    (instance.parent / "reachable/data.sqlite3").chmod(0o644)
    (instance.parent / "reachable").chmod(0o700)

    start(instance, **environ)


def test_what_we_make_ourselves_is_closed_from_the_start(instance: Path) -> None:
    folder = instance.parent / "reachable"
    folder.mkdir()
    environ = {**os.environ, "INSTANCE_DIR": str(instance), "DATABASE_URL": f"sqlite:///{folder / 'new.sqlite3'}"}
    command = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]

    for _ in range(2):  # the second start sees what the first one made
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}
    assert set(modes.values()) == {"0o600"}, modes


def test_row_59_a_command_says_it_in_one_sentence(instance: Path) -> None:
    environ = {**os.environ, "INSTANCE_DIR": str(instance), "SECRET_KEY": "admin"}
    command = [sys.executable, "-m", "flask", "--app", "app", "people", "list"]

    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].startswith("SECRET_KEY: 5 characters can be guessed")
    assert "Traceback" not in done.stderr


def _laid_out(instance: Path) -> dict[str, str]:
    """Lay out an installation whose files are all closed, in a folder that everybody can enter."""
    folder = instance.parent / "reachable"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents").chmod(0o700)
    read_settings({"INSTANCE_DIR": str(instance)})  # makes the secret
    for name in ("data.sqlite3", "key"):
        (folder / name).write_text("" if name == "data.sqlite3" else GOOD, encoding="ascii")
        (folder / name).chmod(0o600)
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'data.sqlite3'}",
        "DOCUMENTS_DIR": str(folder / "documents"),
        "SECRET_KEY_FILE": str(folder / "key"),
    }
