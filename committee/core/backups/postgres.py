"""PostgreSQL: a dump of one moment; a restore into a schema of its own, checked there, then put in the old one's place.

Nothing is asked for but what the owner of one database may do: make a schema in it, and make tables in the usual one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from committee.core.backups import script
from committee.core.backups.manifest import Manifest, damaged
from committee.core.backups.programs import connected, program, running
from committee.core.backups.sqlite import Snapshot, in_use, no_tables
from committee.domain.errors import DomainError

RESTORING = "don_doc_restoring_"
LOCK = 0x646F6E646F63  # an advisory lock's number: ours alone in this database
PATIENCE = "10s"
LOOKS = 20
OTHERS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
    AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
KINDS = """
    SELECT c.relkind::text AS kind, format('%%I.%%I', n.nspname, c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
    ORDER BY c.relkind, c.relname
"""
ROUTINES = """
    SELECT format('%%I.%%I(%%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = %s AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
TYPES = """
    SELECT format('%%I.%%I', n.nspname, t.typname) AS name
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = %s AND t.typtype IN ('e', 'd')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
"""
WORDS = {"r": "TABLE", "p": "TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE"}


@contextmanager
def connection_of(engine: Engine) -> Iterator[Any]:
    """Give a connection of psycopg that is closed afterwards, each statement a transaction of its own."""
    pooled = engine.raw_connection()
    driver: Any = pooled.driver_connection
    pooled.detach()
    failures: Any = engine.dialect.dbapi
    try:
        driver.autocommit = True
        yield driver
    except failures.OperationalError as error:
        raise DomainError(
            "The database broke off (%(told)s). Nothing was put in place; run it again.",
            told=" ".join(str(error).split())[:300],
        ) from None
    finally:
        driver.close()


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Give the database as it is now; who writes meanwhile is not held up."""
    with connection_of(engine) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        dump = program("pg_dump", at_least=connection.info.server_version // 10_000)
        schema = _value(connection, "SELECT current_schema()")
        rows = count_rows(connection, schema)
        if "alembic_version" not in rows or not rows["alembic_version"]:
            raise no_tables()
        revision = _value(connection, "SELECT version_num FROM alembic_version")
        moment = _value(connection, "SELECT pg_export_snapshot()")
        where, env = connected(engine.url)
        # Not packed here: the backup packs all its parts alike.
        command = [dump, "-Fc", "-Z0", "--no-owner", "--no-privileges", "--no-password"]
        with running([*command, f"--schema={_quoted(schema)}", f"--snapshot={moment}", where], env) as stream:
            yield Snapshot(revision, schema, rows, stream)


def count_rows(connection: Any, schema: str) -> dict[str, int]:
    """Return {table: how many rows it has}."""
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", (schema,))
    return {
        name: _value(connection, f"SELECT count(*) FROM {_quoted(schema)}.{_quoted(name)}")  # noqa: S608 - a name of its own
        for (name,) in names.fetchall()
    }


@contextmanager
def held_alone(engine: Engine) -> Iterator[Any]:
    """Give a connection that holds our lock; refuses while another restore is at work or others use the database."""
    with connection_of(engine) as connection:
        if not _value(connection, "SELECT pg_try_advisory_lock(%s)", LOCK):
            raise DomainError("Another “restore” is at work on this database. Wait until it has ended.")
        refuse_in_use(connection)
        yield connection


def refuse_in_use(connection: Any) -> None:
    """Refuse while others use the database as the user that we are."""
    for _ in range(LOOKS):
        if not _value(connection, OTHERS):
            return
        # The server needs a moment to see that a connection was closed.
        connection.execute("SELECT pg_sleep(0.1)")
    raise in_use()


def remove_leftovers(connection: Any) -> None:
    """Delete what a restore that was killed has left; to be called by who holds the lock."""
    found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", (f"{RESTORING}%",))
    for (name,) in found.fetchall():
        connection.execute(f"DROP SCHEMA {_quoted(name)} CASCADE")


def load(engine: Engine, connection: Any, dump: Path, manifest: Manifest) -> str:
    """Load a dump into a schema of its own and return its name; refuses other rows than were counted."""
    restore = program("pg_restore", at_least=connection.info.server_version // 10_000)
    schema = f"{RESTORING}{secrets.token_hex(4)}"
    _refuse_without_schemas(connection)
    _, env = connected(engine.url)
    command = [restore, "--no-owner", "--no-privileges", "--no-comments", "--file=-", str(dump)]
    with running(command, env) as stream, connection.transaction():
        connection.execute(f"CREATE SCHEMA {schema}")
        script.run(connection, script.steps(stream, schema=manifest.schema, into=schema))
    connection.execute("RESET ALL")
    if count_rows(connection, schema) != manifest.rows:
        raise damaged()
    return schema


def _refuse_without_schemas(connection: Any) -> None:
    if not _value(connection, "SELECT has_database_privilege(current_database(), 'CREATE')"):
        raise DomainError(
            "The database's user may not make a schema, which a restore needs. As the owner of the database: "
            "GRANT CREATE ON DATABASE … TO …"
        )


def put_in_place(connection: Any, schema: str) -> None:
    """Let what is in `schema` take the place of what is in the usual one, in one transaction."""
    with connection.transaction():
        usual = _value(connection, "SELECT current_schema()")
        connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        _drop_all(connection, usual)
        for kind, name in _relations(connection, schema):
            connection.execute(f"ALTER {WORDS[kind]} {name} SET SCHEMA {_quoted(usual)}")
        for name in _names(connection, ROUTINES, schema):
            connection.execute(f"ALTER ROUTINE {name} SET SCHEMA {_quoted(usual)}")
        for name in _names(connection, TYPES, schema):
            connection.execute(f"ALTER TYPE {name} SET SCHEMA {_quoted(usual)}")
        connection.execute(f"DROP SCHEMA {_quoted(schema)}")


def _drop_all(connection: Any, schema: str) -> None:
    for kind, name in _relations(connection, schema):
        connection.execute(f"DROP {WORDS[kind]} IF EXISTS {name} CASCADE")
    for name in _names(connection, ROUTINES, schema):
        connection.execute(f"DROP ROUTINE {name} CASCADE")
    for name in _names(connection, TYPES, schema):
        connection.execute(f"DROP TYPE {name} CASCADE")


def _relations(connection: Any, schema: str) -> list[tuple[str, str]]:
    return [(kind, name) for kind, name in connection.execute(KINDS, (schema,)).fetchall()]


def _names(connection: Any, statement: str, schema: str) -> list[str]:
    return [name for (name,) in connection.execute(statement, (schema,)).fetchall()]


def _value(connection: Any, statement: str, *parameters: object) -> Any:
    return connection.execute(statement, parameters or None).fetchone()[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
