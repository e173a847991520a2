"""What the tests of backups do: run the commands, look at everything a house holds, forge a file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy import inspect, literal_column, select, table

from committee.core.db import db
from committee.core.settings import current_settings

# What a backup and a restore themselves write.
SIGNED = {"audit_entry", "restored", "audit_seal"}


def run(app: Flask, *arguments: object) -> Result:
    """Run a command as an operator does, with no connection of ours left open."""
    db.session.remove()
    db.engine.dispose()
    done = app.test_cli_runner().invoke(args=[str(word) for word in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def done(app: Flask, *arguments: object) -> Result:
    """Run a command that must succeed."""
    result = run(app, *arguments)
    assert result.exit_code == 0, result.output
    return result


def refused(app: Flask, *arguments: object) -> str:
    """Run a command that must refuse with one sentence, and return it."""
    result = run(app, *arguments)
    assert result.exit_code == 1, result.output
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1, lines
    return lines[0]


def tables(*, without: set[str] = SIGNED) -> dict[str, str]:
    """Return {table: what all its rows amount to}."""
    with db.engine.connect() as connection:
        return {
            name: _digest(
                sorted(
                    repr(tuple(row)) for row in connection.execute(select(literal_column("*")).select_from(table(name)))
                )
            )
            for name in inspect(connection).get_table_names()
            if name not in without
        }


def documents() -> dict[str, str]:
    """Return {document: what is in it}."""
    folder = current_settings().documents_dir
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def put_document(name: str, content: str) -> None:
    """Put a document where the house keeps them."""
    file = current_settings().documents_dir / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def leftovers() -> list[str]:
    """Return what lies about in the instance folder that a command should have taken away."""
    return sorted(path.name for path in current_settings().instance.iterdir() if path.name.startswith("."))


def _digest(lines: list[str]) -> str:
    return f"{len(lines)} {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"


def forged(file: Path, into: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """Write the backup in `file` anew after `change` was made to its manifest and its parts."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    told = json.loads(parts.pop("manifest.json"))
    change(told, parts)
    write_zip(into, {**parts, "manifest.json": json.dumps(told).encode()})
    return into


def write_zip(file: Path, parts: Mapping[str, bytes]) -> None:
    """Write a zip of these parts."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
