"""Where units stand on a day: one survey of a branch of the tree, asked for as many of its units as are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from committee.core.formatting import vn_date
from committee.domain.access import Action, Viewer, reach
from committee.domain.errors import NotFound
from committee.domain.standing import Standing, standing
from committee.domain.trend import ranks
from committee.standings.newest import survey_newest
from committee.standings.survey import Survey, survey_of
from committee.targets.queries import IndicatorRow, TargetOn
from committee.units.queries import UnitRow, children_of, path_now, standing_last, subtree_of, unit_on, unit_with_code

__all__ = [
    "StandingRow",
    "UnitStandings",
    "newest_below",
    "newest_of",
    "seen_below",
    "standings_below",
    "standings_of",
    "visible_children",
    "visible_unit",
]


@dataclass(frozen=True)
class StandingRow:
    """A unit's standing on one indicator, with what surrounds it.

    `reported` of `expected` units of the reporting level below have served the due cut-off; `reported` is None while
    none is due. `rank` among `of` siblings that can be ranked. `self_reported` is the newest such value.
    """

    indicator: IndicatorRow
    standing: Standing
    target: TargetOn | None
    self_reported: int | None
    reported: int | None
    expected: int
    rank: int | None
    of: int


@dataclass(frozen=True)
class UnitStandings:
    """All rows of one unit on a day, in the order of the dictionary."""

    unit: UnitRow
    as_of: date
    rows: tuple[StandingRow, ...]


def standings_of(unit: UnitRow, day: date, *, indicator: str | None = None) -> UnitStandings:
    """Return where `unit` stands on `day`, ranked among its siblings."""
    siblings = _siblings(unit, day)
    survey = survey_of(_branch(unit.parent_id, siblings, day), day, indicator=indicator)
    return _ranked(survey, siblings, day, only=unit.unit_id)[0]


def standings_below(parent: UnitRow, day: date, *, indicator: str | None = None) -> list[UnitStandings]:
    """Return where the children of `parent` stand on `day`, in Vietnamese order."""
    children = children_of(parent.unit_id, day)
    return _ranked(survey_of(subtree_of(parent.path, day), day, indicator=indicator), children, day)


def seen_below(
    parent: UnitRow, day: date, viewer: Viewer, *, today: date, indicator: str | None = None
) -> list[UnitStandings]:
    """Return where those children of `parent` stand on `day` whose figures `viewer` may see today."""
    seen = {unit.unit_id for unit in visible_children(parent, day, viewer, today=today)}
    return [one for one in standings_below(parent, day, indicator=indicator) if one.unit.unit_id in seen]


def newest_below(parent: UnitRow, today: date) -> list[UnitStandings]:
    """Return where the children of `parent` stand today, from cells, without what a long table does not show."""
    children = children_of(parent.unit_id, today)
    return _ranked(survey_newest(children, today), children, today)


def newest_of(unit: UnitRow, today: date) -> UnitStandings:
    """Return where `unit` stands today, ranked among its siblings, from cells: no figure of theirs is read."""
    siblings = _siblings(unit, today)
    survey = survey_newest(siblings, today, within=unit.path)
    return _ranked(survey, siblings, today, only=unit.unit_id, shown=replace(survey, measure=standing))[0]


def visible_unit(code: str, day: date, viewer: Viewer, *, today: date) -> UnitRow:
    """Return the unit that bore `code` on `day` if `viewer` may see its figures; else it does not exist for them.

    What they may see goes by where the unit stands today, not by where it stood on `day`.
    """
    unit = unit_with_code(code, day)
    if unit is None or not reach(viewer, Action.SEE_FIGURES).covers(path_now(unit, today)):
        raise NotFound("No unit has the code %(code)s on %(day)s.", code=code, day=vn_date(day))
    return unit


def visible_children(
    parent: UnitRow, day: date, viewer: Viewer, *, today: date, action: Action = Action.SEE_FIGURES
) -> list[UnitRow]:
    """Return the children of `parent` on `day`, without those that have moved out of the viewer's sight since."""
    found, allowed = children_of(parent.unit_id, day), reach(viewer, action)
    elsewhere = standing_last({unit.unit_id for unit in found if not unit.holds_on(today)}, today)
    return [unit for unit in found if allowed.covers(elsewhere.get(unit.unit_id, unit).path)]


def _siblings(unit: UnitRow, day: date) -> list[UnitRow]:
    if unit.axis != "territory":
        return [unit]
    return [sibling for sibling in children_of(unit.parent_id, day) if sibling.level == unit.level]


def _branch(parent_id: int | None, siblings: Sequence[UnitRow], day: date) -> list[UnitRow]:
    """Return the siblings with all that stands below them."""
    parent = unit_on(parent_id, day) if parent_id is not None else None
    if parent:
        return subtree_of(parent.path, day)
    return [row for sibling in siblings for row in subtree_of(sibling.path, day)]


def _ranked(
    survey: Survey, siblings: Sequence[UnitRow], day: date, *, only: int | None = None, shown: Survey | None = None
) -> list[UnitStandings]:
    """Return the rows of `siblings` (or of `only` one of them) with their ranks among all of them.

    The rows are those of the survey `shown`, if there is one; the ranks are always of `survey`.
    """
    wanted = [unit for unit in siblings if only in (None, unit.unit_id)]
    rows: dict[int, list[StandingRow]] = {unit.unit_id: [] for unit in wanted}
    for indicator in survey.indicators:
        if not any(survey.has_row(unit, indicator) for unit in wanted):
            continue
        scores = [survey.score(unit.unit_id, indicator) for unit in siblings]
        places = ranks(scores, ascending=indicator.direction == "down")
        of = sum(score is not None for score in scores)
        for unit, place in zip(siblings, places, strict=True):
            if unit.unit_id in rows and survey.has_row(unit, indicator):
                rows[unit.unit_id].append(_row(shown or survey, unit, indicator, rank=place, of=of))
    return [UnitStandings(unit, day, tuple(rows[unit.unit_id])) for unit in wanted]


def _row(survey: Survey, unit: UnitRow, indicator: IndicatorRow, *, rank: int | None, of: int) -> StandingRow:
    reported, expected = survey.count_reports(unit, indicator)
    return StandingRow(
        indicator=indicator,
        standing=survey.standing(unit.unit_id, indicator),
        target=survey.targets.get((unit.unit_id, indicator.code)),
        self_reported=survey.self_reported(unit, indicator),
        reported=reported,
        expected=expected,
        rank=rank,
        of=of,
    )
