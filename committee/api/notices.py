"""GET /notices, POST /notices/{id}/reading: the key's person's own inbox."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from committee.api import schemas
from committee.api.declaring import CURSOR, LIMIT, query, says
from committee.api.doors import blueprint, pages
from committee.api.once import once
from committee.core import clock
from committee.core.doors import current_viewer, signed_in
from committee.domain.errors import DomainError, NotFound
from committee.notify import access, operations, queries
from committee.notify.queries import NoticeRow

UNREAD = query("unread", "true: only those not yet read", schema={"type": "string", "enum": ["true", "false"]})


@blueprint.get("/notices")
@signed_in
@says("Notices to the key's person, the unread first", schemas.NOTICES, query=(UNREAD, LIMIT, CURSOR))
def notices() -> Response:
    """Answer with a page of the inbox."""
    unread = request.args.get("unread", "false")
    if unread not in ("true", "false"):
        raise DomainError("unread is true or false.", read=unread[:40])
    account_id = current_viewer().account_id or 0

    def read(limit: int, offset: int) -> list[dict[str, Any]]:
        found = queries.inbox_of(account_id, unread_only=unread == "true", limit=limit, offset=offset)
        return [_notice(row) for row in found]

    return jsonify(pages(read))


@blueprint.post("/notices/<int:notice_id>/reading")
@signed_in
@says("Note that a notice was read", schemas.NOTICE)
@once
def read(notice_id: int) -> Response:
    """Note when the notice was first read."""
    if notice_id >= 2**31:
        raise NotFound("There is no such notice.")
    notice = access.own_notice(current_viewer(), notice_id)
    operations.mark_read(notice_id=notice.id, account_id=current_viewer().account_id or 0, now=clock.now())
    return jsonify(_notice(access.own_notice(current_viewer(), notice_id)))


def _notice(row: NoticeRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "subject": {"kind": row.subject_kind, "id": row.subject_id},
        "title": row.title,
        "body": row.body,
        "created_at": row.created_at.isoformat(),
        "read_at": row.read_at.isoformat() if row.read_at else None,
    }
