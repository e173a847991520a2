"""Files of rows and columns, as people send them: .csv and .xlsx become rows with known column names.

The head is row 1. What cannot be read is refused with file, row and column, as many refusals at once as can be found.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from committee.core.package import COMMAND_LINE, UPLOAD, Limits
from committee.core.raw_table import RawTable, raw_table
from committee.core.workbook import SheetFacts, column_letter
from committee.domain.errors import DomainError, Place, Refused
from committee.domain.number_cells import Cell
from committee.domain.text import clean, legacy_font

__all__ = [
    "COMMAND_LINE",
    "UPLOAD",
    "Cell",
    "Column",
    "Layout",
    "Limits",
    "Refusals",
    "Row",
    "read_rows",
    "read_table",
    "refuse_duplicates",
]


@dataclass(frozen=True)
class Column:
    """A column a file may have; a required one, or one of `or_else` in its place, must stand in its head."""

    name: str
    required: bool = False
    or_else: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row below the head. `cells` has every known column, None where nothing stands; text is clean.

    `formats` holds the number format of the cells that show a percentage, `letters` the letter of each column.
    """

    file: str
    number: int
    cells: dict[str, Cell]
    formats: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    def place(self, column: str = "") -> Place:
        return Place(self.file, self.number, column)

    def text(self, column: str) -> str:
        """Return a cell as text, "" if empty; a whole number is taken as its digits, other values are refused."""
        cell = self.cells[column]
        if cell is None:
            return ""
        if isinstance(cell, str):
            return cell
        if isinstance(cell, int) and not isinstance(cell, bool):
            return str(cell)
        raise DomainError(
            "Text is needed here: format the column as text and type it again.",
            place=self.place(column),
            read=str(cell),
        )


@dataclass(frozen=True)
class Layout:
    """How a file is read whose head is in other words: {letter: name of the column}; other columns are left out.

    `sheet`: which of several sheets is meant.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""


Called = Callable[[str], str | None]  # what a heading in other words means: "" where it is unknown, None: left out


def by_name_alone(_said: str) -> str | None:
    """Return that no other words are known for any column."""
    return ""


class Refusals:
    """Collects what is wrong with a file, so that its sender hears it all at once."""

    def __init__(self) -> None:
        self.errors: list[DomainError] = []

    def add(self, error: DomainError) -> None:
        self.errors.append(error)

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Keep a refusal raised within and go on; it gets `place` unless it has its own."""
        try:
            yield
        except Refused as several:
            self.errors.extend(several)
        except DomainError as error:
            error.place = error.place or place
            self.errors.append(error)

    def raise_if_any(self) -> None:
        if self.errors:
            raise Refused(self.errors)


def read_table(
    source: Path | bytes,
    filename: str,
    *,
    columns: Sequence[Column],
    limits: Limits = UPLOAD,
    layout: Layout | None = None,
    called: Called = by_name_alone,
) -> list[Row]:
    """Return the rows of a .csv or .xlsx file, blank ones left out; raise Refused with all that is wrong.

    Column names are compared without case, unless `layout` says which column is which; `called` knows them by other
    words. `filename` is what refusals call the file, and its ending decides how it is read.
    """
    refusals = Refusals()
    rows = read_rows(source, filename, columns=columns, limits=limits, layout=layout, called=called, refusals=refusals)
    refusals.raise_if_any()
    return rows


def read_rows(
    source: Path | bytes,
    filename: str,
    *,
    columns: Sequence[Column],
    refusals: Refusals,
    limits: Limits = UPLOAD,
    layout: Layout | None = None,
    called: Called = by_name_alone,
) -> list[Row]:
    """Return what `read_table` does, without the rows of which something cannot be read: that goes to `refusals`."""
    file = PurePath(filename).name
    rows: list[Row] = []
    with refusals.at(Place(file)):
        table = raw_table(source, file, limits, sheet=layout.sheet if layout else "")
        names = _named(table.records, layout) if layout else _names(table.records, file, columns, limits, called)
        rows = _rows(table, names, file=file, columns=columns, refusals=refusals)
    bad = {error.place.row for error in refusals.errors if error.place}
    return [row for row in rows if row.number not in bad]


