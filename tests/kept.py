"""The way back to a PostgreSQL database as it was kept: only what a test has changed is put back.

Making a database anew from a template costs a tenth of a second and more. Here the server says which tables differ, and
those alone are filled again. Whatever is not a matter of rows and sequences (a table, a trigger, a function, a
setting of the database) is never mended: the database is then made anew from the template.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from tests import postgres

# The server gives every new or changed row of a catalogue a higher xmin, and no removed one comes back: two equal
# pairs of (number, highest xmin) are the same rows.
CATALOGUES = {
    "pg_class": "oid >= 16384",
    "pg_attribute": "attrelid >= 16384",
    "pg_attrdef": "true",
    "pg_constraint": "true",
    "pg_index": "indexrelid >= 16384",
    "pg_sequence": "true",
    "pg_trigger": "true",
    "pg_event_trigger": "true",
    "pg_proc": "oid >= 16384",
    "pg_type": "oid >= 16384",
    "pg_enum": "true",
    "pg_namespace": "true",
    "pg_extension": "true",
    "pg_rewrite": "oid >= 16384",
    "pg_policy": "true",
    "pg_depend": "objid >= 16384",
    "pg_description": "objoid >= 16384",
    "pg_default_acl": "true",
    "pg_inherits": "true",
    "pg_statistic": "starelid >= 16384",  # what ANALYZE found chooses the plans of the next test
    "pg_statistic_ext": "true",
    "pg_largeobject_metadata": "true",
    "pg_db_role_setting": "setdatabase IN (SELECT oid FROM pg_database WHERE datname = current_database())",
}
SCHEMA = " UNION ALL ".join(
    f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name} WHERE {which}"  # noqa: S608 - all names are ours
    for name, which in CATALOGUES.items()
)
TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384 ORDER BY 1"
SEQUENCES = "SELECT seqrelid::regclass::text, seqstart, pg_sequence_last_value(seqrelid) FROM pg_sequence ORDER BY 1"
END_THE_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
DIGEST = "SELECT count(*) || md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM {table} AS row"
TOO_BIG = 1 << 20  # a table is emptied row by row: once its dead rows fill this much, the database is made anew


@dataclass(frozen=True)
class State:
    """The rows of every table that has some, where every sequence stands, and the question which tables differ."""

    rows: dict[str, bytes]
    sequences: list[tuple[Any, ...]]
    which_differ: str


class Kept:
    """The database `name` of the server at `address` as it was when this was built; nobody may be connected then.

    Further states of it can be kept by name (`keep`), as long as its schema is the same.
    """

    def __init__(self, address: str, name: str) -> None:
        self.address = address
        self.name = name
        self.times_made_anew = 0
        self._open: psycopg.Connection | None = None
        administer(address, f'CREATE DATABASE "{name}_kept" TEMPLATE "{name}"')
        self._tables = [table for (table,) in self._ask(TABLES)]
        self._schema = self._ask(SCHEMA)
        self._states: dict[str, State] = {}
        self.keep("")

    def keep(self, name: str) -> None:
        """Keep the rows and sequences as they are now."""
        rows = {table: held for table in self._tables if (held := self._copied(table))}
        differ = " UNION ALL ".join(self._whether_differs(table, filled=table in rows) for table in self._tables)
        self._states[name] = State(rows, self._ask(SEQUENCES), differ)

    def stands(self, name: str) -> bool:
        """Return whether the database is in the state kept as `name`."""
        state = self._states[name]
        found = (self._ask(SCHEMA), self._ask(state.which_differ), self._ask(SEQUENCES))
        return found == (self._schema, [], state.sequences)

    def fill(self, name: str) -> None:
        """Let rows and sequences be as kept under `name`; only to be called while the schema is sound."""
        state = self._states[name]
        changed = [table for table, _ in self._ask(state.which_differ)]
        standing = self._ask(SEQUENCES)
        moved = [sequence for sequence in state.sequences if sequence not in standing]
        self._mend(state, changed, moved)

    def put_back(self) -> None:
        """Let the database be as it was kept; whoever is still connected to it is thrown out."""
        if self._mended():
            return
        self.close()
        administer(self.address, f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        administer(self.address, f'CREATE DATABASE "{self.name}" TEMPLATE "{self.name}_kept"')
        self.times_made_anew += 1

    def close(self) -> None:
        """Let go of the database."""
        if self._open:
            self._open.close()
            self._open = None

    def _mended(self) -> bool:
        try:
            if not self._alone() or self._ask(SCHEMA) != self._schema:
                return False
            if any(size > TOO_BIG for _, size in self._ask(self._states[""].which_differ)):
                return False
            self.fill("")
        except psycopg.Error:  # the database is gone, or was restarted under us
            return False
        return True

    def _alone(self) -> bool:
        # Asked again until nobody is named: who was just leaving could not be ended.
        return any(not self._ask(END_THE_OTHERS) for _ in range(100))

    def _mend(self, state: State, changed: list[str], moved: list[tuple[Any, ...]]) -> None:
        connection = self._connection()
        with connection.transaction():
            # No trigger fires for a replica: neither those that keep the audit whole nor those of foreign keys.
            statements = ["SET LOCAL session_replication_role = replica"]
            statements += [f"DELETE FROM {table}" for table in changed]  # noqa: S608 - all names are ours
            statements += [
                f"SELECT setval('{name}', {first if last is None else last}, {last is not None})"
                for name, first, last in moved
            ]
            connection.execute(";".join(statements))
            for table in set(changed) & set(state.rows):
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as copying:
                    copying.write(state.rows[table])

    def _copied(self, table: str) -> bytes:
        with self._connection().cursor().copy(f"COPY {table} TO STDOUT") as copying:
            return b"".join(map(bytes, copying))

    def _whether_differs(self, table: str, *, filled: bool) -> str:
        digest = DIGEST.format(table=table)
        differs = f"EXISTS (SELECT FROM {table})"
        if filled:
            differs = f"({digest}) IS DISTINCT FROM '{self._ask(digest)[0][0]}'"
        return f"SELECT '{table}', pg_relation_size('{table}') WHERE {differs}"

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        return self._connection().execute(question, prepare=True).fetchall()

    def _connection(self) -> psycopg.Connection:
        # As somebody else than the application, which counts who is connected as itself.
        if self._open is None:
            url = postgres.url(self.address, self.name, user=postgres.KEEPER)
            self._open = psycopg.connect(url, autocommit=True)
        return self._open


def administer(address: str, statement: str) -> None:
    """Run a statement that is about a whole database."""
    with psycopg.connect(postgres.url(address, "postgres"), autocommit=True) as connection:
        connection.execute(statement)
