"""Row R23: whoever restores or migrates is killed at any moment: the old database or the new one, never half of either.

DON_DOC_TEST_TIER=long kills twenty times on each engine; SEED repeats a run.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from committee.core import clock
from committee.core.backups.documents import MARKER
from committee.core.backups.starting import refuse_unfit_database
from committee.core.db import db, transaction
from committee.core.schema import is_current
from committee.core.settings import current_settings
from committee.domain.errors import DomainError
from committee.figures import verifying
from tests.backups.keeping import documents, done, leftovers, put_document, tables
from tests.cast import enter
from tests.conftest import MORNING, House

pytestmark = pytest.mark.slow
KILLS = 20 if os.environ.get("DON_DOC_TEST_TIER") == "long" else 3


@pytest.fixture
def dice() -> random.Random:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    print(f"SEED={seed}")  # noqa: T201 - shown when the test fails
    return random.Random(seed)


def test_row_r23_a_restore_killed_at_any_moment_leaves_the_old_or_the_new(
    app: Flask, house: House, tmp_path: Path, dice: random.Random, capsys
) -> None:
    file = tmp_path / "b.zip"
    enter()
    put_document("thong-bao.txt", "new")
    new = {**tables(), "documents": str(documents())}
    done(app, "backup", file)
    change()
    old = {**tables(), "documents": str(documents())}
    began = time.monotonic()
    kill_after(app, 60.0, lambda: done(app, "restore", file, "--replace"))
    longest = time.monotonic() - began
    seen = {"old": 0, "new": 0}

    for number in range(KILLS):
        change()
        # The last step is a short one: every other kill is aimed at it.
        last_step = current_settings().instance / MARKER if number % 2 else None
        seconds = dice.uniform(0, 0.15) if last_step else dice.uniform(0.05, longest)
        kill_after(app, seconds, lambda: done(app, "restore", file, "--replace"), once=last_step)
        refuse_unfit_database(current_settings())
        found = {**tables(), "documents": str(documents())}
        assert found in (old, new)
        assert verifying.differences(now=clock.now()) == []
        seen["new" if found == new else "old"] += 1
    done(app, "restore", file, "--replace")

    with capsys.disabled():
        print(f"\n{house.engine}: {KILLS} kills while restoring: {seen}, 0 half")  # noqa: T201 - the figures
    assert {**tables(), "documents": str(documents())} == new
    assert leftovers() == []


def change() -> None:
    with transaction() as session:
        session.execute(text("UPDATE placement SET name = 'old'"))
    put_document("thong-bao.txt", "old")


def test_row_r23_a_migration_killed_at_any_moment_is_taken_back_and_then_done(
    app: Flask, house: House, dice: random.Random, capsys
) -> None:
    enter()
    before = tables()["unit"]
    kept = 0

    for _ in range(KILLS):
        downgrade(revision="0001")
        kill_after(app, dice.uniform(0.01, 0.6), upgrade)
        if is_current(db.engine):
            refuse_unfit_database(current_settings())
        else:
            kept += 1
            with pytest.raises(DomainError, match="older version"):
                refuse_unfit_database(current_settings())
        upgrade()
        refuse_unfit_database(current_settings())
        assert tables()["unit"] == before

    with capsys.disabled():
        print(f"\n{house.engine}: {KILLS} kills while migrating: {kept} taken back, 0 half")  # noqa: T201 - the figures


def kill_after(app: Flask, seconds: float, work: Callable[[], object], once: Path | None = None) -> None:
    """Do `work` in a copy of this process and kill it after so long, unless it has ended.

    With `once` the seconds begin when that file is there.
    """
    db.session.remove()
    db.engine.dispose()
    process = os.fork()
    if not process:
        ended = 1
        try:
            clock.stop_at(MORNING)
            with app.app_context():
                work()
            ended = 0
        finally:
            os._exit(ended)
    until = time.monotonic() + (seconds if once is None else 60.0)
    while time.monotonic() < until:
        if once is not None and once.exists():
            once, until = None, time.monotonic() + seconds
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            assert status == 0
            return
        time.sleep(0.001)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
