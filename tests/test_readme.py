"""The commands that README.md gives for one's own files do the main job, as they are written there."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def commands() -> tuple[dict[str, str], list[list[str]]]:
    """Return what is exported, and the words of each `python3 run.py flask …` of the section."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## The same with your own files")[1]
    block = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[0]
    lines = [shlex.split(line) for line in block.splitlines()]
    exported = dict(line[1].split("=", 1) for line in lines if line[0] == "export")
    return exported, [line[3:] for line in lines if line[:3] == ["python3", "run.py", "flask"]]


@pytest.mark.slow
def test_the_commands_of_the_readme_do_the_main_job(tmp_path: Path) -> None:
    exported, listed = commands()
    assert len(listed) > 10
    environ = {"INSTANCE_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "DON_DOC_MODE": "test", **exported}
    said: dict[str, str] = {}

    for words in listed:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr)
        said[" ".join(words[:2])] = done.stdout

    assert "Huyện Vị Thủy" in said["standings show"]
    assert "Phường III" in said["cases list"]
    assert "phuong3@example.vn" in {notice["recipient"] for notice in json.loads(said["notices list"])}
    assert said["people invite"].startswith("http://localhost:8000/invitations/")
