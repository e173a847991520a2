"""The records of a .csv or .xlsx file as they stand, before anybody asks what its columns are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from committee.core.delimited import read_records
from committee.core.package import Limits
from committee.core.workbook import SheetFacts, read_sheet
from committee.domain.errors import DomainError, Place
from committee.domain.number_cells import Cell


@dataclass(frozen=True)
class RawTable:
    """What stands in a file. `sheet` is "" in a .csv; `others` are sheets that hold something and are left alone."""

    records: list[list[Cell]]
    facts: SheetFacts
    fixed_width: bool
    sheet: str = ""
    others: tuple[str, ...] = ()


def raw_table(source: Path | bytes, file: str, limits: Limits, *, sheet: str = "") -> RawTable:
    """Return what stands in a file; `sheet`: the one that is meant where several hold something."""
    place = Place(file)
    reader = _reader(file, place)
    return reader(_content(source, place, limits), place, limits, sheet)


def _reader(file: str, place: Place) -> Callable[[bytes, Place, Limits, str], RawTable]:
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


def _from_csv(content: bytes, place: Place, limits: Limits, _sheet: str) -> RawTable:
    records = read_records(content, place)
    if len(records) > limits.rows + 1:
        raise DomainError("A file may have at most %(rows)d rows: split it.", place=place, rows=limits.rows)
    cells: list[list[Cell]] = [[text or None for text in record] for record in records]
    return RawTable(cells, SheetFacts(), fixed_width=True)


def _from_workbook(content: bytes, place: Place, limits: Limits, called: str) -> RawTable:
    sheet = read_sheet(content, place, limits, called=called)
    return RawTable(sheet.values, sheet.facts, fixed_width=False, sheet=sheet.name, others=sheet.others)
