"""The nightly auditor: asks of every room whether its promises hold."""

from __future__ import annotations

from committee.audit.sealing import seal
from committee.audit.verifying import Verified
from committee.audit.verifying import verify as verify_audit
from committee.core.db import transaction
from committee.core.log import log
from committee.core.words import sentence
from committee.documents import checks as documents
from committee.escalation import checks as cases
from committee.escalation.readiness import AUDIT_DEVIATIONS
from committee.figures import operations as figures
from committee.figures import verifying
from committee.jobs.ledger import Facts, Run
from committee.notify import checks as notices

SPELLED_OUT = 20  # deviations of the audit; the command tells all
CHECKS = (notices.troubles, cases.troubles, verifying.troubles, documents.troubles)


def run(run: Run) -> Facts:
    """Log every promise that is broken; return their sentences."""
    with transaction():
        figures.follow_the_day(day=run.day, now=run.now)
    audit = _audit(run)
    troubles = [*(said for check in CHECKS for said in check(run.now)), *_deviations(audit)]
    for said in troubles:
        log.error("a promise is broken", trouble=said)
    return {"troubles": troubles} if audit.is_clean else {"troubles": troubles, AUDIT_DEVIATIONS: len(audit.deviations)}


def _audit(run: Run) -> Verified:
    seal(everything=True, stopping=run.stopping, now=run.now)
    return verify_audit()


def _deviations(audit: Verified) -> list[str]:
    return [sentence(found.error) for found in audit.deviations[:SPELLED_OUT]]
