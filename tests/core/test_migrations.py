"""The schema goes up and down on both engines, and says the same as the models."""

from __future__ import annotations

from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from committee.core.db import db


def test_the_migrations_say_what_the_models_say(app: Flask) -> None:
    check()


def test_the_schema_goes_down_to_nothing_and_up_again(app: Flask) -> None:
    before = sorted(inspect(db.engine).get_table_names())

    downgrade(revision="base")
    bare = inspect(db.engine).get_table_names()
    upgrade()

    assert bare == ["alembic_version"]
    assert sorted(inspect(db.engine).get_table_names()) == before
