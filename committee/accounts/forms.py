"""What is typed at the door and about oneself: names, types, limits."""

from __future__ import annotations

from wtforms import PasswordField, StringField

from committee.core.forms import Form, lazy_gettext


class SignInForm(Form):
    email = StringField(lazy_gettext("E-mail"))
    password = PasswordField(lazy_gettext("Password"))


class NewPasswordForm(Form):
    password = PasswordField(lazy_gettext("New password"))


class ChangePasswordForm(Form):
    current = PasswordField(lazy_gettext("Present password"))
    password = PasswordField(lazy_gettext("New password"))


class ProofForm(Form):
    """Stands beside the fields of any other form, so that its names are taken by none."""

    proof_password = PasswordField(lazy_gettext("Present password"))
