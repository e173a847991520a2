"""What every command does alike: who acts, how it refuses, what it writes where."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate.cli import db as migrations
from sqlalchemy import select

from committee.accounts.models import Account
from committee.audit.models import AuditEntry
from committee.cli import database, support
from committee.core.db import db, transaction

ROOT = Path(__file__).resolve().parents[2]
HANOI = "code,name,unit_type,level\n01,Thành phố Hà Nội,thành phố,province\n"


def flask(folder: Path, *arguments: str, database_url: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as a person does, over a database of its own unless another is named."""
    environ = {
        **os.environ,
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": database_url,
        "PYTHONIOENCODING": "ascii",
    }
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def an_account(*, disabled: bool) -> None:
    moment = datetime(2024, 10, 1, tzinfo=UTC)
    with transaction() as session:
        account = Account(email="lan@example.vn", full_name="Nguyễn Thị Lan", created_at=moment)
        account.disabled_at = moment if disabled else None
        session.add(account)


def hanoi(folder: Path) -> str:
    file = folder / "units.csv"
    file.write_text(HANOI, encoding="utf-8")
    return str(file)


def entries() -> list[tuple[str, int | None, str]]:
    chosen = select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.actor_name).order_by(AuditEntry.id)
    return [tuple(row) for row in db.session.execute(chosen.where(AuditEntry.action != "indicators loaded"))]


def test_an_act_is_recorded_under_the_account_it_is_done_by(app: Flask, tmp_path: Path) -> None:
    an_account(disabled=False)

    result = app.test_cli_runner().invoke(args=["units", "import", hanoi(tmp_path), "--by", "Lan@example.vn"])

    assert result.exit_code == 0
    assert entries() == [("units imported", 1, "Nguyễn Thị Lan")]


def test_without_a_name_the_command_line_itself_has_done_it(app: Flask, tmp_path: Path) -> None:
    app.test_cli_runner().invoke(args=["units", "import", hanoi(tmp_path)])

    assert entries() == [("units imported", None, "command line")]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("khong-co@example.vn", "--by: không có tài khoản nào dùng địa chỉ thư điện tử khong-co@example.vn.\n"),
        ("lan@example.vn", "--by: tài khoản lan@example.vn đã bị khóa.\n"),
    ],
)
def test_an_unknown_or_disabled_account_is_refused(app: Flask, tmp_path: Path, email: str, sentence: str) -> None:
    an_account(disabled=True)

    result = app.test_cli_runner().invoke(args=["units", "import", hanoi(tmp_path), "--by", email])

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence)
    assert entries() == [("refused", None, "command line")]


def test_a_refusal_keeps_its_sentence_its_file_and_its_command(app: Flask, tmp_path: Path) -> None:
    app.test_cli_runner().invoke(args=["units", "import", str(tmp_path / "missing.csv")])

    chosen = select(AuditEntry.thing_kind, AuditEntry.thing_id, AuditEntry.facts)
    kept = db.session.execute(chosen.where(AuditEntry.action == "refused")).one()
    assert (kept.thing_kind, kept.thing_id, kept.facts["file"]) == ("command", "units import", "missing.csv")
    assert kept.facts["count"] == 1
    assert kept.facts["refusals"][0].startswith("missing.csv: ")


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "arguments",
    [
        ("units", "show", "01", "--as-of", "2025-02-30"),
        ("units", "show"),
        ("units", "list", "--format", "xml"),
        ("units", "import", "a.csv", "--effective-on", "tomorrow"),
    ],
)
def test_wrong_usage_ends_with_two(app: Flask, arguments: tuple[str, ...]) -> None:
    result = app.test_cli_runner().invoke(args=list(arguments))

    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.one_engine
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00\x01\x02", b"PK\x03\x04 broken", b"\x81\x8d\xff\n"])
@pytest.mark.parametrize("name", ["units.csv", "units.xlsx", "units"])
def test_no_file_however_broken_makes_a_command_crash(app: Flask, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    result = app.test_cli_runner().invoke(args=["units", "import", str(file)])

    assert result.exit_code == 1
    assert result.stderr.startswith(f"{name}")
    assert result.stderr.count("\n") == 1


@pytest.mark.one_engine
def test_a_folder_in_place_of_a_file_is_refused(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "units.csv"
    folder.mkdir()

    result = app.test_cli_runner().invoke(args=["units", "import", str(folder)])

    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_database_without_tables_is_told_how_to_get_them(tmp_path: Path) -> None:
    result = flask(tmp_path, "units", "import", hanoi(tmp_path))

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "Cơ sở dữ liệu chưa có bảng hoặc còn ở phiên bản cũ. Xin chạy: python3 run.py flask db upgrade"
    ]


@pytest.mark.parametrize("command", [("units", "show", "01"), ("db", "upgrade")])
@pytest.mark.parametrize(
    "address", ["postgresql://nobody@127.0.0.1:1/nothing", "sqlite:////nowhere/at/all.sqlite3", "sqlite:///{broken}"]
)
def test_a_database_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, command: tuple[str, ...], address: str
) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"this is no database" * 100)

    result = flask(tmp_path, *command, database_url=address.format(broken=broken))

    assert result.returncode == 1
    assert "Không dùng được cơ sở dữ liệu" in result.stderr
    assert "Traceback" not in result.stderr


def test_json_is_utf_8_and_alone_whatever_the_terminal_says(tmp_path: Path) -> None:
    flask(tmp_path, "db", "upgrade")
    flask(tmp_path, "units", "import", hanoi(tmp_path))

    result = flask(tmp_path, "units", "show", "01", "--format", "json")

    assert json.loads(result.stdout)["name"] == "Thành phố Hà Nội"
    assert result.stderr == ""


@pytest.mark.one_engine
def test_the_schema_is_followed_by_what_every_installation_needs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(database, "LOADERS", [lambda: loaded.append("dictionary")])

    result = app.test_cli_runner().invoke(migrations, ["upgrade"])

    assert (result.exit_code, loaded) == (0, ["dictionary"])


def test_it_is_loaded_too_where_flask_finds_the_command_before_the_application(tmp_path: Path) -> None:
    result = flask(tmp_path, "db", "upgrade")

    assert result.returncode == 0
    with closing(sqlite3.connect(tmp_path / "don-doc.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM indicator").fetchone()[0] > 0


def test_columns_are_as_wide_as_their_letters_look(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    support.print_table(("Tên", "Số"), [("Hoà", 5), ("Đắk Lắk", 10), ("中", None)], right={1})

    assert capsysbinary.readouterr().out.decode().splitlines() == [
        "Tên      Số",
        "───────  ──",
        "Hoà       5",
        "Đắk Lắk  10",
        "中",
    ]


def test_no_text_in_a_csv_is_left_to_be_taken_for_a_formula(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    support.print_csv(("name", "count"), [("=1+1", -5), ("＠x", "-0.12"), ("Hà Nội, mới", None)])

    assert capsysbinary.readouterr().out.decode() == "name,count\n'=1+1,-5\n'＠x,-0.12\n\"Hà Nội, mới\",\n"


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("units", "show", "Xa\udcff"), id="a code"),
        pytest.param(("units", "import", "Xa\udcff.csv"), id="a file's name"),
        pytest.param(("units", "import", "Xa\udcff"), id="a file's name that is refused"),
        pytest.param(("units", "import", "x.csv", "--by", "Xa\udcff"), id="an e-mail"),
    ],
)
def test_what_an_old_terminal_writes_is_refused_in_a_sentence(app: Flask, arguments: tuple[str, ...]) -> None:
    done = app.test_cli_runner().invoke(args=list(arguments))

    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert done.stderr.strip()
