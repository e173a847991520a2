"""Fields that the forms of tasks share: short lines, texts of some lines, days typed as officials write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext
from committee.domain.days import read_day
from committee.domain.errors import DomainError

LONGEST_LINE, LONGEST_TEXT = 300, 10_000
SHORT = Length(max=LONGEST_LINE, message=lazy_gettext("Keep this under 300 characters."))
LONG = Length(max=LONGEST_TEXT, message=lazy_gettext("Keep this under 10.000 characters."))


class TextField(TextAreaField):
    """Some lines of text."""

    def __init__(self, label: Any, *, rows: int, **more: Any) -> None:
        super().__init__(label, [LONG], render_kw={"rows": rows}, **more)


class DayForm(Form):
    """A form in which days are typed."""

    def day(self, name: str) -> date | None:
        """Return the day in a field, None where nothing stands; what cannot be read is said at the field."""
        typed = (self[name].data or "").strip()
        if not typed:
            return None
        try:
            return read_day(typed)
        except DomainError as error:
            error.read = None
            self.refuse(error, name)
            return None
