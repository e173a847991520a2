"""A crash leaves no row without its file, and after a sweep no file without its row."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from committee.core import clock, vault
from committee.core.db import db, transaction
from committee.core.uploads import examined
from committee.documents import checks, file_queries
from committee.documents.models import DocumentFile
from committee.documents.operations import Description, add_file, register, sweep_files
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.jobs import prune
from committee.jobs.ledger import Run
from tests.cast import Cast
from tests.documents import samples

ROOT = Path(__file__).resolve().parents[2]
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
BY = Actor.command_line()
WRITER = """
import itertools, sys
from committee.core import clock
from committee.core.db import transaction
from committee.core.uploads import Upload
from committee.documents.operations import add_file
from committee.domain.access import Actor
from committee.web.factory import create_app
from config import read_settings

app = create_app(read_settings())
with app.app_context():
    for n in itertools.count():
        upload = Upload(f"{n}.pdf", "application/pdf", b"%PDF-" + bytes([n % 256]) * 300_000)
        with transaction():
            add_file(document_id=1 + n // 90, part=1 if n % 90 else None, upload=upload,
                     by=Actor.command_line(), now=clock.now())
        print(n, flush=True)
"""


def documents(cast: Cast, count: int = 1) -> None:
    with transaction():
        for number in range(1, count + 1):
            said = Description("plan", "UBND tỉnh", "Việc", number=f"{number}/KH-UBND", issued_on=clock.today())
            register(unit_id=cast.units["93"], description=said, by=BY, now=clock.now())


def kept(name: str = "a.pdf") -> DocumentFile:
    with transaction():
        upload = examined(name, samples.pdf())
        file_id = add_file(document_id=1, part=None, upload=upload, by=BY, now=clock.now())
    return db.session.get_one(DocumentFile, file_id)


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*/*")}


def test_a_file_is_open_to_its_owner_only_under_a_name_that_says_nothing(cast: Cast, folder: Path) -> None:
    documents(cast)

    file = kept("Danh sách mật khẩu.pdf")

    path = vault.path_of(file.stored_as)
    assert vault.NAME.fullmatch(path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.is_relative_to(ROOT / "static")
    assert vault.path_of("../test.sqlite3") is None


@pytest.mark.one_engine
def test_what_was_left_behind_is_swept_up_after_a_day(cast: Cast, folder: Path) -> None:
    documents(cast)
    named, left = kept().stored_as, vault.keep(b"left behind", now=clock.now())

    assert sweep_files(now=clock.now() + timedelta(hours=23)) == 0
    later = clock.now() + timedelta(hours=25)
    done = prune.run(Run(clock.today(), later, later, lambda: False))

    assert done["files"] == 1
    assert on_disk(folder) == {named}
    assert left not in on_disk(folder)


@pytest.mark.one_engine
def test_a_refused_upload_leaves_nothing_that_a_sweep_does_not_take(cast: Cast, folder: Path) -> None:
    documents(cast)

    with contextlib.suppress(KeyboardInterrupt), transaction():
        add_file(document_id=1, part=None, upload=examined("a.pdf", samples.pdf()), by=BY, now=clock.now())
        raise KeyboardInterrupt

    assert file_queries.parts_of(1) == []
    assert sweep_files(now=clock.now() + timedelta(days=2)) == 1


@pytest.mark.one_engine
def test_the_auditor_tells_what_is_missing_and_what_was_altered(cast: Cast, folder: Path) -> None:
    documents(cast)
    gone, altered = kept(), kept()
    assert checks.troubles(clock.now()) == []

    vault.path_of(gone.stored_as).unlink()
    vault.path_of(altered.stored_as).write_bytes(b"%PDF- something else")

    assert checks.troubles(clock.now()) == [
        "Thiếu 1 tệp của văn bản: 1/1.1.",
        "1 tệp của văn bản không còn như khi gửi lên: 1/2.1.",
    ]


@pytest.mark.one_engine
def test_a_disk_that_refuses_is_said_in_one_sentence(cast: Cast, folder: Path) -> None:
    documents(cast)
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")

    try:
        with pytest.raises(DomainError, match="the disk refused it"):
            kept()
    finally:
        folder.unlink()
    assert file_queries.parts_of(1) == []


@pytest.mark.slow
@pytest.mark.one_engine
def test_a_writer_killed_at_any_moment_leaves_rows_and_files_together(app: Flask, cast: Cast, folder: Path) -> None:
    documents(cast, 40)
    settings = app.extensions["settings"]
    environ = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "INSTANCE_DIR": str(settings.instance),
        "SECRET_KEY": "x" * 48,
        "DON_DOC_MODE": "test",
        "CLOCK_AT": clock.now().isoformat(),
    }
    db.session.remove()

    for pause in (0.0, 0.023):
        with transaction():
            db.session.execute(delete(DocumentFile))
        with subprocess.Popen(
            [sys.executable, "-c", WRITER], cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as writer:
            assert writer.stdout.readline() == b"0\n", writer.stderr.read().decode()
            time.sleep(pause)
            writer.send_signal(signal.SIGKILL)
            writer.communicate()
        db.session.remove()
        assert checks.troubles(clock.now()) == []
        # What was being written has the machine's own time, not the one the tests stand still at.
        sweep_files(now=FAR_AHEAD)
        assert on_disk(folder) == {file.stored_as for file in file_queries.all_files()}
