"""Figures as another program sends them: integers and plain decimals, each whole list or none of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from committee.core.tabular import Refusals, Row, refuse_duplicates
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.domain.measures import factor_of, field_of, kept
from committee.domain.number_cells import read_plain
from committee.figures.operations.entry import Typed, submit
from committee.figures.operations.figure_lines import TEXTS, YEAR_TO_DATE, FigureLine
from committee.figures.operations.imports import write_lines
from committee.figures.operations.revisions import Amount
from committee.figures.queries import OFFICIAL, SELF_REPORTED
from committee.targets.operations.turns import take_turns
from committee.targets.queries import IndicatorRow, indicators
from committee.targets.rows import Tally


@dataclass(frozen=True)
class Sent:
    """One figure as sent: `value` is still as the program wrote it. `number` counts from 1 within the list."""

    number: int
    unit_id: int
    unit_code: str
    indicator: str
    as_of: date
    value: Any
    origin: str = OFFICIAL

    @property
    def row(self) -> Row:
        """Where it stood, for refusals."""
        return Row("", self.number, {})


@dataclass(frozen=True)
class Receipt:
    """The number under which a unit's report of a day was received."""

    unit_code: str
    as_of: date
    number: str


def send_figures(*, sent: Sequence[Sent], by: Actor, now: datetime) -> tuple[Tally, list[Receipt]]:
    """Write figures that a program sends: official ones are accepted, reports wait and are given a receipt.

    All or none: raises `Refused` with what is wrong with any of them.
    """
    lines = _read(sent, indicators(), day_of(now))
    take_turns()
    tally = Tally(read=len(lines))
    official = [line for line in lines if line.origin == OFFICIAL]
    write_lines(official, tally, thing=("program", by.name), by=by, now=now)
    reports: dict[tuple[int, str, date], dict[str, Typed]] = defaultdict(dict)
    for one, line in zip(sent, lines, strict=True):
        if line.origin == SELF_REPORTED and line.amount:
            reports[one.unit_id, one.unit_code, one.as_of][one.indicator] = Typed(line.amount.value)
    tally.written += sum(len(values) for values in reports.values())
    receipts = [
        Receipt(code, as_of, submit(unit_id=unit_id, as_of=as_of, values=values, by=by, now=now))
        for (unit_id, code, as_of), values in reports.items()
    ]
    return tally, receipts


def _read(sent: Sequence[Sent], dictionary: Mapping[str, IndicatorRow], today: date) -> list[FigureLine]:
    refusals = Refusals()
    lines: list[FigureLine] = []
    for one in sent:
        with refusals.at(one.row.place()):
            lines.append(_line(one, dictionary, today))
    refusals.raise_if_any()
    keys = {line.row.number: line.key for line in lines}
    refuse_duplicates([line.row for line in lines], lambda row: keys[row.number])
    return lines


def _line(one: Sent, dictionary: Mapping[str, IndicatorRow], today: date) -> FigureLine:
    indicator = dictionary.get(one.indicator)
    if indicator is None:
        raise _refused(one, "indicator", "The dictionary has no indicator with this code; import it first.")
    if one.as_of > today:
        raise _refused(one, "as_of", "A figure cannot be of a day that has not come yet.")
    if indicator.is_rate:
        raise _refused(one, "value", "%(name)s is computed from its parts and is not typed.", name=indicator.name)
    unit = indicator.unit_of_measure
    try:
        number = read_plain(one.value, field_of(unit), unit_factor=factor_of(unit))
        amount = Amount(kept(number.value, unit), number.qualifier, provisional=False)
    except DomainError as error:
        error.place = one.row.place("value")
        raise
    texts = dict.fromkeys(TEXTS, "")
    return FigureLine(one.row, one.unit_id, indicator, one.as_of, one.origin, YEAR_TO_DATE, amount, texts)


def _refused(one: Sent, column: str, message: str, **params: object) -> DomainError:
    return DomainError(message, place=one.row.place(column), read=str(getattr(one, column))[:80], **params)
