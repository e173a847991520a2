"""What is typed on the page of a case: why a unit is behind, what it promises, and why that was not enough."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext
from committee.core.words import gettext
from committee.documents.forms import SHORT
from committee.domain.commitments import Cause, Said
from committee.domain.errors import DomainError
from committee.domain.measures import factor_of, field_of, kept
from committee.domain.number_cells import settled
from committee.domain.numbers import Blank, Number, read_number
from committee.escalation import words
from committee.members.unit_field import UnitField
from committee.targets.queries import IndicatorRow

LONGEST_NUMBER = 60
CERTAIN = ("exact", "rounded")


class CaseLookForm(Form):
    """What is typed to narrow the list of cases; the rest is chosen from lists."""

    class Meta(Form.Meta):
        csrf = False

    unit = UnitField(lazy_gettext("Unit (name or code)"), [SHORT])


class ExplanationForm(Form):
    """`version` is that of the case the form was made with."""

    version = HiddenField()
    cause = SelectField(lazy_gettext("Main cause"), validate_choice=False)
    cause_text = StringField(lazy_gettext("The cause in words"))
    text = TextAreaField(lazy_gettext("What lies behind it, and what is being done"), render_kw={"rows": 5})
    number = StringField(
        lazy_gettext("The unit promises to reach"),
        [Length(max=LONGEST_NUMBER, message=lazy_gettext("Write the number alone."))],
    )
    due_on = StringField(
        lazy_gettext("By the day"),
        [Length(max=LONGEST_NUMBER, message=lazy_gettext("Write the day alone."))],
    )

    def offer(self, indicator: IndicatorRow) -> None:
        """Fill in the causes; a limit is kept, not reached."""
        causes = [(cause.value, words.cause_word(cause.value)) for cause in Cause]
        self.cause.choices = [("", gettext("Choose a cause")), *causes]
        if indicator.direction == "down":
            self.number.label.text = gettext("The unit promises not to exceed")

    def said(self, indicator: IndicatorRow) -> Said:
        """Return what was typed; what cannot be read is said at its field."""
        return Said(
            cause=self.cause.data or "",
            cause_text=self.cause_text.data or "",
            text=self.text.data or "",
            number=self._number(indicator.unit_of_measure),
            due_on=self.typed_day("due_on"),
        )

    def _number(self, unit: str) -> int | None:
        try:
            found = settled(
                read_number(self.number.data or "", field_of(unit), unit_words=(unit,), unit_factor=factor_of(unit))
            )
            return None if isinstance(found, Blank) else kept(_certain(found).value, unit)
        except DomainError as error:
            error.read = None
            self.refuse(error, "number")
            return None


def _certain(found: Number) -> Number:
    if found.qualifier not in CERTAIN or found.provisional:
        raise DomainError("A promise is a certain number: leave out words like “khoảng”, “hơn”.")
    return found


class AcceptanceForm(Form):
    version = HiddenField()


class ReturnForm(Form):
    version = HiddenField()
    reason = TextAreaField(lazy_gettext("What is to be completed"), render_kw={"rows": 3})
