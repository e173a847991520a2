"""A task as other programs read it: the same keys on the command line and over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from committee.domain.task_rules import Party
from committee.targets.named import targets_with_ids
from committee.tasks.models import TaskExtension, TaskProgress, TaskSubmission
from committee.tasks.queries import Histories, TaskRow
from committee.units.queries import UnitRow


def as_json(row: TaskRow) -> dict[str, Any]:
    """Return a task; `status` is that of the day that was asked for, `waiting` whether its result has no answer yet."""
    return {
        "id": row.id,
        "code": row.code,
        "committee": {"id": row.committee_id, "name": row.committee_name, "unit": row.committee_unit.code},
        "title": row.title,
        "deliverable": row.deliverable,
        "lead": _party(row.lead, row.lead_unit),
        "coordinators": [_party(party) for party in row.coordinators],
        "urgency": row.urgency,
        "standing": row.is_standing,
        "unit": row.about_unit.code if row.about_unit else None,
        "indicator": row.indicator,
        "source_document": row.source_text or None,
        "assigned_on": _day(row.assigned_on),
        "assigned_by": row.assigned_by_name,
        "due_on": _day(row.due_on),
        "original_due_on": _day(row.original_due_on),
        "due_wording": row.due_wording or None,
        "status": row.status.value if row.status else None,
        "waiting": row.waiting_since is not None,
        "percent": row.percent,
        "extensions": row.extensions,
        "submitted_on": _day(row.done_sent_on or row.waiting_since),
        "accepted_on": _day(row.accepted_on),
        "cancelled_on": _day(row.cancelled_on),
        "parent": row.parent_id,
        "version": row.version,
    }


def in_full(row: TaskRow, histories: Histories) -> dict[str, Any]:
    """Return a task with all that happened to it, the oldest first, and the counts of its parts."""
    return {
        **as_json(row),
        "content": row.content,
        "responsibility": row.responsibility,
        "authority": row.authority,
        "excerpt": row.excerpt,
        "target": _target(row),
        "conclusion": row.conclusion_id,
        "cancel_reason": row.cancel_reason or None,
        "replaced_by": row.replaced_by_id,
        "progress": [_progress(one) for one in histories.progress],
        "submissions": [_submission(one) for one in histories.submissions],
        "extension_requests": [_extension(one) for one in histories.extensions],
        "handovers": [
            {"kind": one.kind, "from": one.from_name, "to": one.to_name, "by": one.by_name}
            for one in histories.handovers
        ],
        "parts": vars(histories.parts),
    }


def _target(row: TaskRow) -> dict[str, Any] | None:
    """Return the target a task is about, by what names it; its unit is the one the task is about."""
    found = targets_with_ids([row.target_id]).get(row.target_id) if row.target_id else None
    if found is None or row.about_unit is None:
        return None
    return {"unit": row.about_unit.code, "indicator": found.indicator, "year": found.year, "assigner": found.assigner}


def _progress(one: TaskProgress) -> dict[str, Any]:
    return {
        "as_of": _day(one.as_of),
        "percent": one.percent,
        "text": one.text,
        "difficulty": one.difficulty,
        "proposal": one.proposal,
        "document": one.document_id,
        "by": one.by_name,
    }


def _submission(one: TaskSubmission) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.seq,
        "sent_on": _day(one.sent_on),
        "product": one.product,
        "by": one.by_name,
        "state": one.state,
        "decided_on": _day(one.decided_on),
        "reason": one.reason or None,
    }


def _extension(one: TaskExtension) -> dict[str, Any]:
    return {
        "id": one.id,
        "due_before": _day(one.due_before),
        "wanted_on": _day(one.wanted_on),
        "granted_on": _day(one.granted_on),
        "reason": one.reason,
        "by": one.by_name,
        "state": one.state,
        "answer": one.answer or None,
    }


def _party(party: Party, unit: UnitRow | None = None) -> dict[str, Any]:
    return {"kind": party.kind.value, "name": party.name, "unit": unit.code if unit else None}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
