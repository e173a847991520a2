"""What the pages of proposals share: who acts, and the page of one proposal."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from committee.core import clock, doors
from committee.core.forms import Form
from committee.documents.queries import DocumentRow, document_row, documents_about_unit
from committee.documents.words import title_of
from committee.domain.access import Action, Actor, reach
from committee.domain.meeting_rules import PetitionState
from committee.tasks import petition_access as access
from committee.tasks import petition_forms as forms
from committee.tasks import petition_words as words
from committee.tasks.queries.petitions import PetitionRow

MOST_DOCUMENTS = 100
blueprint = Blueprint("petitions", __name__)


def actor() -> Actor:
    """Return who is looking, as the audit names them."""
    viewer = doors.current_viewer()
    return Actor(viewer.account_id, viewer.name)


def answer_form() -> forms.AnswerForm:
    """Return the form of an answer, with the documents of the reader's own units that may carry it."""
    viewer, today = doors.current_viewer(), clock.today()
    within = reach(viewer, Action.SEE_DOCUMENTS)
    own = dict.fromkeys(seat.unit_id for seat in viewer.seats if seat.unit_id is not None and within.covers(seat.path))
    found: list[DocumentRow] = []
    for unit_id in own:
        found += documents_about_unit(unit_id, on=today, within=within, limit=MOST_DOCUMENTS)
    return forms.answer_form([one for one in found if not one.is_draft])


def petition_page(petition: PetitionRow, status: int = 200, form: Form | None = None) -> Response:
    """Return the page of a proposal; `form` is an answer that comes back with what was wrong."""
    viewer, today = doors.current_viewer(), clock.today()
    state = petition.state(today)
    waits = state in (PetitionState.OPEN, PetitionState.OVERDUE)
    may_answer = waits and access.may_answer(viewer, petition, on=today)
    within = reach(viewer, Action.SEE_DOCUMENTS)
    paper = document_row(petition.document_id, on=today, within=within) if petition.document_id else None
    page = render_template(
        "petitions/petition.html",
        petition=petition,
        state=state,
        facts=words.facts_of(petition),
        paper=paper,
        title_of=title_of,
        may_answer=may_answer,
        may_withdraw=waits and access.may_withdraw(viewer, petition),
        answer_form=form or (answer_form() if may_answer else None),
        words=words,
        form=form,
    )
    return make_response(page, status)
