"""The signature, the number after it, and how a committee counts."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext, sentence
from committee.documents import access, numbering, operations
from committee.documents.forms import NumberForm, SignatureForm
from committee.documents.views.base import actor, blueprint, document_page
from committee.documents.views.changing import version_in
from committee.domain.document_types import TYPES
from committee.domain.errors import DomainError, NotFound
from committee.members.queries import CommitteeRow


@blueprint.post("/documents/<int:document_id>/signature")
@doors.signed_in
def sign(document_id: int) -> AnyResponse:
    document = access.document_kept_by(doors.current_viewer(), document_id, on=clock.today())
    form = SignatureForm()
    if not form.validate():
        return document_page(document, 422, signature_form=form)
    version = version_in(form.version.data)
    try:
        with transaction():
            operations.sign(
                document_id=document_id, version=version, signed_by=form.signed_by.data, by=actor(), now=clock.now()
            )
    except DomainError as error:
        form.refuse(error)
        return document_page(document, 409 if isinstance(error, operations.Stale) else 422, signature_form=form)
    flash(gettext("The signature is recorded. Now the document gets its number and its day."), "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/number")
@doors.signed_in
def give_number(document_id: int) -> AnyResponse:
    document = access.document_kept_by(doors.current_viewer(), document_id, on=clock.today())
    form = NumberForm()
    is_whole, day = form.validate(), form.day()
    if not is_whole or day is None:
        return document_page(document, 422, number_form=form)
    try:
        with transaction():
            written = operations.give_number(
                document_id=document_id,
                version=version_in(form.version.data),
                number="" if form.origin.data == NumberForm.NEXT else form.number.data,
                issued_on=day,
                elsewhere=form.origin.data == NumberForm.ELSEWHERE,
                by=actor(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse(error)
        return document_page(document, 409 if isinstance(error, operations.Stale) else 422, number_form=form)
    flash(gettext("The document has the number %(number)s.", number=written), "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.get("/documents/numbering")
@doors.signed_in
def series() -> str:
    committees, year = _committees(), clock.today().year
    counted = [(row, numbering.counts_per_type(row.committee_id)) for row in committees]
    following = {
        row.committee_id: [
            (one.name if per_type else "", str(numbering.next_own_number(row.committee_id, one.code, year)))
            for one in (TYPES[:12] if per_type else TYPES[:1])
        ]
        for row, per_type in counted
    }
    return render_template("documents/numbering.html", counted=counted, following=following, year=year)


@blueprint.post("/documents/numbering")
@doors.signed_in
def set_series() -> AnyResponse:
    wanted = request.form.get("committee", type=int)
    if wanted is None or wanted not in {row.committee_id for row in _committees()}:
        raise NotFound("There is no such page.")
    try:
        with transaction():
            per_type = request.form.get("per_type") == "1"
            operations.set_numbering(committee_id=wanted, per_type=per_type, by=actor(), now=clock.now())
    except DomainError as error:
        flash(sentence(error), "error")
    else:
        flash(gettext("From now on the numbers are counted so."), "done")
    return redirect(url_for("documents.series"), 303)


def _committees() -> list[CommitteeRow]:
    found = access.own_committees(doors.current_viewer(), clock.today())
    if not found:
        raise NotFound("There is no such page.")
    return found
