"""The form of a year's rhythm."""

from __future__ import annotations

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext
from committee.targets.queries import MONTHLY, QUARTERLY

RHYTHMS = {MONTHLY: lazy_gettext("every month"), QUARTERLY: lazy_gettext("every quarter")}


class PlanForm(Form):
    cut_off_day = StringField(lazy_gettext("Cut-off day of the month"), [Length(max=2)])
    rhythm = SelectField(
        lazy_gettext("Figures are due"), choices=[SelectChoice(value, word) for value, word in RHYTHMS.items()]
    )
