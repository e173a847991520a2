"""The .xlsx package: opened within limits, its one sheet read with the values Excel has kept.

calamine gives the values. It gives nothing for a formula without a kept value and nothing for #N/A, and no number
formats, so the sheet's XML is walked as well.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser, fromstring
from python_calamine import CalamineError, CalamineWorkbook

from committee.core.package import Limits, unpacked
from committee.domain.errors import DomainError, Place
from committee.domain.number_cells import Cell

# Any namespace: Excel's "strict" workbooks have others than its usual ones.
_ANY = "{*}"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PERCENT_BUILT_IN = {"9": "0%", "10": "0.00%"}
_LITERAL = re.compile(r'"[^"]*"|\\.')


@dataclass
class SheetFacts:
    """What the XML of a sheet says beside its values; places are (row, column), both from 1."""

    rows: int = 0
    columns: int = 0
    without_value: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The values of the sheet, row 1 first, and its facts; `others` hold something too and are left alone."""

    values: list[list[Cell]]
    facts: SheetFacts
    name: str = ""
    others: tuple[str, ...] = ()


def read_sheet(content: bytes, place: Place, limits: Limits, *, called: str = "") -> Sheet:
    """Return the one sheet of a workbook that holds anything; refuse two, and whatever is larger than `limits`.

    Where one of several bears the name `called`, that one is meant.
    """
    parts = unpacked(content, place, limits)
    try:
        filled = _filled_sheets(parts, place, limits)
        meant = [one for one in filled if called and one[0].casefold() == called.casefold()]
        name, facts = _the_one(meant or filled, place)
        others = tuple(other for other, _ in filled if other != name)
        return Sheet(_padded(_values(parts, name), facts), facts, name, others)
    except (ParseError, DefusedXmlException, KeyError, ValueError, CalamineError):
        raise DomainError("The workbook is damaged: open it in Excel and save it again.", place=place) from None


def column_letter(column: int) -> str:
    """Return the letter a spreadsheet shows for column 1, 2, 3 …: A, B, C … AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _filled_sheets(parts: dict[str, bytes], place: Place, limits: Limits) -> list[tuple[str, SheetFacts]]:
    percent_styles = _percent_styles(parts.get("xl/styles.xml"))
    found = ((name, _facts(parts[path], percent_styles, place, limits)) for name, path in _sheet_parts(parts))
    return [(name, facts) for name, facts in found if facts.rows]


def _the_one(filled: list[tuple[str, SheetFacts]], place: Place) -> tuple[str, SheetFacts]:
    if not filled:
        raise DomainError("The file is empty.", place=place)
    if len(filled) > 1:
        raise DomainError(
            "The workbook has several sheets with content (%(sheets)s): keep one and delete the others.",
            place=place,
            sheets=", ".join(name for name, _ in filled),
        )
    return filled[0]


def _sheet_parts(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    targets = {
        link.get("Id"): (posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))), link.get("Type", ""))
        for link in fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    sheets = fromstring(parts["xl/workbook.xml"]).iterfind(f"{_ANY}sheets/{_ANY}sheet")
    named = [(sheet.get("name", ""), *targets[_link_of(sheet.attrib)]) for sheet in sheets]
    return [(name, path.lstrip("/")) for name, path, kind in named if kind.endswith("/worksheet")]


def _link_of(attributes: dict[str, str]) -> str | None:
    return next((value for name, value in attributes.items() if name.endswith("}id")), None)


def _percent_styles(styles: bytes | None) -> dict[str, str]:
    """Return {cell style: number format} of the styles that show a percentage."""
    if styles is None:
        return {}
    root = fromstring(styles)
    formats = dict(_PERCENT_BUILT_IN)
    for number_format in root.iterfind(f"{_ANY}numFmts/{_ANY}numFmt"):
        code = number_format.get("formatCode", "")
        if "%" in _LITERAL.sub("", code):
            formats[number_format.get("numFmtId", "")] = code
    cell_styles = root.find(f"{_ANY}cellXfs")
    used = [] if cell_styles is None else [style.get("numFmtId", "") for style in cell_styles]
    return {str(at): formats[number] for at, number in enumerate(used) if number in formats}


def _facts(xml: bytes, percent_styles: dict[str, str], place: Place, limits: Limits) -> SheetFacts:
    walk = _SheetWalk(percent_styles, lambda: _too_many_cells(place, limits), limits)
    parser = XMLParser(target=walk)
    parser.feed(xml)
    parser.close()
    return walk.facts


def _too_many_cells(place: Place, limits: Limits) -> DomainError:
    return DomainError(
        "A sheet may have at most %(rows)d rows and %(columns)d columns: split it, or delete what lies outside.",
        place=place,
        rows=limits.rows,
        columns=limits.columns,
    )


class _SheetWalk:
    """Walks the elements of a sheet without keeping them."""

    def __init__(self, percent_styles: dict[str, str], too_many: Callable[[], DomainError], limits: Limits) -> None:
        self.facts = SheetFacts()
        self._percent_styles = percent_styles
        self._too_many = too_many
        self._limits = limits
        self._row = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._formula = False
        self._text: list[str] | None = None
        self._filled = False
        self._said = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._text = []
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._end_cell()
        elif name in {"v", "t"} and self._text is not None:
            said = "".join(self._text)
            self._text = None
            self._filled = self._filled or bool(said)
            self._said = said

    def close(self) -> None:
        """Nothing is left open."""

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._formula = self._filled = False
        self._said = ""
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise ValueError(reference)
        self._row = int(found[2])
        self._column = _number_of(found[1])

    def _end_cell(self) -> None:
        at = (self._row, self._column)
        # A formula whose kept value is an empty text is marked "str"; without the mark it was never computed.
        if self._cell.get("t") == "e":
            self.facts.errors[at] = self._said
        elif self._formula and not self._filled and self._cell.get("t") != "str":
            self.facts.without_value.add(at)
        elif not self._filled:
            return
        facts = self.facts
        facts.rows = max(facts.rows, at[0])
        facts.columns = max(facts.columns, at[1])
        if facts.rows > self._limits.rows + 1 or facts.columns > self._limits.columns:
            raise self._too_many()
        style = self._percent_styles.get(self._cell.get("s", "0"))
        if style is not None:
            facts.percent[at] = style


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _values(parts: dict[str, bytes], name: str) -> list[list[Cell]]:
    # calamine is given what was counted above, not the package that came in.
    counted = io.BytesIO()
    with zipfile.ZipFile(counted, "w") as package:
        for path, part in parts.items():
            package.writestr(path, part)
    counted.seek(0)
    with CalamineWorkbook.from_filelike(counted) as workbook:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_plain(cell) for cell in row] for row in rows]


def _padded(values: list[list[Cell]], facts: SheetFacts) -> list[list[Cell]]:
    """Return the values with empty cells up to where the sheet's XML has something that gave no value."""
    short = facts.rows - len(values)
    rows = [*values, *([] for _ in range(short))]
    return [row + [None] * (facts.columns - len(row)) for row in rows]


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return None if cell == "" else cell
