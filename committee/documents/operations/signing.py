"""The signature, and after it the number: from a committee's own series, or from another system."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import insert_unless_known
from committee.documents import numbering
from committee.documents.models import Document, DocumentNumbering
from committee.documents.operations.registering import described, facts_of, held, values_of, write, write_once
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.document_numbers import Number, State, counted_as, refuse_number_of, series_of, written
from committee.domain.errors import DomainError
from committee.domain.text import clean

LONGEST_NAME = 200


def sign(*, document_id: int, version: int, signed_by: str, by: Actor, now: datetime) -> None:
    """Record that a draft was signed, and by whom."""
    name = clean(signed_by)
    present = held(document_id)
    if present.state != State.DRAFT.value:
        raise DomainError("The signature of this document is recorded already.")
    if not name or len(name) > LONGEST_NAME:
        raise DomainError("Write the name of the person who signed.")
    write(document_id, version, {"state": State.SIGNED.value, "signed_by": name})
    facts = {"after": {"signed_by": name}}
    thing = ("document", document_id)
    record(action="sign document", thing=thing, facts=facts, unit_id=present.unit_id, by=by, now=now)


def give_number(
    *,
    document_id: int,
    version: int,
    number: str = "",
    issued_on: date,
    elsewhere: bool = False,
    by: Actor,
    now: datetime,
) -> str:
    """Give a signed document its number and day; return the number with its symbol.

    A blank `number` takes the next one of the committee's own series; a typed one may leave a gap. `elsewhere`: another
    system gave it, so it counts in no series here.
    """
    present = held(document_id)
    refuse_number_of(present.state)
    if present.number is not None:
        raise DomainError("This document has its number already: register the one that replaces it.")
    series = None if elsewhere or present.committee_id is None else _series(present)
    chosen = number.strip() or _next(present, issued_on.year, series)
    description = replace(described(present), number=chosen, issued_on=issued_on)
    values: dict[str, Any] = values_of(description, present.state, today=day_of(now))
    given = Number(values["number"], values["number_suffix"])
    if series is not None:
        _refuse_taken(given, present, issued_on.year)
    write_once(document_id, version, {**values, "series": series})
    record(
        action="number document",
        thing=("document", document_id),
        facts={"after": facts_of(values), "elsewhere": series is None},
        unit_id=present.unit_id,
        by=by,
        now=now,
    )
    return written(given, values["symbol"])


def set_numbering(*, committee_id: int, per_type: bool, by: Actor, now: datetime) -> None:
    """Say whether a committee counts all its documents together, or each type by itself."""
    numbering.take_turns([committee_id])
    before = numbering.counts_per_type(committee_id)
    if before == per_type:
        return
    row = {"committee_id": committee_id, "per_type": per_type}
    if insert_unless_known(DocumentNumbering, row, key=["committee_id"]) is None:
        db.session.get_one(DocumentNumbering, committee_id).per_type = per_type
    facts = {"before": {"per_type": before}, "after": {"per_type": per_type}}
    record(action="change numbering", thing=("committee", committee_id), facts=facts, by=by, now=now)


def _series(document: Document) -> str:
    committee_id = _committee_of(document)
    numbering.take_turns([committee_id])
    return series_of(document.type, per_type=numbering.counts_per_type(committee_id))


def _next(document: Document, year: int, series: str | None) -> str:
    if series is None:
        raise DomainError("Write the number that the other system gave.")
    return str(numbering.next_own_number(_committee_of(document), document.type, year))


def _refuse_taken(given: Number, document: Document, year: int) -> None:
    committee_id = _committee_of(document)
    place = counted_as(document.type, year, given, per_type=numbering.counts_per_type(committee_id))
    if place in numbering.holders(committee_id, [year]):
        raise DomainError(
            "Number %(number)s of %(year)s is taken; the next one is %(next)s.",
            number=str(given),
            year=str(year),
            next=str(numbering.next_own_number(committee_id, document.type, year)),
        )


def _committee_of(document: Document) -> int:
    if document.committee_id is None:
        raise DomainError("Only a committee's own documents are counted here.")
    return document.committee_id
