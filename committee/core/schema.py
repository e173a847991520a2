"""Whether the database is the one this program was written for."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, table
from sqlalchemy import column as named
from sqlalchemy.exc import DatabaseError

from committee.core.db import Base, db
from committee.domain.errors import DomainError
from config import ROOT

SHOWN = 5


def known_revisions() -> set[str]:
    """Return every revision of the schema that this program can bring up to date."""
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(settings)


def revisions_of(engine: Engine) -> list[str]:
    """Return the revision that the database says it has; none in an empty one."""
    try:
        with engine.connect() as connection:
            return list(connection.scalars(select(named("version_num")).select_from(table("alembic_version"))))
    except DatabaseError:
        if inspect(engine).has_table("alembic_version"):
            raise
        return []


def is_current(engine: Engine) -> bool:
    """Return whether the database says that it has the newest schema this program knows."""
    return revisions_of(engine) == [_scripts().get_current_head()]


def refuse_unfit_schema() -> None:
    """Refuse a database without tables, of another version, or half-way between two."""
    revisions = revisions_of(db.engine)
    if not revisions:
        raise DomainError("The database has no tables yet, or older ones. Run: python3 run.py flask db upgrade")
    unknown = set(revisions) - known_revisions()
    if unknown:
        raise DomainError(
            "The database is of a newer version (%(revision)s) than this program. Start the newer program, or restore "
            "a backup that this one has taken.",
            revision=", ".join(sorted(unknown)),
        )
    if not is_current(db.engine):
        raise DomainError(
            "The database is of an older version (%(revision)s). Take a backup, then run: python3 run.py flask db "
            "upgrade",
            revision=", ".join(sorted(revisions)),
        )
    missing = _missing(db.engine)
    if missing:
        raise DomainError(
            "The database is only half there: it lacks %(what)s. Nothing is started on it. Restore a backup: python3 "
            "run.py flask restore FILE --replace",
            what=", ".join(missing[:SHOWN]),
        )


def _missing(engine: Engine) -> list[str]:
    found = inspect(engine).get_multi_columns()
    there = {name: {column["name"] for column in columns} for (_, name), columns in found.items()}
    wanted = Base.metadata.tables
    return [name for name in sorted(wanted) if name not in there] + [
        f"{name}.{column.name}"
        for name in sorted(wanted)
        for column in wanted[name].columns
        if name in there and column.name not in there[name]
    ]
