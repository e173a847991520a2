"""Give the tasks that come back: one for each period that has begun, those missed too."""

from __future__ import annotations

from committee.core.db import transaction
from committee.core.log import log
from committee.domain.access import Actor
from committee.jobs.ledger import Facts, Run
from committee.tasks.operations import make_instances, running_series


class NotAllGiven(Exception):
    """Some series could not be gone on with; the run is done again later, and gives no task twice."""


def run(run: Run) -> Facts:
    """Give what is due to be given, each series in a transaction of its own; return how many tasks are new."""
    given, failed = 0, 0
    for series_id in running_series(run.day):
        if run.stopping():
            break
        try:
            given += _gone_on(series_id, run)
        except Exception:  # noqa: BLE001 - one bad series must not keep the others
            log.exception("series failed", series=series_id)
            failed += 1
    if failed:
        raise NotAllGiven(failed)
    return {"given": given} if given else {}


def _gone_on(series_id: int, run: Run) -> int:
    with transaction():
        return len(make_instances(series_id=series_id, today=run.day, by=Actor.timetable(), now=run.now))
