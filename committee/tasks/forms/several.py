"""What is typed once for several tasks."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import StringField

from committee.core.forms import Form, lazy_gettext
from committee.tasks.forms.fields import SHORT, TextField
from committee.tasks.several_access import Deed


class PlainForm(Form):
    """Nothing is typed: what is done says all."""


class AcceptForm(Form):
    evaluation = TextField(lazy_gettext("Assessment"), rows=2)


class TimeForm(Form):
    answer = TextField(lazy_gettext("Answer"), rows=2)


class LeadForm(Form):
    lead = StringField(lazy_gettext("New lead"), [SHORT], render_kw={"list": "who", "autocomplete": "off"})
    note = StringField(lazy_gettext("Reason"), [SHORT])


class DueForm(Form):
    due_on = StringField(lazy_gettext("New due day"), [SHORT])


class CancelForm(Form):
    reason = TextField(lazy_gettext("Reason for stopping"), rows=2)


class EndingForm(Form):
    reason = TextField(lazy_gettext("Reason for ending"), rows=2)


FORMS: Mapping[Deed, type[Form]] = {
    Deed.ACCEPT: AcceptForm,
    Deed.TIME: TimeForm,
    Deed.REMIND: PlainForm,
    Deed.LEAD: LeadForm,
    Deed.DUE: DueForm,
    Deed.CANCEL: CancelForm,
}
