"""What is made up adds up to what was published."""

from __future__ import annotations

from datetime import date

from committee.demo.figures import COURSES, OPENING_ON, communes

CODES = [f"313{number:02}" for number in range(75)]
SILENT = CODES[20]


def test_the_sums_are_the_published_ones() -> None:
    made = communes(CODES, silent=SILENT)

    newest = {
        course.indicator: sum(
            commune.values[course.indicator][max(commune.values[course.indicator])] for commune in made
        )
        for course in COURSES
    }
    targets = {course.indicator: sum(commune.targets[course.indicator] for commune in made) for course in COURSES}
    assert newest == {"si_compulsory": 67_942, "si_voluntary": 25_846, "hi_participants": 660_802}
    assert targets == {"si_compulsory": 68_774, "si_voluntary": 30_362, "hi_participants": 690_669}
    assert sum(commune.population for commune in made) == 728_317


def test_one_commune_has_not_reported_october() -> None:
    made = {commune.code: commune for commune in communes(CODES, silent=SILENT)}

    assert max(made[SILENT].values["si_voluntary"]) == date(2024, 9, 25)
    assert all(
        max(commune.values["si_voluntary"]) == date(2024, 10, 25) for code, commune in made.items() if code != SILENT
    )
    assert all(OPENING_ON in commune.values["si_voluntary"] for commune in made.values())
