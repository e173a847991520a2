"""Agencies under all their names: the one a text means, and what it is called on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from committee.core.db import db
from committee.domain import agencies as rule
from committee.domain.agencies import Directory, Merger
from committee.domain.text import sort_key
from committee.members.models import Agency, AgencyName


@dataclass(frozen=True)
class AgencyRow:
    """An agency as it is called on a day, with the names it bore, the oldest first; `into` is what it went into."""

    agency_id: int
    name: str
    short_name: str
    names: Sequence[rule.AgencyName]
    into_id: int | None
    into: str
    merged_on: date | None

    def has_merged_by(self, day: date) -> bool:
        return self.merged_on is not None and self.merged_on <= day


def directory() -> Directory:
    """Return all agencies with all their names: two statements."""
    return Directory(_names(), _mergers())


def agencies(on: date) -> list[AgencyRow]:
    """Return all agencies as they are called on a day, in Vietnamese order."""
    names, mergers = _names(), {one.agency: one for one in _mergers()}
    known = Directory(names, mergers.values())
    theirs: dict[int, list[rule.AgencyName]] = {}
    for name in names:
        theirs.setdefault(name.agency, []).append(name)
    rows = [_row(agency, borne, known, mergers.get(agency), on) for agency, borne in theirs.items()]
    return sorted(rows, key=lambda row: sort_key(row.name))


def _row(agency: int, names: list[rule.AgencyName], known: Directory, merger: Merger | None, on: date) -> AgencyRow:
    valid = known.name_on(agency, on) or names[-1]
    into = known.name_on(merger.into, on) if merger else None
    return AgencyRow(
        agency_id=agency,
        name=valid.name,
        short_name=valid.short_name,
        names=names,
        into_id=merger.into if merger else None,
        into=into.name if into else "",
        merged_on=merger.on if merger else None,
    )


def _names() -> list[rule.AgencyName]:
    table = AgencyName
    rows = select(table.agency_id, table.name, table.short_name, table.from_on, table.to_on)
    found = [rule.AgencyName(*row) for row in db.session.execute(rows.order_by(table.id))]
    return sorted(found, key=lambda name: name.from_on or date.min)


def _mergers() -> list[Merger]:
    rows = select(Agency.id, Agency.merged_into_id, Agency.merged_on).where(Agency.merged_into_id.is_not(None))
    return [Merger(one, into, on) for one, into, on in db.session.execute(rows) if into is not None and on is not None]
