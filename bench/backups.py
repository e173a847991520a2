"""A database of about 1 GB on SQLite: how long a backup takes, and a restore; peak memory of this process beside it."""

from __future__ import annotations

import random
import resource
import time

from sqlalchemy import insert

from bench.houses import NOW, house
from committee.audit.models import AuditEntry
from committee.core.backups.taking import database_file
from committee.core.db import db, transaction

BATCH, BATCHES = 20_000, 100
MEGABYTE = 1024 * 1024


def run() -> None:
    """Fill, back up, restore over it, and print what it took."""
    with house("sqlite") as app:
        fill()
        file = database_file(db.engine)
        backup = file.with_name("b.zip")
        size = file.stat().st_size / MEGABYTE
        before = peak()
        took = timed(app, "backup", backup)
        print(f"backup of {size:.0f} MB: {took:.0f} s, the file has {backup.stat().st_size / MEGABYTE:.0f} MB")
        print(f"restore over it, safety backup included: {timed(app, 'restore', backup, '--replace'):.0f} s")
        print(f"peak memory {peak():.0f} MB, before {before:.0f} MB")


def fill() -> None:
    """Write audit rows of about 500 bytes: the table that grows."""
    dice = random.Random(NOW.year)
    for number in range(BATCHES):
        rows = [
            {
                "at": NOW, "actor_id": None, "actor_name": "bench", "action": "bench", "thing_kind": "unit",
                "thing_id": str(number * BATCH + one), "facts": {"before": dice.randbytes(180).hex(), "after": one},
            }
            for one in range(BATCH)
        ]  # fmt: skip
        with transaction() as session:
            session.execute(insert(AuditEntry), rows)


def timed(app: object, *arguments: object) -> float:
    """Run a command and return how many seconds it took."""
    db.session.remove()
    db.engine.dispose()
    began = time.monotonic()
    done = app.test_cli_runner().invoke(args=[str(word) for word in arguments])
    assert done.exit_code == 0, done.output
    return time.monotonic() - began


def peak() -> float:
    """Return the peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
