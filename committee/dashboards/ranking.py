"""The units below, ranked by one indicator: as a table that becomes cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from committee.core.formatting import NONE, count, vn_date
from committee.core.table_body import Cell, table_body
from committee.core.words import gettext
from committee.dashboards import wording
from committee.dashboards.cards import shown_level
from committee.dashboards.queries import UnitPicture, standing_order
from committee.domain.levels import Level
from committee.escalation.silence_queries import LastDay
from committee.escalation.silence_words import until_word
from committee.standings.queries import StandingRow, UnitStandings
from committee.standings.rows import achievement_text
from committee.targets.queries import IndicatorRow

# (level, met, word) to the status as the page draws it.
Drawn = Callable[[str | None, bool, str], str]


@dataclass(frozen=True)
class Ranking:
    """A table of the units below: its head as the table component takes it, and its body."""

    head: list[dict[str, object]]
    body: Markup
    is_empty: bool


def ranking_of(
    picture: UnitPicture, indicator: IndicatorRow, *, address: Callable[[str], str], status: Drawn, paused: LastDay
) -> Ranking:
    """Return the units below by `indicator`; `address` gives a unit's page, `status` draws a level.

    `paused` gives the last day on which nobody is urged on about a unit and an indicator.
    """
    head = _head(indicator, picture.counted(indicator))
    labels = [str(column["label"]) for column in head]
    lines = []
    for one in standing_order(picture.below, indicator.code):
        row = next((row for row in one.rows if row.indicator.code == indicator.code), None)
        link = address(one.unit.code)
        last_on = paused(one.unit.path, indicator.code)
        line = _line(one, row, labels, picture, link=link, status=status) if row else _blank(one, labels, link)
        lines.append([*line[:-1], _with_note(line[-1], until_word(last_on))] if last_on else line)
    return Ranking(head, table_body(lines), not picture.below)


def _head(indicator: IndicatorRow, counted: IndicatorRow) -> list[dict[str, object]]:
    unit, counted_unit = indicator.unit_of_measure, counted.unit_of_measure
    is_ceiling = indicator.direction == "down"
    missing = gettext("Over the milestone") if is_ceiling else gettext("Short of the milestone")
    columns: list[tuple[str, str]] = [
        (gettext("Rank"), ""),
        (gettext("Unit"), ""),
        (gettext("Actual"), unit),
        (gettext("Limit") if is_ceiling else gettext("Target"), unit),
        (gettext("Of the target"), "%"),
        (gettext("Still to go"), counted_unit),
        (gettext("Milestone"), unit),
        (missing, counted_unit if not (is_ceiling and indicator.is_rate) else gettext("points")),
        (gettext("Self-reported"), counted_unit),
        (gettext("Status"), ""),
    ]
    if is_ceiling:
        del columns[4:6]
    texts = {gettext("Unit"), gettext("Status")}
    return [{"label": label, "unit": unit, "number": label not in texts} for label, unit in columns]


def _line(
    one: UnitStandings, row: StandingRow, labels: Sequence[str], picture: UnitPicture, *, link: str, status: Drawn
) -> list[Cell]:
    standing, indicator = row.standing, row.indicator
    counted = picture.counted(indicator)
    level, word = shown_level(row)
    silent = level == Level.NODATA
    values = [
        count(row.rank),
        _plain(wording.actual_text(row)),
        _plain(wording.target_text(row)),
        achievement_text(standing),
        NONE if standing.remaining is None else wording.number(standing.remaining, counted),
        _plain(wording.milestone_text(standing, indicator)),
        wording.shortfall_text(standing, indicator, counted),
        NONE if row.self_reported is None else wording.number(row.self_reported, counted),
    ]
    if standing.gauge.is_ceiling:
        del values[3:5]
    names = [labels[0], *labels[2:-1]]
    cells = [Cell(value, name, is_number=True) for value, name in zip(values, names, strict=True)]
    actual_on = standing.actual.as_of if standing.actual else None
    cells[1] = Cell(values[1], names[1], is_number=True, note=_older(actual_on, picture))
    drawn = Cell(status(level, standing.is_met, word), labels[-1], note=_against(picture) if silent else "")
    return [cells[0], Cell(one.unit.name, is_head=True, url=link), *cells[1:], drawn]


def _blank(one: UnitStandings, labels: Sequence[str], link: str) -> list[Cell]:
    """Return the line of a unit of which nothing is asked and nothing is known."""
    empty = [Cell(NONE, label, is_number=True) for label in labels[2:-1]]
    word = Cell(gettext("No target yet"), labels[-1])
    return [Cell(NONE, labels[0], is_number=True), Cell(one.unit.name, is_head=True, url=link), *empty, word]


def _with_note(cell: Cell, note: str) -> Cell:
    return replace(cell, note=f"{cell.note}; {note}" if cell.note else note)


def _older(actual_on: date | None, picture: UnitPicture) -> str:
    """Return the day of a figure that does not serve the due cut-off."""
    due = picture.due_cut_off
    if actual_on is None or due is None or (actual_on.year, actual_on.month) >= (due.year, due.month):
        return ""
    return gettext("of %(day)s", day=vn_date(actual_on))


def _against(picture: UnitPicture) -> str:
    return gettext("for the cut-off of %(day)s", day=vn_date(picture.due_cut_off)) if picture.due_cut_off else ""


def _plain(written: str) -> str:
    """Return a number without the sign that stands in the head of its column."""
    return written.removesuffix("%")
