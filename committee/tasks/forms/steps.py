"""What is typed on the page of one task: progress, result, time, hands, decisions."""

from __future__ import annotations

from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext
from committee.domain.errors import DomainError
from committee.tasks.forms.fields import SHORT, TextField

MOST_PERCENT_SIGNS = 4


class StepForm(Form):
    """A step with a task; `version` is the one the form was made with."""

    version = HiddenField()


class ProgressForm(Form):
    percent = StringField(
        lazy_gettext("Done so far (percent)"),
        [Length(max=MOST_PERCENT_SIGNS, message=lazy_gettext("A whole number from 0 to 100."))],
    )
    text = TextField(lazy_gettext("What has been done"), rows=3)
    difficulty = TextField(lazy_gettext("Difficulty"), rows=2)
    proposal = TextField(lazy_gettext("What is proposed"), rows=2)
    as_of = StringField(lazy_gettext("As of"), [SHORT])
    file = FileField(lazy_gettext("File"))

    def whole_percent(self) -> int | None:
        """Return the percentage that was typed, with or without its sign; what is none is said at the field."""
        typed = (self.percent.data or "").removesuffix("%").strip()
        if not typed:
            return None
        if typed.isascii() and typed.isdecimal() and len(typed) < MOST_PERCENT_SIGNS:
            return int(typed)
        self.refuse(DomainError("A whole number from 0 to 100."), "percent")
        return None


class SubmissionForm(StepForm):
    product = StringField(lazy_gettext("Product: number of the document, or what was made"), [SHORT])
    document = StringField(lazy_gettext("Number of a document of the register"), [SHORT])
    file = FileField(lazy_gettext("File"))
    text = TextField(lazy_gettext("Note"), rows=2)


class ExtensionForm(StepForm):
    wanted_on = StringField(lazy_gettext("New due day"), [SHORT])
    reason = TextField(lazy_gettext("Reason"), rows=2)


class HandlerForm(StepForm):
    handler = SelectField(lazy_gettext("Officer who does the work"), coerce=int)
    note = StringField(lazy_gettext("Note"), [SHORT])


class ReporterForm(StepForm):
    reporter = StringField(lazy_gettext("E-mail of the person who reports"), [SHORT])


class LeadForm(StepForm):
    lead = StringField(lazy_gettext("New lead"), [SHORT])
    note = StringField(lazy_gettext("Reason"), [SHORT])


class AcceptanceForm(StepForm):
    evaluation = TextField(lazy_gettext("Assessment"), rows=2)


class ReturnForm(StepForm):
    reason = TextField(lazy_gettext("Reason for returning"), rows=2)


class GrantForm(StepForm):
    granted_on = StringField(lazy_gettext("Due on"), [SHORT])
    answer = TextField(lazy_gettext("Answer"), rows=2)


class RefusalForm(StepForm):
    answer = TextField(lazy_gettext("Reason for not approving"), rows=2)


class CancellationForm(StepForm):
    reason = TextField(lazy_gettext("Reason for stopping"), rows=2)
    replaced_by = StringField(lazy_gettext("Code of the task that replaces it"), [SHORT])


class PaperForm(Form):
    number = StringField(lazy_gettext("Number of a document of the register"), [SHORT])


class PartsForm(Form):
    """What the units do. `confirmed` is what was shown and is gone on with knowingly."""

    confirmed = HiddenField()
    title = TextAreaField(lazy_gettext("What the units do"), render_kw={"rows": 2})
    deliverable = StringField(lazy_gettext("Product of each unit"), [SHORT])
    due = StringField(lazy_gettext("Due on"), [SHORT])
    responsibility = TextField(lazy_gettext("Responsibility"), rows=2)
    authority = TextField(lazy_gettext("Authority"), rows=2)
