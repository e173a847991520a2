"""What a demonstration takes over, as the rows of the files in which it would have arrived."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from committee.core.tabular import Column, Row
from committee.demo.story import MADE_UP, Story
from committee.domain.number_cells import Cell
from committee.units.files import UNIT_COLUMNS

DATA = Path(__file__).resolve().parents[2] / "data"
OLD_TREE = DATA / "units" / "vn_units_2025-06-30.csv"
DICTIONARY = DATA / "indicators.csv"
HAMLETS = (5, 6, 6)


def rows(file: str, columns: Sequence[Column], lines: Iterable[Mapping[str, Cell]]) -> list[Row]:
    """Return `lines` as the rows of a file; what a line does not say is empty."""
    empty: dict[str, Cell] = {column.name: None for column in columns}
    return [Row(file, number, {**empty, **line}) for number, line in enumerate(lines, start=2)]


def unit_rows(story: Story) -> list[Row]:
    """Return the units of the story: the province, its districts and communes as they were, and made-up hamlets."""
    listed = _listed()
    kept = _districts(listed, story)
    here = [
        line
        for line in listed
        if (line["level"] == "province" and line["code"] == story.province)
        or (line["level"] == "district" and line["code"] in kept)
        or (line["level"] == "commune" and line["parent_code"] in kept)
    ]
    codes = {line["code"] for line in here}
    hamlets = [
        _hamlet(commune, number)
        for commune, count in zip(story.with_hamlets, HAMLETS, strict=True)
        if commune in codes
        for number in range(1, count + 1)
    ]
    return rows(
        OLD_TREE.name, UNIT_COLUMNS, [*({name: cell or None for name, cell in line.items()} for line in here), *hamlets]
    )


def all_communes(story: Story) -> list[str]:
    """Return the codes of all communes of the province, also of those a smaller story leaves out."""
    listed = _listed()
    districts = {line["code"] for line in listed if line["parent_code"] == story.province}
    return [line["code"] for line in listed if line["level"] == "commune" and line["parent_code"] in districts]


def _listed() -> list[dict[str, str]]:
    with OLD_TREE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _districts(listed: Sequence[Mapping[str, str]], story: Story) -> set[str]:
    codes = {line["code"] for line in listed if line["parent_code"] == story.province}
    return codes & set(story.districts) if story.districts else codes


def _hamlet(commune: str, number: int) -> dict[str, Cell]:
    return {
        "code": f"{commune}-{number:02}",
        "name": f"Ấp {number} (minh họa)",
        "unit_type": "ấp",
        "level": "hamlet",
        "parent_code": commune,
    }


def document(number: int, kind: str) -> str:
    """Return the number of a made-up document."""
    return f"{number:02}/{kind} ({MADE_UP})"
