"""The rows of a file of figures, read: which unit, which day, what value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from committee.core.tabular import Column, Row
from committee.domain.errors import DomainError
from committee.domain.measures import kept
from committee.domain.number_words import EXACT, QUALIFIERS, ROUNDED, read_lead
from committee.domain.numbers import BLANKS, Number
from committee.figures.operations.revisions import Amount, FigureKey
from committee.figures.queries import OFFICIAL, SELF_REPORTED
from committee.targets.queries import IndicatorRow
from committee.targets.rows import (
    Bearers,
    indicator_at,
    needed_day_at,
    number_at,
    one_of,
    read_at,
    refused,
    text_at,
    unit_at,
)

COLUMNS = (
    Column("unit_code", required=True),
    Column("indicator", required=True),
    Column("as_of", required=True),
    Column("value", required=True, or_else=("published_percent", "published_remaining")),
    Column("published_percent"),
    Column("published_remaining"),
    Column("origin"),
    Column("qualifier"),
    Column("span"),
    Column("published_text"),
    Column("source"),
)
TEXTS = ("published_text", "source", "published_percent", "published_remaining")
YEAR_TO_DATE, MONTH = "ytd", "month"


@dataclass(frozen=True)
class FigureLine:
    """One figure. `amount` None: only a percentage or a remaining was published, which is kept and not computed with.

    `texts` are what was published in words, by column.
    """

    row: Row
    unit_id: int
    indicator: IndicatorRow
    as_of: date
    origin: str
    span: str
    amount: Amount | None
    texts: dict[str, str]

    @property
    def key(self) -> FigureKey:
        return (self.unit_id, self.indicator.code, self.as_of, self.origin)


def line_reader(
    indicators: dict[str, IndicatorRow], bearers: Bearers, today: date
) -> Callable[[Row], FigureLine | None]:
    """Return the function that reads one row; it gives None where no value of any kind stands."""

    def read(row: Row) -> FigureLine | None:
        indicator = indicator_at(row, "indicator", indicators)
        as_of = needed_day_at(row, "as_of")
        if as_of > today:
            raise refused(row, "as_of", "A figure cannot be of a day that has not come yet.")
        unit = unit_at(row, bearers, as_of)
        origin = one_of(row, "origin", (OFFICIAL, SELF_REPORTED), OFFICIAL)
        span = _span(row, indicator)
        amount = _amount(row, indicator)
        texts = {name: text_at(row, name) for name in ("published_text", "source")}
        texts |= {name: _as_published(row, name) for name in ("published_percent", "published_remaining")}
        if amount is None and not texts["published_percent"] and not texts["published_remaining"]:
            return None
        return FigureLine(row, unit.unit_id, indicator, as_of, origin, span, amount, texts)

    return read


def _span(row: Row, indicator: IndicatorRow) -> str:
    span = one_of(row, "span", (YEAR_TO_DATE, MONTH), YEAR_TO_DATE)
    if span == MONTH and indicator.kind != "flow":
        raise refused(row, "span", "Only what is counted through the year has a value of one month: leave span empty.")
    return span


def _amount(row: Row, indicator: IndicatorRow) -> Amount | None:
    if indicator.is_rate:
        _refuse_value_of_rate(row, indicator)
        return None
    number = number_at(row, "value", indicator)
    qualifier, provisional = _qualifier(row, number)
    if number is None:
        return None
    value = number.value
    whole = read_at(row, "value", lambda _: kept(value, indicator.unit_of_measure))
    return Amount(whole, qualifier, provisional)


def _refuse_value_of_rate(row: Row, indicator: IndicatorRow) -> None:
    cell = row.cells.get("value")
    if cell is None or str(cell).lower() in BLANKS:
        return
    raise refused(
        row,
        "value",
        "%(indicator)s is computed, not typed: import %(numerators)s and %(denominator)s instead, "
        "or keep the printed percentage in published_percent.",
        indicator=indicator.code,
        numerators=" / ".join(indicator.numerators),
        denominator=indicator.denominator,
    )


def _qualifier(row: Row, number: Number | None) -> tuple[str, bool]:
    """Return how exactly the value was said, by its column or by the words before the number."""
    in_value = number.qualifier if number else EXACT
    provisional = bool(number and number.provisional)
    said = text_at(row, "qualifier").lower()
    if not said:
        return in_value, provisional
    in_column, estimated = _said_qualifier(row, said)
    if number and in_value not in (EXACT, ROUNDED, in_column):
        raise refused(
            row, "qualifier", "The value says “%(said)s”: write the same here, or nothing.", said=number.published_text
        )
    return in_column, provisional or estimated


def _said_qualifier(row: Row, said: str) -> tuple[str, bool]:
    if said in QUALIFIERS:
        return said, False
    try:
        lead = read_lead(f"{said} 1")
    except DomainError:
        lead = None
    if lead is None or lead.rest != "1":
        raise refused(row, "qualifier", "Only these words can stand here: %(known)s.", known=", ".join(QUALIFIERS))
    return lead.qualifier, lead.provisional


def _as_published(row: Row, column: str) -> str:
    """Return a printed percentage or remaining as it was printed; nothing is computed with it."""
    cell = row.cells.get(column)
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    said = text_at(row, column)
    return "" if said.lower() in BLANKS else said
