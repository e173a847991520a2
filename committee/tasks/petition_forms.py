"""What is typed of a difficulty and a proposal."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from committee.core import clock
from committee.core.forms import Form, lazy_gettext
from committee.core.picking import PickField
from committee.core.words import gettext
from committee.documents.forms import SHORT
from committee.documents.queries import DocumentRow
from committee.documents.words import title_of
from committee.members.choosing import committee_choices
from committee.members.queries import CommitteeRow
from committee.members.unit_field import UnitField

LONG = Length(max=4_000, message=lazy_gettext("Keep this under 4.000 characters."))


class PetitionForm(Form):
    """What a unit proposes."""

    meeting = HiddenField()
    unit = StringField(lazy_gettext("Code of the unit that proposes"), [SHORT])
    field = StringField(
        lazy_gettext("Line of work"), [InputRequired(message=lazy_gettext("Write which field it is about.")), SHORT]
    )
    difficulty = TextAreaField(
        lazy_gettext("Difficulty"),
        [InputRequired(message=lazy_gettext("Write what the difficulty is.")), LONG],
        render_kw={"rows": 4},
    )
    proposal = TextAreaField(
        lazy_gettext("Proposal"),
        [InputRequired(message=lazy_gettext("Write what is proposed.")), LONG],
        render_kw={"rows": 4},
    )
    addressee = StringField(
        lazy_gettext("Addressed to"),
        [InputRequired(message=lazy_gettext("Write whom it is addressed to.")), SHORT],
        render_kw={"list": "addressees"},
    )
    committee = PickField(lazy_gettext("Committee addressed"), coerce=int, default=0)
    due_on = StringField(lazy_gettext("An answer is hoped for by"), [SHORT])


class AnswerForm(Form):
    answer = TextAreaField(
        lazy_gettext("Answer"), [InputRequired(message=lazy_gettext("Write the answer.")), LONG], render_kw={"rows": 4}
    )
    document = SelectField(lazy_gettext("Document of the answer"), coerce=int, default=0)


class PetitionLookForm(Form):
    """What is looked for; it travels in the address."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(lazy_gettext("Words of the field, the difficulty, the proposal or the addressee"), [SHORT])
    state = SelectField(lazy_gettext("State"), validate_choice=False)
    unit = UnitField(lazy_gettext("Unit (name or code)"), [SHORT])


def petition_form(committees: Sequence[CommitteeRow], **said: str) -> PetitionForm:
    """Return the form of a proposal, or with `said` a new one, to one of `committees` or to that of the addressee."""
    form = PetitionForm(formdata=None, **said) if said else PetitionForm()
    choices = committee_choices(committees, clock.today())
    form.committee.choices = [SelectChoice(0, gettext("That of the addressee, or the nearest one above")), *choices]
    return form


def answer_form(documents: Sequence[DocumentRow]) -> AnswerForm:
    """Return the form of an answer, which one of `documents` may carry."""
    form = AnswerForm()
    choices = [SelectChoice(one.id, f"{title_of(one)}: {one.subject[:80]}") for one in documents]
    form.document.choices = [SelectChoice(0, gettext("No document")), *choices]
    return form
