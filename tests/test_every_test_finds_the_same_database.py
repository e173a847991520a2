"""What one test has done to the database, the next one does not find: seen by the engines' own dumps."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing, suppress

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from committee.core.db import db, transaction
from tests import postgres
from tests.audit.writing import write
from tests.conftest import House

ROWS = {
    "a row is added": ["INSERT INTO unit (axis) VALUES ('sector')"],
    "a seeded row is changed": ["UPDATE indicator SET name = 'khác' WHERE code = (SELECT min(code) FROM indicator)"],
    "a seeded row is deleted": ["DELETE FROM indicator WHERE code = (SELECT min(code) FROM indicator)"],
    "all seeded rows are deleted": ["DELETE FROM indicator"],
    "a row comes and goes": ["INSERT INTO unit (axis) VALUES ('sector')", "DELETE FROM unit"],
    "the version is changed": ["UPDATE alembic_version SET version_num = '0001'"],
}
SCHEMA = {
    "a table is added": ["CREATE TABLE added (n INTEGER)", "INSERT INTO added VALUES (1)"],
    "a table is dropped": ["DROP TABLE delivery"],
    "a column is added": ["ALTER TABLE unit ADD COLUMN added INTEGER"],
    "an index is dropped": ["DROP INDEX ix_placement_code"],
}
OF_SQLITE = {"a trigger is dropped": ["DROP TRIGGER audit_entry_refuses_delete"]}
OF_POSTGRESQL = {
    "a trigger is dropped": ["DROP TRIGGER audit_entry_only_grows ON audit_entry"],
    "triggers are disabled": ["ALTER TABLE audit_entry DISABLE TRIGGER USER"],
    "a function is replaced": [
        "CREATE OR REPLACE FUNCTION refuse_to_change_the_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'"
    ],
    "a table is given another owner": ["ALTER TABLE unit OWNER TO keeper"],
    "a default is changed": ["ALTER TABLE unit ALTER axis SET DEFAULT 'staff'"],
    "a constraint is dropped": ["ALTER TABLE unit DROP CONSTRAINT ck_unit_axis"],
    "a sequence steps wider": ["ALTER SEQUENCE unit_id_seq INCREMENT 10"],
    "a table is emptied": ["TRUNCATE indicator CASCADE"],
    "another schema is made": ["CREATE SCHEMA added"],
}
MANY = """
    INSERT INTO unit (axis) WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 40000)
    SELECT 'sector' FROM number
