"""The facts beside a bar: who set the target, what the figure is made of, what others say, where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from committee.core.formatting import count, vn_date
from committee.dashboards import wording
from committee.dashboards.queries import UnitPicture
from committee.dashboards.sentences import Sentence, about, say
from committee.domain.levels import Level
from committee.figures.queries import FigureRow
from committee.standings.queries import StandingRow
from committee.targets.queries import IndicatorRow


def facts_of(row: StandingRow, picture: UnitPicture) -> list[tuple[str, str]]:
    """Return (message id of the term, text) of all that is known; texts may be empty."""
    counted = picture.counted(row.indicator)
    assigned = wording.assigned_text(row.target, row.indicator) if row.target else ""
    return [
        ("Target, the base of the percentage", assigned),
        ("Schedule", _schedule(row, picture.due_cut_off, counted)),
        ("Figure", _figure(row)),
        ("Beside it", _beside(row, picture.own_figures, counted)),
        ("Reported by the units themselves", _claimed(row, counted)),
        ("Reports received", _reports(row, picture.due_cut_off)),
    ]


def further_facts_of(row: StandingRow, picture: UnitPicture) -> list[tuple[str, str]]:
    """Return the same of what is looked up more rarely: other assigners, the base, earlier days, the year's end."""
    one, counted = row.standing, picture.counted(row.indicator)
    others = [
        wording.assigned_text(each.target, row.indicator)
        for each in picture.assigned
        if each.indicator == row.indicator.code and not each.is_primary
    ]
    return [
        ("Targets of other assigners", "; ".join(others)),
        ("Base of the rate", _denominator(row, picture)),
        ("Against the same day last year", wording.change_text(one.yoy, counted) if one.yoy else ""),
        ("Against last month", wording.change_text(one.mom, counted) if one.mom else ""),
        ("If the last three months go on", _forecast(row, picture.as_of, counted)),
        ("Rank among its neighbours", _rank(row)),
    ]


def _schedule(row: StandingRow, due_cut_off: date | None, counted: IndicatorRow) -> str:
    one = row.standing
    if row.target is None or one.not_applicable:
        return ""
    if one.level == Level.NODATA and due_cut_off:
        return say(Sentence.of("no figure for the cut-off of %(day)s yet", day=vn_date(due_cut_off)))
    if one.milestone is None:
        return "" if one.actual is None else say(Sentence.of("no schedule yet"))
    return "" if one.milestone_on is None else _against_milestone(row, one.milestone_on, counted)


def _against_milestone(row: StandingRow, milestone_on: date, counted: IndicatorRow) -> str:
    one = row.standing
    unit = "" if row.indicator.is_rate else f" {row.indicator.unit_of_measure}"
    shown: dict[str, object] = {
        "milestone": f"{wording.milestone_text(one, row.indicator)}{unit}",
        "day": vn_date(milestone_on),
    }
    if not one.shortfall:
        return say(Sentence.of("%(milestone)s by %(day)s: reached", **shown))
    if one.gauge.is_ceiling:
        return say(Sentence.of("%(milestone)s by %(day)s: exceeded", **shown))
    short = wording.amount(int(one.shortfall), counted)
    return say(Sentence.of("%(milestone)s by %(day)s: %(short)s short", short=short, **shown))


def _figure(row: StandingRow) -> str:
    actual = row.standing.actual
    if actual is None:
        return ""
    source = "added up from the units below" if actual.rolled_up else "the unit's own figure"
    parts = [Sentence.of("as of %(day)s", day=vn_date(actual.as_of)), Sentence.of(source)]
    if actual.provisional:
        parts.append(Sentence.of("estimated"))
    return ", ".join(say(part) for part in parts)


def _denominator(row: StandingRow, picture: UnitPicture) -> str:
    pair, base = row.standing.pair, picture.dictionary.get(row.indicator.denominator)
    if pair is None or base is None:
        return ""
    parts = {"numerator": pair.numerator, "denominator": pair.denominator}
    shown = {name: wording.number(value, base) for name, value in parts.items()}
    return say(
        Sentence.of(
            "%(numerator)s of %(denominator)s %(unit)s (%(base)s)",
            unit=base.unit_of_measure,
            base=about(base.name),
            **shown,
        )
    )


def _beside(row: StandingRow, own_figures: dict[str, FigureRow], counted: IndicatorRow) -> str:
    """Return the roll-up beside a unit's own figure, or its own beside the roll-up, with the difference."""
    actual = row.standing.actual
    if actual is None:
        return ""
    if not actual.rolled_up:
        if row.standing.children_sum is None:
            return ""
        apart = wording.difference(row.standing.children_sum - actual.value, counted)
        total = wording.amount(row.standing.children_sum, counted)
        return say(Sentence.of("%(amount)s added up from the units below, %(apart)s apart", amount=total, apart=apart))
    own = _own_figure(row, own_figures, actual.as_of.year)
    if own is None:
        return ""
    return say(
        Sentence.of(
            "%(amount)s as the unit's own figure of %(day)s, %(apart)s apart",
            amount=wording.amount(own.value, counted),
            day=vn_date(own.as_of),
            apart=wording.difference(own.value - actual.value, counted),
        )
    )


def _own_figure(row: StandingRow, own_figures: dict[str, FigureRow], year: int) -> FigureRow | None:
    codes: Sequence[str] = row.indicator.numerators or (row.indicator.code,)
    known = [own_figures[code] for code in codes if code in own_figures]
    newest = max(known, key=lambda figure: figure.as_of, default=None)
    if newest is not None and row.indicator.kind == "flow" and newest.as_of.year != year:
        return None
    return newest


def _claimed(row: StandingRow, counted: IndicatorRow) -> str:
    if row.self_reported is None:
        return ""
    written = wording.amount(row.self_reported, counted)
    if row.standing.actual is None:
        return written
    apart = wording.difference(row.self_reported - row.standing.actual.value, counted)
    return say(Sentence.of("%(amount)s, %(apart)s apart", amount=written, apart=apart))


def _reports(row: StandingRow, due_cut_off: date | None) -> str:
    actual = row.standing.actual
    if row.reported is None or not row.expected or (row.standing.children_sum is None and not row.reported):
        return ""  # nobody below counts this indicator
    said = wording.reports_text(row.reported, row.expected, rolled_up=bool(actual and actual.rolled_up))
    if due_cut_off is None:
        return said
    return say(Sentence.of("cut-off of %(day)s: %(reports)s", day=vn_date(due_cut_off), reports=said))


def _forecast(row: StandingRow, day: date, counted: IndicatorRow) -> str:
    ahead = row.standing.forecast
    if ahead is None or row.standing.is_met:
        return ""
    return say(
        Sentence.of(
            "about %(amount)s on %(day)s (%(low)s–%(high)s)",
            amount=wording.amount(ahead.value, counted),
            day=vn_date(date(day.year, 12, 31)),
            low=wording.number(ahead.low, counted),
            high=wording.number(ahead.high, counted),
        )
    )


def _rank(row: StandingRow) -> str:
    if row.rank is None or row.of < 2:
        return ""
    return say(Sentence.of("%(rank)s of %(of)s", rank=count(row.rank), of=count(row.of)))
