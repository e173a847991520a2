"""The nightly auditor: asks of every room whether its promises hold."""

from __future__ import annotations

from committee.core.db import transaction
from committee.core.log import log
from committee.documents import checks as documents
from committee.escalation import checks as cases
from committee.figures import operations as figures
from committee.figures import verifying
from committee.jobs.ledger import Facts, Run
from committee.notify import checks as notices

CHECKS = (notices.troubles, cases.troubles, verifying.troubles, documents.troubles)


def run(run: Run) -> Facts:
    """Log every promise that is broken; return their sentences."""
    with transaction():
        figures.follow_the_day(day=run.day, now=run.now)
    troubles = [sentence for check in CHECKS for sentence in check(run.now)]
    for sentence in troubles:
        log.error("a promise is broken", trouble=sentence)
    return {"troubles": troubles}
