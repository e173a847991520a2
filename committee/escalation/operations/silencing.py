"""A pause in urging on is made, and ended early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, update

from committee.audit.operations import record
from committee.core.db import db
from committee.core.rows import rows_changed
from committee.documents.operations import link
from committee.domain import silences as rules
from committee.domain.access import Action, Actor, Thing, may
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound, Stale
from committee.escalation.models import CaseSilence, CaseSilenceIndicator
from committee.escalation.operations.noting import note_silences
from committee.escalation.silence_queries import SilenceRow, silence_row
from committee.members.queries import viewer_of
from committee.units.queries import UnitRow, unit_on

NONE_HERE = "There is no such pause."


@dataclass(frozen=True)
class Pause:
    """What is asked for; without `indicators` all of them are meant, without `rules` every rule.

    The legal basis is said in words or by a document, one of them at least.
    """

    unit_id: int
    reason: str
    from_on: date
    to_on: date
    indicators: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    legal_basis: str = ""
    document_id: int | None = None


def silence(*, pause: Pause, by: Actor, now: datetime) -> int:
    """Make a pause and return its id. What waits to be sent about the cases it holds is taken back.

    Whoever may not silence cases of the unit gets `NotFound`, an author who would benefit is refused in words. Whoever
    calls has asked whether they may see the document.
    """
    today = day_of(now)
    unit = _unit(pause.unit_id, by, today, is_author=True)
    rules.check_days(pause.from_on, pause.to_on, today=today)
    if not pause.reason:
        raise DomainError("Say why urging on is paused.")
    if not pause.legal_basis and pause.document_id is None:
        raise DomainError("Say on what the pause rests: in words, or by the number of a document in the register.")
    row = {
        "unit_id": unit.unit_id,
        "rules": sorted(set(pause.rules)),
        "reason": pause.reason,
        "legal_basis": pause.legal_basis,
        "from_on": pause.from_on,
        "to_on": pause.to_on,
        "made_by": by.account_id,
        "made_by_name": by.name,
        "made_at": now,
    }
    [silence_id] = db.session.execute(insert(CaseSilence).values(**row).returning(CaseSilence.id)).one()
    about = [{"silence_id": silence_id, "indicator": code} for code in sorted(set(pause.indicators))]
    if about:
        db.session.execute(insert(CaseSilenceIndicator), about)
    held = note_silences(effective_at=now, by=by, now=now)
    facts = {"before": None, "after": _sides(pause), "held": held}
    record(action="silence cases", thing=("silence", silence_id), facts=facts, unit_id=unit.unit_id, by=by, now=now)
    if pause.document_id is not None:
        link(document_id=pause.document_id, kind="silence", thing_id=silence_id, by=by, now=now)
    return int(silence_id)


def end_silence(*, silence_id: int, version: int, reason: str, by: Actor, now: datetime) -> None:
    """End a pause early, or take it back before it begins; its cases are looked at when delivery opens next.

    `version` is the one the person saw; another one raises `Stale`.
    """
    row = silence_row(silence_id, day=day_of(now))
    if row is None:
        raise NotFound(NONE_HERE)
    _unit(row.unit_id, by, day_of(now), otherwise=NONE_HERE)
    rules.check_ending(row.silence, now=now)
    if not reason:
        raise DomainError("Say why the pause ends early.")
    ended = {"ended_at": now, "ended_by_name": by.name, "ended_reason": reason, "version": version + 1}
    this = (CaseSilence.id == silence_id, CaseSilence.version == version)
    if not rows_changed(update(CaseSilence).where(*this).values(**ended)):
        raise Stale("Somebody else has changed this pause meanwhile. Reload the page and look again.")
    freed = note_silences(effective_at=now, by=by, now=now)
    facts = {
        "before": {"to_on": row.to_on.isoformat(), "ended_at": None},
        "after": {"ended_at": now.isoformat(timespec="minutes"), "reason": reason},
        "freed": freed,
    }
    record(action="end silence", thing=("silence", silence_id), facts=facts, unit_id=row.unit_id, by=by, now=now)


def rest_on(*, row: SilenceRow, document_id: int, by: Actor, now: datetime) -> None:
    """Let a document point to a pause; whoever calls has asked whether they may see it."""
    _unit(row.unit_id, by, day_of(now), otherwise=NONE_HERE)
    link(document_id=document_id, kind="silence", thing_id=row.id, by=by, now=now)


def _unit(
    unit_id: int, by: Actor, today: date, *, is_author: bool = False, otherwise: str = "There is no such unit."
) -> UnitRow:
    """Return the unit if `by` may silence its cases; an author who sits in it or below is refused in words."""
    unit = unit_on(unit_id, today)
    if unit is None or by.account_id is None:
        raise NotFound(otherwise)
    viewer = viewer_of(by.account_id, today)
    if not may(viewer, Action.SEE_CASES, Thing("case", unit.path)):
        raise NotFound(otherwise)
    if is_author:
        seats = [seat.path for seat in viewer.seats if not seat.former]
        rules.check_author(seats, unit_path=unit.path, unit_name=unit.name)
    if not may(viewer, Action.SILENCE_CASES, Thing("case", unit.path)):
        raise NotFound(otherwise)
    return unit


def _sides(pause: Pause) -> dict[str, object]:
    return {
        "from_on": pause.from_on.isoformat(),
        "to_on": pause.to_on.isoformat(),
        "indicators": sorted(set(pause.indicators)),
        "rules": sorted(set(pause.rules)),
        "reason": pause.reason,
        "legal_basis": pause.legal_basis,
        "document": pause.document_id,
    }
