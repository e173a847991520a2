"""How a document's page asks for the target, the seat, the case or the task that the document is about."""

from __future__ import annotations

from datetime import date

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from committee.core.forms import Form, lazy_gettext
from committee.domain.access import COMMITTEE_ROLES
from committee.members.roles import NAMES
from committee.targets.queries import indicators

SHORT = Length(max=200, message=lazy_gettext("Keep this under 200 characters."))


class UnitForm(Form):
    """A thing of a unit."""

    unit = StringField(lazy_gettext("Code of the unit"), [SHORT])


class YearForm(UnitForm):
    """A thing of a unit on an indicator in a year."""

    indicator = SelectField(lazy_gettext("Indicator"), validate_choice=False)
    year = StringField(lazy_gettext("Year"), [SHORT])

    @property
    def typed_year(self) -> int:
        """Return the year as a number; what is none is a year of which there is nothing."""
        typed = self.year.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == len("2024") else 0


class TargetForm(YearForm):
    assigner = StringField(
        lazy_gettext("Assigned by"), [SHORT], description=lazy_gettext("Only where several have set this target.")
    )
    effective_on = StringField(
        lazy_gettext("Day from which the target was set or changed"),
        [SHORT],
        description=lazy_gettext("Leave it empty where the document is about the target as a whole."),
    )
    number = StringField(
        lazy_gettext("Number of the document of that change"),
        [SHORT],
        description=lazy_gettext("Only where there are several changes from the same day."),
    )


class SeatForm(UnitForm):
    person = StringField(lazy_gettext("Full name or e-mail of whoever holds the seat"), [SHORT])
    role = SelectField(lazy_gettext("Role in the committee"), validate_choice=False)


class TaskForm(UnitForm):
    unit = StringField(lazy_gettext("Code of the unit whose committee gave the task"), [SHORT])
    code = StringField(lazy_gettext("Code of the task"), [SHORT])


def _on_indicator(form: YearForm, today: date) -> YearForm:
    form.indicator.choices = [SelectChoice(row.code, row.name) for row in indicators().values()]
    if form.year.data in (None, ""):
        form.year.data = str(today.year)
    return form


def target_form(today: date) -> Form:
    """Return the form of a target or of one change of it."""
    return _on_indicator(TargetForm(prefix="target-"), today)


def case_form(today: date) -> Form:
    """Return the form of a case."""
    return _on_indicator(YearForm(prefix="case-"), today)


def seat_form(_today: date) -> Form:
    """Return the form of a seat."""
    form = SeatForm(prefix="seat-")
    roles = [SelectChoice(role.value, str(name)) for role, name in NAMES.items() if role in COMMITTEE_ROLES]
    form.role.choices = [SelectChoice("", lazy_gettext("Any role")), *roles]
    form.role.data = form.role.data or ""
    return form


def task_form(_today: date) -> Form:
    """Return the form of a task."""
    return TaskForm(prefix="task-")
