"""What the pages of meetings share: who acts, and the page of one meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for

from committee.core import clock, doors
from committee.core.formatting import vn_date
from committee.core.forms import Form
from committee.documents.named_things import name_things
from committee.documents.words import title_of
from committee.domain.access import Actor, Viewer
from committee.targets.queries import indicators
from committee.tasks import meeting_access as access
from committee.tasks import meeting_forms as forms
from committee.tasks import meeting_words as words
from committee.tasks import petition_words
from committee.tasks.access import eyes_of
from committee.tasks.meeting_forms import DocumentForm
from committee.tasks.queries import conclusions, meetings, papers, petitions
from committee.tasks.queries.conclusions import TaskLine
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.queries.petitions import PetitionFilter
from committee.tasks.views.tasks.base import version_in

blueprint = Blueprint("meetings", __name__)
# (field, as typed here, as somebody else saved it)
Compared = list[tuple[str, str, str]]


def actor() -> Actor:
    """Return who is looking, as the audit names them."""
    viewer = doors.current_viewer()
    return Actor(viewer.account_id, viewer.name)


def _names(viewer: Viewer, ids: Collection[int], on: date) -> dict[int, tuple[str, str]]:
    """Return what meetings are called where a document points to them: those that `viewer` sees."""
    found = meetings.meetings_named(ids, on=on, within=access.seen(viewer))
    return {
        one: (f"{title}, {vn_date(day)}", url_for("meetings.show", meeting_id=one))
        for one, (title, day) in found.items()
    }


name_things("meeting", _names)


def version_sent() -> int:
    """Return the version of the meeting that a form was made with."""
    return version_in(request.form.get("version")) or 0


def kept(meeting_id: int) -> MeetingRow:
    """Return a meeting that the reader prepares and records, or there is no such page."""
    return access.meeting_kept_by(doors.current_viewer(), meeting_id, on=clock.today())


def document_form(meeting: MeetingRow, use: str) -> DocumentForm:
    """Return the form by which a document of the register is chosen for a meeting."""
    viewer, today = doors.current_viewer(), clock.today()
    return forms.document_form(access.documents_to_choose(viewer, meeting, on=today), use)


def task_url(task_id: int) -> str:
    """Return the page of a task, "" while there is none."""
    return url_for("tasks.show", task_id=task_id) if "tasks.show" in current_app.view_functions else ""


def meeting_page(meeting: MeetingRow, status: int = 200, **filled: Form) -> Response:
    """Return the page of a meeting; `filled` are forms that come back with what was wrong."""
    viewer, today = doors.current_viewer(), clock.today()
    items = meetings.items_of(meeting.id)
    people = meetings.attendance_of(meeting.id)
    concluded = conclusions.tasks_of_meeting(meeting.id, on=today)
    given: dict[int, list[TaskLine]] = {}
    for line in conclusions.without_parts(concluded):
        given.setdefault(line.conclusion_id or 0, []).append(line)
    named = {line.id: line for line in concluded}
    named |= conclusions.tasks_named({item.task_id for item in items if item.task_id}, on=today)
    documents = access.documents_before(viewer, meeting.id, on=today)
    may_keep = access.may_keep(viewer, meeting.unit_path) and meeting.state != "cancelled"
    page = render_template(
        "meetings/meeting.html",
        meeting=meeting,
        facts=words.facts_of(meeting),
        items=items,
        people=people,
        counts=words.counts_of(people),
        named=named,
        points=conclusions.conclusions_of(meeting.id),
        given=given,
        parts=Counter(line.parent_id for line in concluded),
        indicator_names={row.code: row.name for row in indicators().values()},
        task_url=task_url,
        raised=petitions.petitions(PetitionFilter(meeting_id=meeting.id), eyes=eyes_of(viewer, on=today)),
        petition_words=petition_words,
        papers=[paper for paper in papers.papers_of(meeting.id) if paper.document_id in documents],
        comments=papers.comments_of(meeting.id),
        documents=documents,
        notice=documents.get(meeting.document_id or 0),
        may_keep=may_keep,
        has_begun=meeting.held_on <= today,
        words=words,
        title_of=title_of,
        today=today,
        form=next(iter(filled.values()), None),
        **{**(_forms(meeting) if may_keep else {}), **filled},
    )
    return make_response(page, status)


def _forms(meeting: MeetingRow) -> dict[str, Form]:
    return {
        "cancel_form": forms.CancelForm(formdata=None),
        "paper_form": document_form(meeting, "paper"),
        "notice_form": document_form(meeting, "notice"),
    }
