"""A choice of one among many: a short list is opened, a long one is searched by a part of a name, without marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from wtforms import SelectField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import Select, TextInput

from committee.core.words import gettext
from committee.domain.errors import DomainError
from committee.domain.text import search_key

MOST_IN_A_LIST, MOST_NAMED = 15, 6


class PickWidget:
    """A list; where that would be long, a line to type in, with the names to choose from."""

    def __call__(self, field: PickField, **options: Any) -> Markup:
        if len(field.choices) <= MOST_IN_A_LIST:
            return Markup("{}").format(Select()(field, **options))
        names = Markup("").join(
            Markup('<option value="{}"></option>').format(label) for value, label in field.named() if value
        )
        about = {"list": f"{field.id}-names", "autocomplete": "off", "placeholder": gettext("Part of a name, no marks")}
        line = TextInput()(field, **{**options, **about})
        return Markup('{}<datalist id="{}-names">{}</datalist>').format(line, field.id, names)


class PickField(SelectField):
    """One of `choices`, chosen by its value, by its name, or by a part of it that no other name holds.

    A choice that stands for none (its value is 0 or "") is what an empty line means.
    """

    widget = PickWidget()
    data: Any
    typed: str | None = None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was typed; what it means is known once there are choices."""
        self.typed = " ".join(valuelist[0].split())[:300] if valuelist else None
        try:
            self.data = self.coerce(self.typed) if valuelist else None
        except ValueError:
            self.data = None

    def pre_validate(self, _form: BaseForm) -> None:
        """Find the choice that is meant; refuse what none or several are."""
        found = self._meant()
        if len(found) == 1:
            self.data = found[0][0]
            return
        self.data = None if found or self.validate_choice else self.coerce("")
        if found:
            names = "; ".join(label for _value, label in found[:MOST_NAMED])
            said = gettext(
                "%(count)d are called so: write more of the name (%(names)s).", count=len(found), names=names
            )
            raise ValidationError(said)
        raise ValidationError(gettext("Nothing to choose here is called “%(said)s”.", said=self.typed or ""))

    def named(self) -> list[tuple[Any, str]]:
        """Return (value, name) of every choice."""
        return [(choice.value, str(choice.label)) for choice in self.choices]

    def _meant(self) -> list[tuple[Any, str]]:
        every, said = self.named(), self.typed
        if said is None and self.data is not None:
            return [one for one in every if one[0] == self.data]
        said = said or ""
        by_value = [one for one in every if str(one[0]) == said or (not said and not one[0])]
        if by_value or not said:
            return by_value[:1]
        try:
            key = search_key(said)
        except DomainError:
            return []
        exact = [one for one in every if search_key(one[1]) == key]
        return exact or [one for one in every if one[0] and key in search_key(one[1])]

    def _value(self) -> str:
        """Return what stands in the line: what was typed where it means nothing yet, else the name that is chosen."""
        chosen = next((label for value, label in self.named() if value and value == self.data), None)
        return chosen if chosen is not None and not self.errors else self.typed or ""
