"""What is typed of the rules of a committee; left empty, a rule follows the installation."""

from __future__ import annotations

from wtforms import HiddenField, SelectChoice, SelectField, StringField

from committee.core.forms import Form, lazy_gettext
from committee.core.words import gettext
from committee.domain.errors import DomainError
from committee.domain.house_rules import HouseRules
from committee.tasks.forms.fields import SHORT
from committee.tasks.queries.rules import Own, version_of

YES, NO = "yes", "no"
LONGEST_NUMBER = 3


class RulesForm(Form):
    """The rules of a committee about deadlines and more time."""

    version = HiddenField()
    extensions = StringField(lazy_gettext("How often a task may be given more time"), [SHORT])
    notice_days = StringField(lazy_gettext("Working days before the due day by which more time is asked for"), [SHORT])
    strict = SelectField(lazy_gettext("“Trước ngày D” is read as"))
    moves = SelectField(lazy_gettext("A last day that is not worked"))

    def number(self, name: str) -> int | None:
        """Return the number in a field, None where nothing stands; what is none is said at the field."""
        typed = self[name].data or ""
        if not typed:
            return None
        if typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_NUMBER:
            return int(typed)
        self.refuse(DomainError("Write a whole number, or nothing."), name)
        return None

    def choice(self, name: str) -> bool | None:
        """Return what was chosen, None for what the installation has."""
        return {YES: True, NO: False}.get(self[name].data)


def rules_form(usual: HouseRules, own: Own | None = None) -> RulesForm:
    """Return the form as it was sent, or with what the committee has settled."""
    form = RulesForm() if own is None else _saved(own)
    words = {
        "strict": (gettext("the day before D (20/6 → 19/6)"), gettext("D itself (20/6 → 20/6)")),
        "moves": (gettext("moves to the next working day"), gettext("stays as it is")),
    }
    for name, (yes, no) in words.items():
        said = yes if getattr(usual, name) else no
        form[name].choices = [
            SelectChoice("", gettext("As the installation: %(said)s", said=said)),
            SelectChoice(YES, yes),
            SelectChoice(NO, no),
        ]
    return form


def _saved(own: Own) -> RulesForm:
    return RulesForm(formdata=None, version=version_of(own), **{name: _typed(own[name]) for name in own})


def _typed(value: object) -> str:
    if value is None:
        return ""
    return {True: YES, False: NO}[value] if isinstance(value, bool) else str(value)
