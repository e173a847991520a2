"""The linters have nothing to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, TEMPLATES

pytestmark = pytest.mark.slow


def complaints(*command: str) -> str:
    """Return what a tool of our environment says about the project, or nothing if it is content."""
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_ruff_finds_nothing() -> None:
    assert complaints("ruff", "check", "--no-cache", ".") == ""


def test_every_file_is_formatted() -> None:
    assert complaints("ruff", "format", "--check", "--no-cache", ".") == ""


def test_the_types_agree() -> None:
    assert complaints("mypy") == ""


def test_the_templates_are_well_written() -> None:
    found = complaints("djlint", "--lint", str(TEMPLATES)) if any(TEMPLATES.rglob("*.html")) else ""

    assert found == ""
