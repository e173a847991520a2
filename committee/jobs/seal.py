"""Bind the new entries of the audit into its chain."""

from __future__ import annotations

from committee.audit.sealing import seal
from committee.jobs.ledger import Facts, Run


def run(run: Run) -> Facts:
    """Seal what was written since the last time; return how many entries that were."""
    sealed = seal(stopping=run.stopping, now=run.now)
    return {"sealed": sealed} if sealed else {}
