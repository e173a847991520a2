"""The target a task is about: which ones there are to choose from, what it is called, and how far the unit has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from committee.core.words import gettext
from committee.domain.access import Action, Thing, Viewer, may
from committee.standings.queries import standings_of
from committee.standings.rows import achievement_text
from committee.targets.named import NamedTarget, primary_target, targets_named, targets_with_ids
from committee.targets.queries import indicators
from committee.tasks.queries import TaskRow
from committee.units.queries import UnitRow, unit_on

TARGET = "target"


@dataclass(frozen=True)
class TargetShown:
    """The target of a task in words, where to look at it, and how far its unit has come ("" where nobody knows)."""

    name: str
    address: str
    reached: str


def choices_of(viewer: Viewer, unit: UnitRow | None, indicator: str) -> Sequence[tuple[str, str]]:
    """Return (value, words) of the targets of a unit on an indicator; none where the viewer sees none."""
    if unit is None or indicator not in indicators() or not may(viewer, Action.SEE_TARGETS, Thing(TARGET, unit.path)):
        return ()
    return [(str(one.target_id), words_of(one)) for one in targets_named([unit.unit_id], [indicator])]


def target_given(viewer: Viewer, unit: UnitRow | None, indicator: str, year: int) -> int | None:
    """Return the primary target of a unit on an indicator for a year, for whoever sees it; None where there is none."""
    if unit is None or not may(viewer, Action.SEE_TARGETS, Thing(TARGET, unit.path)):
        return None
    return primary_target(unit.unit_id, indicator, year)


def words_of(target: NamedTarget) -> str:
    """Return what a target is called beside its unit and its indicator."""
    if target.is_primary:
        return gettext("%(year)d, by %(assigner)s (primary)", year=target.year, assigner=target.assigner)
    return gettext("%(year)d, by %(assigner)s", year=target.year, assigner=target.assigner)


def target_of(viewer: Viewer, task: TaskRow, today: date) -> TargetShown | None:
    """Return the target of a task for whoever may see the targets of its unit."""
    unit = task.about_unit
    found = targets_with_ids([task.target_id]).get(task.target_id) if task.target_id else None
    if found is None or unit is None or not may(viewer, Action.SEE_TARGETS, Thing(TARGET, unit.path)):
        return None
    address = url_for("targets.show", code=unit.code, year=found.year, indicator=found.indicator)
    name = gettext("%(indicator)s: %(target)s", indicator=indicators()[found.indicator].name, target=words_of(found))
    sees = may(viewer, Action.SEE_FIGURES, Thing("unit", unit.path))
    return TargetShown(name, address, _reached(found, today) if sees else "")


def _reached(target: NamedTarget, today: date) -> str:
    """Return how much of a target is reached; only the primary one of a pair is measured."""
    day = min(today, date(target.year, 12, 31))
    unit = unit_on(target.unit_id, day)
    if unit is None or not target.is_primary or day.year != target.year:
        return ""
    rows = standings_of(unit, day, indicator=target.indicator).rows
    row = next((one for one in rows if one.indicator.code == target.indicator), None)
    if row is None or row.standing.actual is None or row.standing.achievement is None:
        return ""
    as_of = row.standing.actual.as_of
    return gettext(
        "%(percent)s%% of the target, figures as of %(day)s",
        percent=achievement_text(row.standing),
        day=f"{as_of:%d/%m/%Y}",
    )
