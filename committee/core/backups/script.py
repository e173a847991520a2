"""The script that pg_restore writes, taken into another schema than it was dumped from.

Names of the old schema are changed in statements only: never in rows, and never in the text of a function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

COPY = re.compile(r"^COPY .* FROM stdin;$")
BODY = re.compile(r"\bAS (\$\w*\$)")
# What a client program would do itself, and what is about the schema as such.
PASSED_OVER = ("\\restrict ", "\\unrestrict ", "CREATE SCHEMA ", "ALTER SCHEMA ", "COMMENT ON SCHEMA ")
END_OF_ROWS = b"\\.\n"


@dataclass(frozen=True)
class Statements:
    """Some statements, to be run as they stand."""

    text: str


@dataclass(frozen=True)
class Rows:
    """Rows for one table, to be given after its COPY statement."""

    statement: str
    lines: Iterator[bytes]


def steps(lines: Iterable[bytes], *, schema: str, into: str) -> Iterator[Statements | Rows]:
    """Give the script step by step; the lines of `Rows` must be read before the next step is asked for."""
    named = re.compile(rf'(?<![\w"$.])(?:{re.escape(schema)}|"{re.escape(schema)}")\.')
    source = iter(lines)
    gathered: list[str] = []
    ends_with = ""  # what ends the text of the function that we are in
    for raw in source:
        line = raw.decode()
        if ends_with:
            gathered.append(line)
            ends_with = "" if ends_with in line else ends_with
            continue
        if line.startswith(PASSED_OVER):
            continue
        head, tag, body = _split(line)
        changed = named.sub(f"{into}.", head) + tag + body
        if COPY.match(line.rstrip("\n")):
            yield Statements("".join(gathered))
            gathered = []
            yield Rows(changed, _rows(source))
            continue
        ends_with = "" if tag in body else tag
        gathered.append(changed)
    yield Statements("".join(gathered))


def _split(line: str) -> tuple[str, str, str]:
    """Take a line apart where a function's text begins."""
    begins = BODY.search(line)
    return (line[: begins.start(1)], begins[1], line[begins.end(1) :]) if begins else (line, "", "")


def _rows(source: Iterator[bytes]) -> Iterator[bytes]:
    for line in source:
        if line == END_OF_ROWS:
            return
        yield line


def run(connection: Any, script: Iterable[Statements | Rows]) -> None:
    """Run the steps on a connection of psycopg, inside the transaction that is open there."""
    with connection.cursor() as cursor:
        for step in script:
            if isinstance(step, Statements):
                # Sent as one text without parameters: the server takes it apart itself.
                if step.text.strip():
                    cursor.execute(step.text)
                continue
            with cursor.copy(step.statement) as copy:
                for line in step.lines:
                    copy.write(line)
