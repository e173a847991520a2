"""Rows R21 and R22: a backup taken while others write holds all that was acknowledged before it began, and is sound.

DON_DOC_TEST_TIER=long drills twenty times on SQLite and five times on PostgreSQL; the figures are printed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from committee.audit.verifying import verify as verify_audit
from committee.cli.backups import CHECKS
from committee.core import clock
from committee.core.backups.starting import refuse_unfit_database
from committee.core.db import db, transaction
from committee.core.settings import current_settings
from committee.domain.access import Actor
from committee.figures import verifying
from committee.figures.models import Figure
from committee.figures.operations.accepting import accept
from committee.figures.operations.entry import Typed, submit
from committee.notify.models import Notice
from committee.notify.operations import Recipient
from committee.web.factory import create_app
from config import read_settings
from tests import postgres
from tests.backups.keeping import done
from tests.conftest import MORNING, House
from tests.escalation.lagging import ask, province
from tests.notify.writing import officer, write

pytestmark = pytest.mark.slow
LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
DRILLS = {"sqlite": 20 if LONG else 3, "postgresql": 5 if LONG else 1}
WRITERS, BUSY_SECONDS, NOTICES_A_REPORT = 3, 1.0, 12
OFFICER = Recipient(1, "can.bo@huulung.vn")  # the first account of a house
INDICATOR = "si_voluntary"
PAUSE = 0.005  # people do not wait in line for the lock all the time
SENDER, REVIEWER = Actor(None, "writer"), Actor(None, "reviewer")


@dataclass(frozen=True)
class Drill:
    """What was seen: acknowledged before the backup began, acknowledged in all, and how long it took."""

    before: int
    written: int
    seconds: float
    backup_seconds: float


def test_rows_r21_and_r22_a_backup_under_load_is_sound_and_lacks_nothing(
    app: Flask, house: House, tmp_path: Path, capsys
) -> None:
    assert officer() == OFFICER
    _, communes = province(12)
    ask(communes, target=1_000_000)

    drills = [drill(app, house, communes, tmp_path / str(number)) for number in range(DRILLS[house.engine])]

    rate = sum(one.written for one in drills) / sum(one.seconds for one in drills)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what the test is for
            f"\n{house.engine}: {len(drills)} backups under load, {len(drills)} restored sound, {rate:.0f} writes/s, "
            f"{sum(one.before for one in drills)} acknowledged before they began, 0 lost; a backup took "
            f"{max(one.backup_seconds for one in drills):.1f} s at most"
        )


def drill(app: Flask, house: House, communes: list[int], folder: Path) -> Drill:
    """Take a backup while others write, restore it elsewhere and hold it against what was acknowledged."""
    folder.mkdir()
    file = folder / "b.zip"
    with writers(app, communes, folder) as acknowledged:
        while not acknowledged():
            time.sleep(0.05)
        began = time.monotonic()
        time.sleep(BUSY_SECONDS)
        before = acknowledged()
        started = time.monotonic()
        done(app, "backup", file)
        took = time.monotonic() - started
        time.sleep(0.2)
    seconds, after = time.monotonic() - began, acknowledged()
    with elsewhere(house, folder) as other:
        assert "tính lại" not in done(other, "restore", file).stderr  # no sum had to be made anew
        there = sound_figures()
    assert before <= there
    assert len(before) < len(after)  # others did write meanwhile
    return Drill(len(before), len(after), seconds, took)


@contextmanager
def writers(app: Flask, communes: list[int], folder: Path) -> Iterator[object]:
    """Let processes send and accept figures, each noted in a file once its transaction has ended; give the notes."""
    db.session.remove()
    db.engine.dispose()
    notes = [folder / f"writer{number}" for number in range(WRITERS)]
    processes = [fork(app, communes[number::WRITERS], note) for number, note in enumerate(notes)]
    try:
        yield lambda: {line for note in notes if note.exists() for line in whole_lines(note)}
    finally:
        for process in processes:
            os.kill(process, 9)
            os.waitpid(process, 0)


def whole_lines(note: Path) -> set[str]:
    return set(note.read_text(encoding="ascii").rpartition("\n")[0].splitlines())


def fork(app: Flask, communes: list[int], note: Path) -> int:
    process = os.fork()
    if process:
        return process
    with suppress(BaseException), app.app_context(), note.open("a", encoding="ascii", buffering=1) as told:
        clock.stop_at(MORNING)
        write_on(communes, told)
    os._exit(0)


def write_on(communes: list[int], told) -> None:
    """Send reports and write notices for ever, accept every tenth: each a transaction, each acknowledged."""
    number = int(time.monotonic() * 1000) % 100_000
    while True:
        number += 1
        unit, as_of = communes[number % len(communes)], date(2024, 1, 1) + timedelta(days=number % 300)
        values = {INDICATOR: Typed(number, note="đã kiểm tra")}
        with transaction():
            submit(unit_id=unit, as_of=as_of, values=values, by=SENDER, now=clock.now())
        told.write(f"{unit} {as_of} {number} sent\n")
        for turn in range(NOTICES_A_REPORT):
            write(OFFICER, f"{unit}|{as_of}|{number}|{turn}", subject=("case", number), not_before=clock.now())
            told.write(f"{unit}|{as_of}|{number}|{turn}\n")
        time.sleep(PAUSE)
        if number % 10:
            continue
        with transaction():
            accept(figure_ids=[figure_of(unit, as_of, number)], by=REVIEWER, now=clock.now())
        told.write(f"{unit} {as_of} {number} accepted\n")


def figure_of(unit: int, as_of: date, value: int) -> int:
    here = (Figure.unit_id == unit, Figure.as_of == as_of, Figure.value == value, Figure.state == "submitted")
    return db.session.scalars(select(Figure.id).where(*here, Figure.origin == "self_reported")).one()


@contextmanager
def elsewhere(house: House, folder: Path) -> Iterator[Flask]:
    """Give a second house over an empty database, inside its context."""
    name = f"{house.name}_elsewhere"
    url = f"sqlite:///{folder / 'elsewhere.sqlite3'}"
    if house.engine == "postgresql":
        url = postgres.url(house.address, name)
        administer(house, f'CREATE DATABASE "{name}"')
    settings = read_settings({**house.environ(), "DATABASE_URL": url, "INSTANCE_DIR": str(folder / "instance")})
    other = create_app(settings)
    try:
        with other.app_context():
            yield other
            db.session.remove()
            db.engine.dispose()
    finally:
        if house.engine == "postgresql":
            administer(house, f'DROP DATABASE "{name}" WITH (FORCE)')


def administer(house: House, statement: str) -> None:
    with psycopg.connect(postgres.url(house.address, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def sound_figures() -> set[str]:
    """Return every write that the restored house knows, after all that we ask of a house was asked."""
    refuse_unfit_database(current_settings())
    assert verifying.differences(now=clock.now()) == []
    assert verify_audit().is_clean
    assert [sentence for check in CHECKS for sentence in check()] == []
    found = set(db.session.scalars(select(Notice.dedupe_key)))
    for row in db.session.execute(select(Figure).where(Figure.origin == "self_reported")).scalars():
        found.add(f"{row.unit_id} {row.as_of} {row.value} sent")
        if row.state == "accepted":
            found.add(f"{row.unit_id} {row.as_of} {row.value} accepted")
    return found
