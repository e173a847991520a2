"""Many tasks by one file: template, the names of its columns, preview, confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.heads import Head
from committee.core.paging import page_of
from committee.core.uploads import harmless_name
from committee.core.words import bare_sentence, gettext
from committee.core.workbook_file import XLSX
from committee.domain.access import Action, Reach, reach
from committee.domain.errors import DomainError, NotFound
from committee.members.queries import CommitteeRow
from committee.tasks.file_heads import LEFT_OUT, NAMES
from committee.tasks.file_template import Names, template
from committee.tasks.file_words import HINTS, differences, is_in_words, shown, wrong_of
from committee.tasks.forms.importing import FileForm, columns_form, file_form, said_in
from committee.tasks.operations import files
from committee.tasks.queries.files import KeptFile
from committee.tasks.queries.named import seats_within
from committee.tasks.task_file import COLUMNS
from committee.tasks.task_words import unclear_text
from committee.tasks.views.tasks.assigning import committees_to_choose
from committee.tasks.views.tasks.base import act, blueprint
from committee.units.queries import standing_last, subtree_of

SIZE, MOST_WRONG = 50, 200


@blueprint.get("/tasks/import")
@doors.signed_in
def import_page() -> Response:
    """Where a file is fetched and sent."""
    form = file_form(committees_to_choose(), formdata=None)
    chosen = request.args.get("committee", type=int)
    if chosen in {choice.value for choice in form.committee.choices}:
        form.committee.data = chosen
    return _page(form, 200)


@blueprint.get("/tasks/import/template")
@doors.signed_in
def import_template() -> Response:
    """The workbook to fill in, for one committee."""
    committees = committees_to_choose()
    chosen = request.args.get("committee", type=int)
    committee = next((row for row in committees if row.committee_id == chosen), committees[0])
    response = make_response(template(_names(committee)))
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = 'attachment; filename="mau-nhiem-vu.xlsx"'
    return response


@blueprint.post("/tasks/import")
@doors.signed_in
def upload() -> AnyResponse:
    """Read a file and show what it would do; nothing is written yet but the file itself."""
    form = file_form(committees_to_choose())
    if not form.validate():
        return _page(form, 422)
    try:
        filename, content = _sent(form)
        with transaction():
            lost = files.pushed_out(**act())
            said = {"committee_id": form.committee.data, "filename": filename, "content": content}
            file_id = files.keep_file(**said, **act())
    except DomainError as error:
        form.refuse(error, "file")
        return _page(form, 422)
    _say_what_is_lost(lost)
    return redirect(url_for("tasks.import_preview", file_id=file_id), 303)


@blueprint.get("/tasks/import/<int:file_id>/columns")
@doors.signed_in
def import_columns(file_id: int) -> AnyResponse:
    """Which column of a file is which."""
    kept, _within = _asked(file_id)
    if not kept.is_open(clock.now()):
        return redirect(url_for("tasks.import_preview", file_id=file_id), 303)
    head, meant = files.head_of(kept)
    form = columns_form(head.headings, meant.columns, formdata=None)
    return _columns_page(kept, head, form, 200)


@blueprint.post("/tasks/import/<int:file_id>/columns")
@doors.signed_in
def name_columns(file_id: int) -> AnyResponse:
    """Take down which column is which."""
    kept, _within = _asked(file_id)
    if not kept.is_open(clock.now()):
        return redirect(url_for("tasks.import_preview", file_id=file_id), 303)
    head, meant = files.head_of(kept)
    form = columns_form(head.headings, meant.columns)
    try:
        with transaction():
            files.name_columns(file_id=file_id, said=said_in(form, head.headings), **act())
    except DomainError as error:
        form.refuse(error)
        return _columns_page(kept, head, form, 422)
    return redirect(url_for("tasks.import_preview", file_id=file_id), 303)


@blueprint.get("/tasks/import/<int:file_id>")
@doors.signed_in
def import_preview(file_id: int) -> AnyResponse:
    """What a file would do, or what it did."""
    kept, within = _asked(file_id)
    if kept.columns is None and kept.is_open(clock.now()):
        return redirect(url_for("tasks.import_columns", file_id=file_id), 303)
    return _shown(kept, within, None)


@blueprint.post("/tasks/import/<int:file_id>/confirmation")
@doors.signed_in
def confirm_import(file_id: int) -> AnyResponse:
    """Write the file as it was shown."""
    kept, within = _asked(file_id)
    try:
        with transaction():
            files.confirm(file_id=file_id, seal=request.form.get("seal", ""), within=within, **act())
    except DomainError as error:
        return _shown(kept, within, error)
    flash(gettext("The file is written."), "done")
    return redirect(url_for("tasks.import_preview", file_id=file_id), 303)


def _asked(file_id: int) -> tuple[KeptFile, Reach]:
    """Return a file of the viewer's own and where they give tasks; for whoever gives none there is none."""
    within = reach(doors.current_viewer(), Action.ASSIGN_TASKS)
    if within.is_nowhere:
        raise NotFound("There is no such page.")
    return files.file_of(act()["by"], file_id), within


