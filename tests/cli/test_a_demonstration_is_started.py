"""`flask demo …` refuses what would mix a demonstration with the real thing, and finds itself a port."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from committee.accounts.operations import add_account
from committee.audit.operations import record
from committee.cli.serving import FIRST_PORT, free_port
from committee.core import clock
from committee.core.db import transaction
from committee.domain.access import Actor

pytestmark = pytest.mark.one_engine
BY = Actor.command_line()


def start(app, monkeypatch, *options: str, mode: str = "demo"):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], mode=mode))
    return app.test_cli_runner().invoke(args=["demo", "run", *options])


def test_it_runs_in_its_own_mode_only(app, monkeypatch):
    done = start(app, monkeypatch, mode="production")

    assert done.exit_code == 1
    assert "chỉ chạy khi DON_DOC_MODE=demo" in done.stderr


def test_a_database_of_the_real_thing_is_left_alone(app, monkeypatch):
    with transaction():
        add_account(email="ai@tinh.gov.vn", name="Ai", by=BY, now=clock.now())

    done = start(app, monkeypatch)

    assert done.exit_code == 1
    assert "Bản trình diễn chỉ dựng trong cơ sở dữ liệu trống" in done.stderr


def test_a_story_of_another_size_is_not_shown_in_its_place(app, monkeypatch):
    with transaction():
        facts = {"story": "hau-giang", "size": "small"}
        record(action="story told", thing=("story", "hau-giang"), facts=facts, by=BY, now=clock.now())

    done = start(app, monkeypatch, "--size", "province")

    assert done.exit_code == 1
    assert "đang chứa bản trình diễn hau-giang cỡ small" in done.stderr


def test_a_size_nobody_has_made_is_refused(app, monkeypatch):
    done = start(app, monkeypatch, "--size", "nation")

    assert done.exit_code == 1
    assert "Chưa có bản trình diễn cho cả nước" in done.stderr


def test_the_next_free_port_is_taken():
    first = free_port("127.0.0.1")
    with socket.create_server(("127.0.0.1", first)):
        assert free_port("127.0.0.1") > first >= FIRST_PORT
