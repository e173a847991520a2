"""What a document is for: links to anything, by kind and id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import insert_unless_known
from committee.documents.models import DocumentLink
from committee.documents.operations.registering import held
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound

# Whatever may rest on a document; the rooms above say which thing of theirs.
KINDS = frozenset(
    {
        "unit",
        "committee",
        "seat",
        "target",
        "target_revision",
        "not_applicable",
        "meeting",
        "task",
        "case",
        "silence",
        "letter",
        "reorganisation",
        "document",
    }
)


def link(*, document_id: int, kind: str, thing_id: int, by: Actor, now: datetime) -> None:
    """Let a document point to a thing; once more changes nothing. Whoever calls has asked whether they may."""
    if kind not in KINDS:
        raise ValueError(f"nothing of the kind {kind!r} rests on a document")
    unit_id = held(document_id).unit_id
    if kind == "document" and thing_id == document_id:
        raise DomainError("A document cannot point to itself.")
    row = {
        "document_id": document_id,
        "kind": kind,
        "thing_id": thing_id,
        "linked_by_name": by.name,
        "linked_at": now,
    }
    if insert_unless_known(DocumentLink, row, key=["document_id", "kind", "thing_id"]) is not None:
        _record("link document", document_id, (kind, thing_id), unit_id, by=by, now=now)


def unlink(*, document_id: int, kind: str, thing_id: int, by: Actor, now: datetime) -> None:
    """Let a document no longer point to a thing."""
    this = (DocumentLink.document_id == document_id, DocumentLink.kind == kind, DocumentLink.thing_id == thing_id)
    if db.session.scalar(select(DocumentLink.id).where(*this)) is None:
        raise NotFound("There is no such link.")
    db.session.execute(delete(DocumentLink).where(*this))
    unit_id = held(document_id).unit_id
    _record("unlink document", document_id, (kind, thing_id), unit_id, by=by, now=now)


def _record(action: str, document_id: int, linked: tuple[str, int], unit_id: int, *, by: Actor, now: datetime) -> None:
    kind, thing_id = linked
    facts = {"kind": kind, "id": thing_id}
    record(action=action, thing=("document", document_id), facts=facts, unit_id=unit_id, by=by, now=now)
