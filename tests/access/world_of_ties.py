"""What names each person of the world: a task or a proposal for every way in which one can be named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert

from committee.core.db import db
from committee.tasks.models import Petition, Task, TaskCoordinator
from tests.access.model import TIES

BEGINNING = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
GIVEN, DUE = date(2024, 10, 1), date(2024, 11, 15)
NOBODY = {"lead_kind": "name", "lead_name": "Trưởng thôn", "lead_unit_id": None}


def bind(name: str, account_id: int, seat_id: int | None, *, committee_id: int, lead: int) -> dict[str, int]:
    """Write what names a person in each way; tasks are of `committee_id` and led by the unit `lead` for the most part.

    Somebody without a seat leaves no task for it.
    """
    return {
        f"{tie} {name}": _write(tie, account_id, seat_id, committee_id, lead)
        for tie in TIES
        if seat_id is not None or "seat" not in tie
    }


def _write(tie: str, account_id: int, seat_id: int | None, committee_id: int, lead: int) -> int:
    if TIES[tie][0] == "petition":
        return _row(Petition, _petition(lead) | _of_petition(tie, account_id, seat_id))
    task_id = _row(Task, _task(committee_id, lead, f"{tie}-{account_id}") | _of_task(tie, account_id, seat_id))
    if tie in ("helper", "helping seat"):
        helps = {"kind": "account", "account_id": account_id}
        if tie == "helping seat":
            helps = {"kind": "seat", "seat_id": seat_id}
        _row(TaskCoordinator, {"task_id": task_id, "position": 1, "name": "Phối hợp", **helps})
    return task_id


def _of_task(tie: str, account_id: int, seat_id: int | None) -> dict[str, Any]:
    return {
        "giver": {"assigned_by": account_id},
        "lead": {"lead_kind": "account", "lead_account_id": account_id, "lead_unit_id": None},
        "officer": {"handler_id": account_id},
        "reporter": {"reporter_id": account_id},
        "officer of a name": {**NOBODY, "handler_id": account_id},
        "reporter of a name": {**NOBODY, "reporter_id": account_id},
        "leading seat": {"lead_kind": "seat", "lead_seat_id": seat_id, "lead_unit_id": None},
    }.get(tie, {})


def _of_petition(tie: str, account_id: int, seat_id: int | None) -> dict[str, Any]:
    return {
        "raiser": {"created_by": account_id},
        "addressee": {"addressee_kind": "account", "addressee_account_id": account_id},
        "addressed seat": {"addressee_kind": "seat", "addressee_seat_id": seat_id},
    }[tie]


def _task(committee_id: int, lead: int, code: str) -> dict[str, Any]:
    return {
        "committee_id": committee_id, "code": code, "title": "Việc có tên", "deliverable": "Báo cáo",
        "lead_kind": "unit", "lead_unit_id": lead, "lead_name": "Chủ trì", "assigned_by_name": "An",
        "assigned_on": GIVEN, "due_on": DUE, "original_due_on": DUE, "search_key": " viec co ten ",
        "created_at": BEGINNING,
    }  # fmt: skip


def _petition(unit_id: int) -> dict[str, Any]:
    return {
        "unit_id": unit_id, "field": "Thu", "difficulty": "Khó", "proposal": "Đề xuất", "addressee_kind": "name",
        "addressee_name": "UBND", "raised_on": GIVEN, "created_by_name": "An", "search_key": " de xuat ",
        "created_at": BEGINNING,
    }  # fmt: skip


def _row(table: Any, values: dict[str, Any]) -> int:
    [row_id] = db.session.execute(insert(table).values(**values).returning(table.id)).one()
    return int(row_id)
