"""The unit a list is narrowed to: a part of its name is typed, and its code stands in the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, request, url_for
from wtforms import StringField

from committee.core import doors
from committee.core.words import bare_sentence, gettext
from committee.domain.access import Action, Reach, reach
from committee.domain.errors import DomainError
from committee.members.finding import WhichUnit, unit_meant
from committee.units.queries import UnitRow, units_on

_TOLD_APART = re.compile(r".+ \((?P<code>[0-9]{1,20})\)")


@dataclass(frozen=True)
class Offer:
    """One of several units that may be meant, what lies above it, and the same list narrowed to it."""

    name: str
    above: str
    address: str


class UnitField(StringField):
    """A line for a name, a part of one without marks, or a code; `look` says what it means."""

    errors: Any
    unit: UnitRow | None = None
    offered: tuple[Offer, ...] = ()
    is_cut: bool = False
    shown: str | None = None

    def look(self, within: Reach, on: date) -> str:
        """Return the path of the unit within reach that is meant, "" where none is; what is wrong is said here.

        A unit found by its name is looked at again under its code, so that the address can be kept and handed on.
        """
        if not self.data or self.errors:
            return ""
        try:
            self.unit = unit_meant(_code_in(self.data), within, on)
        except WhichUnit as several:
            self.offered = _offers(self.name, several.units, on)
            self.is_cut = several.is_cut
            self.errors = [gettext("Several units fit “%(said)s”: choose one below.", said=self.data)]
            return ""
        except DomainError as error:
            self.errors = [bare_sentence(error)]
            return ""
        if self.unit.code != self.data:
            abort(redirect(_here(self.name, self.unit.code)))
        self.shown = _written(self.unit, within, on)
        return self.unit.path

    def _value(self) -> str:
        """Return what stands in the line: the name of what was found, else what was typed."""
        return self.shown or self.data or ""


def _code_in(said: str) -> str:
    """Return the code of "Phường Tân Phú (27010)", as a unit is written that shares its name with another."""
    found = _TOLD_APART.fullmatch(said)
    return found["code"] if found else said


def _written(unit: UnitRow, within: Reach, on: date) -> str:
    """Return the name if it alone leads back to the unit, else with the code beside it."""
    try:
        is_found = unit_meant(unit.name, within, on).unit_id == unit.unit_id
    except DomainError:
        is_found = False
    return unit.name if is_found else f"{unit.name} ({unit.code})"


def _offers(name: str, units: Sequence[UnitRow], on: date) -> tuple[Offer, ...]:
    """Return the units with what lies above them, where the viewer may know its name."""
    known = reach(doors.current_viewer(), Action.SEE_UNIT_NAME)
    above = {
        unit_id: row.name
        for unit_id, row in units_on({unit.parent_id for unit in units if unit.parent_id}, on).items()
        if known.covers(row.path)
    }
    return tuple(Offer(unit.name, above.get(unit.parent_id or 0, ""), _here(name, unit.code)) for unit in units)


def _here(name: str, code: str) -> str:
    """Return the address of this page, narrowed by all that was asked and to this unit; from its first sheet on."""
    asked = {key: said for key, said in request.args.items() if said and key not in {name, "page"}}
    return f"{url_for(request.endpoint or '', **(request.view_args or {}))}?{urlencode({**asked, name: code})}"
