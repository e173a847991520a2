"""What is looked for among the tasks; it travels in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import BooleanField, Field, SelectChoice, SelectField, StringField

from committee.core import clock
from committee.core.forms import Form, lazy_gettext
from committee.core.picking import PickField
from committee.core.words import gettext
from committee.domain.task_status import STATUS_NAMES, Status
from committee.members.choosing import committee_choices
from committee.members.queries import CommitteeRow
from committee.members.unit_field import UnitField
from committee.tasks.forms.fields import SHORT
from committee.tasks.queries import NOT_STOPPED, OPEN_ONLY

NAMES = ("q", "status", "lead", "unit", "committee", "indicator", "due_from", "due_to", "mine", "waiting")


class LookForm(Form):
    class Meta(Form.Meta):
        csrf = False

    q = StringField(lazy_gettext("Words, code or lead"), [SHORT])
    status = SelectField(lazy_gettext("Status"), validate_choice=False)
    lead = StringField(lazy_gettext("Lead"), [SHORT])
    unit = UnitField(lazy_gettext("Unit (name or code)"), [SHORT])
    committee = PickField(lazy_gettext("Steering committee"), validate_choice=False)
    indicator = SelectField(lazy_gettext("Indicator"), validate_choice=False)
    due_from = StringField(lazy_gettext("Due from"), [SHORT])
    due_to = StringField(lazy_gettext("Due up to"), [SHORT])
    mine = BooleanField(lazy_gettext("What I do or report for"))
    waiting = BooleanField(lazy_gettext("What waits for an answer"))


class AsOfForm(Form):
    class Meta(Form.Meta):
        csrf = False

    as_of = StringField(lazy_gettext("As of the day"), [SHORT])


def look_form(typed: Mapping[str, str], committees: Sequence[CommitteeRow], indicators: Mapping[str, str]) -> LookForm:
    """Return the form with what is looked for."""
    form = LookForm(typed)
    everything = SelectChoice("", gettext("All"))
    open_ones = SelectChoice(OPEN_ONLY, gettext("All that are not done"))
    form.status.choices = [
        everything,
        open_ones,
        SelectChoice(NOT_STOPPED, gettext("All but the stopped ones")),
        *(SelectChoice(one.value, gettext(STATUS_NAMES[one])) for one in Status),
    ]
    named = committee_choices(committees, clock.today())
    form.committee.choices = [everything, *(SelectChoice(str(one.value), one.label) for one in named)]
    form.indicator.choices = [everything, *(SelectChoice(*one) for one in indicators.items())]
    return form


def said_in(form: LookForm) -> list[str]:
    """Return in words what is looked for, field by field, for whoever holds the list on paper."""
    return [said for field in form if (said := _said(field))]


def _said(field: Field) -> str:
    if isinstance(field, BooleanField):
        return field.label.text if field.data else ""
    said = (field.data or "").strip()
    if isinstance(field, UnitField) and field.unit is not None:
        return f"{gettext('Unit')}: {field.unit.name}"
    if isinstance(field, SelectField):
        said = next((str(one.label) for one in field.choices if one.value and str(one.value) == said), "")
    return f"{field.label.text}: {said}" if said else ""
