"""A file of tasks as it is sent, and the names given to its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectChoice, SelectField

from committee.core import clock
from committee.core.forms import Form, lazy_gettext
from committee.core.heads import Heading
from committee.core.picking import PickField
from committee.members.choosing import committee_choices
from committee.members.queries import CommitteeRow
from committee.tasks.file_heads import LEFT_OUT, NAMES
from committee.tasks.task_file import COLUMNS

UNSAID, OUT = "", "-"
LONGEST_SHOWN = 60


class FileForm(Form):
    """A file of tasks."""

    committee = PickField(lazy_gettext("Steering committee"), coerce=int)
    file = FileField(lazy_gettext("File (.xlsx or .csv, at most 5 MB)"))


def file_form(committees: Sequence[CommitteeRow], **options: Any) -> FileForm:
    """Return the form by which a file is sent; the first committee is meant where none is chosen."""
    form = FileForm(**options)
    form.committee.choices = committee_choices(committees, clock.today())
    if form.committee.data is None:
        form.committee.data = committees[0].committee_id
    return form


def columns_form(headings: Sequence[Heading], meant: Mapping[str, str], **options: Any) -> Form:
    """Return a form with a question for each column of a file."""
    choices = [
        SelectChoice(UNSAID, lazy_gettext("Choose what it is")),
        *(SelectChoice(column.name, NAMES.get(column.name, column.name)) for column in COLUMNS),
        SelectChoice(OUT, lazy_gettext("Leave this column out")),
    ]
    fields = {
        one.letter: SelectField(
            _label(one), choices=choices, default=_choice(meant.get(one.letter)), validate_choice=False
        )
        for one in headings
    }
    named: type[Form] = type("ColumnsForm", (Form,), fields)
    return named(**options)


def said_in(form: Form, headings: Sequence[Heading]) -> dict[str, str]:
    """Return {letter: column} as it was chosen; what nothing was chosen for is absent."""
    chosen = {one.letter: form[one.letter].data for one in headings}
    return {letter: LEFT_OUT if said == OUT else said for letter, said in chosen.items() if said not in (None, UNSAID)}


def _choice(name: str | None) -> str:
    return UNSAID if name is None else OUT if name == LEFT_OUT else name


def _label(one: Heading) -> str:
    return f"{one.letter}: {one.said[:LONGEST_SHOWN]}" if one.said else one.letter
