"""POST /imports/{kind}: the files of the command line, from another program, with the rights of its person."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import UnsupportedMediaType

from committee.api import schemas
from committee.api.declaring import query, says
from committee.api.doors import acting, blueprint, refuse_scope_below_admin
from committee.api.kinds import KINDS, Kind
from committee.api.once import once
from committee.api.permits import refuse_without_right
from committee.core import clock
from committee.core.db import db
from committee.core.doors import current_viewer, signed_in
from committee.core.tabular import Row, read_table
from committee.core.uploads import harmless_name
from committee.domain.errors import DomainError, NotFound

DRY_RUN = query("dry_run", "true: only say what would be done", schema={"type": "string", "enum": ["true", "false"]})
KIND = {"kind": {"type": "string", "enum": list(KINDS)}}


@blueprint.post("/imports/<kind>")
@signed_in
@says("Take over a file, all of it or nothing", schemas.IMPORTED, query=(DRY_RUN,), form=schemas.FILE_FORM, gaps=KIND)
@once
def take_over(kind: str) -> Response:
    """Take over a file of one kind."""
    asked = KINDS.get(kind)
    if asked is None:
        raise NotFound("There is no such page.")
    if asked.for_administrators:
        refuse_scope_below_admin()
    filename, content = _file()
    rows = read_table(content, filename, columns=asked.columns, called=asked.called())
    refuse_without_right(rows, asked, current_viewer())
    dry_run = _is_dry_run()
    return jsonify({"kind": kind, "dry_run": dry_run, **_written(asked, rows, dry_run=dry_run)})


class _OnlyTried(Exception):
    """Takes back what a trial wrote."""


def _written(asked: Kind, rows: Sequence[Row], *, dry_run: bool) -> dict[str, Any]:
    """Write and count; a trial writes as well and takes it back, so that it says exactly what would be done."""
    counts: dict[str, Any] = {}
    with suppress(_OnlyTried), db.session.begin_nested():
        counts = asked.write(rows=rows, by=acting(), now=clock.now())
        if dry_run:
            raise _OnlyTried
    return counts


def _is_dry_run() -> bool:
    written = request.args.get("dry_run", "false")
    if written not in ("true", "false"):
        raise DomainError("dry_run is true or false.", read=written[:40])
    return written == "true"


def _file() -> tuple[str, bytes]:
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    file = request.files.get("file")
    if file is None or not file.filename:
        raise DomainError("Send the file in the field “file” of a form.")
    return harmless_name(file.filename), file.stream.read()
