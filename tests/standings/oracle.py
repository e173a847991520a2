"""A second reading of section "Standing of a unit on a day", written from the description alone.

It knows nothing of the application: worlds are plain lists, the dictionary is the handful of indicators below.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil
from pathlib import Path

HOLIDAYS = Path(__file__).parents[2] / "data" / "holidays.csv"
DONG = 10**9


@dataclass(frozen=True)
class Kind:
    kind: str
    direction: str = "up"
    numerators: tuple[str, ...] = ()
    denominator: str = ""
    sums: bool = True
    money: bool = False


DICTIONARY = {
    "si_voluntary": Kind("stock"),
    "si_voluntary_new": Kind("flow"),
    "si_hi_total_unduplicated": Kind("stock", sums=False),
    "hi_participants": Kind("stock"),
    "hi_residents_covered": Kind("stock"),
    "hi_coverage": Kind("ratio", numerators=("hi_residents_covered", "hi_participants"), denominator="population"),
    "revenue_total": Kind("flow", money=True),
    "late_payment_rate": Kind("ratio", "down", ("late_amount",), "revenue_plan"),
    "late_amount": Kind("stock", "down", money=True),
    "employers_late_12m": Kind("stock", "down"),
    "population": Kind("parameter"),
    "revenue_plan": Kind("parameter", money=True),
}


@dataclass(frozen=True)
class Unit:
    code: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Figure:
    """`value` in people or đồng."""

    unit: str
    indicator: str
    as_of: date
    value: int
    origin: str = "official"
    qualifier: str = "exact"


@dataclass(frozen=True)
class Act:
    """`value` in people, đồng, or as a percentage."""

    unit: str
    indicator: str
    value: Fraction
    kind: str = "initial"
    effective_on: date | None = None
    strictness: str = ""


@dataclass(frozen=True)
class Milestone:
    """`cumulative` in people, đồng or per cent for ratios; else `percent` of the target."""

    unit: str | None
    indicator: str
    cut_off: date
    cumulative: Fraction | None = None
    percent: Fraction | None = None


@dataclass(frozen=True)
class Mark:
    unit: str
    indicator: str
    begins: date
    ends: date | None


@dataclass(frozen=True)
class Value:
    value: int
    as_of: date
    qualifier: str = "exact"
    rolled_up: bool = False


@dataclass(frozen=True)
class Schedule:
    """The last milestone due with its day, what is missing to it, and the pace."""

    milestone: tuple[Fraction, date | None] | None = None
    missing: Fraction = Fraction(0)
    pace: Fraction | None = None


@dataclass(frozen=True)
class Here:
    """What is known of a unit on an indicator on a day; `measured` is what is held against the target."""

    unit: str
    indicator: str
    day: date
    kind: Kind
    code: str
    actual: Value | None
    pair: tuple[int, int, tuple[str, ...]] | None
    measured: Fraction | None
    target: Fraction | None

    @property
    def down(self) -> bool:
        return self.kind.direction == "down"

    @property
    def is_rate(self) -> bool:
        return self.down or self.kind.kind == "ratio"

    @property
    def people(self) -> Fraction:
        """The target in people, or in đồng."""
        target = self.target or Fraction(0)
        return target / 100 * self.pair[1] if self.pair else target

    @property
    def remaining(self) -> int | None:
        if self.target is None or self.down or self.measured is None or self.actual is None:
            return None
        return max(0, ceil(self.people) - (self.pair[0] if self.pair else self.actual.value))

    @property
    def gap(self) -> Fraction | None:
        if self.kind.kind != "ratio" or self.measured is None or not self.target:
            return None
        return self.measured - self.target if self.down else self.target - self.measured

    def numbers(self) -> dict[str, object]:
        actual, target, measured, left = self.actual, self.target, self.measured, self.remaining
        is_ratio = self.kind.kind == "ratio"
        achieved = measured / target * 100 if measured is not None and target and not self.down else None
        return {
            "actual": actual.value if actual else None,
            "actual_as_of": actual.as_of.isoformat() if actual else None,
            "qualifier": actual.qualifier if actual else None,
            "rolled_up": bool(actual and actual.rolled_up),
            "target": None if target is None else (f"{float(target):.2f}" if is_ratio else int(target)),
            "achievement": shown(achieved, below=100),
            "achievement_text": "–" if achieved is None else printed(achieved),
            "remaining": left,
            "ratio": shown(measured) if is_ratio else None,
            "gap": shown_gap(self.gap),
            "score": shown(target / measured * 100) if self.down and target and measured else None,
            "elapsed": shown(Fraction(100 * self.day.timetuple().tm_yday, days_of(self.day.year))),
            "needed_per_month": None if left is None else ceil(Fraction(left, max(1, 12 - self.day.month))),
        }


@dataclass
class World:
    units: list[Unit]
    figures: list[Figure]
    acts: list[Act]
    milestones: list[Milestone]
    marks: list[Mark]
    cut_off_day: int | None = None
    rhythm: str = "monthly"
    year: int = 2024
    _known: dict[tuple[str, str, date], Value | None] = field(default_factory=dict)

    # What is known

    @cached_property
    def below(self) -> dict[str, list[str]]:
        return {unit.code: [child.code for child in self.units if child.parent == unit.code] for unit in self.units}

    def is_off(self, unit: str, indicator: str, day: date) -> bool:
        return any(
            (mark.unit, mark.indicator) == (unit, indicator) and mark.begins <= day <= (mark.ends or date.max)
            for mark in self.marks
        )

    def own(self, unit: str, indicator: str, day: date, origin: str = "official") -> Value | None:
        found = [
            figure
            for figure in self.figures
            if (figure.unit, figure.indicator, figure.origin) == (unit, indicator, origin)
            and figure.as_of <= day
            and (DICTIONARY[indicator].kind != "flow" or figure.as_of.year == day.year)
        ]
        newest = max(found, key=lambda figure: figure.as_of, default=None)
        return newest and Value(newest.value, newest.as_of, newest.qualifier)

    def counted(self, unit: str, indicator: str, day: date) -> Value | None:
        key = (unit, indicator, day)
        if key not in self._known:
            own, summed = self.own(unit, indicator, day), self.summed(unit, indicator, day)
            self._known[key] = own if own and (not summed or own.as_of >= summed.as_of) else summed
        return self._known[key]

    def summed(self, unit: str, indicator: str, day: date) -> Value | None:
        if not DICTIONARY[indicator].sums or DICTIONARY[indicator].kind == "parameter":
            return None
        values = {child: self.counted(child, indicator, day) for child in self.below[unit]}
        have = [value for value in values.values() if value]
        concerned = [value for child, value in values.items() if not self.is_off(child, indicator, day)]
        if not have:
            return None
        if not concerned:
            as_of = max(value.as_of for value in have)
        else:
            months = sorted({value.as_of.replace(day=1) for value in concerned if value}, reverse=True)
            enough = [
                month
                for month in months
                if 10 * sum(1 for value in concerned if value and value.as_of >= month) >= 9 * len(concerned)
            ]
            if not enough:
                return None
            as_of = max(value.as_of for value in concerned if value and value.as_of.replace(day=1) == enough[0])
        exact = all(value.qualifier == "exact" for value in have)
        return Value(sum(value.value for value in have), as_of, "exact" if exact else "about", rolled_up=True)

    def children_sum(self, unit: str, indicator: str, day: date) -> int | None:
        values = [value.value for child in self.below[unit] if (value := self.counted(child, indicator, day))]
        return sum(values) if values else None

    # Ratios

    def numerator(self, unit: str, indicator: str, day: date) -> str:
        """The newer of the numerators, on a tie the first."""
        best, best_day = DICTIONARY[indicator].numerators[0], date.min
        for code in DICTIONARY[indicator].numerators:
            value = self.counted(unit, code, day)
            if value and value.as_of > best_day:
                best, best_day = code, value.as_of
        return best

    def denominator(self, unit: str, code: str, day: date) -> int | None:
        own = self.own(unit, code, day)
        if own:
            return own.value
        parts = [self.denominator(child, code, day) for child in self.below[unit]]
        return sum(part for part in parts if part) if parts and None not in parts else None

    def pair(self, unit: str, numerator: str, denominator: str, day: date) -> tuple[int, int, tuple[str, ...]] | None:
        """Both sides, and the units they are of."""
        value = self.counted(unit, numerator, day)
        if value is None:
            return None
        if not value.rolled_up:
            whole = self.denominator(unit, denominator, day)
            if whole:
                return value.value, whole, (unit,)
        pairs = [
            pair for child in self.below[unit] if (pair := self.pair(child, numerator, denominator, day)) is not None
        ]
        if pairs:
            return sum(one[0] for one in pairs), sum(one[1] for one in pairs), sum((one[2] for one in pairs), ())
        own = self.own(unit, denominator, day)
        everybody = all(self.counted(child, numerator, day) for child in self.below[unit])
        return (value.value, own.value, (unit,)) if own and everybody else None

    # What is asked

    def target(self, unit: str, indicator: str, day: date) -> Fraction | None:
        begins = date(self.year, 1, 1)
        acts = [act for act in self.acts if (act.unit, act.indicator) == (unit, indicator)]
        folded: Fraction | None = None
        for act in sorted(acts, key=lambda act: act.effective_on or begins):
            if (act.effective_on or begins) <= day and day.year == self.year:
                folded = (folded or Fraction(0)) + act.value if act.kind == "supplement" else act.value
        return folded

    def strictness(self, unit: str, indicator: str) -> str:
        said = [act.strictness for act in self.acts if (act.unit, act.indicator) == (unit, indicator)]
        usual = "<" if DICTIONARY[indicator].direction == "down" else ">="
        return next((one for one in said if one), usual)

    def due_day(self, month: int) -> date:
        last = month_end(self.year, month)
        return last if self.cut_off_day is None else min(last, date(self.year, month, min(self.cut_off_day, last.day)))

    def due_cut_off(self, day: date) -> date | None:
        months = range(1, 13) if self.rhythm == "monthly" else (3, 6, 9, 12)
        passed = [self.due_day(month) for month in months if fifth_working_day_after(self.due_day(month)) < day]
        return passed[-1] if passed and day.year == self.year else None

    def milestone(self, unit: str, indicator: str, target: Fraction, as_of: date) -> tuple[Fraction, date] | None:
        """The last one due by `as_of`, unrounded."""
        if as_of == date(self.year, 12, 31):
            return target, as_of
        for month in range(12, 0, -1):
            due_on = self.due_day(month)
            if due_on > as_of:
                continue
            for whose in (unit, None):
                for one in self.milestones:
                    if (one.unit, one.indicator, one.cut_off.month) == (whose, indicator, month):
                        value = one.cumulative if one.cumulative is not None else target * (one.percent or 0) / 100
                        return value, due_on
        return None

    # The standing

    def here(self, unit: str, indicator: str, day: date) -> Here:
        kind = DICTIONARY[indicator]
        is_ratio = kind.kind == "ratio"
        code = self.numerator(unit, indicator, day) if is_ratio else indicator
        actual = self.counted(unit, code, day)
        pair = self.pair(unit, code, kind.denominator, day) if is_ratio else None
        measured = Fraction(actual.value) if actual and not is_ratio else None
        if pair:
            measured = Fraction(100 * pair[0], pair[1])
        target = self.target(unit, indicator, day)
        return Here(unit, indicator, day, kind, code, actual, pair, measured, target)

    def standing(self, unit: str, indicator: str, day: date) -> dict[str, object]:
        here = self.here(unit, indicator, day)
        schedule = self.schedule(here)
        milestone = schedule.milestone
        found: dict[str, object] = {
            **here.numbers(),
            "children_sum": self.children_sum(unit, here.code, day),
            "yoy": self.change(unit, here.code, here.actual, months=12),
            "mom": self.change(unit, here.code, here.actual, months=1),
            "self_reported": self.claimed(unit, indicator, day),
            "milestone": milestone and (shown(milestone[0]) if here.is_rate else int(milestone[0])),
            "milestone_on": milestone[1].isoformat() if milestone and milestone[1] else None,
            "shortfall": None if milestone is None else shown(schedule.missing) if here.down else int(schedule.missing),
            "pace": shown(schedule.pace),
            "level": self.level(here, schedule),
        }
        found["reported"], found["expected"] = self.reports(unit, indicator, day)
        return found

    def schedule(self, here: Here) -> Schedule:
        """What should have been there by the day of the value, and how far that is away."""
        actual, measured, target, kind = here.actual, here.measured, here.target, here.kind
        if not target or actual is None or measured is None:
            return Schedule()
        milestone: tuple[Fraction, date | None] | None = self.milestone(here.unit, here.indicator, target, actual.as_of)
        if milestone is None and kind.kind == "flow":
            spent = Fraction(actual.as_of.timetuple().tm_yday, days_of(actual.as_of.year))
            milestone = target * spent, actual.as_of
        if here.down:
            limit = milestone or (target, None)
            return Schedule(limit, max(Fraction(0), measured - limit[0]), limit[0] / measured if measured else None)
        if milestone is None:
            return Schedule()
        if here.pair:
            people = milestone[0] / 100 * here.pair[1]
            whole = here.pair[0] == actual.value
            opening = self.opening((here.unit,) if whole else here.pair[2], here.code)
            pace = self.pace(opening, Fraction(here.pair[0]), people, here.people, kind)
            return Schedule(milestone, Fraction(max(0, ceil(people) - here.pair[0])), pace)
        milestone = Fraction(ceil(milestone[0])), milestone[1]
        opening = None if kind.kind == "flow" else self.opening((here.unit,), here.code)
        pace = self.pace(opening, measured, milestone[0], target, kind)
        return Schedule(milestone, max(Fraction(0), milestone[0] - measured), pace)

    def is_met(self, unit: str, indicator: str, measured: Fraction, target: Fraction) -> bool:
        if DICTIONARY[indicator].direction == "up":
            return measured >= target
        return measured == 0 or (measured < target if self.strictness(unit, indicator) == "<" else measured <= target)

    def opening(self, units: tuple[str, ...], code: str) -> int | None:
        """What these units had on 31/12 of the year before; None if any had nothing."""
        values = [self.counted(unit, code, date(self.year - 1, 12, 31)) for unit in units]
        return sum(value.value for value in values if value) if all(values) else None

    def pace(
        self, opening: int | None, actual: Fraction, expected: Fraction, target: Fraction, kind: Kind
    ) -> Fraction | None:
        least = target / 100 if kind.money else max(Fraction(2), target / 100)
        if opening is not None and expected - opening >= least:
            return (actual - opening) / (expected - opening)
        return actual / expected if expected else None

    def level(self, here: Here, schedule: Schedule) -> str:
        target, measured = here.target, here.measured
        without_target = target is None or (target == 0 and not here.down)
        if without_target or self.is_off(here.unit, here.indicator, here.day):
            return "NA"
        due = self.due_cut_off(here.day)
        # A share without its denominator is a value that is not there.
        if due and (here.actual is None or here.actual.as_of < due.replace(day=1) or measured is None):
            return "NODATA"
        if measured is not None and self.is_met(here.unit, here.indicator, measured, target):
            return "OK"
        if measured is None or schedule.milestone is None:
            return "NA"
        if here.down:
            usual = self.exceeded(here.unit, here.indicator, measured, schedule.milestone[0])
            rungs = [("SEVERE", Fraction(3, 4)), ("LAG", Fraction(9, 10))]
            return next((level for level, below in rungs if schedule.pace < below), usual)
        return "OK" if schedule.pace is None else self.by_pace(here, schedule.pace, schedule.missing)

    def by_pace(self, here: Here, pace: Fraction, missing: Fraction) -> str:
        floor = Fraction(0) if here.kind.money else Fraction(2)
        hurried = pace < Fraction(95, 100) and self.hurries(here)
        rungs = (
            ("SEVERE", pace < Fraction(3, 4) or hurried, here.people / 20),
            ("LAG", pace < Fraction(9, 10), here.people / 50),
            ("WATCH", pace < Fraction(95, 100), here.people / 100),
        )
        return next((level for level, behind, least in rungs if behind and missing >= max(floor, least)), "OK")

    def exceeded(self, unit: str, indicator: str, measured: Fraction, limit: Fraction) -> str:
        strict = self.strictness(unit, indicator) == "<"
        return "WATCH" if measured > limit or (strict and measured == limit) else "OK"

    def hurries(self, here: Here) -> bool:
        """Remaining per month left above 1.5 times the mean of the three largest monthly increases of the year."""
        increases = self.increases(here.unit, here.code, here.day) if here.actual else []
        if len(increases) < 3 or here.remaining is None:
            return False
        best = sorted(increases, reverse=True)[:3]
        return Fraction(here.remaining, max(1, 12 - here.day.month)) > Fraction(3, 2) * Fraction(sum(best), 3)

    def increases(self, unit: str, code: str, until: date) -> list[int]:
        """What was added in each month of the year whose end and beginning are both known."""
        before = 0 if DICTIONARY[code].kind == "flow" else None
        found = []
        opening = self.counted(unit, code, date(self.year - 1, 12, 31))
        if before is None and opening and opening.as_of.month == 12 and opening.as_of.year == self.year - 1:
            before = opening.value
        for month in range(1, until.month + 1):
            value = self.counted(unit, code, min(month_end(self.year, month), until))
            known = value.value if value and (value.as_of.year, value.as_of.month) == (self.year, month) else None
            if known is not None and before is not None:
                found.append(known - before)
            before = known
        return found

    # Beside others

    def change(self, unit: str, code: str, actual: Value | None, *, months: int) -> dict[str, object] | None:
        """Against the newest figure up to the same day `months` before, at most 31 days older."""
        if actual is None:
            return None
        number = actual.as_of.year * 12 + actual.as_of.month - 1 - months
        last = month_end(number // 12, number % 12 + 1)
        # The last day of a month goes with the last of another: 30/4 with 31/3, so that months are whole.
        is_last = actual.as_of == month_end(actual.as_of.year, actual.as_of.month)
        same_day = last if is_last else last.replace(day=min(last.day, actual.as_of.day))
        before = self.counted(unit, code, same_day)
        if before is None or (same_day - before.as_of).days > 31:
            return None
        value = actual.value - before.value
        return {"value": value, "percent": shown(Fraction(100 * value, before.value)) if before.value else None}

    def claimed(self, unit: str, indicator: str, day: date) -> int | None:
        """The newest self-reported value, or else the sum of the children's newest."""
        for code in DICTIONARY[indicator].numerators or (indicator,):
            claim = self.claim(unit, code, day)
            if claim is not None:
                return claim
        return None

    def claim(self, unit: str, code: str, day: date) -> int | None:
        own = self.own(unit, code, day, "self_reported")
        if own:
            return own.value
        parts = [part for child in self.below[unit] if (part := self.claim(child, code, day)) is not None]
        return sum(parts) if parts else None

    def reports(self, unit: str, indicator: str, day: date) -> tuple[int | None, int]:
        """How many communes below have a value of the due cut-off's month or later, and how many there are."""
        levels = {one.code: one.level for one in self.units}
        communes = [one for one in self.descendants(unit) if levels[one] == "commune"]
        communes = [one for one in communes if not self.is_off(one, indicator, day)]
        due = self.due_cut_off(day)
        if due is None:
            return None, len(communes)
        kind = DICTIONARY[indicator]
        served = 0
        for one in communes:
            code = self.numerator(one, indicator, day) if kind.kind == "ratio" else indicator
            value = self.counted(one, code, day)
            served += bool(value and value.as_of >= due.replace(day=1))
        return served, len(communes)

    def descendants(self, unit: str) -> list[str]:
        return [one for child in self.below[unit] for one in (child, *self.descendants(child))]

    def score(self, unit: str, indicator: str, day: date) -> Fraction | None:
        here = self.here(unit, indicator, day)
        is_asked = here.target is not None and not self.is_off(unit, indicator, day)
        if not is_asked or here.measured is None or self.level(here, self.schedule(here)) == "NODATA":
            return None
        if here.down:
            return here.measured
        return here.measured / here.target if here.target else None

    def rank(self, unit: str, indicator: str, day: date) -> tuple[int | None, int]:
        parent = next(one.parent for one in self.units if one.code == unit)
        scores = {one.code: self.score(one.code, indicator, day) for one in self.units if one.parent == parent}
        known = [score for score in scores.values() if score is not None]
        mine = scores[unit]
        if mine is None:
            return None, len(known)
        down = DICTIONARY[indicator].direction == "down"
        return 1 + sum(1 for score in known if (score < mine if down else score > mine)), len(known)


