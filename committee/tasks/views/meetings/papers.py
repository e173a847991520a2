"""Documents before a meeting: put on the table, commented on, returned for completion, completed; and the notice."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.forms import Form
from committee.core.words import gettext
from committee.documents.words import title_of
from committee.domain.errors import DomainError, NotFound
from committee.tasks import meeting_access as access
from committee.tasks import meeting_forms as forms
from committee.tasks import meeting_words as words
from committee.tasks.operations import papers as operations
from committee.tasks.queries import papers
from committee.tasks.queries.meetings import MeetingRow
from committee.tasks.queries.papers import PaperRow
from committee.tasks.queries.parties import who_completes
from committee.tasks.views.meetings.base import actor, blueprint, document_form, kept, meeting_page


@blueprint.post("/meetings/<int:meeting_id>/papers")
@doors.signed_in
def add_paper(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    form = document_form(meeting, "paper")
    try:
        document_id = _chosen(form)
        with transaction():
            operations.add_paper(meeting_id=meeting_id, document_id=document_id, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error, "document")
        return meeting_page(meeting, 422, paper_form=form)
    flash(gettext("The document is before the meeting."), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/notice")
@doors.signed_in
def set_notice(meeting_id: int) -> AnyResponse:
    meeting = kept(meeting_id)
    form = document_form(meeting, "notice")
    try:
        document_id = _chosen(form)
        with transaction():
            operations.set_notice(meeting_id=meeting_id, document_id=document_id, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error, "document")
        return meeting_page(meeting, 422, notice_form=form)
    flash(gettext("The notice of the conclusions is linked."), "done")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:paper_id>")
@doors.signed_in
def show_paper(meeting_id: int, paper_id: int) -> Response:
    meeting = access.meeting_for(doors.current_viewer(), meeting_id, on=clock.today())
    paper = papers.paper_of(meeting.id, paper_id)
    if paper is None:
        raise NotFound("There is no such paper.")
    return _page(meeting, paper)


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:paper_id>/comments")
@doors.signed_in
def comment(meeting_id: int, paper_id: int) -> AnyResponse:
    meeting, paper = _kept_paper(meeting_id, paper_id)
    form = forms.CommentForm()
    if not form.validate():
        return _page(meeting, paper, 422, comment_form=form)
    try:
        with transaction():
            operations.comment(
                paper_id=paper_id, text=form.text.data, said_by=form.said_by.data, by=actor(), now=clock.now()
            )
    except DomainError as error:
        form.refuse(error)
        return _page(meeting, paper, 422, comment_form=form)
    flash(gettext("The comment is kept."), "done")
    return redirect(url_for("meetings.show_paper", meeting_id=meeting_id, paper_id=paper_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:paper_id>/return")
@doors.signed_in
def return_paper(meeting_id: int, paper_id: int) -> AnyResponse:
    meeting, paper = _kept_paper(meeting_id, paper_id)
    form = forms.ReturnForm()
    form.validate()
    due_on = form.typed_day("due_on")
    if form.errors:
        return _page(meeting, paper, 422, return_form=form)
    try:
        with transaction():
            operations.return_paper(
                paper_id=paper_id, reason=form.reason.data, answered_by=form.answered_by.data, due_on=due_on,
                by=actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.refuse(error)
        return _page(meeting, paper, 422, return_form=form)
    flash(gettext("The paper is returned for completion."), "done")
    return redirect(url_for("meetings.show_paper", meeting_id=meeting_id, paper_id=paper_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:paper_id>/completion")
@doors.signed_in
def complete_paper(meeting_id: int, paper_id: int) -> AnyResponse:
    meeting, paper = _kept_paper(meeting_id, paper_id)
    comments = papers.comments_of(meeting_id).get(paper_id, [])
    answers = {one.id: request.form.get(f"answer-{one.id}", "") for one in comments}
    form = Form()
    try:
        with transaction():
            operations.complete_paper(paper_id=paper_id, answers=answers, by=actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _page(meeting, paper, 422, complete_form=form)
    flash(gettext("The paper is completed; each comment has its answer."), "done")
    return redirect(url_for("meetings.show_paper", meeting_id=meeting_id, paper_id=paper_id), 303)


def _kept_paper(meeting_id: int, paper_id: int) -> tuple[MeetingRow, PaperRow]:
    return access.paper_kept_by(doors.current_viewer(), meeting_id, paper_id, on=clock.today())


def _chosen(form: forms.DocumentForm) -> int:
    """Return the document that was chosen, if the reader may see it."""
    return access.document_seen(doors.current_viewer(), form.document.data or 0, on=clock.today()).id


def _page(meeting: MeetingRow, paper: PaperRow, status: int = 200, **filled: Form) -> Response:
    viewer, today = doors.current_viewer(), clock.today()
    document = access.documents_before(viewer, meeting.id, on=today).get(paper.document_id)
    if document is None:
        raise NotFound("There is no such paper.")
    page = render_template(
        "meetings/paper.html",
        meeting=meeting,
        paper=paper,
        document=document,
        comments=papers.comments_of(meeting.id).get(paper.id, []),
        typed=request.form,
        may_keep=access.may_keep(viewer, meeting.unit_path) and meeting.state != "cancelled",
        words=words,
        title_of=title_of,
        today=today,
        names=[one.label for one in who_completes(meeting.committee_id, [], meeting.held_on)],
        form=next(iter(filled.values()), None),
        **{
            "comment_form": forms.CommentForm(formdata=None),
            "return_form": forms.ReturnForm(formdata=None),
            "complete_form": None,
            **filled,
        },
    )
    return make_response(page, status)
