"""Files of a document: added as new versions, and handed out to be saved, never shown in the page."""

from __future__ import annotations

import io

from flask import Response, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors, vault
from committee.core.db import transaction
from committee.core.log import log
from committee.core.uploads import read_upload
from committee.core.words import gettext
from committee.documents import access, file_queries, operations
from committee.documents.forms import FileForm
from committee.documents.views.base import actor, blueprint, document_page, part_choices
from committee.domain.errors import DomainError


@blueprint.post("/documents/<int:document_id>/files")
@doors.signed_in
def add(document_id: int) -> AnyResponse:
    document = access.document_kept_by(doors.current_viewer(), document_id, on=clock.today())
    form = part_choices(FileForm(), file_queries.parts_of(document_id))
    sent = request.files.get("file")
    if not form.validate() or sent is None or not sent.filename:
        form.refuse(DomainError("Choose the file first."), "file")
        return document_page(document, 422, file_form=form)
    try:
        upload = read_upload(sent.filename, sent.stream)
        part = form.part.data or None
        with transaction():
            operations.add_file(document_id=document_id, part=part, upload=upload, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error, "file")
        return document_page(document, 422, file_form=form)
    flash(gettext("The file is kept; earlier versions stay as they were."), "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.get("/documents/<int:document_id>/files/<int:file_id>")
@doors.signed_in
def download(document_id: int, file_id: int) -> Response:
    document, file = access.file_for(doors.current_viewer(), document_id, file_id, on=clock.today())
    path = vault.path_of(file.stored_as)
    if path is None:
        log.error("a file of a document is missing", file=file.id)
        raise DomainError("This file is missing from the folder of documents: tell the administrator.")
    with transaction():
        operations.note_download(file=file, unit_id=document.unit_id, by=actor(), now=clock.now())
    content = io.BytesIO(path.read_bytes())
    response = send_file(content, mimetype=file.media_type, as_attachment=True, download_name=file.name, etag=False)
    response.headers["Cache-Control"] = "no-store"
    return response
