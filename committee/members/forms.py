"""What is typed about people and their places: names, types, limits."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField

from committee.core.forms import Form, lazy_gettext
from committee.members.roles import NAMES

ROLES = [
    SelectChoice("", lazy_gettext("Choose a role")),
    *(SelectChoice(role.value, name) for role, name in NAMES.items()),
]


class PlaceForm(Form):
    """A seat or a post. `which` is asked when several units bear the name that was typed."""

    role = SelectField(lazy_gettext("Role"), choices=ROLES, validate_choice=False)
    unit = StringField(lazy_gettext("Unit (name or code)"))
    which = RadioField(lazy_gettext("Which unit?"), choices=[], validate_choice=False)
    position_title = StringField(lazy_gettext("Post in the office"))
    organization = StringField(lazy_gettext("Office"))
    phone = StringField(lazy_gettext("Telephone"))
    from_on = StringField(lazy_gettext("From"))


class PersonForm(PlaceForm):
    """Somebody new with a first place."""

    full_name = StringField(lazy_gettext("Full name"))
    email = StringField(lazy_gettext("E-mail"))


class EmailForm(Form):
    """The address of somebody who sits without an account."""

    email = StringField(lazy_gettext("E-mail"))


class EndForm(Form):
    """From which day a place is no longer held."""

    on = StringField(lazy_gettext("No longer from"))


class AreasForm(Form):
    """The areas a member is in charge of, a code or a name a line."""

    areas = TextAreaField(lazy_gettext("Areas in charge"))


class CoverForm(Form):
    """Who acts for a seat from when to when."""

    by_seat = SelectField(lazy_gettext("Who covers"), validate_choice=False)
    from_on = StringField(lazy_gettext("From"))
    to_on = StringField(lazy_gettext("To, this day included"))


class AgencyForm(Form):
    """What an agency is called, from when."""

    agency_name = StringField(lazy_gettext("Name of the agency"))
    short_name = StringField(lazy_gettext("Short name"))
    from_on = StringField(lazy_gettext("From"))


class MergerForm(Form):
    """The agency that another goes into, from when."""

    into = SelectField(lazy_gettext("Which agency it goes into"), choices=[], validate_choice=False)
    on = StringField(lazy_gettext("From"))


class FileForm(Form):
    """A file of people."""

    file = FileField(lazy_gettext("File (.xlsx or .csv, at most 5 MB)"))
