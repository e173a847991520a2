"""Fields that the forms of tasks share: short lines, texts of some lines, days typed as officials write them."""

from __future__ import annotations

from typing import Any

from wtforms import Field, SelectField, TextAreaField
from wtforms.validators import Length

from committee.core.formatting import NONE
from committee.core.forms import lazy_gettext
from committee.core.words import gettext

LONGEST_LINE, LONGEST_TEXT = 300, 10_000
SHORT = Length(max=LONGEST_LINE, message=lazy_gettext("Keep this under 300 characters."))
LONG = Length(max=LONGEST_TEXT, message=lazy_gettext("Keep this under 10.000 characters."))


class TextField(TextAreaField):
    """Some lines of text."""

    def __init__(self, label: Any, *, rows: int, **more: Any) -> None:
        super().__init__(label, [LONG], render_kw={"rows": rows}, **more)


def shown_in(field: Field) -> str:
    """Return what stands in a field as it is read: the words of a choice, yes or no, a dash where nothing stands."""
    if isinstance(field, SelectField):
        return next((str(choice.label) for choice in field.choices if choice.value == field.data), NONE)
    if field.type == "BooleanField":
        return gettext("Yes") if field.data else gettext("No")
    return str(field.data or NONE)
