"""What is typed of a meeting or a visit: names, days and limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from committee.core import clock
from committee.core.formatting import vn_date
from committee.core.forms import Form, lazy_gettext
from committee.core.picking import PickField
from committee.core.words import gettext
from committee.documents.forms import SECRECY, SHORT
from committee.documents.queries import DocumentRow
from committee.documents.words import title_of
from committee.domain.document_numbers import PLAIN
from committee.domain.errors import DomainError
from committee.domain.hours import read_hour, read_month
from committee.members.choosing import committee_choices
from committee.members.queries import CommitteeRow
from committee.members.unit_field import UnitField
from committee.tasks import meeting_words as words
from committee.tasks.operations.meetings import Plan
from committee.tasks.queries.meetings import MeetingRow

LONG = Length(max=2_000, message=lazy_gettext("Keep this under 2.000 characters."))


class PlanForm(Form):
    """A meeting or a visit as it is planned."""

    version = HiddenField()
    committee = PickField(lazy_gettext("Committee"), coerce=int)
    visited = StringField(lazy_gettext("Unit visited (name or code)"), [SHORT])
    title = StringField(
        lazy_gettext("Title"),
        [InputRequired(message=lazy_gettext("Write what the meeting or the visit is called.")), SHORT],
    )
    held_on = StringField(lazy_gettext("Day"), [InputRequired(message=lazy_gettext("Write the day.")), SHORT])
    starts_at = StringField(lazy_gettext("Hour"), [SHORT])
    place = StringField(lazy_gettext("Place"), [SHORT])
    chaired_by = StringField(lazy_gettext("Chaired by"), [SHORT])
    period_from = StringField(lazy_gettext("Period spoken of, from month"), [SHORT])
    period_to = StringField(lazy_gettext("to month"), [SHORT])
    note = TextAreaField(lazy_gettext("Note"), [SHORT], render_kw={"rows": 2})
    secrecy = SelectField(lazy_gettext("Secrecy"), choices=SECRECY, default=PLAIN)

    def plan(self, visited_unit_id: int | None) -> Plan | None:
        """Return what was typed, None where something of it could not be read and is said at its field."""
        held_on = self.typed_day("held_on")
        starts_at, first, last = self._hour(), self._month("period_from"), self._month("period_to")
        if held_on is None or self.errors:
            return None
        return Plan(
            title=self.title.data,
            held_on=held_on,
            starts_at=starts_at,
            place=self.place.data,
            chaired_by=self.chaired_by.data,
            period_from=first,
            period_to=last,
            visited_unit_id=visited_unit_id,
            note=self.note.data,
            secrecy=self.secrecy.data,
        )

    def _hour(self) -> str:
        try:
            return read_hour(self.starts_at.data or "")
        except DomainError as error:
            self.refuse(error, "starts_at")
            return ""

    def _month(self, name: str) -> date | None:
        try:
            return read_month(self[name].data or "")
        except DomainError as error:
            self.refuse(error, name)
            return None


class CancelForm(Form):
    reason = StringField(
        lazy_gettext("Reason"), [InputRequired(message=lazy_gettext("Write why it is cancelled.")), SHORT]
    )


class DocumentForm(Form):
    """A document of the register, chosen from those of the committee's unit."""

    document = SelectField(lazy_gettext("Document"), coerce=int)


class CommentForm(Form):
    said_by = StringField(
        lazy_gettext("Who said it"), [InputRequired(message=lazy_gettext("Write who said it.")), SHORT]
    )
    text = TextAreaField(
        lazy_gettext("What was said"),
        [InputRequired(message=lazy_gettext("Write what was said.")), LONG],
        render_kw={"rows": 3},
    )


class ReturnForm(Form):
    reason = TextAreaField(
        lazy_gettext("Why it is returned"),
        [InputRequired(message=lazy_gettext("Write why it is returned.")), LONG],
        render_kw={"rows": 2},
    )
    answered_by = StringField(
        lazy_gettext("Who completes it"),
        [InputRequired(message=lazy_gettext("Write who completes it.")), SHORT],
        render_kw={"list": "names"},
    )
    due_on = StringField(
        lazy_gettext("Until"), [InputRequired(message=lazy_gettext("Write until when it is to be completed.")), SHORT]
    )


class LookForm(Form):
    """What is looked for; it travels in the address."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(lazy_gettext("Words of the title, the place or who chairs"), [SHORT])
    kind = SelectField(lazy_gettext("Kind"), validate_choice=False)
    state = SelectField(lazy_gettext("State"), validate_choice=False)
    since = StringField(lazy_gettext("From day"), [SHORT])
    until = StringField(lazy_gettext("To day"), [SHORT])
    unit = UnitField(lazy_gettext("Unit (name or code)"), [SHORT])


def new_form(committees: Sequence[CommitteeRow], *, is_visit: bool) -> PlanForm:
    """Return the form of a meeting or a visit to be planned."""
    form = PlanForm()
    form.committee.choices = committee_choices(committees, clock.today())
    if not is_visit:
        del form.visited
    return form


def edit_form(meeting: MeetingRow) -> PlanForm:
    """Return the form of a meeting with what was typed, or else what is said of it."""
    return _form_of(meeting)


def saved_form(meeting: MeetingRow) -> PlanForm:
    """Return the form of a meeting with what is said of it, whatever was typed."""
    return _form_of(meeting, formdata=None)


def _form_of(meeting: MeetingRow, **sent: None) -> PlanForm:
    form = PlanForm(
        **sent,
        version=str(meeting.version),
        visited=meeting.visited or "",
        title=meeting.title,
        held_on=vn_date(meeting.held_on),
        starts_at=meeting.starts_at,
        place=meeting.place,
        chaired_by=meeting.chaired_by,
        period_from=words.month_text(meeting.period_from),
        period_to=words.month_text(meeting.period_to),
        note=meeting.note,
    )
    del form.committee
    if not meeting.is_visit:
        del form.visited
    return form


def document_form(documents: Sequence[DocumentRow], use: str) -> DocumentForm:
    """Return the form by which one of these documents is chosen; `use` tells two on one page apart."""
    form = DocumentForm(prefix=f"{use}-")
    form.document.choices = [SelectChoice(0, gettext("Choose a document")), *map(_choice, documents)]
    return form


def _choice(document: DocumentRow) -> SelectChoice:
    state = "" if not document.is_draft else f" ({gettext('Draft, not signed')})"
    return SelectChoice(document.id, f"{title_of(document)}{state}: {document.subject[:80]}")
