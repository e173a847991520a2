"""The head of a file whose columns nobody has named yet: what stands over each, and what begins below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from committee.core.package import UPLOAD, Limits
from committee.core.raw_table import raw_table
from committee.core.tabular import Refusals
from committee.core.workbook import column_letter
from committee.domain.errors import DomainError, Place, Refused
from committee.domain.number_cells import Cell
from committee.domain.text import clean


@dataclass(frozen=True)
class Heading:
    """What stands over a column: its letter, the words, and what the first rows below say."""

    letter: str
    said: str
    below: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Head:
    """The head of a file: the columns in which anything stands, and how many rows lie below.

    `sheet` is "" in a .csv; `others` hold something too and are left alone.
    """

    headings: tuple[Heading, ...]
    rows: int
    sheet: str = ""
    others: tuple[str, ...] = ()


def read_head(source: bytes, filename: str, *, sheet: str = "", limits: Limits = UPLOAD, below: int = 2) -> Head:
    """Return the head of a file whose columns nobody has named yet, each with its first `below` values."""
    file = PurePath(filename).name
    refusals = Refusals()
    with refusals.at(Place(file)):
        table = raw_table(source, file, limits, sheet=sheet)
        width = max((len(record) for record in table.records), default=0)
        if width > limits.columns:
            raise DomainError("A file may have at most %(columns)d columns.", columns=limits.columns)
        headings = [_heading(table.records, at, below) for at in range(width)]
        return Head(
            tuple(one for one in headings if one.said or one.below), len(table.records) - 1, table.sheet, table.others
        )
    raise Refused(refusals.errors)


def _heading(records: Sequence[Sequence[Cell]], at: int, below: int) -> Heading:
    column = [record[at] if at < len(record) else None for record in records]
    values = [cell for cell in column[1:] if cell not in (None, "")]
    said = column[0] if column else None
    return Heading(column_letter(at + 1), "" if said is None else clean(str(said)), tuple(values[:below]))
