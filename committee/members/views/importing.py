"""Many people by one workbook: template, preview, confirmation, links."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.csv_text import csv_text
from committee.core.db import transaction
from committee.core.tabular import read_table
from committee.core.uploads import harmless_name
from committee.core.words import bare_sentence, gettext
from committee.domain.access import Role
from committee.domain.errors import DomainError, Refused
from committee.members import access, people_files
from committee.members.finding import unit_meant
from committee.members.forms import FileForm
from committee.members.models import PeopleFile
from committee.members.people_file import COLUMNS
from committee.members.people_plan import Plan, plan_people
from committee.members.people_template import template
from committee.members.views.base import act, blueprint, link_of, viewer
from committee.units.queries import UnitRow, subtree_of

COMMUNE = "commune"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


@blueprint.get("/people/import")
@doors.signed_in
def import_page() -> Response:
    """Where a workbook is fetched and sent."""
    access.managed(viewer())
    return _page(FileForm(formdata=None), 200)


@blueprint.get("/people/import/template")
@doors.signed_in
def import_template() -> Response:
    """The workbook to fill in, with the communes the viewer administers, or those of one unit."""
    within = access.managed(viewer())
    said, today = request.args.get("unit", "").strip(), clock.today()
    paths = [unit_meant(said, within, today).path] if said else within.subtrees
    below: list[UnitRow] = [unit for path in paths for unit in subtree_of(path, today)]
    communes = [unit for unit in below if unit.level == COMMUNE and unit.axis == "territory"]
    response = make_response(template(sorted(communes, key=lambda unit: unit.path), role=Role.REPORTER.value))
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return response


@blueprint.post("/people/import")
@doors.signed_in
def upload() -> AnyResponse:
    """Read a file and show what it would do; nothing is written yet but the file itself."""
    access.managed(viewer())
    form = FileForm()
    try:
        filename, content = _sent(form)
        read_table(content, filename, columns=COLUMNS)
    except DomainError as error:
        form.refuse(error, None if isinstance(error, Refused) else "file")
        return _page(form, 422)
    account_id = viewer().account_id or 0
    with transaction():
        file_id = people_files.keep_file(account_id=account_id, filename=filename, content=content, now=clock.now())
    return redirect(url_for("members.preview", file_id=file_id), 303)


@blueprint.get("/people/import/<int:file_id>")
@doors.signed_in
def preview(file_id: int) -> Response:
    """What a file would do, or what it did."""
    access.managed(viewer())
    return _shown(people_files.file_of(viewer().account_id, file_id), None)


@blueprint.post("/people/import/<int:file_id>/confirmation")
@doors.sensitive
def confirm(file_id: int) -> AnyResponse:
    """Write the file as it was shown."""
    within, kept = access.managed(viewer()), people_files.file_of(viewer().account_id, file_id)
    try:
        with transaction():
            people_files.confirm(file_id=file_id, seal=request.form.get("seal", ""), managed=within, **act())
    except DomainError as error:
        return _shown(kept, error)
    return redirect(url_for("members.preview", file_id=file_id), 303)


@blueprint.post("/people/import/<int:file_id>/links")
@doors.sensitive
def links(file_id: int) -> AnyResponse:
    """The links by which the new people set their passwords, as a file, once."""
    within = access.managed(viewer())
    people_files.file_of(viewer().account_id, file_id)
    try:
        with transaction():
            given = people_files.give_links(file_id=file_id, managed=within, **act())
    except DomainError as error:
        flash(bare_sentence(error), "error")
        return redirect(url_for("members.preview", file_id=file_id), 303)
    head = (gettext("E-mail"), gettext("Full name"), gettext("Unit"), gettext("Link"))
    rows = (
        (person.email, person.name, line.unit_name if line else "", link_of(secret)) for person, line, secret in given
    )
    response = make_response(csv_text(head, rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="invitations.csv"'
    return response


def _sent(form: FileForm) -> tuple[str, bytes]:
    file = form.file.data
    if not file or not file.filename:
        raise DomainError("Choose a file.")
    return harmless_name(file.filename), file.stream.read()


def _page(form: FileForm, status: int) -> Response:
    return make_response(render_template("members/import.html", form=form, columns=COLUMNS), status)


def _shown(kept: PeopleFile, error: DomainError | None) -> Response:
    if kept.confirmed_at is not None:
        page = render_template("members/imported.html", kept=kept, result=kept.result or {})
        return make_response(page, 200)
    plan = plan_people(people_files.rows_of(kept), managed=access.managed(viewer()), now=clock.now())
    counts = plan.counts()
    page = render_template(
        "members/preview.html",
        kept=kept,
        plan=plan,
        counts=counts,
        shown=plan.planned[:MOST_SHOWN],
        refusals=[(_cell(plan, one), bare_sentence(one), one.read) for one in plan.errors[:MOST_SHOWN]],
        seal=people_files.seal_of(kept, plan),
        is_open=people_files.is_open(kept, clock.now()),
        refused=bare_sentence(error) if error else "",
        failed=error is not None,
    )
    return make_response(page, 422 if error else 200)


def _cell(plan: Plan, error: DomainError) -> str:
    """Return the address of the cell a refusal is about, as a spreadsheet shows it: C5."""
    if error.place is None or error.place.row is None:
        return ""
    return f"{plan.letters.get(error.place.column, '')}{error.place.row}"