def _sent(form: FileForm) -> tuple[str, bytes]:
    file = form.file.data
    if not file or not file.filename:
        raise DomainError("Choose a file.")
    return harmless_name(file.filename), file.stream.read()


def _names(committee: CommitteeRow) -> Names:
    today = clock.today()
    unit = standing_last([committee.unit_id], today)[committee.unit_id]
    below = [one for one in subtree_of(unit.path, today) if one.level != "hamlet"]
    seats = [
        one for one in seats_within(Reach((unit.path,), (), ()), today) if one.committee_id == committee.committee_id
    ]
    return Names(
        unit_code=unit.code,
        committee_name=committee.name,
        units=[(one.code, one.name) for one in below],
        seats=[(one.full_name, one.organization) for one in seats if one.full_name],
    )


def _say_what_is_lost(names: Sequence[str]) -> None:
    """Say which files had to make room for the one that was sent: whoever needs them sends them again."""
    if names:
        said = gettext(
            "At most %(most)d files wait for you at a time: “%(names)s” is kept no longer. Send it again if needed.",
            most=files.MOST_WAITING,
            names="”, “".join(names),
        )
        flash(said, "warning")


def _page(form: FileForm, status: int) -> Response:
    page = render_template(
        "tasks/import.html", form=form, columns=COLUMNS, names=NAMES, hints=HINTS, most=files.MOST_ROWS
    )
    return make_response(page, status)


def _columns_page(kept: KeptFile, head: Head, form: Form, status: int) -> Response:
    below = {one.letter: "; ".join(shown(cell) for cell in one.below) for one in head.headings}
    page = render_template("tasks/import_columns.html", kept=kept, head=head, form=form, below=below)
    return make_response(page, status)


def _shown(kept: KeptFile, within: Reach, error: DomainError | None) -> Response:
    if kept.result is not None:
        return make_response(render_template("tasks/imported.html", kept=kept, result=kept.result), 200)
    is_open = kept.is_open(clock.now())
    if kept.columns is None or not is_open:
        return make_response(render_template("tasks/import_over.html", kept=kept), 422 if error else 200)
    look, (head, _meant) = files.look_at(kept, within=within, **act()), files.head_of(kept)
    planned, wrong = look.plan.planned, look.plan.errors
    page = page_of(request.args.get("page"), total=len(planned), size=SIZE)
    answer = render_template(
        "tasks/import_preview.html",
        kept=kept,
        counts=look.plan.counts(),
        blank=look.blank,
        in_words=sum(one.line.in_words for one in planned),
        rows=[(one, list(differences(one))) for one in planned[page.offset : page.offset + SIZE]],
        is_in_words=is_in_words,
        unclear={one.row: unclear_text(one.missing) for one in look.plan.unclear},
        wrong=[wrong_of(one, look.letters, head.sheet) for one in wrong[:MOST_WRONG]],
        many_wrong=len(wrong),
        head=head,
        out=[one for one in head.headings if kept.columns.get(one.letter) == LEFT_OUT],
        named=[(one, NAMES.get(name, name)) for one in head.headings if (name := kept.columns.get(one.letter))],
        seal=files.seal_of(kept, look.plan),
        refused=bare_sentence(error) if error else "",
        page=page,
        address=lambda number: url_for("tasks.import_preview", file_id=kept.id, page=number),
    )
    return make_response(answer, 422 if error else 200)
