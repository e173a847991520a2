"""A difficulty and a proposal of a unit is raised, answered, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.document_numbers import refuse_secret
from committee.domain.errors import DomainError, NotFound
from committee.domain.meeting_rules import PetitionState, petition_state, refuse_answer, refuse_petition_days
from committee.domain.task_rules import Party
from committee.domain.text import clean, search_key
from committee.tasks import parties
from committee.tasks.addressing import committee_addressed
from committee.tasks.models import Petition
from committee.tasks.texts import needed

LONGEST, LONGEST_FIELD = 4_000, 200


@dataclass(frozen=True)
class Raised:
    """What a unit says: its difficulty in a field, what it proposes, to whom, by when it hopes for an answer.

    `committee_id` None: the committee of whoever is addressed, or else the nearest one above the unit.
    """

    unit_id: int
    field: str
    difficulty: str
    proposal: str
    addressee: Party
    due_on: date | None = None
    meeting_id: int | None = None
    committee_id: int | None = None


def raise_petition(*, raised: Raised, by: Actor, now: datetime) -> int:
    """Keep what a unit proposes and return its id."""
    today = day_of(now)
    refuse_petition_days(raised_on=today, due_on=raised.due_on)
    field = needed(raised.field, "Write which field it is about.", LONGEST_FIELD)
    difficulty = needed(raised.difficulty, "Write what the difficulty is.", LONGEST)
    proposal = needed(raised.proposal, "Write what is proposed.", LONGEST)
    if not clean(raised.addressee.name) and raised.addressee.id is None:
        raise DomainError("Write whom it is addressed to.")
    for text in (field, difficulty, proposal):
        refuse_secret("", text)
    addressee = parties.known([raised.addressee], on=today)[0]
    columns = {f"addressee_{name}": value for name, value in parties.columns_of(addressee).items()}
    committee_id = raised.committee_id or committee_addressed(
        addressee, unit_id=raised.unit_id, meeting_id=raised.meeting_id, on=today
    )
    row = Petition(
        unit_id=raised.unit_id,
        committee_id=committee_id,
        field=field,
        difficulty=difficulty,
        proposal=proposal,
        raised_on=today,
        due_on=raised.due_on,
        meeting_id=raised.meeting_id,
        search_key=f" {search_key(f'{field} {difficulty} {proposal} {addressee.name}')} ",
        created_by=by.account_id,
        created_by_name=by.name,
        created_at=now,
        **columns,
    )
    db.session.add(row)
    db.session.flush()
    due = raised.due_on.isoformat() if raised.due_on else ""
    _record("raise petition", row, {"name": field, "to": addressee.name, "due_on": due}, by, now)
    return row.id


def answer_petition(*, petition_id: int, answer: str, document_id: int | None = None, by: Actor, now: datetime) -> None:
    """Keep the answer to a proposal."""
    present, today = _held(petition_id), day_of(now)
    refuse_answer(_state(present, today), answer)
    said = needed(answer, "Write the answer.", LONGEST)
    refuse_secret("", said)
    present.answered_on, present.answer, present.document_id = today, said, document_id
    present.answered_by, present.answered_by_id = by.name, by.account_id
    present.version += 1
    _record("answer petition", present, {"name": present.field, "document": document_id}, by, now)


def withdraw_petition(*, petition_id: int, by: Actor, now: datetime) -> None:
    """Take a proposal back that has no answer yet."""
    present, today = _held(petition_id), day_of(now)
    if present.answered_on is not None or present.withdrawn_on is not None:
        raise DomainError("This proposal is settled: it cannot be withdrawn.")
    present.withdrawn_on, present.version = today, present.version + 1
    _record("withdraw petition", present, {"name": present.field}, by, now)


def _held(petition_id: int) -> Petition:
    found = db.session.scalar(
        select(Petition).where(Petition.id == petition_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such proposal.")
    return found


def _state(petition: Petition, day: date) -> PetitionState:
    return petition_state(
        day=day, due_on=petition.due_on, answered_on=petition.answered_on, withdrawn_on=petition.withdrawn_on
    )


def _record(action: str, petition: Petition, facts: Mapping[str, object], by: Actor, now: datetime) -> None:
    thing = ("petition", petition.id)
    record(action=action, thing=thing, facts=facts, unit_id=petition.unit_id, by=by, now=now)
