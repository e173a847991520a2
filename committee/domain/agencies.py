"""What an agency is called on a day: the same agency bears several names, one after the other, or goes into another.

Source: docs/domain.md, section 12.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from committee.domain.appointments import Term
from committee.domain.errors import DomainError
from committee.domain.text import search_key


@dataclass(frozen=True)
class AgencyName:
    """What an agency is called from one day to another, both inclusive; None is open."""

    agency: int
    name: str
    short_name: str
    from_on: date | None
    to_on: date | None

    @property
    def term(self) -> Term:
        return Term(self.from_on, self.to_on)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(name_key(text) for text in (self.name, self.short_name) if text)


@dataclass(frozen=True)
class Merger:
    """That an agency goes into another from a day on."""

    agency: int
    into: int
    on: date


class Directory:
    """The agencies that are known, with all their names."""

    def __init__(self, names: Iterable[AgencyName], mergers: Iterable[Merger]) -> None:
        self._names: dict[int, list[AgencyName]] = {}
        self._bearers: dict[str, list[AgencyName]] = {}
        for name in names:
            self._names.setdefault(name.agency, []).append(name)
            for key in name.keys:
                self._bearers.setdefault(key, []).append(name)
        self._mergers = {merger.agency: merger for merger in mergers}

    def named(self, text: str, on: date) -> int | None:
        """Return the agency that is meant by any of its names, as it stands on a day; None where none is called so."""
        borne = self._bearers.get(name_key(text))
        return self.stands_as(min(borne, key=lambda name: _distance(name.term, on)).agency, on) if borne else None

    def stands_as(self, agency: int, on: date) -> int:
        """Return the agency itself, or the one into which it has gone by a day."""
        while (merger := self._mergers.get(agency)) is not None and merger.on <= on:
            agency = merger.into
        return agency

    def name_on(self, agency: int, on: date) -> AgencyName | None:
        """Return what an agency is called on a day; where nothing is said of it, the nearest name."""
        return min(self._names.get(agency, ()), key=lambda name: _distance(name.term, on), default=None)

    def key(self, text: str, on: date) -> str:
        """Return a key that is the same for every name of one agency; of an unknown one it is the name itself."""
        agency = self.named(text, on)
        return name_key(text) if agency is None else f"#{agency}"

    def shown(self, text: str, on: date) -> str:
        """Return the name valid on a day of the agency that is called `text`; an unknown one stays as it is written."""
        agency = self.named(text, on)
        valid = None if agency is None else self.name_on(agency, on)
        if valid is None or name_key(text) in valid.keys:
            return text
        was_short = any(name_key(text) == name_key(name.short_name) for name in self._bearers[name_key(text)])
        return valid.short_name if was_short and valid.short_name else valid.name


def name_key(text: str) -> str:
    """Return what tells names apart: neither case, marks nor the kind of dash."""
    bare = search_key(text).replace("\N{EN DASH}", "-")
    return " ".join(bare.replace("-", " ").replace(",", " ").split())


def refuse_name(text: str, short: str, term: Term, others: Iterable[AgencyName]) -> None:
    """Raise unless an agency may be called so during `term`; `others` are the names of other agencies."""
    if not text:
        raise DomainError("Type the name of the agency.")
    wanted = {name_key(one) for one in (text, short) if one}
    for other in others:
        if wanted & other.keys and term.meets(other.term):
            raise DomainError("Another agency is called so at that time: %(name)s.", name=other.name)


def refuse_new_name(current: AgencyName, on: date) -> None:
    """Raise unless what is in force may give way to something else from a day on."""
    if current.from_on is not None and on <= current.from_on:
        raise DomainError("The new name must begin after the one before it.")


def _distance(term: Term, on: date) -> tuple[int, int]:
    """Return how far a day lies from a term: within first, then the nearest that is over, then the nearest to come."""
    if term.holds_on(on):
        return (0, 0)
    if term.to_on is not None and term.to_on < on:
        return (1, (on - term.to_on).days)
    return (2, ((term.from_on or on) - on).days)
