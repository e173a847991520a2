"""What a process that serves or sends asks of its database before it begins."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError

from committee.core.backups.restoring import end_what_was_begun
from committee.core.db import db
from committee.core.log import log
from committee.core.schema import refuse_unfit_schema
from config import Settings


def refuse_unfit_database(settings: Settings) -> None:
    """Bring a restore to its end that was killed in its last step, then refuse a database this program is not for.

    A server that does not answer yet is no reason: it may come later.
    """
    try:
        end_what_was_begun(settings)
        refuse_unfit_schema()
    except OperationalError:
        log.warning("the database does not answer, its version was not looked at")
    finally:
        db.session.remove()
        db.engine.dispose()  # nothing is handed on to processes that are forked from this one
