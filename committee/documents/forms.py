"""What is typed of a document: names, types and limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import FileField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from committee.core import clock
from committee.core.formatting import vn_date
from committee.core.forms import Form, lazy_gettext
from committee.core.picking import PickField
from committee.documents.operations import Description
from committee.documents.queries import DocumentRow
from committee.domain.document_numbers import PLAIN, Number, State
from committee.domain.document_types import TYPES
from committee.members.choosing import committee_choices
from committee.members.queries import CommitteeRow
from committee.members.unit_field import UnitField

LONGEST_SUBJECT, LONGEST_LINE = 1_000, 200
SECRECY = (
    SelectChoice(PLAIN, lazy_gettext("Not secret")),
    SelectChoice("mật", lazy_gettext("Secret (mật)")),
    SelectChoice("tối mật", lazy_gettext("Top secret (tối mật)")),
    SelectChoice("tuyệt mật", lazy_gettext("Of utmost secrecy (tuyệt mật)")),
)
STATES = (
    SelectChoice(State.SIGNED.value, lazy_gettext("Signed and issued")),
    SelectChoice(State.DRAFT.value, lazy_gettext("A draft, not yet signed")),
)
SHORT = Length(max=LONGEST_LINE, message=lazy_gettext("Keep this under 200 characters."))


def asked(message: str) -> InputRequired:
    """Return the validator of a field that must not stay empty."""
    return InputRequired(message=message)


class DescriptionForm(Form):
    """What is said of a document. A committee's own one has no issuer, number and day here; they come later."""

    version = HiddenField()
    type = SelectField(lazy_gettext("Type of document"), choices=[SelectChoice(one.code, one.name) for one in TYPES])
    issuer = StringField(
        lazy_gettext("Issued by"), [asked(lazy_gettext("Write the body that issued the document.")), SHORT]
    )
    number = StringField(lazy_gettext("Number and symbol"), [SHORT])
    symbol = StringField(lazy_gettext("Symbol"), [SHORT])
    issued_on = StringField(lazy_gettext("Day of the document"), [SHORT])
    subject = TextAreaField(
        lazy_gettext("Abstract"),
        [
            asked(lazy_gettext("Write what the document is about, as it stands on it.")),
            Length(max=LONGEST_SUBJECT, message=lazy_gettext("Keep the subject under 1.000 characters.")),
        ],
        render_kw={"rows": 3},
    )

    def leave_out(self, *names: str) -> None:
        """Take fields away that this document has not."""
        for name in names:
            del self[name]

    def description(self, issuer: str = "") -> Description:
        """Return what was typed; a day that cannot be read is said at its field and is None."""
        typed = {name: (self[name].data or "") if name in self else "" for name in ("number", "symbol", "issuer")}
        return Description(
            type=self.type.data,
            issuer=issuer or typed["issuer"],
            subject=" ".join(self.subject.data.split()),
            symbol=typed["symbol"],
            number=typed["number"],
            issued_on=self.day() if "issued_on" in self else None,
            secrecy=self["secrecy"].data if "secrecy" in self else "",
        )

    def day(self) -> date | None:
        """Return the day that was typed."""
        return self.typed_day("issued_on")


class NewForm(DescriptionForm):
    """A document entered for the first time, with its file."""

    register = StringField(lazy_gettext("Code of the unit whose register it is"), [SHORT])
    committee = PickField(lazy_gettext("Issued by"), coerce=int)
    state = RadioField(lazy_gettext("State"), choices=STATES, default=State.SIGNED.value)
    secrecy = SelectField(lazy_gettext("Secrecy"), choices=SECRECY, default=PLAIN)
    file = FileField(lazy_gettext("File"))


class SignatureForm(Form):
    version = HiddenField()
    signed_by = StringField(
        lazy_gettext("Signed by"), [asked(lazy_gettext("Write the name of the person who signed.")), SHORT]
    )


class NumberForm(Form):
    """The number and the day; of a committee's own document the number may come from its series."""

    NEXT, TYPED, ELSEWHERE = "next", "typed", "elsewhere"

    version = HiddenField()
    origin = RadioField(
        lazy_gettext("Where the number comes from"),
        choices=[
            SelectChoice(NEXT, lazy_gettext("The next number of the committee")),
            SelectChoice(TYPED, lazy_gettext("Another number of the committee, typed below")),
            SelectChoice(ELSEWHERE, lazy_gettext("A number given by another system, typed below")),
        ],
        default=NEXT,
    )
    number = StringField(lazy_gettext("Number"), [SHORT])
    issued_on = StringField(
        lazy_gettext("Day of the document"), [asked(lazy_gettext("Write the day of the document.")), SHORT]
    )

    def day(self) -> date | None:
        """Return the day that was typed; one that cannot be read is said at its field and is None."""
        return self.typed_day("issued_on")


class FileForm(Form):
    part = SelectField(lazy_gettext("What this file is"), coerce=int)
    file = FileField(lazy_gettext("File"))


class LookForm(Form):
    """What is looked for; it travels in the address."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(lazy_gettext("Number, symbol or words of the subject"), [SHORT])
    type = SelectField(lazy_gettext("Type of document"), validate_choice=False)
    issuer = StringField(lazy_gettext("Issued by"), [SHORT])
    since = StringField(lazy_gettext("From day"), [SHORT])
    until = StringField(lazy_gettext("To day"), [SHORT])
    unit = UnitField(lazy_gettext("Unit (name or code)"), [SHORT])
    state = SelectField(lazy_gettext("State"), validate_choice=False)


def new_form(committees: Sequence[CommitteeRow], *, own: bool) -> NewForm:
    """Return the form for a document of one of `committees`, or for one that came from elsewhere."""
    form = NewForm()
    form.committee.choices = committee_choices(committees, clock.today())
    form.leave_out("version")
    if own:
        form.leave_out("issuer", "number", "issued_on", "register", "state")
    else:
        form.leave_out("committee", "symbol")
    return form


def edit_form(document: DocumentRow) -> DescriptionForm:
    """Return the form of a document that stands in the register, with what was typed or else what is said of it."""
    return _form_of(document)


def saved_form(document: DocumentRow) -> DescriptionForm:
    """Return the form with what is said of a document, whatever was typed."""
    return _form_of(document, formdata=None)


def _form_of(document: DocumentRow, **options: Any) -> DescriptionForm:
    number = Number(document.number, document.number_suffix) if document.number else None
    form = DescriptionForm(
        **options,
        version=str(document.version),
        type=document.type,
        issuer=document.issuer,
        number="" if number is None else document.written,
        symbol=document.symbol,
        issued_on=vn_date(document.issued_on) if document.issued_on else "",
        subject=document.subject,
    )
    if document.committee_id is not None:
        form.leave_out("issuer")
    if document.committee_id is not None or document.is_draft:
        form.leave_out("number", "issued_on")
    else:
        form.leave_out("symbol")
    return form
