"""The made-up numbers of a story: those of the communes, with its twists, and those of the hamlets."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from committee.demo.figures import CUT_OFF_DAY, LAST_MONTH, YEAR, communes
from committee.demo.story import Story, Twist
from committee.domain.cascade import largest_remainder

VOLUNTARY, COMPULSORY, HEALTH = "si_voluntary", "si_compulsory", "hi_participants"
INDICATORS = (COMPULSORY, VOLUNTARY, HEALTH)
CUT_OFFS = tuple(date(YEAR, month, CUT_OFF_DAY) for month in range(1, LAST_MONTH + 1))
SEPTEMBER, OCTOBER = CUT_OFFS[-2:]
# So many people of a commune are not known to belong to one of its hamlets.
UNPLACED = 3
ESTIMATED_SHORT_PERCENT = 4


@dataclass
class Numbers:
    """By code of the unit: its people, its targets and its values by indicator and day.

    `first_sent` are the values that were sent first and put right later; `estimates` are no final ones.
    """

    population: dict[str, int] = field(default_factory=dict)
    targets: dict[str, dict[str, int]] = field(default_factory=dict)
    values: dict[str, dict[str, dict[date, int]]] = field(default_factory=dict)
    first_sent: dict[tuple[str, date], int] = field(default_factory=dict)
    estimates: set[tuple[str, str, date]] = field(default_factory=set)

    def value(self, code: str, indicator: str, on: date) -> int | None:
        return self.values.get(code, {}).get(indicator, {}).get(on)


def numbers_of(story: Story, province: Sequence[str], hamlets: Mapping[str, Sequence[str]]) -> Numbers:
    """Return the numbers of all communes of the province, and of the `hamlets` by commune."""
    numbers = Numbers()
    for made in communes(province, silent=story.silent):
        numbers.population[made.code] = made.population
        numbers.targets[made.code] = dict(made.targets)
        numbers.values[made.code] = {indicator: dict(values) for indicator, values in made.values.items()}
    _twist(numbers, story.recovered)
    was = numbers.value(story.corrected.code, VOLUNTARY, SEPTEMBER) or 0
    numbers.first_sent[story.corrected.code, SEPTEMBER] = was - story.corrected.fewer
    _estimate(numbers, story)
    for commune, codes in hamlets.items():
        _divide(numbers, commune, codes)
    return numbers


def _twist(numbers: Numbers, twist: Twist) -> None:
    numbers.values[twist.code][VOLUNTARY][SEPTEMBER] -= twist.fewer


def _estimate(numbers: Numbers, story: Story) -> None:
    """Let one commune estimate too little; its neighbour has what is missing, so that the sum stays as published."""
    missing = numbers.targets[story.estimated][HEALTH] * ESTIMATED_SHORT_PERCENT // 100
    numbers.values[story.estimated][HEALTH][OCTOBER] -= missing
    numbers.values[story.estimated_beside][HEALTH][OCTOBER] += missing
    numbers.estimates.add((story.estimated, HEALTH, OCTOBER))


def _divide(numbers: Numbers, commune: str, hamlets: Sequence[str]) -> None:
    """Hand the commune's voluntary target down to its hamlets, and say what each has reached."""
    chance = random.Random(int(commune))  # noqa: S311 - the same numbers each time are wanted, not secret ones
    weights = [chance.randint(70, 130) for _ in hamlets]
    shares = largest_remainder(numbers.targets[commune][VOLUNTARY], weights, hamlets)
    for code, share in zip(hamlets, shares, strict=True):
        numbers.targets[code] = {VOLUNTARY: share}
        numbers.values[code] = {VOLUNTARY: {}}
    for day, value in numbers.values[commune][VOLUNTARY].items():
        known = largest_remainder(value - UNPLACED, weights, hamlets)
        for code, reached in zip(hamlets, known, strict=True):
            numbers.values[code][VOLUNTARY][day] = reached
