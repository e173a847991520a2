"""Tasks of the world's units: one to be worked on, one whose result and more time wait for an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from committee.core.db import db
from committee.members.models import Committee
from committee.tasks.models import Task, TaskExtension, TaskProgress, TaskSeries, TaskSubmission

BEGINNING = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
GIVEN, DUE, LATER = date(2024, 10, 1), date(2024, 11, 15), date(2024, 12, 15)


def give(unit_id: int, letter: str, word: str, sender: int) -> dict[str, Any]:
    """Write the tasks of a unit's committee, led by the unit itself, and return what they are called."""
    committee = db.session.query(Committee).filter_by(unit_id=unit_id).first() or Committee(unit_id=unit_id, name="BCĐ")
    db.session.add(committee)
    db.session.flush()
    things: dict[str, Any] = {}
    for state in ("open", "waiting"):
        row = Task(
            committee_id=committee.id, code=f"NV-{state}", title=f"Việc {word}", deliverable=word, lead_kind="unit",
            lead_unit_id=unit_id, lead_name=f"Chủ trì {word}", assigned_by_name="An", assigned_on=GIVEN, due_on=DUE,
            original_due_on=DUE, unit_id=unit_id, search_key=f" viec {word.lower()} ", created_at=BEGINNING,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        things[f"task {letter} {state}"] = row.id
    by = {"task_id": row.id, "by_id": sender, "by_name": "Bình", "at": BEGINNING}
    asked = TaskExtension(
        seq=1, due_before=DUE, wanted_on=LATER, reason=word, asked_on=GIVEN, state="waiting", **by
    )  # fmt: skip
    db.session.add_all(
        [
            TaskProgress(as_of=GIVEN, text=word, **by),
            TaskSubmission(seq=1, sent_on=GIVEN, product=word, state="waiting", **by),
            asked,
        ]
    )
    db.session.flush()
    series = TaskSeries(
        committee_id=committee.id, code="BC", rhythm="monthly", due_rule="last", from_on=GIVEN, created_at=BEGINNING,
        template={"title": f"Báo cáo {word}", "lead": {"kind": "unit", "id": unit_id, "name": f"Chủ trì {word}"}},
    )  # fmt: skip
    db.session.add(series)
    db.session.flush()
    return {**things, f"extension {letter}": asked.id, f"series {letter}": series.id}
