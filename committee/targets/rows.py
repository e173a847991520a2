"""What the files about targets and figures have in common: units by code on a day, indicators, numbers, days.

Whatever is refused here says its column and what was read there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from committee.core.formatting import vn_date
from committee.core.tabular import Refusals, Row, refuse_duplicates
from committee.domain.codes import unit_code
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.domain.measures import PERCENT, factor_of, field_of, kept
from committee.domain.number_cells import read_cell, read_target, settled
from committee.domain.number_words import EXACT, ROUNDED
from committee.domain.numbers import Blank, Field, Number
from committee.targets.queries import IndicatorRow
from committee.units.queries import UnitRow, bearer_on, bearers_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_TEXT = 500

_YES = frozenset({"yes", "y", "có", "x", "1", "true"})
_NO = frozenset({"no", "n", "không", "0", "false"})

Answer = TypeVar("Answer")
Bearers = dict[str, list[UnitRow]]


class Keyed(Protocol):
    """A row that was read, and what it is about: two of the same key in one file contradict each other."""

    @property
    def row(self) -> Row: ...

    @property
    def key(self) -> Hashable: ...


Line = TypeVar("Line", bound=Keyed)


@dataclass
class Tally:
    """What an import did with the rows of a file. `blank` rows hold no value: they write nothing."""

    read: int = 0
    written: int = 0
    corrected: int = 0
    unchanged: int = 0
    blank: int = 0

    @property
    def changed_anything(self) -> bool:
        return bool(self.written or self.corrected)

    def facts(self) -> dict[str, object]:
        """Return the counts as the audit keeps them."""
        return asdict(self)


def read_lines(rows: Sequence[Row], read: Callable[[Row], Line | None], tally: Tally) -> list[Line]:
    """Return what `read` makes of each row, None being blank; raise Refused with the first no of every bad row."""
    refusals = Refusals()
    lines: list[Line] = []
    for row in rows:
        with refusals.at(row.place()):
            line = read(row)
            tally.read += 1
            if line is None:
                tally.blank += 1
            else:
                lines.append(line)
    refusals.raise_if_any()
    keys = {line.row.number: line.key for line in lines}
    refuse_duplicates([line.row for line in lines], lambda row: keys[row.number])
    return lines


def read_at(row: Row, column: str, read: Callable[[Any], Answer]) -> Answer:
    """Return what `read` makes of a cell; its refusal gets the place and, where it has none, what was read."""
    cell = row.cells.get(column)
    try:
        return read(cell)
    except DomainError as error:
        error.place = error.place or row.place(column)
        if error.read is None and cell is not None:
            error.read = str(cell)
        raise


def refused(row: Row, column: str, message: str, **params: object) -> DomainError:
    """Return a refusal about a cell that is well written but cannot stand there."""
    cell = row.cells.get(column)
    return DomainError(message, place=row.place(column), read=None if cell is None else str(cell), **params)


def text_at(row: Row, column: str, *, required: bool = False) -> str:
    """Return a cell as text, "" if it is empty."""
    said = row.text(column) if column in row.cells else ""
    if required and not said:
        raise DomainError("This cell must be filled in.", place=row.place(column))
    if len(said) > LONGEST_TEXT:
        raise DomainError(
            "The text is longer than %(longest)d characters.", place=row.place(column), longest=LONGEST_TEXT
        )
    return said


def one_of(row: Row, column: str, known: Sequence[str], default: str = "") -> str:
    """Return a cell that holds one of the `known` words, `default` if it is empty."""
    said = text_at(row, column).lower() or default
    if said not in known:
        raise refused(row, column, "Only these words can stand here: %(known)s.", known=", ".join(known))
    return said


def day_at(row: Row, column: str) -> date | None:
    """Return the day in a cell, None if it is empty."""
    return None if row.cells.get(column) is None else read_at(row, column, _day)


def needed_day_at(row: Row, column: str) -> date:
    """Return the day in a cell, which must be there."""
    if row.cells.get(column) is None:
        raise DomainError("This cell must be filled in.", place=row.place(column))
    return read_at(row, column, _day)


def year_at(row: Row, column: str) -> int:
    """Return the year in a cell."""
    said = text_at(row, column, required=True)
    if not (said.isascii() and said.isdigit() and FIRST_YEAR <= int(said) <= LAST_YEAR):
        raise refused(row, column, "Write the year with four digits: 2024.")
    return int(said)


def yes_or_no_at(row: Row, column: str) -> bool | None:
    """Return whether a cell says yes, None if it is empty."""
    cell = row.cells.get(column)
    if cell is None:
        return None
    said = str(cell).lower()
    if said not in _YES | _NO:
        raise refused(row, column, "Write “có” or “không”.")
    return said in _YES


def indicator_at(row: Row, column: str, known: dict[str, IndicatorRow]) -> IndicatorRow:
    """Return the indicator whose code stands in a cell."""
    code = text_at(row, column, required=True)
    if code not in known:
        raise refused(row, column, "The dictionary has no indicator with this code; import it first.")
    return known[code]


def codes_in(rows: Iterable[Row], column: str = "unit_code") -> Bearers:
    """Return who ever bore the codes of these rows, in one go; cells that are no codes are left for `unit_at`."""
    cells = (row.cells.get(column) for row in rows)
    return bearers_of({cell for cell in cells if isinstance(cell, str)})


def unit_at(row: Row, bearers: Bearers, on: date, column: str = "unit_code") -> UnitRow:
    """Return the unit that bore the code of a cell on that day."""
    code = read_at(row, column, unit_code)
    found = bearer_on(bearers.get(code, ()), on)
    if found is not None:
        return found
    day = vn_date(on)
    if code in bearers:
        raise refused(
            row, column, "No unit bore the code on %(day)s: check the code and the day, or the list of units.", day=day
        )
    raise refused(row, column, "There is no unit with this code: check the code, or import the list of units first.")


def number_at(row: Row, column: str, indicator: IndicatorRow) -> Number | None:
    """Return the number of a cell in the indicator's unit, None if it is blank."""
    found = read_at(row, column, lambda cell: settled(read_cell(cell, **_grammar(row, column, indicator))))
    return None if isinstance(found, Blank) else found


