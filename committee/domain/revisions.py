"""What a target is on a day: the fold over the acts that set or changed it.

Source: docs/domain.md, targets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

INITIAL, SUPPLEMENT = "initial", "supplement"
KINDS = (INITIAL, SUPPLEMENT, "adjustment", "reallocation", "merger")


@dataclass(frozen=True)
class Revision:
    """One act. `effective_on` None: from 1 January of the year. `id` is the order in which acts were recorded."""

    id: int
    kind: str
    value: int
    effective_on: date | None = None
    document_number: str = ""
    document_date: date | None = None


@dataclass(frozen=True)
class Folded:
    """The value in force on a day, and the document of the newest act in force that has one."""

    value: int
    document_number: str
    document_date: date | None


def fold(revisions: Iterable[Revision], *, year: int, on: date) -> Folded | None:
    """Return what `revisions` of one target of `year` come to on the day `on`, or None while nothing is in force.

    A supplement adds to what is there; every other act says the whole value anew.
    """
    value: int | None = None
    number, signed_on = "", None
    for revision in _in_order(revisions, year, on):
        before = value or 0 if revision.kind == SUPPLEMENT else 0
        value = before + revision.value
        if revision.document_number or revision.document_date:
            number, signed_on = revision.document_number, revision.document_date
    return None if value is None else Folded(value, number, signed_on)


def _in_order(revisions: Iterable[Revision], year: int, on: date) -> list[Revision]:
    begins_on = date(year, 1, 1)
    dated = [(revision.effective_on or begins_on, revision.id, revision) for revision in revisions]
    return [revision for day, _, revision in sorted(dated, key=lambda entry: entry[:2]) if day <= on]
