"""Eight writers at once on one SQLite file: nothing lost, nobody told that the database is locked."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import text

from committee.core.db import db, transaction
from committee.web.factory import create_app
from config import read_settings

WRITERS, TIMES = 8, 150


def _count_up(environ: dict[str, str], times: int) -> None:
    app = create_app(read_settings(environ))
    with app.app_context():
        for _ in range(times):
            with transaction() as session:
                value = session.scalar(text("SELECT n FROM counter"))
                session.execute(text("UPDATE counter SET n = :n"), {"n": value + 1})


@pytest.mark.slow
@pytest.mark.one_engine
def test_eight_writers_lose_nothing_and_never_meet_a_locked_database(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path / 'counter.sqlite3'}", "INSTANCE_DIR": str(tmp_path)}
    app = create_app(read_settings(environ))
    with app.app_context():
        with transaction() as session:
            session.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
            session.execute(text("INSERT INTO counter VALUES (0)"))
        db.session.remove()
        db.engine.dispose()

    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_count_up, args=(environ, TIMES)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with app.app_context():
        assert db.session.scalar(text("SELECT n FROM counter")) == WRITERS * TIMES
        db.session.remove()
        db.engine.dispose()
