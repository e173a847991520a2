"""Writing the audit: one row per act, in the act's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import insert

from committee.audit.limits import refuse_too_often
from committee.audit.marks import present_key
from committee.audit.models import AuditEntry
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.chain import Entry, as_kept, new_mark

KEPT_SENTENCES = 100  # of one refusal
UNWRITTEN = 0  # an entry has no id before the database gives it one


@dataclass(frozen=True)
class Act:
    """What was done to which thing (kind, id), in which unit; `facts` must be writable as JSON."""

    action: str
    thing: tuple[str, object]
    facts: Mapping[str, object] = field(default_factory=dict)
    unit_id: int | None = None


def record(
    *,
    action: str,
    thing: tuple[str, object],
    facts: Mapping[str, object] | None = None,
    unit_id: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Append that `by` did `action` to `thing` (kind, id); `facts` must be writable as JSON.

    `unit_id` is the unit whose business it is, None the whole installation.
    """
    db.session.add(AuditEntry(**_row(Act(action, thing, facts or {}, unit_id), by, now)))


def record_all(acts: Sequence[Act], *, by: Actor, now: datetime) -> None:
    """Append many acts with one statement."""
    if acts:
        db.session.execute(insert(AuditEntry), [_row(act, by, now) for act in acts])


def record_refusal(
    *, thing: tuple[str, object], sentences: Sequence[str], facts: Mapping[str, object], by: Actor, now: datetime
) -> None:
    """Append that something was refused to `by`, with the sentences they were told."""
    told = {"count": len(sentences), "refusals": list(sentences[:KEPT_SENTENCES])} if sentences else {}
    record(action="refused", thing=thing, facts={**told, **facts}, by=by, now=now)


def record_export(
    *,
    thing: tuple[str, object],
    rows: int,
    shape: str,
    facts: Mapping[str, object] | None = None,
    unit_id: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Append that `by` took `rows` rows out of the house as a file or a stream of this shape (csv, json, xlsx).

    A single document is one row. `facts` say which, where that is not all there is. Raises `TooOften` for whoever does
    so again and again.
    """
    refuse_too_often("exported", by=by, now=now)
    told = {"format": shape, "rows": rows, **(facts or {})}
    record(action="exported", thing=thing, facts=told, unit_id=unit_id, by=by, now=now)


def _row(act: Act, by: Actor, now: datetime) -> dict[str, object]:
    kind, thing_id = act.thing
    entry = Entry(
        UNWRITTEN,
        at=now,
        actor_id=by.account_id,
        actor_name=by.name,
        action=act.action,
        thing_kind=kind,
        thing_id=str(thing_id),
        unit_id=act.unit_id,
        facts=as_kept(act.facts),
        mark=None,
    )
    marked = replace(entry, mark=new_mark(entry, present_key()))
    return {name: value for name, value in vars(marked).items() if name != "id"}
