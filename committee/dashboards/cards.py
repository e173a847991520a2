"""One indicator of a unit as the page shows it: a bar, the line under it, the facts beside it, what to be warned of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from committee.dashboards import wording
from committee.dashboards.facts import facts_of, further_facts_of
from committee.dashboards.queries import UnitPicture
from committee.dashboards.sentences import (
    Found,
    Sentence,
    Subject,
    behind_below,
    finding_below,
    finding_of,
    kind_of,
    say,
)
from committee.domain.levels import Level
from committee.domain.standing import Standing
from committee.escalation.silence_queries import LastDay
from committee.escalation.silence_words import until_word
from committee.standings.queries import StandingRow
from committee.targets.queries import IndicatorRow

HUNDREDTHS_OF_BASIS_POINTS = 10_000
TONES = {"OK": "ok", "WATCH": "watch", "LAG": "lag", "SEVERE": "severe"}
# Of a unit itself, beside what is said of those below it.
WORTH_SAYING = frozenset({Level.WATCH, Level.LAG, Level.SEVERE, Level.NODATA, Level.SUSPECT})
# What a person should look at first.
URGENCY = (Level.SEVERE, Level.LAG, Level.WATCH, Level.NODATA, Level.SUSPECT, Level.OK, Level.NA)


@dataclass(frozen=True)
class Card:
    """`bar` is (actual, target, milestone) as numbers of one unit of measure; `level` None: not assessed."""

    code: str
    name: str
    level: str | None
    is_met: bool
    word: str
    tone: str
    bar: tuple[float | None, float | None, float | None]
    is_ceiling: bool
    text: str
    facts: list[tuple[str, str]]
    further: list[tuple[str, str]]
    warning: str
    pause: str


def cards_of(picture: UnitPicture, paused: LastDay) -> list[Card]:
    """Return a card for every indicator the unit has a target or a figure of, those without a target last.

    `paused` gives the last day on which nobody is urged on about a unit and an indicator.
    """
    path = picture.unit.path
    return [
        _card(row, picture, paused(path, row.indicator.code))
        for row in sorted(picture.own.rows, key=lambda row: row.target is None)
    ]


def found_below(picture: UnitPicture, code: str) -> list[Found]:
    """Return how the units below stand on an indicator; those without target or figure are left out."""
    return [
        _found(row.standing) for one in picture.below for row in one.rows if row.indicator.code == code and row.target
    ]


def most_urgent(picture: UnitPicture) -> str | None:
    """Return the code of the indicator to begin with: most units behind below, then the worst level of its own."""
    rows = list(picture.own.rows)
    rows += [row for one in picture.below for row in one.rows]
    codes = list(dict.fromkeys(row.indicator.code for row in rows))
    if not codes:
        return None
    own = {row.indicator.code: row.standing.level for row in picture.own.rows}

    def urgency(code: str) -> tuple[int, int]:
        behind = sum(found.level in URGENCY[:3] for found in found_below(picture, code))
        return (-behind, URGENCY.index(own.get(code, Level.NA)))

    return min(codes, key=urgency)


def findings(picture: UnitPicture, indicator: IndicatorRow) -> str:
    """Return the sentences the page begins with, made from the numbers of one indicator."""
    counted = picture.counted(indicator)
    subject = Subject(
        kind=kind_of({(one.unit.unit_type, one.unit.level) for one in picture.below}) if picture.below else kind_of([]),
        indicator=indicator.name,
        written=lambda value: wording.amount(value, counted),
        is_ceiling=indicator.direction == "down",
    )
    below = finding_below(found_below(picture, indicator.code), subject, due_on=picture.due_cut_off)
    own = next((row for row in picture.own.rows if row.indicator.code == indicator.code), None)
    if own is not None and (not below or own.standing.level in WORTH_SAYING):
        due_on = picture.due_cut_off if own.standing.level == Level.NODATA else own.standing.milestone_on
        one = finding_of(picture.unit.name, _found(own.standing), subject, due_on=due_on)
        below = [one, *below] if one else below
    return " ".join(say(sentence) for sentence in below)


def shown_level(row: StandingRow) -> tuple[str | None, str]:
    """Return the level as the status shows it and, where that is not enough, the word for it."""
    one = row.standing
    if one.not_applicable:
        return "NA", ""
    if row.target is None:
        return "NA", say(Sentence.of("No target yet"))
    return (None, "") if one.level == Level.NA else (one.level.value, "")


def tone_of(level: str | None, *, is_met: bool) -> str:
    """Return the class of the status without its s-."""
    if level == "OK" and is_met:
        return "met"
    return TONES.get(level or "", "na")


def _card(row: StandingRow, picture: UnitPicture, paused_until: date | None) -> Card:
    one = row.standing
    level, word = shown_level(row)
    behind = behind_below(found_below(picture, row.indicator.code)) if one.level == Level.OK else None
    return Card(
        code=row.indicator.code,
        name=row.indicator.name,
        level=level,
        is_met=one.is_met,
        word=word,
        tone=tone_of(level, is_met=one.is_met),
        bar=_bar(row),
        is_ceiling=one.gauge.is_ceiling,
        text=wording.bar_text(row, picture.counted(row.indicator)),
        facts=_said(facts_of(row, picture)),
        further=_said(further_facts_of(row, picture)),
        warning=say(behind) if behind else "",
        pause=until_word(paused_until) if paused_until else "",
    )


def _said(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(say(Sentence.of(term)), text) for term, text in facts if text]


def _bar(row: StandingRow) -> tuple[float | None, float | None, float | None]:
    one = row.standing
    if row.indicator.is_rate:
        actual = None if one.ratio is None else float(one.ratio)
        target = None if row.target is None else row.target.value / HUNDREDTHS_OF_BASIS_POINTS
    else:
        actual = None if one.actual is None else float(one.actual.value)
        target = None if row.target is None else float(row.target.value)
    has_pointer = one.milestone is not None and one.milestone_on is not None
    return actual, target, float(one.milestone or 0) if has_pointer else None


def _found(one: Standing) -> Found:
    shortfall = one.shortfall
    return Found(one.level, Fraction(shortfall) if shortfall is not None else None, one.is_met)
