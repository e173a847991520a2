"""Who is meant by what stands in one field: a seat, a unit, somebody with an account, or a name without one.

An e-mail, a unit's code, the name of a unit or of a person are understood, with or without marks. Where several may be
meant, they are named and nothing is guessed. `allow_names` lets words that are nobody's stand for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from committee.core.words import gettext
from committee.domain.access import Reach
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, PartyKind, read_coordinators, read_lead
from committee.domain.text import clean, name_without_type, search_key
from committee.members.queries import committees_of
from committee.tasks.parties import seat_words
from committee.tasks.queries import named
from committee.tasks.queries.named import NamedSeat
from committee.tasks.queries.parties import of_agencies
from committee.units.queries import UnitRow, subtree_of, unit_with_code

MOST_OFFERED, MOST_SAID = 400, 6


class SeveralMeant(DomainError):
    """Several may be meant: which one must be typed more exactly."""

    def __init__(self, read: str, found: Iterable[Choice]) -> None:
        super().__init__(
            "Several are called “%(said)s”: %(names)s. Type one of them in full.",
            said=read,
            names="; ".join(choice.label for choice in list(found)[:MOST_SAID]),
        )


@dataclass(frozen=True)
class Choice:
    """Somebody who may be given a task, as the list under the field shows them; `keys` are what else means them."""

    party: Party
    label: str
    keys: frozenset[str]


class Unknown(DomainError):
    """Nobody known is called so."""


@dataclass(eq=False)
class Scope:
    """The units whose people may be given a task: those at and below `path`."""

    path: str
    on: date

    @property
    def within(self) -> Reach:
        return Reach((self.path,), (), ())

    @cached_property
    def choices(self) -> Sequence[Choice]:
        """Everybody and every unit that may be given a task; the agencies of the unit's own committees first."""
        units = [unit for unit in subtree_of(self.path, self.on) if unit.level != "hamlet"]
        seats = named.seats_within(self.within, self.on)
        agencies = _agency_choices([unit for unit in units if unit.path == self.path], self.on)
        return (*agencies, *(_seat_choice(seat) for seat in seats), *_unit_choices(units))

    @property
    def offered(self) -> Sequence[str]:
        """What stands in the list under the field."""
        return [choice.label for choice in self.choices[:MOST_OFFERED]]

    def lead_meant(self, text: str, *, allow_names: bool) -> Party:
        """Return the one lead that a field names."""
        return self._meant(read_lead(text), allow_names=allow_names)

    def coordinators_meant(self, text: str) -> tuple[Party, ...]:
        """Return whoever helps: one on each line, or divided by semicolons; unknown ones are kept by their names."""
        return tuple(self._meant(said, allow_names=True) for said in read_coordinators(text))

    def account_meant(self, email: str) -> int:
        """Return the account of whoever signs in with an e-mail."""
        person = named.person_with_email(email, self.within, self.on)
        if person is None:
            raise Unknown("Nobody here signs in with the e-mail %(said)s.", said=email)
        return person.account_id

    def _meant(self, said: str, *, allow_names: bool) -> Party:
        if "@" in said:
            return self._with_email(said)
        key = search_key(said)
        exact = [choice for choice in self.choices if search_key(choice.label) == key]
        found = exact or [choice for choice in self.choices if key in choice.keys]
        if len(found) == 1:
            return found[0].party
        if found:
            raise SeveralMeant(said, found)
        unit = unit_with_code(clean(said), self.on) if said.isdigit() else None
        if unit is not None and self.within.covers(unit.path):
            return Party(PartyKind.UNIT, unit.name, unit.unit_id)
        if allow_names and not said.isdigit():
            return Party(PartyKind.NAME, said)
        raise Unknown(
            "Nobody is called “%(said)s” here: choose from the list, or type an e-mail, a unit's code or name.",
            said=said,
        )

    def _with_email(self, said: str) -> Party:
        seats = [seat for seat in named.seats_within(self.within, self.on) if seat.email.casefold() == said.casefold()]
        person = named.person_with_email(said, self.within, self.on)
        if len(seats) == 1 and person is None:
            return _seat_choice(seats[0]).party
        if person is None:
            raise Unknown("Nobody here signs in with the e-mail %(said)s.", said=said)
        return Party(PartyKind.ACCOUNT, person.name, person.account_id)


def _seat_choice(seat: NamedSeat) -> Choice:
    label = seat_words(seat.full_name, seat.position_title, seat.organization)
    return Choice(Party(PartyKind.SEAT, label, seat.seat_id), label, frozenset({search_key(seat.full_name)}))


def _agency_choices(units: Sequence[UnitRow], on: date) -> Iterable[Choice]:
    """Return each agency that sits in a committee of the units, answered for by its highest seat, as in a notice."""
    found = (one for unit in units for row in committees_of(unit.unit_id) for one in of_agencies(row.committee_id, on))
    return {one.label: Choice(one.party, one.label, frozenset(map(search_key, one.names))) for one in found}.values()


def _unit_choices(units: Sequence[UnitRow]) -> Iterable[Choice]:
    names: dict[str, int] = {}
    for unit in units:
        names[search_key(unit.name)] = names.get(search_key(unit.name), 0) + 1
    by_id = {unit.unit_id: unit for unit in units}
    for unit in units:
        label = unit.name if names[search_key(unit.name)] == 1 else _told_apart(unit, by_id.get(unit.parent_id or 0))
        keys = {search_key(unit.name), search_key(name_without_type(unit.name)), unit.code}
        yield Choice(Party(PartyKind.UNIT, unit.name, unit.unit_id), label, frozenset(keys))


def _told_apart(unit: UnitRow, parent: UnitRow | None) -> str:
    above = parent.name if parent else gettext("code %(code)s", code=unit.code)
    return f"{unit.name} ({above})"
