"""What is typed on the pages of a unit: the day it is looked at, and the targets handed down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext
from committee.domain.allocation import Method
from committee.domain.errors import DomainError
from committee.domain.measures import factor_of, field_of, kept
from committee.domain.number_cells import read_target
from committee.domain.number_writing import vn_number
from committee.domain.numbers import Ask, Blank, Field, Number
from committee.targets.queries import IndicatorRow
from committee.units.queries import UnitRow

METHODS = (
    (Method.EQUAL, lazy_gettext("The same for each")),
    (Method.POPULATION, lazy_gettext("By population")),
    (Method.LAST_YEAR, lazy_gettext("By last year's result")),
    (Method.LAST_YEAR_MORE, lazy_gettext("Last year's result and a percentage more")),
    (Method.HAND, lazy_gettext("Typed by hand")),
)


class LookForm(Form):
    """The day and the indicator a page is looked at with; it travels in the address."""

    class Meta(Form.Meta):
        csrf = False

    as_of = StringField(lazy_gettext("As of"))
    indicator = SelectField(lazy_gettext("Indicator of the ranking"), validate_choice=False)


class AgencyForm(Form):
    """The agency that stands by a committee."""

    agency = StringField(
        lazy_gettext("Name of the agency"),
        [Length(max=200, message=lazy_gettext("Keep this under 200 characters."))],
        render_kw={"list": "agencies"},
    )


class MethodForm(Form):
    """How shares are to be proposed; it travels in the address."""

    class Meta(Form.Meta):
        csrf = False

    method = SelectField(
        lazy_gettext("Way of sharing out"), choices=[SelectChoice(way.value, label) for way, label in METHODS]
    )
    percent = StringField(lazy_gettext("Percent more than last year"))


class AssignmentForm(Form):
    """A decision and a target for each unit; `assignment_form` adds a field for each of them."""

    assigner = StringField(lazy_gettext("Assigned by"))
    document_number = StringField(lazy_gettext("Number of the decision"))
    document_date = StringField(lazy_gettext("Date of the decision"))

    questions: dict[str, list[tuple[str, str]]]

    def values(self, units: Sequence[UnitRow], indicator: IndicatorRow, answers: Mapping[str, str]) -> dict[int, int]:
        """Return what was typed as it is kept, blanks left out; what cannot be read is said at its field.

        A writing with two meanings becomes a question in `questions`; `answers` holds what was chosen before.
        """
        self.questions = {}
        found = {}
        for unit in units:
            name = value_name(unit)
            try:
                number = self._number(name, indicator, answers.get(answer_name(unit), ""))
                if number is not None:
                    found[unit.unit_id] = kept(number.value, indicator.unit_of_measure)
            except DomainError as error:
                self.refuse(error, name)
        return found

    def _number(self, name: str, indicator: IndicatorRow, answer: str) -> Number | None:
        unit = indicator.unit_of_measure
        found, strictness = read_target(
            self[name].data or "", field_of(unit), unit_words=(unit,), unit_factor=factor_of(unit)
        )
        if strictness not in (None, indicator.strictness):
            message = "A target of this indicator can only be met by: %(known)s."
            raise DomainError(message, known=indicator.strictness)
        if isinstance(found, Blank):
            return None
        return self._answered(name, found, answer, indicator) if isinstance(found, Ask) else found

    def _answered(self, name: str, asked: Ask, answer: str, indicator: IndicatorRow) -> Number:
        try:
            chosen = Decimal(answer)
        except InvalidOperation:
            chosen = None
        if chosen is not None and chosen in asked.candidates:
            return asked.answered(chosen)
        # Money is kept, and asked about, in đồng.
        unit = "đồng" if field_of(indicator.unit_of_measure) is Field.MONEY else indicator.unit_of_measure
        self.questions[name] = [(str(value), f"{vn_number(value)} {unit}") for value in asked.candidates]
        raise DomainError(asked.message, readings=asked.readings)


def assignment_form(units: Sequence[UnitRow]) -> type[AssignmentForm]:
    """Return the form with a field for the target of each unit."""
    fields = {value_name(unit): StringField(unit.name) for unit in units}
    return type("AssignmentFormOfUnits", (AssignmentForm,), fields)


def value_name(unit: UnitRow) -> str:
    """Return the name of the field for a unit's target."""
    return f"value_{unit.unit_id}"


def answer_name(unit: UnitRow) -> str:
    """Return the name of the answer to the question about it."""
    return f"reading_{unit.unit_id}"
