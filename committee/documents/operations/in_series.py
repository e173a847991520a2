"""What a file may not do to the numbers of a committee: give one twice that is counted once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from committee.core.tabular import Row
from committee.documents import numbering
from committee.domain.document_numbers import Number, counted_as
from committee.domain.errors import DomainError


class InSeries:
    """The numbers of committees, those of the register and of the rows of a file that were looked at before."""

    def __init__(self, counts_per_type: Callable[[int], bool]) -> None:
        self._counts_per_type = counts_per_type
        self._standing: dict[tuple[int, int], dict[Hashable, str]] = {}
        self._rows: dict[Hashable, int] = {}

    def take(self, row: Row, values: Mapping[str, Any]) -> None:
        """Note the number of a row; raises where another document has it. Numbers of other issuers count nowhere.

        A number that stands twice on one type was refused before: what is left are two types in one series.
        """
        if values["series"] is None:
            return
        committee_id, year = values["committee_id"], values["year"]
        number = Number(values["number"], values["number_suffix"])
        place = counted_as(values["type"], year, number, per_type=self._counts_per_type(committee_id))
        holder = self._of(committee_id, year).get(place)
        if holder is not None:
            raise DomainError(
                "Number %(number)s of %(year)s stands on “%(holder)s” of this register, and this committee counts all "
                "types together: write the number that is on the paper, or have each type counted by itself first.",
                read=row.text("number"),
                number=str(number),
                year=str(year),
                holder=holder,
            )
        first = self._rows.setdefault((committee_id, place), row.number)
        if first != row.number:
            raise DomainError(
                "Number %(number)s of %(year)s stands in row %(first)d already, and this committee counts all types "
                "together: write the number that is on the paper, or have each type counted by itself first.",
                read=row.text("number"),
                number=str(number),
                year=str(year),
                first=first,
            )

    def _of(self, committee_id: int, year: int) -> dict[Hashable, str]:
        if (committee_id, year) not in self._standing:
            self._standing[committee_id, year] = numbering.holders(committee_id, [year])
        return self._standing[committee_id, year]
