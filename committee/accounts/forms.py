"""What is typed at the door and about oneself: names, types, limits."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from committee.core.forms import Form, lazy_gettext


class SignInForm(Form):
    email = StringField(lazy_gettext("E-mail"))
    password = PasswordField(lazy_gettext("Password"))


class ResetForm(Form):
    email = StringField(lazy_gettext("E-mail"))


class CodeForm(Form):
    code = StringField(lazy_gettext("Code from the app"))


class OfferForm(Form):
    """The code that an offered secret shows, with the secret as it was offered."""

    sealed = HiddenField()
    code = StringField(lazy_gettext("Code from the app"))


class KeyForm(Form):
    used_by = StringField(lazy_gettext("Used by"))
    scope = RadioField(
        lazy_gettext("Scope"),
        choices=[
            SelectChoice("read", lazy_gettext("read: looks, and changes nothing")),
            SelectChoice("write", lazy_gettext("write: also reports figures and acts on cases")),
            SelectChoice("admin", lazy_gettext("admin: also imports units, indicators and people")),
        ],
        default="read",
        validate_choice=True,
    )
    days = RadioField(
        lazy_gettext("Good for"),
        choices=[SelectChoice(str(days), lazy_gettext("%(count)d days", count=days)) for days in (30, 90, 365)],
        default="90",
        validate_choice=True,
    )


class NewPasswordForm(Form):
    password = PasswordField(lazy_gettext("New password"))


class ChangePasswordForm(Form):
    current = PasswordField(lazy_gettext("Present password"))
    code = StringField(lazy_gettext("Code from the app"))
    password = PasswordField(lazy_gettext("New password"))


class ProofForm(Form):
    """Stands beside the fields of any other form, so that its names are taken by none."""

    proof_password = PasswordField(lazy_gettext("Present password"))
    proof_code = StringField(lazy_gettext("Code from the app"))
