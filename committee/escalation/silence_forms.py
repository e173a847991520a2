"""What is typed of a pause in urging on."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from committee.core.formatting import vn_date
from committee.core.forms import Form, lazy_gettext
from committee.core.words import gettext
from committee.documents.forms import SHORT
from committee.escalation.silence_words import RULES, STAGES
from committee.members.unit_field import UnitField
from committee.targets.queries import indicators

LONG = Length(max=1_000, message=lazy_gettext("Keep this under 1.000 characters."))


class CheckboxListField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SilenceForm(Form):
    """A new pause."""

    unit = StringField(
        lazy_gettext("Code of a unit"), [InputRequired(message=lazy_gettext("Write the code of the unit.")), SHORT]
    )
    indicators = CheckboxListField(lazy_gettext("Only these indicators"))
    rules = CheckboxListField(lazy_gettext("Only these rules"))
    from_on = StringField(
        lazy_gettext("First day"), [InputRequired(message=lazy_gettext("Write the first day.")), SHORT]
    )
    to_on = StringField(lazy_gettext("Last day"), [InputRequired(message=lazy_gettext("Write the last day.")), SHORT])
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(message=lazy_gettext("Say why urging on is paused.")), LONG],
        render_kw={"rows": 3},
    )
    legal_basis = TextAreaField(lazy_gettext("Legal basis in words"), [LONG], render_kw={"rows": 2})
    document = StringField(lazy_gettext("Number and symbol of a document in the register"), [SHORT])


class EndingForm(Form):
    """A pause is ended early."""

    version = HiddenField()
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(message=lazy_gettext("Say why the pause ends early.")), LONG],
        render_kw={"rows": 2},
    )


class PaperForm(Form):
    """A document on which a pause rests."""

    number = StringField(
        lazy_gettext("Number and symbol of a document in the register"),
        [InputRequired(message=lazy_gettext("Write the number of the document.")), SHORT],
    )


class LookForm(Form):
    """What is looked for; it travels in the address."""

    class Meta(Form.Meta):
        csrf = False

    unit = UnitField(lazy_gettext("Unit (name or code)"), [SHORT])
    stage = SelectField(lazy_gettext("State"), validate_choice=False)


def silence_form(said: dict[str, Any] | None = None) -> SilenceForm:
    """Return the form as it came, or with `said` a new one."""
    form = SilenceForm() if said is None else SilenceForm(formdata=None, **said)
    found = indicators().values()
    form.indicators.choices = [SelectChoice(row.code, row.name) for row in found if row.can_lag]
    form.rules.choices = [SelectChoice(rule, str(word)) for rule, word in RULES.items()]
    return form


def begun_on(day: date, *, unit: str, indicator: str) -> dict[str, Any]:
    """Return what a new form holds: it begins today, for a unit and an indicator if they are known."""
    return {"unit": unit, "indicators": [indicator] if indicator else [], "from_on": vn_date(day)}


def look_form(asked: Any) -> LookForm:
    """Return the form of the list."""
    form = LookForm(asked)
    words = [SelectChoice(stage.value, str(word)) for stage, word in STAGES.items()]
    form.stage.choices = [SelectChoice("", gettext("All states")), *words]
    return form
