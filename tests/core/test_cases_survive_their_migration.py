"""The columns by which a case is paused come and go on a database with cases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import IntegrityError

from committee.core.db import db, transaction
from committee.escalation.models import Case, CaseSilence, CaseSilenceIndicator
from tests import cast as people

ROW = {
    "fingerprint": "pace|si_voluntary|1|2024", "rule": "pace", "indicator": "si_voluntary", "year": 2024,
    "state": "OPEN", "severity": "LAG", "opened_on": date(2024, 10, 9), "facts": {}, "snapshot": {},
}  # fmt: skip
KEPT = 'SELECT fingerprint, unit_id, state, version FROM "case" ORDER BY id'


def test_cases_stay_through_both_directions_and_live_once_each(app: Flask) -> None:
    unit_id = people.enter().units["31441"]
    made = {"reason": "Bão", "legal_basis": "Công điện", "made_by_name": "An", "rules": []}
    with transaction():
        days = {"from_on": date(2024, 10, 9), "to_on": date(2024, 10, 20), "made_at": datetime(2024, 10, 9, tzinfo=UTC)}
        pause = CaseSilence(unit_id=unit_id, **made, **days)
        db.session.add(pause)
        db.session.flush()
        db.session.add(CaseSilenceIndicator(silence_id=pause.id, indicator="si_voluntary"))
        db.session.execute(insert(Case).values(**ROW, unit_id=unit_id, silence_id=pause.id))
        db.session.execute(insert(Case).values(**ROW | {"state": "CLOSED"}, unit_id=unit_id))
    before = rows()

    downgrade(revision="0013")
    without = {column["name"] for column in inspect(db.engine).get_columns("case")}
    kept = rows()
    upgrade()

    assert {"silence_id", "taken_back_on"} & without == set()
    assert kept == rows() == before
    with pytest.raises(IntegrityError):
        db.session.execute(insert(Case).values(**ROW, unit_id=unit_id))
    db.session.rollback()


def rows() -> list[tuple[object, ...]]:
    db.session.remove()
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(KEPT))]