def target_at(row: Row, column: str, indicator: IndicatorRow) -> tuple[int, str | None] | None:
    """Return a target as it is kept and the strictness written before it, None if the cell is blank."""

    def read(cell: Any) -> tuple[int, str | None] | None:
        found, strictness = read_target(cell, **_grammar(row, column, indicator))
        number = settled(found)
        return None if isinstance(number, Blank) else (kept(number.value, indicator.unit_of_measure), strictness)

    return read_at(row, column, read)


def percent_at(row: Row, column: str) -> int | None:
    """Return the percentage of a cell in hundredths of a basis point, None if it is blank."""

    def read(cell: Any) -> int | None:
        number = settled(read_cell(cell, Field.PCT, number_format=row.formats.get(column, "")))
        if isinstance(number, Blank):
            return None
        refuse_vague(row, column, number)
        return kept(number.value, PERCENT)

    return read_at(row, column, read)


def refuse_vague(row: Row, column: str, number: Number) -> None:
    """Refuse a planned number that is said to be about, more or less than something."""
    if number.qualifier not in (EXACT, ROUNDED) or number.provisional:
        raise refused(row, column, "A milestone is a certain number: leave out words like “khoảng”.")


def _day(cell: object) -> date:
    return _written_day(cell) if isinstance(cell, str) else read_day(cell)


# A file says the same few days in all its rows.
_written_day = lru_cache(maxsize=1024)(read_day)


def _grammar(row: Row, column: str, indicator: IndicatorRow) -> dict[str, Any]:
    unit = indicator.unit_of_measure
    return {
        "kind": field_of(unit),
        "number_format": row.formats.get(column, ""),
        "unit_words": (unit,),
        "unit_factor": factor_of(unit),
    }
