"""Not-applicable marks change whom a sum waits for, so the cells above their units follow them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.domain.rollup import Marks
from committee.figures.operations.after import Pair, after_accepting
from committee.targets import operations as targets
from committee.targets.queries import marks_of
from committee.targets.rows import Tally


def import_not_applicable(*, rows: Sequence[Row], by: Actor, now: datetime) -> Tally:
    """Take over the marks of a file, and bring the cells up to date."""
    before = marks_of(None)
    tally = targets.import_not_applicable(rows=rows, by=by, now=now)
    after_accepting(_changed(before, marks_of(None)), now=now)
    return tally


def _changed(before: Marks, after: Marks) -> dict[Pair, date]:
    """Return {pair: 1 January of the first year in which the two may differ}; a later month may have no figure."""
    changed: dict[Pair, date] = {}
    for pair in {*before.spans, *after.spans}:
        spans = {*before.spans.get(pair, ())} ^ {*after.spans.get(pair, ())}
        if spans:
            changed[pair] = min(begins for begins, _ in spans).replace(month=1, day=1)
    return changed
