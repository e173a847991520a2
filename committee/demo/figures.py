"""Made-up figures of communes whose sums are the published ones. Pure: the same seed gives the same figures.

Published, for the province on 25/10/2024: 67.942, 25.846 and 660.802 people. Everything below the province, and every
earlier month, is invented for illustration.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from committee.domain.cascade import largest_remainder

YEAR, LAST_MONTH, CUT_OFF_DAY = 2024, 10, 25
OPENING_ON = date(YEAR - 1, 12, 31)
POPULATION = 728_317


@dataclass(frozen=True)
class Course:
    """An indicator's way through the year: where it began, what it should and what it did reach, and its schedule.

    `percents` are the milestones of January to November, in hundredths of a percent of the target. `spread` says how
    far communes lie apart, in percent of their target.
    """

    indicator: str
    opening: int
    reached: int
    target: int
    percents: tuple[int, ...]
    spread: int
    growth: tuple[int, ...]


COURSES = (
    Course(
        "si_compulsory", 64_900, 67_942, 68_774,
        (9450, 9480, 9520, 9560, 9600, 9640, 9680, 9720, 9760, 9800, 9900), 1,
        (8, 15, 26, 36, 47, 57, 68, 79, 90, 100),
    ),
    Course(
        "si_voluntary", 23_900, 25_846, 30_362,
        (7900, 7950, 8000, 8070, 8140, 8220, 8300, 8400, 8600, 8720, 9300), 6,
        (4, 12, 24, 37, 50, 63, 74, 84, 93, 100),
    ),
    Course(
        "hi_participants", 648_300, 660_802, 690_669,
        (9390, 9400, 9410, 9420, 9430, 9440, 9450, 9470, 9520, 9560, 9780), 1,
        (3, 8, 15, 22, 30, 38, 47, 58, 82, 100),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Commune:
    """What is made up for one commune: its people, and for each indicator its target and its value by day."""

    code: str
    population: int
    targets: Mapping[str, int]
    values: Mapping[str, Mapping[date, int]]


def communes(codes: Sequence[str], *, silent: str, seed: int = YEAR) -> list[Commune]:
    """Return the figures of `codes` from the year before to October.

    `silent` has no voluntary figure for October and stands with that of September in the published sum.
    """
    chance = random.Random(seed)  # noqa: S311 - the same figures each time are wanted, not secret ones
    sizes = [chance.randint(6_500, 13_500) for _ in codes]
    population = largest_remainder(POPULATION, sizes, codes)
    zeal = [_zeal(chance) for _ in codes]
    made = {course.indicator: _course(course, codes, population, zeal, silent) for course in COURSES}
    return [
        Commune(
            code=code,
            population=population[at],
            targets={course.indicator: made[course.indicator][0][at] for course in COURSES},
            values={course.indicator: made[course.indicator][1][at] for course in COURSES},
        )
        for at, code in enumerate(codes)
    ]


def _zeal(chance: random.Random) -> int:
    """Return how a commune does against the average, in hundredths: most a little above, one in five far below."""
    return chance.randint(-150, -90) if chance.random() < 0.2 else chance.randint(0, 60)


def _course(
    course: Course, codes: Sequence[str], population: Sequence[int], zeal: Sequence[int], silent: str
) -> tuple[list[int], list[dict[date, int]]]:
    """Return each commune's target and its values by day."""
    targets = largest_remainder(course.target, population, codes)
    opening = largest_remainder(course.opening, population, codes)
    weights = [target * (10_000 + course.spread * each) for target, each in zip(targets, zeal, strict=True)]
    reached = largest_remainder(course.reached, weights, codes)
    at = list(codes).index(silent)
    if course.indicator == "si_voluntary":
        # What the silent commune has not reported is made up for by the others, so that the sum is the published one.
        september = _on_the_way(opening[at], reached[at], course.growth[-2])
        others = [0 if i == at else weight for i, weight in enumerate(weights)]
        reached = largest_remainder(course.reached - september, others, codes)
        reached[at] = september
    days = [date(YEAR, month, CUT_OFF_DAY) for month in range(1, LAST_MONTH + 1)]
    values = [
        {OPENING_ON: opening[i]}
        | {day: _on_the_way(opening[i], reached[i], share) for day, share in zip(days, course.growth, strict=True)}
        for i in range(len(codes))
    ]
    if course.indicator == "si_voluntary":
        values[at][days[-2]] = reached[at]
        del values[at][days[-1]]
    return targets, values


def _on_the_way(opening: int, reached: int, share: int) -> int:
    return opening + (reached - opening) * share // 100
