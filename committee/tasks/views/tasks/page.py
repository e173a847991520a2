"""The page of one task, with what its reader may do now as forms."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, url_for
from wtforms import SelectChoice

from committee.accounts.queries import names_of
from committee.core import clock, doors
from committee.core.formatting import vn_date
from committee.core.forms import Form
from committee.core.uploads import FORMS, MOST_BYTES
from committee.core.words import gettext
from committee.documents.queries import document_row, documents_of
from committee.documents.words import title_of
from committee.domain.access import Action, Thing, may, reach
from committee.domain.task_rules import PartyKind
from committee.targets.queries import indicators
from committee.tasks import queries
from committee.tasks import task_words as words
from committee.tasks.forms import steps as forms
from committee.tasks.forms.several import EndingForm
from committee.tasks.queries import TaskFilter, TaskRow
from committee.tasks.queries.around import origin_of
from committee.tasks.queries.named import officers_of, unit_of_seat
from committee.tasks.queries.receipts import not_yet_taken_on
from committee.tasks.target_words import target_of
from committee.tasks.views.tasks.base import Asked, asked_for, blueprint, is_there, rights_of

MOST_PARTS_SHOWN = 100
Fact = tuple[str, str, str]


@blueprint.get("/tasks/<int:task_id>")
@doors.signed_in
def show(task_id: int) -> Response:
    return task_page(asked_for(task_id))


def task_page(asked: Asked, status: int = 200, **filled: Form) -> Response:
    """Return the page of a task; `filled` are forms that come back with what was wrong."""
    task, today = asked.task, clock.today()
    rights = rights_of(asked)
    histories = queries.histories_of(task.id, day=today)
    wanted = TaskFilter(parent_id=task.id)
    parts = queries.tasks(wanted, day=today, eyes=asked.eyes, limit=MOST_PARTS_SHOWN) if histories.parts.total else []
    within = reach(asked.viewer, Action.SEE_DOCUMENTS)
    sent = {row.document_id for row in histories.submissions if row.document_id}
    sent |= {row.document_id for row in histories.progress if row.document_id}
    papers = {row.id: row for row in documents_of("task", task.id, on=today, within=within)}
    page = render_template(
        "tasks/task.html",
        task=task,
        facts=facts_of(asked),
        six=words.six_of(task),
        histories=histories,
        parts=parts,
        papers=papers,
        sent_papers={one: papers.get(one) or document_row(one, on=today, within=within) for one in sent},
        rights=rights,
        is_unconfirmed=bool(not_yet_taken_on([task])),
        forms={**_forms(asked, rights), **filled},
        filled=set(filled),
        form=next(iter(filled.values()), None),
        formats=_formats(),
        is_named=task.lead.kind is PartyKind.NAME,
        words=words,
        title_of=title_of,
        today=today,
    )
    return make_response(page, status)


def facts_of(asked: Asked) -> list[Fact]:
    """Return what is said of a task beside the "6 rõ", as (term, value, address or "")."""
    task = asked.task
    people = names_of({task.handler_id, task.reporter_id} - {None}) if task.handler_id or task.reporter_id else {}
    given = gettext("%(name)s, on %(day)s", name=task.assigned_by_name, day=vn_date(task.assigned_on))
    series = queries.series_row(task.series_id) if task.series_id else None
    rows: list[Fact] = [
        (gettext("Steering committee"), task.committee_name, ""),
        (gettext("Given by"), given, ""),
        (gettext("Coordinators"), words.names(task.coordinators), "") if task.coordinators else ("", "", ""),
        (gettext("Officer who does the work"), people.get(task.handler_id, ""), ""),
        (gettext("Who reports for the lead"), people.get(task.reporter_id, ""), ""),
        (gettext("Urgency"), words.urgency_word(task.urgency), ""),
        (gettext("Deadline in the words of the source"), task.due_wording, ""),
        (gettext("How often"), words.rhythm_word(series.rhythm) if series else "", ""),
        (gettext("Times extended"), str(task.extensions) if task.extensions else "", ""),
        *_links_of(asked),
        (gettext("Stopped on"), _stopped(task), ""),
    ]
    return [row for row in rows if row[1]]


def _links_of(asked: Asked) -> list[Fact]:
    task, on = asked.task, asked.eyes.on
    within = reach(asked.viewer, Action.SEE_DOCUMENTS)
    paper = document_row(task.document_id, on=on, within=within) if task.document_id else None
    rows = [
        (gettext("Source document"), title_of(paper), url_for("documents.show", document_id=paper.id))
        if paper
        else (gettext("Source document"), task.source_text, ""),
        (gettext("Excerpt"), task.excerpt, ""),
        _about_unit(asked),
        _about_indicator(task),
        *_about_target(asked),
        _origin(asked),
        *_other_tasks(asked),
    ]
    return [row for row in rows if row]


def _about_unit(asked: Asked) -> Fact | None:
    unit = asked.task.about_unit
    if unit is None:
        return None
    sees = may(asked.viewer, Action.SEE_FIGURES, Thing("unit", unit.path))
    return (gettext("Unit it is about"), unit.name, url_for("units.show", code=unit.code) if sees else "")


def _about_indicator(task: TaskRow) -> Fact | None:
    row = indicators().get(task.indicator) if task.indicator else None
    return (gettext("Indicator"), row.name, "") if row else None


def _about_target(asked: Asked) -> list[Fact]:
    shown = target_of(asked.viewer, asked.task, asked.eyes.on)
    if shown is None:
        return []
    reached = [(gettext("How far the unit has come"), shown.reached, "")] if shown.reached else []
    return [(gettext("Assigned target"), shown.name, shown.address), *reached]


def _origin(asked: Asked) -> Fact | None:
    found = origin_of(asked.task.conclusion_id)
    if found is None:
        return None
    may_look = is_there("meetings.show") and asked.eyes.sees.covers(asked.task.committee_unit.path)
    said = gettext("%(title)s, %(day)s", title=found.title, day=vn_date(found.held_on))
    return (
        gettext("Conclusion of the meeting"),
        said,
        url_for("meetings.show", meeting_id=found.meeting_id) if may_look else "",
    )


def _other_tasks(asked: Asked) -> list[Fact]:
    task = asked.task
    wanted = ((gettext("Part of"), task.parent_id), (gettext("Replaced by"), task.replaced_by_id))
    rows = [(term, queries.task_row(one, day=asked.eyes.on, eyes=asked.eyes)) for term, one in wanted if one]
    return [(term, f"{row.code} {row.title}", url_for("tasks.show", task_id=row.id)) for term, row in rows if row]


def _stopped(task: TaskRow) -> str:
    return f"{vn_date(task.cancelled_on)}: {task.cancel_reason}" if task.cancelled_on else ""


def _forms(asked: Asked, rights: dict[str, bool]) -> dict[str, Form]:
    """Return an empty form for each step that may be taken now."""
    task = asked.task
    filled: dict[str, Any] = {"grant": {"granted_on": vn_date(task.wanted_on)}}
    kinds = {**STEP_FORMS, "return": forms.ReturnForm, "refusal": forms.RefusalForm}
    shown = [name for name in kinds if rights.get({"return": "acceptance", "refusal": "grant"}.get(name, name))]
    made = {
        name: kinds[name](formdata=None, prefix=name, version=str(task.version), **filled.get(name, {}))
        for name in shown
    }
    if "handler" in made:
        with_officers(made["handler"], asked)
    return made


def with_officers(form: Form, asked: Asked) -> Form:
    """Return the form with the officers of the lead's own unit to choose from."""
    task = asked.task
    unit_id = task.lead_unit.unit_id if task.lead_unit else unit_of_seat(task.lead.id or 0)
    officers = officers_of(unit_id, asked.eyes.on) if unit_id else []
    nobody = SelectChoice(0, gettext("Nobody: the lead does it"))
    form["handler"].choices = [nobody, *(SelectChoice(one.account_id, one.name) for one in officers)]
    if form["handler"].data is None:
        form["handler"].data = task.handler_id or 0
    return form


def _formats() -> str:
    known = ", ".join(ending.removeprefix(".") for ending in FORMS if ending != ".jpeg")
    return gettext("%(known)s, at most %(megabytes)d MB.", known=known, megabytes=MOST_BYTES // 1_000_000)


STEP_FORMS: dict[str, type[Form]] = {
    "progress": forms.ProgressForm,
    "submission": forms.SubmissionForm,
    "extension": forms.ExtensionForm,
    "handler": forms.HandlerForm,
    "reporter": forms.ReporterForm,
    "lead": forms.LeadForm,
    "acceptance": forms.AcceptanceForm,
    "grant": forms.GrantForm,
    "series": EndingForm,
    "cancellation": forms.CancellationForm,
    "paper": forms.PaperForm,
}
