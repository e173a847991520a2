"""Files of rows and columns, as people send them: .csv and .xlsx become rows with known column names.

The head is row 1. What cannot be read is refused with file, row and column, as many refusals at once as can be found.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from committee.core.delimited import read_records
from committee.core.package import COMMAND_LINE, UPLOAD, Limits
from committee.core.workbook import SheetFacts, column_letter, read_sheet
from committee.domain.errors import DomainError, Place, Refused
from committee.domain.number_cells import Cell
from committee.domain.text import clean, legacy_font

__all__ = [
    "COMMAND_LINE",
    "UPLOAD",
    "Cell",
    "Column",
    "Limits",
    "Refusals",
    "Row",
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


def read_table(source: Path | bytes, filename: str, *, columns: Sequence[Column], limits: Limits = UPLOAD) -> list[Row]:
    """Return the rows of a .csv or .xlsx file, blank ones left out; raise Refused with all that is wrong.

    Column names are compared without case. `filename` is what refusals call the file, and its ending decides
    how it is read.
    """
    file = PurePath(filename).name
    place = Place(file)
    refusals = Refusals()
    rows: list[Row] = []
    with refusals.at(place):
        reader = _reader(file, place)
        table = reader(_content(source, place, limits), place, limits)
        rows = _rows(table, file, columns, limits, refusals)
    refusals.raise_if_any()
    return rows


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


@dataclass(frozen=True)
class _Table:
    records: list[list[Cell]]
    facts: SheetFacts
    fixed_width: bool


def _reader(file: str, place: Place) -> Callable[[bytes, Place, Limits], _Table]:
    ending = PurePath(file).suffix.lower()
    if ending == ".csv":
        return _from_csv
    if ending == ".xlsx":
        return _from_workbook
    if ending == ".xlsm":
        raise DomainError("Workbooks with macros are not read: save it as .xlsx.", place=place)
    if ending == ".xls":
        raise DomainError("The old .xls form is not read: save it as .xlsx.", place=place)
    raise DomainError("Only .xlsx and .csv files are read.", place=place)


def _content(source: Path | bytes, place: Place, limits: Limits) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > limits.file_bytes:
            raise DomainError(
                "The file is larger than %(megabytes)d MB: split it.",
                place=place,
                megabytes=limits.file_bytes // 1_000_000,
            )
        content = source if isinstance(source, bytes) else source.read_bytes()
    except OSError:
        raise DomainError("There is no such file, or it may not be read.", place=place) from None
    if not content.strip(b"\r\n\t \xef\xbb\xbf"):
        raise DomainError("The file is empty.", place=place)
    return content


def _from_csv(content: bytes, place: Place, limits: Limits) -> _Table:
    records = read_records(content, place)
    if len(records) > limits.rows + 1:
        raise DomainError("A file may have at most %(rows)d rows: split it.", place=place, rows=limits.rows)
    cells: list[list[Cell]] = [[text or None for text in record] for record in records]
    return _Table(cells, SheetFacts(), fixed_width=True)


def _from_workbook(content: bytes, place: Place, limits: Limits) -> _Table:
    sheet = read_sheet(content, place, limits)
    return _Table(sheet.values, sheet.facts, fixed_width=False)


def _rows(table: _Table, file: str, columns: Sequence[Column], limits: Limits, refusals: Refusals) -> list[Row]:
    names = _names(table.records[0] if table.records else [], file, columns, limits)
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


def _fill(row: Row, record: list[Cell], *, names: list[str], facts: SheetFacts, refusals: Refusals) -> None:
    for at, cell in enumerate(record, start=1):
        name = names[at - 1] if at <= len(names) else ""
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


def _names(head: list[Cell], file: str, columns: Sequence[Column], limits: Limits) -> list[str]:
    """Return the known names in the order of the head, "" where the head is empty; refuse a head that is wrong."""
    refusals = Refusals()
    place = Place(file, 1)
    if len(head) > limits.columns:  # at once: a hundred thousand names would be a hundred thousand refusals
        raise DomainError("A file may have at most %(columns)d columns.", place=place, columns=limits.columns)
    known = {column.name.casefold(): column.name for column in columns}
    names: list[str] = []
    for at, cell in enumerate(head, start=1):
        said = clean(str(cell)) if cell is not None else ""
        name = known.get(said.casefold(), "")
        with refusals.at(Place(file, 1, column_letter(at))):
            if said and not name:
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
