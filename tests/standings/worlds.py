"""Small random worlds: a province, its districts and communes, and a year of what happened there."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from tests.standings.oracle import DICTIONARY, DONG, Act, Figure, Mark, Milestone, Unit, World, month_end

ASKED = (
    "si_voluntary", "si_voluntary_new", "si_hi_total_unduplicated", "hi_coverage", "revenue_total",
    "late_payment_rate", "late_amount", "employers_late_12m",
)  # fmt: skip
REPORTED = tuple(code for code, kind in DICTIONARY.items() if kind.kind != "ratio")


def made_up(seed: int) -> World:
    """Return the world of a seed."""
    dice = random.Random(seed)
    units = [Unit("93", "province", None)]
    units += [Unit(f"{930 + n}", "district", "93") for n in range(dice.randint(1, 2))]
    for district in units[1:]:
        first = int(district.code) * 100
        units += [Unit(f"{first + n}"[:5], "commune", district.code) for n in range(dice.randint(1, 3))]
    codes = dice.sample(REPORTED[:-2], dice.randint(2, 4))
    if dice.random() < 0.5:
        codes += ["hi_participants", "hi_residents_covered", "population"]
    if dice.random() < 0.4:
        codes += ["late_amount", "revenue_plan"]
    codes = sorted(set(codes))
    world = World(units, [], [], [], [])
    world.cut_off_day = dice.choice([None, None, 25, 30, 31])
    world.rhythm = dice.choice(["monthly", "monthly", "quarterly"])
    for unit in units:
        for code in codes:
            likely = 0.9 if unit.level == "commune" else 0.3
            if dice.random() < likely:
                world.figures += series(dice, unit, code)
            if dice.random() < 0.15:
                world.figures += [replace(one, origin="self_reported") for one in series(dice, unit, code)]
        world.acts += acts(dice, unit)
        world.marks += marks(dice, unit)
    asked = {act.indicator for act in world.acts}
    world.milestones = [one for code in sorted(asked) for one in milestones(dice, code, world)]
    return world


def size_of(dice: random.Random, unit: Unit) -> int:
    return dice.choice([3, 20, 100, 1000]) * {"commune": 1, "district": 3, "province": 6}[unit.level]


def series(dice: random.Random, unit: Unit, code: str) -> list[Figure]:
    """Return what one unit published of one indicator, from autumn of the year before on."""
    kind, value, found = DICTIONARY[code], size_of(dice, unit), []
    if kind.kind == "parameter":
        scale = DONG * 10 if kind.money else 12
        days = [date(2023, 6, 1), *([date(2024, 7, 1)] if dice.random() < 0.4 else [])]
        return [Figure(unit.code, code, day, value * scale + n) for n, day in enumerate(days)]
    monthly = value / dice.choice([6, 12, 25])
    value = 0 if kind.kind == "flow" else value
    months = [(2023, month) for month in (9, 10, 11, 12)] + [(2024, month) for month in range(1, 13)]
    for year, month in months:
        if kind.kind == "flow" and month == 1:
            value = 0
        value = max(0, value + round(monthly * dice.uniform(-0.3, 1.5)))
        if dice.random() < 0.75:
            day = month_end(year, month) if dice.random() < 0.6 else date(year, month, dice.randint(1, 28))
            amount = value * DONG // 10 if kind.money else value
            qualifier = "about" if dice.random() < 0.05 else "exact"
            found.append(Figure(unit.code, code, day, amount, qualifier=qualifier))
    return found[: dice.randint(1, len(found))] if found and dice.random() < 0.3 else found


def acts(dice: random.Random, unit: Unit) -> list[Act]:
    found = []
    for code in ASKED:
        if dice.random() < 0.35:
            continue
        kind = DICTIONARY[code]
        if kind.kind == "ratio":
            first = Fraction(dice.choice([90, 95, 9570, 30]), dice.choice([1, 100]) if kind.direction == "up" else 100)
            first = min(first, Fraction(100))
        else:
            first = Fraction(size_of(dice, unit) + dice.choice([0, 1, 7]))
            first = first * DONG / 10 if kind.money else first
        strictness = dice.choice(["", "<=", "<"]) if kind.direction == "down" else ""
        found.append(Act(unit.code, code, first, strictness=strictness))
        if kind.kind != "ratio" and dice.random() < 0.3:
            day = date(2024, dice.randint(2, 11), 15)
            then = dice.choice(["adjustment", "supplement"])
            found.append(Act(unit.code, code, max(Fraction(1), first // 5), then, day, strictness))
    return found


def marks(dice: random.Random, unit: Unit) -> list[Mark]:
    begins = date(2024, dice.randint(1, 9), 1)
    ends = begins + timedelta(days=dice.randint(10, 200)) if dice.random() < 0.5 else None
    return [
        Mark(unit.code, code, begins, ends) for code in ("si_voluntary", "hi_participants", "hi_coverage")
        if dice.random() < 0.07
    ]  # fmt: skip


def milestones(dice: random.Random, code: str, world: World) -> list[Milestone]:
    kind, found = DICTIONARY[code], []
    if kind.direction == "up" and dice.random() < 0.7:
        percents = sorted(dice.sample(range(30, 99), 3))
        found += [
            Milestone(None, code, month_end(2024, month), percent=Fraction(percent))
            for month, percent in zip((3, 6, 9), percents, strict=True)
        ]
    for unit in world.units:
        has_target = any((act.unit, act.indicator) == (unit.code, code) for act in world.acts)
        if has_target and dice.random() < 0.2:
            month = dice.randint(2, 11)
            amount = Fraction(dice.randint(20, 95)) if kind.kind == "ratio" else Fraction(size_of(dice, unit))
            amount = amount * DONG / 10 if kind.money else amount
            found.append(Milestone(unit.code, code, month_end(2024, month), cumulative=amount))
    return found


def files_of(world: World) -> dict[str, str]:
    """Return the world as the files of the command line, by name of the command."""
    units = [(one.code, f"Đơn vị {one.code}", word(one), one.level, one.parent or "") for one in world.units]
    figures = [
        (one.unit, one.indicator, one.as_of, written(one.value, one.indicator), one.origin, one.qualifier)
        for one in world.figures
    ]
    targets = [
        (
            one.unit, one.indicator, 2024, written(one.value, one.indicator), "UBND", one.kind, one.effective_on or "",
            "" if one.kind == "initial" else "7/QĐ", "" if one.kind == "initial" else "2024-01-10", one.strictness,
        )
        for one in world.acts
    ]  # fmt: skip
    milestones = [
        (
            one.unit or "", one.indicator, 2024, one.cut_off,
            "" if one.cumulative is None else written(one.cumulative, one.indicator),
            "" if one.percent is None else str(one.percent),
        )
        for one in world.milestones
    ]  # fmt: skip
    marks = [(one.unit, one.indicator, one.begins, one.ends or "", "chưa triển khai") for one in world.marks]
    heads = {
        "units": ("code,name,unit_type,level,parent_code", units),
        "targets": (
            "unit_code,indicator,year,value,assigner,kind,effective_on,document_number,document_date,strictness",
            targets,
        ),
        "milestones": ("unit_code,indicator,year,cut_off,cumulative,cumulative_percent", milestones),
        "not-applicable": ("unit_code,indicator,from,to,reason", marks),
        "figures": ("unit_code,indicator,as_of,value,origin,qualifier", figures),
    }
    return {name: table(head, rows) for name, (head, rows) in heads.items() if rows}


def word(unit: Unit) -> str:
    return {"province": "tỉnh", "district": "huyện", "commune": "xã"}[unit.level]


def written(value: Fraction | int, indicator: str) -> str:
    """Return an amount in the indicator's own unit, with a decimal comma."""
    kind = DICTIONARY[indicator]
    if kind.kind == "ratio":
        return f"{float(value):.2f}%".replace(".", ",")
    if not kind.money:
        return str(int(value))
    whole, rest = divmod(int(value), DONG)
    return f"{whole},{rest:09d} tỷ đồng" if rest else f"{whole} tỷ đồng"


def table(head: str, rows: list[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return text.getvalue()
