"""Delete what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from committee.accounts import presses, repeats
from committee.core.db import db, transaction
from committee.documents import operations as documents
from committee.escalation.models import SweepRun
from committee.jobs.ledger import Facts, Run
from committee.members import people_files
from committee.notify import operations
from committee.tasks.operations import files as task_files

KEPT = timedelta(days=400)  # more than 13 months: until then a row keeps its notice from being written twice


def run(run: Run) -> Facts:
    """Delete notices and runs older than 400 days, a batch a transaction.

    With them go answers kept for 90 days, numbers of forms pressed a week ago, files of people and of tasks that were
    sent a day ago, and files that no document names.
    """
    before = run.now - KEPT
    pruned = 0
    while not run.stopping():
        with transaction():
            batch = operations.prune(before=before)
        pruned += batch
        if not batch:
            break
    with transaction():
        db.session.execute(delete(SweepRun).where(SweepRun.begun_at < before))
        repeats.prune(now=run.now)
        presses.prune(now=run.now)
        people_files.prune(now=run.now)
        task_files.prune(now=run.now)
    return {"notices": pruned, "files": documents.sweep_files(now=run.now)}
