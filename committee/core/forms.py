"""The base of every form: typed text becomes text as it is kept, and what is refused comes back as typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.fields.core import UnboundField

from committee.core.doors import note_refusal
from committee.core.words import sentence
from committee.domain.days import read_day
from committee.domain.errors import DomainError, Refused
from committee.domain.text import clean, clean_lines

__all__ = ["ONCE", "Form", "csrf", "lazy_gettext"]

ONCE = "once"  # the field of a form's one-time number
csrf = CSRFProtect()


def one_line(text: str | None) -> str:
    """Return typed text without harmless spaces, "" where nothing came; a `ValueError` says what cannot be kept."""
    return _kept(clean, text)


def lines(text: str | None) -> str:
    """Return typed text line by line, without blank lines around it; a `ValueError` says what cannot be kept."""
    return _kept(clean_lines, text)


def as_typed(text: str | None) -> str:
    """Return a password as it was typed, "" where nothing came."""
    return text or ""


def _kept(cleaned: Callable[[str], str], text: str | None) -> str:
    try:
        return cleaned(text or "")
    except DomainError as error:
        raise ValueError(sentence(error)) from None


class Form(FlaskForm):
    """A form of ours. Fields keep what was typed when they are refused."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: FlaskForm, unbound_field: UnboundField, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, PasswordField):
                options["filters"] = [as_typed, *options.get("filters", ())]
            elif issubclass(kind, TextAreaField):
                options["filters"] = [lines, *options.get("filters", ())]
            elif issubclass(kind, StringField):
                options["filters"] = [one_line, *options.get("filters", ())]
            return unbound_field.bind(form=form, **options)

    def typed_day(self, name: str) -> date | None:
        """Return the day typed in a field, None where nothing stands; what cannot be read is said at the field."""
        typed = (self[name].data or "").strip()
        if not typed:
            return None
        try:
            return read_day(typed)
        except DomainError as error:
            self.refuse(error, name)
            return None

    def refuse(self, error: DomainError, field: str | None = None) -> None:
        """Show a rule's no on the form, at `field` if it is about one; several refusals all stand on top."""
        said = [sentence(one) for one in (error if isinstance(error, Refused) else (error,))]
        note_refusal(said)
        if field is None or isinstance(error, Refused):
            self.form_errors.extend(said)
        else:
            self[field].errors = [*self[field].errors, *said]
