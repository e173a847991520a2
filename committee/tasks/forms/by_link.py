"""What is typed on the page that a link of a mail opens: how far it is, the product, or another day."""

from __future__ import annotations

from datetime import date

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.domain.task_rules import WHOLE

SHORT = Length(max=200, message=lazy_gettext("Keep this under 200 characters."))
LONG = Length(max=2000, message=lazy_gettext("Keep this under 2 000 characters."))
LINES = {"rows": 3}


class ProgressForm(Form):
    """How far a task is."""

    percent = StringField(lazy_gettext("Done so far, in percent"), [SHORT])
    text = TextAreaField(lazy_gettext("What was done"), [LONG], render_kw=LINES)

    def read_percent(self) -> int | None:
        """Return the percentage, None where the field was left blank; raises `DomainError`."""
        typed = (self.percent.data or "").removesuffix("%").strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and int(typed[:4]) <= WHOLE):
            raise DomainError("The progress lies between 0 and 100 percent.", read=typed)
        return int(typed)


class SubmissionForm(Form):
    """The product of a task."""

    product = StringField(lazy_gettext("Number of the document, or what the product is"), [SHORT])
    text = TextAreaField(lazy_gettext("A word to whoever accepts it"), [LONG], render_kw=LINES)


class ExtensionForm(Form):
    """A later day that is asked for."""

    wanted_on = StringField(lazy_gettext("The day asked for"), [SHORT])
    reason = TextAreaField(lazy_gettext("Reason"), [LONG], render_kw=LINES)

    def read_day(self) -> date:
        """Return the day that was typed; raises `DomainError`."""
        return read_day(self.wanted_on.data)


class ReceiptForm(Form):
    """Nothing is typed to say that one has a task."""
