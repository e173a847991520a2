"""Cases as the doors give them. The keys are fixed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from committee.domain.measures import PERCENT, PERCENT_PARTS
from committee.escalation.explanations import ExplanationRow
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


def in_full(
    row: CaseRow, changes: list[ChangeRow], told: list[ToldRow], explanations: list[ExplanationRow]
) -> dict[str, Any]:
    """Return one case with the numbers it stands on, its history, who was told and what its unit said and promised."""
    return {
        **as_json(row),
        "facts": row.facts,
        "changes": [_change(change) for change in changes],
        "told": [_told(one) for one in told],
        "explanations": [_explanation(row, one) for one in explanations],
    }


def _explanation(row: CaseRow, one: ExplanationRow) -> dict[str, Any]:
    unit = row.facts["unit_of_measure"]
    return {
        "id": one.id,
        "filing": one.filing,
        "state": one.state,
        "cause": one.cause,
        "cause_text": one.cause_text,
        "text": one.text,
        "number": number_out(one.number, unit),
        "due_on": one.due_on.isoformat(),
        "reached": number_out(one.reached, unit),
        "reached_on": one.reached_on.isoformat() if one.reached_on else None,
        "filed_by": one.filed_by_name,
        "filed_at": one.filed_at.isoformat(),
        "decided_by": one.decided_by_name or None,
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "reason": one.reason or None,
        "task": one.task_id,
        "milestones": [
            {
                "due_on": milestone.due_on.isoformat(),
                "number": number_out(milestone.number, unit),
                "state": milestone.state,
                "figure": number_out(milestone.figure, unit),
                "figure_on": milestone.figure_on.isoformat() if milestone.figure_on else None,
            }
            for milestone in one.milestones
        ],
    }


def number_out(number: int | None, unit_of_measure: str) -> int | str | None:
    """Return a number as the doors give it: people and đồng whole, a share as text of its percent ("95.7000")."""
    if number is None or unit_of_measure != PERCENT:
        return number
    return f"{Decimal(number) / PERCENT_PARTS:.4f}"


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
