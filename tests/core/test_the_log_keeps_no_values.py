"""A crash is logged with its place and its sentence, never with the values that stood there."""

from __future__ import annotations

import json

import pytest

from committee.core.log import log, set_up_log


def test_a_crash_is_logged_without_the_values_around_it(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_log()

    _crash(password="mua-lua-chin")

    told = capsys.readouterr().err.strip()
    assert json.loads(told)["exception"][0]["exc_type"] == "ValueError"
    assert "mua-lua-chin" not in told


def _crash(password: str) -> None:
    try:
        int(f"x{len(password)}")
    except ValueError:
        log.exception("crash")
