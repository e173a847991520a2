"""`flask backup FILE` and `flask restore FILE`: one file that holds everything, and the way back from it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect, select

from committee.accounts.models import Account
from committee.audit import operations as audit
from committee.audit.verifying import verify as verify_audit
from committee.cli import database
from committee.cli.support import now, refusals, say, say_aside
from committee.core.backups import restoring, taking
from committee.core.backups.manifest import Manifest
from committee.core.db import db, transaction
from committee.core.formatting import vn_moment
from committee.core.schema import is_current
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.figures import operations as figures
from committee.figures import verifying
from committee.notify import operations as notify
from committee.notify.queries import count_deliveries
from committee.units.models import Unit

STDOUT = Path("-")
BY = Actor.command_line()

file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.command("backup")
@file_argument
@click.option("--replace", is_flag=True, help="Write over a file of this name.")
@click.option("--documents/--no-documents", default=True, show_default=True, help="With the documents.")
@with_appcontext
def backup(file: Path, *, replace: bool, documents: bool) -> None:
    """Write the database and the documents into FILE; “-” is standard output. The secret key is not in it."""
    with refusals():
        moment = now()
        if file == STDOUT:
            stream = sys.stdout.buffer
            near = current_settings().instance / "backup"
            taken = taking.take(
                stream, near=near, engine=db.engine, settings=current_settings(), with_documents=documents, now=moment
            )
        else:
            file = file.resolve()
            taken = taking.take_to_file(
                file, engine=db.engine, settings=current_settings(), replace=replace, with_documents=documents,
                now=moment,
            )  # fmt: skip
        _note(file, taken)
    say_aside(
        gettext(
            "Backup taken: %(rows)d rows, %(documents)d documents. Keep the secret key (secret_key or SECRET_KEY) in "
            "another place: it is not in the backup.",
            rows=taken.rows,
            documents=taken.documents,
        )
    )


def _note(file: Path, taken: taking.Taken) -> None:
    """Write into the audit that a backup was taken; an older schema, about to be brought up to date, is left alone."""
    if not is_current(db.engine):
        return
    facts = {"file": file.name, "revision": taken.revision, "rows": taken.rows, "documents": taken.documents}
    with transaction():
        audit.record(action="backup taken", thing=("backup", file.name), facts=facts, by=BY, now=now())


@click.command("restore")
@file_argument
@click.option("--into-empty", "replace", flag_value="", default="", help="Only into an empty database (the default).")
@click.option("--replace", "replace", flag_value="yes", help="Also over people and units; a backup of them is kept.")
@with_appcontext
def restore(file: Path, replace: str) -> None:
    """Restore what “backup” wrote into FILE. Everything is checked before anything is touched."""
    with refusals():
        done = restoring.restore(
            restoring.Wish(
                file=file,
                settings=current_settings(),
                replace=bool(replace),
                is_filled=_is_filled,
                finish=_finish,
                now=now(),
            )
        )
    if done.set_aside:
        say(gettext("What was there is no database any more; it was moved to %(file)s.", file=str(done.set_aside)))
    if done.safety:
        say(gettext("What was there before is kept in %(file)s.", file=str(done.safety)))
    say(gettext("Restored as of %(moment)s.", moment=vn_moment(done.manifest.taken_at)))
    _tell_what_is_to_do(done)


def _tell_what_is_to_do(done: restoring.Done) -> None:
    if not done.key_fits:
        say_aside(
            gettext(
                "The secret key here is not that of the backup: put the old one back (secret_key in the instance "
                "folder, or SECRET_KEY), otherwise everybody signs in anew and enrols the second factor again."
            )
        )
    held = count_deliveries().get("held", 0)
    if held:
        say_aside(
            gettext(
                "%(count)d mails were waiting when the backup was taken. They are held until somebody confirms them: "
                "deliveries release, or deliveries discard.",
                count=held,
            )
        )


def _is_filled() -> bool:
    known = inspect(db.engine)
    return any(
        known.has_table(table.__tablename__) and db.session.scalar(select(table.id).limit(1)) is not None
        for table in (Account, Unit)
    )


def _finish(manifest: Manifest) -> None:
    """Look at the restored database as we look at our own, and sign it."""
    database.load()
    moment = now()
    _make_cells_right()
    _refuse_findings()
    _tell_of_the_audit()
    facts = {"taken_at": manifest.taken_at.isoformat(), "revision": manifest.revision, "version": manifest.version}
    with transaction():
        held = notify.hold_waiting(by=BY, now=moment)
        audit.record(
            action="restored", thing=("backup", manifest.taken_at.isoformat()), facts={**facts, "held": held}, by=BY,
            now=moment,
        )  # fmt: skip


def _make_cells_right() -> None:
    """Make the cells anew if they differ: they are worked out from the figures, and days have passed since."""
    found = len(verifying.differences(now=now()))
    if found:
        with transaction():
            cells = figures.repair_cells(differences=found, by=BY, now=now())
        say_aside(gettext("All %(cells)d cells were made anew from the figures.", cells=cells))


def _refuse_findings() -> None:
    found = [sentence for check in CHECKS for sentence in check()]
    if found:
        raise DomainError(
            "The restored database does not keep its promises; nothing was put in place. First: %(found)s",
            found=found[0],
        )


def _tell_of_the_audit() -> None:
    """Say where the audit deviates; what was so before the backup was taken must not keep the rest from coming back."""
    deviations = len(verify_audit().deviations)
    if deviations:
        say_aside(gettext("The restored audit deviates in %(count)d places. See: audit verify", count=deviations))


def _figures() -> list[str]:
    return list(verifying.sentences_of(verifying.differences(now=now())))


# Each gives a sentence for everything in the restored database that is not as it must be.
CHECKS: tuple[Callable[[], list[str]], ...] = (_figures,)