def refuse_duplicates(rows: Iterable[Row], key: Callable[[Row], Hashable], *, column: str = "") -> None:
    """Refuse rows with the same key, each with the number of the row that had it first."""
    first: dict[Hashable, int] = {}
    refusals = Refusals()
    for row in rows:
        number = first.setdefault(key(row), row.number)
        if number != row.number:
            refusals.add(
                DomainError(
                    "This says the same as row %(first)d: keep one of the two.",
                    place=row.place(column),
                    first=number,
                )
            )
    refusals.raise_if_any()


def _named(records: Sequence[Sequence[Cell]], layout: Layout) -> list[str | None]:
    """Return the names that were given to the columns, None where one is left out."""
    width = max((len(record) for record in records), default=0)
    return [layout.names.get(column_letter(at)) for at in range(1, width + 1)]


def _rows(
    table: RawTable, names: Sequence[str | None], *, file: str, columns: Sequence[Column], refusals: Refusals
) -> list[Row]:
    letters = {name: column_letter(at) for at, name in enumerate(names, start=1) if name}
    width = len(table.records[0])
    rows = []
    for number, record in enumerate(table.records[1:], start=2):
        if table.fixed_width and len(record) > width:
            refusals.add(
                DomainError(
                    "The row has %(cells)d cells, the head has %(columns)d: put text that holds the separator "
                    "in quotation marks.",
                    place=Place(file, number),
                    cells=len(record),
                    columns=width,
                )
            )
            continue
        row = Row(file, number, {column.name: None for column in columns}, letters=letters)
        _fill(row, record, names=names, facts=table.facts, refusals=refusals)
        if any(cell is not None for cell in row.cells.values()):
            rows.append(row)
    if not rows and not refusals.errors:
        raise DomainError("The file has a head but no rows.", place=Place(file))
    return rows


def _fill(row: Row, record: list[Cell], *, names: Sequence[str | None], facts: SheetFacts, refusals: Refusals) -> None:
    for at, cell in enumerate(record, start=1):
        name = names[at - 1] if at <= len(names) else ""
        if name is None:
            continue
        with refusals.at(row.place(name or column_letter(at))):
            value = _cell(cell, (row.number, at), facts)
            if value is not None and not name:
                raise DomainError("This column has no name in the head.", read=str(value))
            if name:
                row.cells[name] = value
            if name and (row.number, at) in facts.percent:
                row.formats[name] = facts.percent[row.number, at]


def _cell(cell: Cell, at: tuple[int, int], facts: SheetFacts) -> Cell:
    if at in facts.without_value:
        raise DomainError("The formula has no computed value: open the file in Excel and save it.")
    if at in facts.errors:
        raise DomainError(
            "The spreadsheet shows an error here: correct the formula or type the number.", read=facts.errors[at]
        )
    if not isinstance(cell, str):
        return cell
    said = clean(cell)
    font = None if said.isascii() else legacy_font(said)
    if font:
        raise DomainError(
            "This text is in the old font code %(font)s: convert the file to Unicode and send it again.",
            read=said,
            font=font,
        )
    return said or None


def _names(
    records: Sequence[Sequence[Cell]], file: str, columns: Sequence[Column], limits: Limits, called: Called
) -> list[str | None]:
    """Return the known names in the order of the head, "" where the head is empty; refuse a head that is wrong."""
    head = records[0] if records else []
    refusals = Refusals()
    place = Place(file, 1)
    if len(head) > limits.columns:  # at once: a hundred thousand names would be a hundred thousand refusals
        raise DomainError("A file may have at most %(columns)d columns.", place=place, columns=limits.columns)
    known = {column.name.casefold(): column.name for column in columns}
    names: list[str | None] = []
    for at, cell in enumerate(head, start=1):
        said = clean(str(cell)) if cell is not None else ""
        name = known.get(said.casefold()) or called(said)
        with refusals.at(Place(file, 1, column_letter(at))):
            if said and name == "":
                raise DomainError(
                    "There is no column “%(name)s” here; the columns are: %(known)s.",
                    name=said,
                    known=", ".join(known.values()),
                )
            if name and name in names:
                raise DomainError("The column “%(name)s” stands in the head twice.", name=name)
        names.append(name)
    for column in columns:
        if column.required and not {column.name, *column.or_else} & set(names):
            refusals.add(DomainError("The column “%(name)s” is missing.", place=place, name=column.name))
    refusals.raise_if_any()
    return names
