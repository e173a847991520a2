"""What is read of indicators, plans, targets, milestones and not-applicable marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from committee.core.batches import batches, within
from committee.core.db import db
from committee.domain import indicator_kinds
from committee.domain.revisions import Revision, fold
from committee.domain.rollup import Marks
from committee.targets.models import Indicator, Milestone, NotApplicable, Plan, Target, TargetRevision

MONTHLY, QUARTERLY = "monthly", "quarterly"


@dataclass(frozen=True)
class IndicatorRow:
    """What is measured, as the dictionary says it. `numerators` in the order in which they are asked for."""

    code: str
    position: int
    name: str
    unit_of_measure: str
    kind: str
    direction: str
    numerators: tuple[str, ...]
    denominator: str
    aggregation: str
    decimals: int
    strictness: str
    official_by: str

    @property
    def is_rate(self) -> bool:
        """Whether its values are percentages that are computed, never typed."""
        return indicator_kinds.is_rate(self.kind)

    @property
    def can_lag(self) -> bool:
        """Whether a unit can be behind on it: not on a mark without a target, nor on what others are divided by."""
        return indicator_kinds.can_lag(self.kind)


@dataclass(frozen=True)
class PlanRow:
    """A year of the plan. `cut_off_day` None: figures are closed at the month's end."""

    year: int
    cut_off_day: int | None
    rhythm: str


@dataclass(frozen=True)
class TargetOn:
    """A target as it stands on a day: people, đồng, or hundredths of a basis point where it is a percentage."""

    value: int
    assigner: str
    strictness: str
    document_number: str
    document_date: date | None


@dataclass(frozen=True)
class AssignedTarget:
    """A target as it stands on a day, with what a page that shows every assigner needs."""

    target_id: int
    unit_id: int
    indicator: str
    is_primary: bool
    target: TargetOn


@dataclass(frozen=True)
class MilestoneRow:
    """What should be reached by a cut-off; `unit_id` None: by every unit, then only `percent`.

    `cumulative` is people or đồng, for rates hundredths of a basis point; `percent` hundredths of a basis point of the
    target.
    """

    unit_id: int | None
    indicator: str
    cut_off_on: date
    cumulative: int | None
    percent: int | None


def indicators() -> dict[str, IndicatorRow]:
    """Return {code: indicator} in the order of the dictionary."""
    table = Indicator
    statement = select(
        table.code,
        table.position,
        table.name,
        table.unit_of_measure,
        table.kind,
        table.direction,
        table.numerators,
        table.denominator,
        table.aggregation,
        table.decimals,
        table.strictness,
        table.official_by,
    ).order_by(table.position, table.code)
    return {
        row.code: IndicatorRow(**{**row._mapping, "numerators": tuple(row.numerators.split())})  # noqa: SLF001 - documented
        for row in db.session.execute(statement)
    }


def indicators_with_targets() -> set[str]:
    """Return the codes of indicators for which targets or milestones stand."""
    targets = select(Target.indicator).distinct()
    return set(db.session.scalars(targets.union(select(Milestone.indicator))))


def plan_of(year: int) -> PlanRow:
    """Return the plan of `year`; where none was made: monthly, closed at the month's end."""
    row = db.session.execute(select(Plan.year, Plan.cut_off_day, Plan.rhythm).where(Plan.year == year)).first()
    return PlanRow(*row) if row else PlanRow(year, None, MONTHLY)


def plans() -> list[PlanRow]:
    """Return the plans that were made, the newest year first."""
    rows = db.session.execute(select(Plan.year, Plan.cut_off_day, Plan.rhythm).order_by(Plan.year.desc()))
    return [PlanRow(*row) for row in rows]


def primary_targets(unit_ids: Collection[int] | None, year: int, on: date) -> dict[tuple[int, str], TargetOn]:
    """Return {(unit id, indicator): its primary target of `year` as folded on the day `on`}.

    `unit_ids` None: of every unit. Absent where nothing is in force on that day.
    """
    found: dict[tuple[int, str], TargetOn] = {}
    for some in batches(unit_ids):
        for assigned in _assigned(year, on, Target.is_primary, *within(Target.unit_id, some)):
            found[assigned.unit_id, assigned.indicator] = assigned.target
    return found


def all_targets(unit_id: int, year: int, on: date) -> list[AssignedTarget]:
    """Return the targets of every assigner in force for a unit on that day; of one indicator the primary one first."""
    found = _assigned(year, on, Target.unit_id == unit_id)
    return sorted(found, key=lambda each: (each.indicator, not each.is_primary, each.target_id))


def milestones_of(unit_ids: Collection[int] | None, year: int) -> list[MilestoneRow]:
    """Return the milestones of `year` for `unit_ids` (None: for every unit), the general ones included."""
    found = [] if unit_ids is None else _milestones(year, Milestone.unit_id.is_(None))
    for some in batches(unit_ids):
        found += _milestones(year, *within(Milestone.unit_id, some))
    return found


