"""Two people import the same file at the same moment: one writes, the other finds it written."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from flask import Flask

from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.figures import operations
from committee.figures.queries import official_figures
from committee.targets.rows import Tally
from tests.targets.files import stored, with_units

BY = Actor(None, "command line")


def test_the_same_file_twice_at_once_is_written_once(app: Flask, tmp_path: Path) -> None:
    with_units(app, tmp_path)
    rows = [
        Row(
            "figures.csv", number, {"unit_code": code, "indicator": "si_voluntary", "as_of": "2024-09-30", "value": "5"}
        )
        for number, code in enumerate(("93", "930", "31318", "31321"), start=2)
    ]
    tallies: list[Tally] = []
    together = threading.Barrier(4)

    def take_over() -> None:
        with app.app_context():
            together.wait()
            with transaction():
                tallies.append(operations.import_figures(rows=rows, by=BY, now=clock.now()))
            db.session.remove()

    people = [threading.Thread(target=take_over) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(tally.written for tally in tallies) == [0, 0, 0, 4]
    assert len(stored()["figure"]) == 4
    assert len(official_figures(None, None, date(2024, 12, 31))) == 4