"""


def dump(house: House) -> list[str]:
    """Return everything that is in the database, line by line."""
    if house.engine == "sqlite":
        with closing(sqlite3.connect(house.folder / "test.sqlite3")) as connection:
            return sorted(connection.iterdump())
    url = postgres.url(house.address, house.name)
    found = subprocess.run([postgres.programs() / "pg_dump", url], check=True, capture_output=True, text=True)
    return sorted(line for line in found.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict")))


def run(statements: list[str]) -> None:
    """Run statements in one transaction, then let go of the database."""
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))
    db.session.remove()
    db.engine.dispose()


def times_made_anew(house: House) -> int:
    return house.kept.times_made_anew if house.engine == "postgresql" else 0


def units() -> int:
    found = db.session.scalar(text("SELECT count(*) FROM unit"))
    db.session.remove()
    return found


def test_rows_are_put_back_without_making_the_database_anew(house: House, app: Flask) -> None:
    as_kept, made_anew = dump(house), times_made_anew(house)

    for what, statements in ROWS.items():
        run(statements)
        assert dump(house) != as_kept or "comes and goes" in what, what
        house.renew()
        assert dump(house) == as_kept, what

    assert times_made_anew(house) == made_anew


def test_the_audit_which_only_grows_is_put_back_too(house: House, app: Flask) -> None:
    as_kept, made_anew = dump(house), times_made_anew(house)
    write(3)
    with pytest.raises(DatabaseError):
        run(["DELETE FROM audit_entry"])
    db.session.rollback()
    assert dump(house) != as_kept

    house.renew()

    assert dump(house) == as_kept
    assert times_made_anew(house) == made_anew
    write(1)  # whose triggers stand as they did
    with pytest.raises(DatabaseError):
        run(["DELETE FROM audit_entry"])


def test_numbers_begin_where_they_began(house: House, app: Flask) -> None:
    as_kept = dump(house)
    with suppress(LookupError), transaction() as session:
        session.execute(text("INSERT INTO unit (axis) VALUES ('sector')"))
        raise LookupError  # the row is taken back, the number of a sequence is not

    house.renew()

    assert dump(house) == as_kept
    run(["INSERT INTO unit (axis) VALUES ('sector')"])
    assert db.session.scalar(text("SELECT id FROM unit")) == 1


def test_whatever_became_of_the_schema_it_is_the_kept_one_again(house: House, app: Flask) -> None:
    as_kept = dump(house)
    changes = {**SCHEMA, **(OF_SQLITE if house.engine == "sqlite" else OF_POSTGRESQL)}

    for what, statements in changes.items():
        run(statements)
        made_anew = times_made_anew(house)
        house.renew()
        assert dump(house) == as_kept, what
        assert times_made_anew(house) == made_anew + int(house.engine == "postgresql"), what


def test_what_takes_long_to_build_is_built_once_and_found_the_same_each_time(house: House, app: Flask) -> None:
    as_kept, made_anew, built = dump(house), times_made_anew(house), []

    def build() -> list[str]:
        built.append(len(built))
        write(2)
        run(["UPDATE indicator SET name = 'khác'", *ROWS["a row is added"]])
        return ["what it returned"]

    first = house.founded("three rows and a name", build)
    as_built = dump(house)
    assert as_built != as_kept
    first.append("spoiled by the first test")
    run(["DELETE FROM unit", *ROWS["all seeded rows are deleted"]])
    for _ in range(2):
        house.renew()
        assert dump(house) == as_kept
        assert house.founded("three rows and a name", build) == ["what it returned"]
        assert dump(house) == as_built

    assert len(built) == 1
    assert times_made_anew(house) == made_anew


def test_it_is_built_in_place_where_the_test_has_written_something_before(house: House, app: Flask) -> None:
    built = []

    def build() -> None:
        built.append(len(built))
        run(ROWS["a row is added"])

    for first in ("a row is added", "a seeded row is deleted", "a row comes and goes"):
        house.renew()
        run(ROWS[first])
        house.founded(f"a unit after {first}", build)
        house.renew()
    assert len(built) == 3

    house.founded("a unit", build)
    house.founded("a unit above it", build)
    assert units() == 2
    house.renew()
    house.founded("a unit", build)
    assert units() == 1
    assert len(built) == 5


def test_a_database_that_is_gone_or_held_by_others_is_there_again(house: House, app: Flask) -> None:
    if house.engine != "postgresql":
        (house.folder / "test.sqlite3").unlink()
        house.renew()
        assert db.session.scalar(text("SELECT count(*) FROM indicator")) == 33
        return
    as_kept = dump(house)
    with psycopg.connect(postgres.url(house.address, house.name)) as other, suppress(psycopg.OperationalError):
        other.execute("LOCK TABLE indicator")
        house.renew()
        assert dump(house) == as_kept
        other.execute("SELECT 1")
        pytest.fail("whoever held the database should have been thrown out")

    house.kept.close()
    with psycopg.connect(postgres.url(house.address, "postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE "{house.name}" WITH (FORCE)')
    house.renew()
    assert dump(house) == as_kept


def test_a_table_full_of_dead_rows_does_not_make_every_later_test_slower(house: House, app: Flask) -> None:
    as_kept, before = dump(house), times_made_anew(house)
    run([MANY])

    house.renew()

    assert dump(house) == as_kept
    assert times_made_anew(house) == before + int(house.engine == "postgresql")
