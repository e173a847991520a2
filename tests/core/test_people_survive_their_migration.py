"""The columns of ends and of posts come and go on a database with rows."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from committee.core.db import db
from tests import cast as people


def test_seats_posts_and_areas_stay_through_both_directions(app: Flask) -> None:
    people.enter()
    before = rows()

    downgrade(revision="0003")
    without = {column["name"] for column in inspect(db.engine).get_columns("post")}
    kept = rows()
    upgrade()

    assert "phone" not in without
    assert kept == before
    assert rows() == before
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT DISTINCT phone, organization FROM post")).all() == [("", "")]
    added = [one for one in inspect(db.engine).get_columns("post") if one["name"] not in without]
    assert [one["default"] for one in added] == [None] * 5


def rows() -> dict[str, list[tuple[object, ...]]]:
    db.session.remove()
    statements = {
        "seat": "SELECT id, committee_id, account_id, full_name, role, from_on, to_on FROM seat ORDER BY id",
        "post": "SELECT id, account_id, unit_id, role, from_on, to_on FROM post ORDER BY id",
        "area": "SELECT id, seat_id, unit_id, from_on, to_on FROM area_assignment ORDER BY id",
    }
    with db.engine.connect() as connection:
        found = {name: [tuple(row) for row in connection.execute(text(sql))] for name, sql in statements.items()}
    assert all(found.values())
    return found