def shown(value: Fraction | None, *, below: int | None = None, places: int = 4) -> str | None:
    """Half up; what is below a hundred stays below it."""
    if value is None:
        return None
    scale = 10**places
    sign, size = ("-" if value < 0 else ""), abs(value)
    whole = int(size * scale + Fraction(1, 2))
    if below is not None and size < below and whole >= below * scale:
        whole = below * scale - 1
    return f"{sign if whole else ''}{whole // scale}.{whole % scale:0{places}d}"


def printed(achievement: Fraction) -> str:
    """As officials write it: 1.234,50."""
    whole, decimals = str(shown(achievement, below=100, places=2)).split(".")
    return f"{int(whole):,}".replace(",", ".") + f",{decimals}"


def shown_gap(gap: Fraction | None) -> str | None:
    if gap is not None and gap > 0 and shown(gap) == "0.0000":
        return "0.0001"
    return shown(gap)


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _special_days() -> dict[date, str]:
    with HOLIDAYS.open(encoding="utf-8") as file:
        return {date.fromisoformat(row["day"]): row["kind"] for row in csv.DictReader(file)}


SPECIAL = _special_days()


def is_worked(day: date) -> bool:
    return SPECIAL[day] != "holiday" if day in SPECIAL else day.weekday() < 5


def fifth_working_day_after(day: date) -> date:
    left = 5
    while left:
        day += timedelta(days=1)
        left -= is_worked(day)
    return day
