"""One standing in words and numbers: the line under its bar, and the facts beside it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from committee.core.formatting import count, delta, money, vn_date
from committee.dashboards.sentences import Sentence, say
from committee.domain import rates
from committee.domain.measures import field_of
from committee.domain.numbers import Field
from committee.domain.standing import Standing
from committee.domain.trend import Change
from committee.standings.queries import StandingRow
from committee.standings.rows import achievement_text
from committee.targets.queries import IndicatorRow, TargetOn

NOTHING = "–"
BETWEEN = " · "
QUALIFIED = {
    "more_than": "more than %(number)s",
    "less_than": "nearly %(number)s",
    "about": "about %(number)s",
    "at_least": "at least %(number)s",
    "rounded": "%(number)s (rounded)",
}


def number(value: int | None, indicator: IndicatorRow) -> str:
    """Return a counted value without its unit, money in the unit of the indicator."""
    unit = indicator.unit_of_measure
    return money(value, unit) if field_of(unit) is Field.MONEY else count(value)


def amount(value: int | None, indicator: IndicatorRow) -> str:
    """Return a counted value with its unit."""
    return f"{number(value, indicator)} {indicator.unit_of_measure}"


def difference(value: int, indicator: IndicatorRow) -> str:
    """Return a difference with its sign and its unit."""
    if field_of(indicator.unit_of_measure) is Field.MONEY:
        sign = "+" if value > 0 else ""
        return f"{sign}{amount(value, indicator)}"
    return f"{delta(value)} {indicator.unit_of_measure}"


def percent(value: Fraction, decimals: int) -> str:
    """Return a rate with its sign, half up."""
    return f"{rates.vietnamese(rates.fixed(value, decimals))}%"


def points(value: Fraction, decimals: int) -> str:
    """Return a difference of rates; while there is one it never reads 0."""
    return rates.vietnamese(rates.gap(value, decimals))


def actual_text(row: StandingRow) -> str:
    """Return the actual without unit, with its qualifier; a rate with its sign."""
    one, indicator = row.standing, row.indicator
    if one.actual is None:
        return NOTHING
    if not indicator.is_rate:
        written = number(one.actual.value, indicator)
    else:
        written = NOTHING if one.ratio is None else percent(one.ratio, indicator.decimals)
    message = QUALIFIED.get(one.actual.qualifier)
    return say(Sentence.of(message, number=written)) if message else written


def value_text(value: int, indicator: IndicatorRow) -> str:
    """Return a target as it was typed, without the unit of what is counted."""
    if indicator.is_rate:
        return f"{rates.vietnamese(rates.percent_of_target(value))}%"
    return number(value, indicator)


def target_text(row: StandingRow) -> str:
    """Return the target without unit; a ceiling with the words that make it one."""
    if row.target is None:
        return NOTHING
    written = value_text(row.target.value, row.indicator)
    if not row.standing.gauge.is_ceiling:
        return written
    return say(Sentence.of("under %(limit)s" if row.target.strictness == "<" else "at most %(limit)s", limit=written))


def milestone_text(one: Standing, indicator: IndicatorRow) -> str:
    """Return the milestone without unit."""
    if one.milestone is None:
        return NOTHING
    return percent(one.milestone, indicator.decimals) if indicator.is_rate else number(int(one.milestone), indicator)


def shortfall_text(one: Standing, indicator: IndicatorRow, counted: IndicatorRow) -> str:
    """Return what is missing against the milestone, without unit; of a rate in what its numerator counts."""
    if one.shortfall is None:
        return NOTHING
    if one.gauge.is_ceiling and one.gauge.is_ratio:
        return points(Fraction(one.shortfall), indicator.decimals)
    return number(int(one.shortfall), counted)


def bar_text(row: StandingRow, counted: IndicatorRow) -> str:
    """Return the line under a bar: 67.942/68.774 người · 98,79% · còn 832 · cần 416/tháng.

    `counted` is the indicator itself or, of a rate, its numerator.
    """
    one = row.standing
    if one.actual is None:
        parts = [say(Sentence.of("no figure yet"))]
        if row.target is not None:
            parts.append(say(Sentence.of("target %(target)s", target=_with_unit(target_text(row), row.indicator))))
    elif row.target is None:
        parts = [_with_unit(actual_text(row), row.indicator), say(Sentence.of("no target yet"))]
    elif one.gauge.is_ceiling:
        parts = [_with_unit(actual_text(row), row.indicator), *_against_limit(row)]
    else:
        parts = [_with_unit(f"{actual_text(row)}/{target_text(row)}", row.indicator), *_against_target(row, counted)]
    if one.actual is not None and one.actual.provisional:
        parts[0] += f" {say(Sentence.of('(estimated figure)'))}"
    return BETWEEN.join(parts)


def assigned_text(target: TargetOn, indicator: IndicatorRow) -> str:
    """Return a target with who set it and by which document."""
    shown = {"target": _with_unit(value_text(target.value, indicator), indicator), "assigner": target.assigner}
    document = document_text(target.document_number, target.document_date)
    if not document:
        return say(Sentence.of("%(target)s, set by %(assigner)s", **shown))
    return say(Sentence.of("%(target)s, set by %(assigner)s in %(document)s", document=document, **shown))


def document_text(document_number: str, document_date: date | None) -> str:
    """Return a document by its number and day, "" where neither is known."""
    if document_date is None:
        return document_number
    if not document_number:
        return say(Sentence.of("the document of %(day)s", day=vn_date(document_date)))
    return say(Sentence.of("%(number)s of %(day)s", number=document_number, day=vn_date(document_date)))


def change_text(change: Change, indicator: IndicatorRow) -> str:
    """Return a change against an earlier figure, in its unit and in percent."""
    written = difference(change.difference, indicator)
    if not change.base:
        return written
    share = percent(Fraction(change.difference * 100, change.base), indicator.decimals)
    return f"{written} ({'+' if change.difference > 0 else ''}{share})"


def reports_text(reported: int, expected: int, *, rolled_up: bool) -> str:
    """Return how many units of the reporting level have reported, and what stands in for the others."""
    shown = {"reported": count(reported), "expected": count(expected)}
    silent = expected - reported
    if not silent:
        return say(Sentence.of("%(reported)s/%(expected)s communes have reported", **shown))
    if rolled_up:
        return say(
            Sentence.of(
                "%(reported)s/%(expected)s communes have reported; %(silent)s with their last earlier figure, "
                "where there is one",
                silent=count(silent),
                **shown,
            )
        )
    return say(
        Sentence.of(
            "%(reported)s/%(expected)s communes have reported; %(silent)s not yet", silent=count(silent), **shown
        )
    )


def _with_unit(written: str, indicator: IndicatorRow) -> str:
    return written if indicator.is_rate else f"{written} {indicator.unit_of_measure}"


def _against_target(row: StandingRow, counted: IndicatorRow) -> list[str]:
    one, indicator = row.standing, row.indicator
    share = achievement_text(one)
    parts: list[Sentence] = []
    if indicator.is_rate:
        parts.append(Sentence.of("%(share)s of the target", share=f"{share}%"))
    elif share != NOTHING:
        parts.append(Sentence.of("%(share)s", share=f"{share}%"))
    if one.is_met:
        parts.append(Sentence.of("met"))
    elif one.remaining:
        if one.gap is not None and one.gap > 0:
            parts.append(Sentence.of("%(gap)s percentage points short", gap=points(one.gap, indicator.decimals)))
        parts.append(Sentence.of("%(amount)s to go", amount=_going(one.remaining, row, counted)))
        parts.append(Sentence.of("%(amount)s a month needed", amount=_going(one.needed_per_month or 0, row, counted)))
    return [say(part) for part in parts]


def _against_limit(row: StandingRow) -> list[str]:
    one, indicator = row.standing, row.indicator
    limit = say(Sentence.of("limit %(limit)s", limit=_with_unit(target_text(row), indicator)))
    if one.is_met:
        return [limit, say(Sentence.of("within the limit"))]
    if one.gauge.is_ratio:
        over = max(Fraction(0), one.gap or Fraction(0))
        return [limit, say(Sentence.of("%(gap)s percentage points over", gap=points(over, indicator.decimals)))]
    excess = (one.actual.value if one.actual else 0) - (row.target.value if row.target else 0)
    return [limit, say(Sentence.of("%(amount)s over", amount=number(max(0, excess), indicator)))]


def _going(value: int, row: StandingRow, counted: IndicatorRow) -> str:
    """Return an amount still to come; a rate's people are named, for the rest the unit stands earlier in the line."""
    return amount(value, counted) if row.indicator.is_rate else number(value, counted)
