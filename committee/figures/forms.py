"""The fields of a report: one an indicator, named by its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext, one_line
from committee.core.words import gettext
from committee.domain.numbers import Ask
from committee.figures.reports import Line
from committee.figures.typed import Reading, as_typed

LONGEST_VALUE, LONGEST_REASON = 60, 300
VALUE, ANSWER, REASON = "value_", "answer_", "reason_"


class ReturnForm(Form):
    version = HiddenField()
    reason = TextAreaField(
        lazy_gettext("What has to be corrected"),
        [Length(max=LONGEST_REASON, message=lazy_gettext("Keep the reason under 300 characters."))],
    )


def entry_form(lines: Sequence[Line], version: str) -> Form:
    """Return the form of the lines that may be typed, filled with what was kept of them."""
    too_long = Length(max=LONGEST_VALUE, message=lazy_gettext("This is longer than a number can be."))
    fields: dict[str, object] = {"version": HiddenField(default=version)}
    for line in lines:
        kept = as_typed(line.figure, line.indicator.unit_of_measure)
        code = line.indicator.code
        fields[VALUE + code] = StringField(line.indicator.name, [too_long], default=kept)
        fields[ANSWER + code] = StringField(default="")
    return _made("EntryForm", fields)


def sending_form(lines: Sequence[Line], version: str, key: str) -> Form:
    """Return the form that sends a report, with a reason for each line that looks wrong."""
    too_long = Length(max=LONGEST_REASON, message=lazy_gettext("Keep the reason under 300 characters."))
    fields: dict[str, object] = {"version": HiddenField(default=version), "key": HiddenField(default=key)}
    for line in lines:
        if line.doubts and line.figure:
            label = gettext("Reason: %(indicator)s", indicator=line.indicator.name)
            fields[REASON + line.indicator.code] = StringField(label, [too_long], default=line.figure.note)
    return _made("SendingForm", fields)


def said(form: FlaskForm, prefix: str) -> dict[str, str]:
    """Return what stands in the fields with this prefix, by indicator."""
    return {field.name.removeprefix(prefix): field.data or "" for field in form if field.name.startswith(prefix)}


def reasons_sent(values: Mapping[str, str]) -> dict[str, str]:
    """Return every reason that was sent, by indicator, whether or not it is still asked for."""
    return {name.removeprefix(REASON): one_line(text) for name, text in values.items() if name.startswith(REASON)}


def typed_too_late(lines: Sequence[Line], values: Mapping[str, str]) -> list[Line]:
    """Return the lines for which something else was typed than what has been sent or decided meanwhile."""
    return [
        line
        for line in lines
        if not line.is_open
        and (typed := values.get(VALUE + line.indicator.code, "").strip())
        and typed != as_typed(line.figure, line.indicator.unit_of_measure)
    ]


def show_refusals(form: Form, reading: Reading) -> dict[str, Ask]:
    """Put errors and questions beside their fields; return the questions, by field."""
    for code, error in reading.errors.items():
        form.refuse(error, VALUE + code)
    for code, question in reading.questions.items():
        name = VALUE + code
        asked = gettext(question.message, **question.params) if question.params else gettext(question.message)
        form[name].errors = [*form[name].errors, asked]
    return {VALUE + code: question for code, question in reading.questions.items()}


def _made(name: str, fields: Mapping[str, object]) -> Form:
    form: Form = type(name, (Form,), dict(fields))()
    return form
