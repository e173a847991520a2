"""Cases as the doors give them. The keys are fixed."""

from __future__ import annotations

from typing import Any

from committee.escalation.queries import CaseRow, ChangeRow, ToldRow


def as_json(row: CaseRow) -> dict[str, Any]:
    """Return one case; `unit` and `indicator` are codes."""
    return {
        "id": row.id,
        "unit": row.unit,
        "indicator": row.indicator,
        "year": row.year,
        "state": row.state,
        "step": row.step,
        "severity": row.severity,
        "opened_on": row.opened_on.isoformat(),
        "next_look_at": row.next_look_at.isoformat() if row.next_look_at else None,
        "unit_name": row.unit_name,
        "rule": row.rule,
        "episode": row.episode,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "suppressed_by": row.held_by or None,
        "close_reason": row.close_reason or None,
        "version": row.version,
    }


def in_full(row: CaseRow, changes: list[ChangeRow], told: list[ToldRow]) -> dict[str, Any]:
    """Return one case with the numbers it stands on, its history and who was told."""
    return {
        **as_json(row),
        "facts": row.facts,
        "changes": [_change(change) for change in changes],
        "told": [_told(one) for one in told],
    }


def _change(change: ChangeRow) -> dict[str, Any]:
    return {
        "seq": change.seq,
        "event": change.event,
        "from": change.from_state or None,
        "to": change.to_state,
        "step": change.step,
        "at": change.at.isoformat(),
        "effective_at": change.effective_at.isoformat(),
        "by": change.actor_name,
        "facts": change.facts,
    }


def _told(one: ToldRow) -> dict[str, Any]:
    return {
        "notice": one.notice_id,
        "kind": one.kind,
        "step": one.step,
        "name": one.name,
        "channel": one.channel,
        "state": one.state,
        "created_at": one.created_at.isoformat(),
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "read_at": one.read_at.isoformat() if one.read_at else None,
    }