def not_applicable_on(unit_ids: Collection[int] | None, on: date) -> set[tuple[int, str]]:
    """Return the pairs (unit id, indicator) that are not asked of the unit on that day."""
    begun = NotApplicable.from_on <= on
    not_ended = or_(NotApplicable.to_on.is_(None), NotApplicable.to_on >= on)
    found: set[tuple[int, str]] = set()
    for some in batches(unit_ids):
        statement = select(NotApplicable.unit_id, NotApplicable.indicator).where(begun, not_ended)
        found.update((row.unit_id, row.indicator) for row in _where(statement, within(NotApplicable.unit_id, some)))
    return found


def marks_of(unit_ids: Collection[int] | None) -> Marks:
    """Return when what is not asked of these units; None means all."""
    spans: dict[tuple[int, str], list[tuple[date, date | None]]] = defaultdict(list)
    for some in batches(unit_ids):
        columns = (NotApplicable.unit_id, NotApplicable.indicator, NotApplicable.from_on, NotApplicable.to_on)
        for row in _where(select(*columns), within(NotApplicable.unit_id, some)):
            spans[row.unit_id, row.indicator].append((row.from_on, row.to_on))
    return Marks(dict(spans))


def marks_turning_on(day: date) -> set[tuple[int, str]]:
    """Return the pairs (unit id, indicator) whose not-applicable mark begins with `day`, or ended the day before."""
    turning = or_(NotApplicable.from_on == day, NotApplicable.to_on == day - timedelta(days=1))
    rows = db.session.execute(select(NotApplicable.unit_id, NotApplicable.indicator).where(turning))
    return {(unit, code) for unit, code in rows}


def reasons_not_applicable(unit_ids: Collection[int], on: date) -> dict[tuple[int, str], str]:
    """Return {(unit id, indicator): why it is not asked of the unit on that day}."""
    begun = NotApplicable.from_on <= on
    not_ended = or_(NotApplicable.to_on.is_(None), NotApplicable.to_on >= on)
    found: dict[tuple[int, str], str] = {}
    for some in batches(unit_ids):
        statement = select(NotApplicable.unit_id, NotApplicable.indicator, NotApplicable.reason).where(begun, not_ended)
        found |= {(row[0], row[1]): row[2] for row in _where(statement, within(NotApplicable.unit_id, some))}
    return found


def _where(statement: Any, conditions: Iterable[ColumnElement[bool]]) -> Any:
    return db.session.execute(statement.where(*conditions))


def _assigned(year: int, on: date, *conditions: Any) -> list[AssignedTarget]:
    statement = (
        select(
            Target.id.label("target_id"),
            Target.unit_id,
            Target.indicator,
            Target.assigner,
            Target.strictness,
            Target.is_primary,
            TargetRevision.id,
            TargetRevision.kind,
            TargetRevision.value,
            TargetRevision.effective_on,
            TargetRevision.document_number,
            TargetRevision.document_date,
        )
        .join(TargetRevision, TargetRevision.target_id == Target.id)
        .where(Target.year == year)
    )
    by_target: dict[int, list[Any]] = defaultdict(list)
    for row in _where(statement, conditions):
        by_target[row.target_id].append(row)
    folded = (_folded(rows, year, on) for rows in by_target.values())
    return [assigned for assigned in folded if assigned is not None]


def _folded(rows: Sequence[Any], year: int, on: date) -> AssignedTarget | None:
    revisions = (
        Revision(row.id, row.kind, row.value, row.effective_on, row.document_number, row.document_date) for row in rows
    )
    state = fold(revisions, year=year, on=on)
    if state is None:
        return None
    of = rows[0]
    target = TargetOn(state.value, of.assigner, of.strictness, state.document_number, state.document_date)
    return AssignedTarget(of.target_id, of.unit_id, of.indicator, of.is_primary, target)


def _milestones(year: int, *conditions: ColumnElement[bool]) -> list[MilestoneRow]:
    table = Milestone
    statement = select(table.unit_id, table.indicator, table.cut_off_on, table.cumulative, table.percent)
    ordered = statement.where(table.year == year).order_by(table.indicator, table.cut_off_on, table.unit_id)
    return [MilestoneRow(*row) for row in _where(ordered, conditions)]


def revisions_of(target_ids: Collection[int], year: int) -> dict[int, list[Revision]]:
    """Return {target id: the acts that set or changed it, in the order in which they came into force}."""
    found: dict[int, list[Revision]] = defaultdict(list)
    table = TargetRevision
    for some in batches(target_ids):
        statement = select(
            table.target_id,
            table.id,
            table.kind,
            table.value,
            table.effective_on,
            table.document_number,
            table.document_date,
        )
        for target_id, *act in _where(statement, within(table.target_id, some)):
            found[target_id].append(Revision(*act))
    for acts in found.values():
        acts.sort(key=lambda act: (act.effective_on or date(year, 1, 1), act.id))
    return dict(found)


def targets_of(unit_ids: Collection[int], year: int, on: date) -> list[AssignedTarget]:
    """Return the targets of every assigner in force for units on that day; of one pair the primary one first."""
    found = [one for some in batches(unit_ids) for one in _assigned(year, on, *within(Target.unit_id, some))]
    return sorted(found, key=lambda each: (each.unit_id, each.indicator, not each.is_primary, each.target_id))
