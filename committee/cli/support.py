"""What the commands share: who acts, refusals as sentences, days and files as arguments, output in three shapes.

A command reads `with refusals(by=by): with transaction(): operation(…, by=by, now=now())`.
"""

from __future__ import annotations

import csv
import functools
import io
import json
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InternalError, ProgrammingError

from committee.accounts.queries import account_with_email
from committee.audit import operations as audit
from committee.core.clock import now, today
from committee.core.csv_text import harmless
from committee.core.db import transaction
from committee.core.formatting import vn_date, vn_span
from committee.core.words import gettext, sentence
from committee.domain.access import Actor
from committee.domain.days import read_day
from committee.domain.errors import DomainError, NotFound, Refused
from committee.units.queries import UnitRow, bearer_on, bearers_of

__all__ = [
    "DAY",
    "actor_of",
    "by_option",
    "file_argument",
    "format_option",
    "note_export",
    "now",
    "print_csv",
    "print_json",
    "print_table",
    "refusals",
    "say",
    "say_aside",
    "today",
    "unit_bearing",
]

REFUSED = 1
# What the engines say where the schema is missing or older than the program.
WITHOUT_SCHEMA = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")

OUR_MISTAKES = (DataError, IntegrityError, InternalError, ProgrammingError)

file_argument = click.argument("file", type=click.Path(path_type=Path))


class DayType(click.ParamType):
    """A day as an option: 2024-10-29 or 29/10/2024; anything else is wrong usage."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that was typed."""
        try:
            return read_day(value)
        except DomainError as error:
            self.fail(sentence(error), param, ctx)


DAY = DayType()


def unit_bearing(code: str, day: date) -> UnitRow:
    """Return the unit that bears `code` on that day, or refuse and say who bore it on other days."""
    bearers = bearers_of([code]).get(code, [])
    found = bearer_on(bearers, day)
    if found is not None:
        return found
    shown = vn_date(day)
    if not bearers:
        raise NotFound("No unit bears the code %(code)s on %(day)s or on any other day.", code=code, day=shown)
    raise NotFound(
        "No unit bears the code %(code)s on %(day)s; on other days: %(others)s.",
        code=code,
        day=shown,
        others="; ".join(f"{row.name} ({vn_span(row.valid_from, row.valid_to)})" for row in bearers),
    )


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--format`, one of `formats`, of which the first is the default; the command is given `shape`."""
    return click.option("--format", "shape", type=click.Choice(formats), default=formats[0], show_default=True)


def by_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--by EMAIL` and hand the command `by`, an `Actor`; an e-mail without an account is refused."""

    @click.option("--by", "by_email", metavar="EMAIL", help="The account that acts; default: the command line itself.")
    @functools.wraps(command)
    def with_actor(*arguments: Any, by_email: str | None, **options: Any) -> Any:
        with refusals(by=Actor.command_line()):
            by = actor_of(by_email)
        return command(*arguments, by=by, **options)

    return with_actor


def actor_of(email: str | None) -> Actor:
    """Return the actor with that e-mail, or the command line where there is none."""
    if email is None:
        return Actor.command_line()
    account = account_with_email(email)
    if account is None:
        raise DomainError("--by: no account has the e-mail %(email)s.", email=email)
    if account.is_disabled:
        raise DomainError("--by: the account %(email)s is disabled.", email=email)
    return Actor(account_id=account.account_id, name=account.name)


@contextmanager
def refusals(*, by: Actor | None = None, file: Path | None = None) -> Iterator[None]:
    """Turn a refusal into one sentence a line on standard error and exit code 1.

    With `by`, the refusal is recorded in a transaction of its own; commands that only read give none.
    """
    try:
        yield
    except DomainError as error:
        sentences = [sentence(one) for one in (error if isinstance(error, Refused) else (error,))]
        for line in sentences:
            say_aside(line)
        if by is not None:
            _record(sentences, by=by, file=file)
        raise click.exceptions.Exit(REFUSED) from None
    except DatabaseError as error:
        say_aside(_about_the_database(error))
        raise click.exceptions.Exit(REFUSED) from None
    except UnicodeEncodeError:
        say_aside(gettext("What was typed is not UTF-8: let the terminal write UTF-8, or rename the file."))
        raise click.exceptions.Exit(REFUSED) from None


def _record(sentences: Sequence[str], *, by: Actor, file: Path | None) -> None:
    told = [_readable(line) for line in sentences]
    facts = {} if file is None else {"file": _readable(file.name)}
    try:
        with transaction():
            thing = ("command", command_name())
            audit.record_refusal(thing=thing, sentences=told, facts=facts, by=by, now=now())
    except DatabaseError as error:
        say_aside(_about_the_database(error))


def note_export(*, rows: int, shape: str) -> None:
    """Record that the running command gives people's data out in a shape other programs read."""
    if shape == "table":
        return
    with transaction():
        thing, by = ("command", command_name()), Actor.command_line()
        audit.record_export(thing=thing, rows=rows, shape=shape, by=by, now=now())


def command_name() -> str:
    """Return the words of the running command without the program's: "units import"."""
    return click.get_current_context().command_path.partition(" ")[2]


def _about_the_database(error: DatabaseError) -> str:
    """Return the sentence for what a user can mend; anything else is a programmer's mistake and is raised again."""
    told = f"{type(error.orig).__name__}: {error.orig}"
    if any(sign in told for sign in WITHOUT_SCHEMA):
        return gettext("The database has no tables yet, or older ones. Run: python3 run.py flask db upgrade")
    if isinstance(error, OUR_MISTAKES):
        raise error
    return gettext(
        "The database cannot be used (%(told)s). Check DATABASE_URL and whether the server is running.",
        told=" ".join(str(error.orig).split()),
    )


def say(text: str) -> None:
    """Write one line to standard output, in UTF-8 whatever the terminal claims."""
    click.echo(f"{_readable(text)}\n".encode(), nl=False)


def say_aside(text: str) -> None:
    """Write one line to standard error, in UTF-8 whatever the terminal claims."""
    click.echo(f"{_readable(text)}\n".encode(), nl=False, err=True)


def _readable(text: str) -> str:
    """Return `text` with a question mark for what the terminal gave and nobody can read."""
    return text.encode(errors="replace").decode()


def print_json(value: object) -> None:
    """Write `value` as JSON, days and decimals as text."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write `rows` under `columns` as CSV; None is an empty cell, and no text is left to be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(value) for value in row] for row in rows)
    click.echo(written.getvalue().encode(), nl=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Collection[int] = ()) -> None:
    """Write `rows` in columns as wide as what they hold; the columns whose numbers are in `right` end flush."""
    cells = [list(columns), *([_cell(value) for value in row] for row in rows)]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(columns))]
    lines = [_line(row, widths, right) for row in cells]
    lines.insert(1, "  ".join("─" * width for width in widths))
    for line in lines:
        say(line)


def _cell(value: object) -> str:
    return "" if value is None else " ".join(unicodedata.normalize("NFC", str(value)).split())


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    padded = []
    for i, (text, width) in enumerate(zip(row, widths, strict=True)):
        blank = " " * (width - _width(text))
        padded.append(blank + text if i in right else text + blank)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes: a mark on a letter none, an East Asian letter two."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if unicodedata.category(c) not in ("Mn", "Cf")
    )
