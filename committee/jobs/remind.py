"""Remind people of what is due, overdue or waits for their answer: one message a person and day."""

from __future__ import annotations

from committee.core.db import transaction
from committee.core.log import log
from committee.domain.access import Actor
from committee.jobs.ledger import Facts, Run
from committee.tasks.operations.reminding import Digest, digests_of, send_digest


class NotAllReminded(Exception):
    """Some messages could not be written; the run is done again later, and repeats none of the others."""


def run(run: Run) -> Facts:
    """Write the messages of the day, each in a transaction of its own; return how many there were and are new."""
    digests = digests_of(run.day)
    written, failed = 0, 0
    for digest in digests:
        if run.stopping():
            break
        try:
            written += _send(digest, run)
        except Exception:  # noqa: BLE001 - one bad message must not keep the others
            log.exception("reminder failed", account=digest.person.account_id)
            failed += 1
    if failed:
        raise NotAllReminded(failed)
    return {"people": len(digests), "written": written}


def _send(digest: Digest, run: Run) -> bool:
    with transaction():
        return send_digest(digest, day=run.day, about=run.due_at, by=Actor.timetable(), now=run.now)
