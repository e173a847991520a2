"""The new composition of one committee, from a file in the form of `members import`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from committee.core.tabular import Row
from committee.domain.errors import DomainError
from committee.domain.grants import Role
from committee.members.member_file import MemberLine, read_members
from committee.members.queries import CommitteeRow, committees_of
from committee.members.reconstitution_plan import ProposedLine


def composition_of(rows: Sequence[Row], committee: CommitteeRow, *, on: date) -> list[ProposedLine]:
    """Return everybody the file names; raises `Refused` with all that is wrong with it.

    All of it must be about this committee. The days of the rows are not looked at: all begin with the decision.
    """
    lines = read_members(rows, today=on)
    if not lines:
        raise DomainError("The file names nobody.")
    for line in lines:
        if (line.unit.unit_id, line.committee_name.casefold()) != (committee.unit_id, committee.name.casefold()):
            raise DomainError(
                "This row is about another committee than “%(name)s”.", place=line.place, name=committee.name
            )
    return [_proposed(line) for line in lines]


def committee_named(unit_id: int, name: str) -> CommitteeRow:
    """Return the committee of a unit with this name, or its only one where none is given."""
    every = committees_of(unit_id)
    found = [one for one in every if not name or one.name.casefold() == name.casefold()]
    if not found:
        raise DomainError("The unit has no such committee.")
    if len(found) > 1:
        names = "; ".join(one.name for one in found)
        raise DomainError("The unit has several committees: say which (%(names)s).", names=names)
    return found[0]


def _proposed(line: MemberLine) -> ProposedLine:
    return ProposedLine(
        name=line.full_name,
        role=Role(line.role),
        position_title=line.position_title,
        organization=line.organization,
        email=line.email,
        phone=line.phone,
        areas=line.areas,
    )
