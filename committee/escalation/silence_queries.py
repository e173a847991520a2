"""Reading pauses in urging on: those that hold cases on a day, lists for pages, one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from committee.core.batches import batches
from committee.core.db import db, row_dict
from committee.domain.access import Reach
from committee.domain.calendar import day_of
from committee.domain.case_numbers import PACE
from committee.domain.silences import Quiet, Silence, Stage, midnight, quiet_of
from committee.escalation.due import IDS
from committee.escalation.models import Case, CaseSilence, CaseSilenceIndicator
from committee.targets.models import Indicator
from committee.units.models import Placement
from committee.units.queries import UnitRow, below_path, standing_last, standing_within, valid_on, within_reach

NOON = timedelta(hours=12)
LastDay = Callable[..., date | None]
COLUMNS = (
    CaseSilence.id,
    CaseSilence.unit_id,
    CaseSilence.rules,
    CaseSilence.reason,
    CaseSilence.legal_basis,
    CaseSilence.from_on,
    CaseSilence.to_on,
    CaseSilence.made_by_name,
    CaseSilence.made_at,
    CaseSilence.ended_at,
    CaseSilence.ended_by_name,
    CaseSilence.ended_reason,
    CaseSilence.version,
)


@dataclass(frozen=True)
class SilenceRow:
    """A pause with its unit as it stands now; `indicators` are {code: name}, none of them means all."""

    id: int
    unit_id: int
    rules: list[str]
    reason: str
    legal_basis: str
    from_on: date
    to_on: date
    made_by_name: str
    made_at: datetime
    ended_at: datetime | None
    ended_by_name: str
    ended_reason: str
    version: int
    unit: str = ""
    unit_name: str = ""
    unit_path: str = ""
    indicators: dict[str, str] = field(default_factory=dict)

    @property
    def silence(self) -> Silence:
        """The pause as the rules know it."""
        return Silence(
            id=self.id,
            unit_path=self.unit_path,
            from_on=self.from_on,
            to_on=self.to_on,
            indicators=frozenset(self.indicators),
            rules=frozenset(self.rules),
            ended_at=self.ended_at,
        )


@dataclass(frozen=True)
class SilenceFilter:
    """Which pauses are wanted: of units at or below a path, in a stage."""

    path: str = ""
    stage: str = ""


EVERYTHING = SilenceFilter()


def silences_on(day: date) -> list[Silence]:
    """Return the pauses that hold somebody on `day` or are to come, with the paths their units had on that day."""
    rows = db.session.execute(
        select(
            CaseSilence.id,
            Placement.path,
            CaseSilence.from_on,
            CaseSilence.to_on,
            CaseSilence.rules,
            CaseSilence.ended_at,
            CaseSilenceIndicator.indicator,
        )
        .join(Placement, and_(Placement.unit_id == CaseSilence.unit_id, valid_on(day)))
        .outerjoin(CaseSilenceIndicator, CaseSilenceIndicator.silence_id == CaseSilence.id)
        .where(CaseSilence.to_on >= day)
        .order_by(CaseSilence.id)
    ).all()
    about: dict[int, set[str]] = {}
    for row in rows:
        about.setdefault(row.id, set()).update([row.indicator] if row.indicator else [])
    return [
        Silence(row.id, row.path, row.from_on, row.to_on, frozenset(about[row.id]), frozenset(row.rules), row.ended_at)
        for row in {row.id: row for row in rows}.values()
    ]


def quiet_for(path: str, indicator: str, rule: str, *, at: datetime, day: date) -> Quiet | None:
    """Return until when a case of the unit at `path` is silent at a moment of `day`, or None."""
    return quiet_of(silences_on(day), path, indicator, rule, at)


def pauses_on(day: date, *, now: datetime) -> LastDay:
    """Return what gives, for a unit's path, an indicator and a rule, the last day of a pause that holds on `day`.

    Read with one statement, for a page that shows many of them.
    """
    silences = silences_on(day)
    at = now if day_of(now) == day else midnight(day) + NOON

    def asked(path: str, indicator: str, rule: str = PACE) -> date | None:
        quiet = quiet_of(silences, path, indicator, rule, at) if silences else None
        return quiet.last_on if quiet else None

    return asked


def silences(
    wanted: SilenceFilter = EVERYTHING,
    *,
    now: datetime,
    day: date,
    within: Reach,
    limit: int | None = None,
    offset: int = 0,
) -> list[SilenceRow]:
    """Return pauses of the units within reach: those that run, those to come, those that are over, the newest first."""
    rows = _wanted(wanted, now=now, day=day, within=within)
    order = (_is_over(now, day), CaseSilence.from_on > day, CaseSilence.from_on.desc(), CaseSilence.id.desc())
    return _filled(rows.order_by(*order).limit(limit).offset(offset), day)


def count_silences(wanted: SilenceFilter = EVERYTHING, *, now: datetime, day: date, within: Reach) -> int:
    """Return how many there are."""
    found = _wanted(wanted, now=now, day=day, within=within).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def silence_row(silence_id: int, *, day: date) -> SilenceRow | None:
    """Return one pause, or None. Whoever calls asks whether it may be seen."""
    if silence_id not in IDS:
        return None
    found = _filled(select(*COLUMNS).where(CaseSilence.id == silence_id), day)
    return found[0] if found else None


def silence_rows(ids: Collection[int], *, day: date) -> list[SilenceRow]:
    """Return some pauses."""
    return [row for some in batches(ids) for row in _filled(select(*COLUMNS).where(CaseSilence.id.in_(some)), day)]


def silences_of_unit(unit_id: int, *, from_on: date, day: date) -> list[SilenceRow]:
    """Return the pauses of a unit itself that begin on a day."""
    here = (CaseSilence.unit_id == unit_id, CaseSilence.from_on == from_on)
    return _filled(select(*COLUMNS).where(*here).order_by(CaseSilence.id), day)


def cases_noted_under(silence_id: int) -> int:
    """Return how many cases are noted under a pause."""
    here = select(func.count()).select_from(Case).where(Case.silence_id == silence_id)
    return db.session.scalar(here) or 0


def _wanted(wanted: SilenceFilter, *, now: datetime, day: date, within: Reach) -> Select[*tuple[object, ...]]:
    rows = select(*COLUMNS).where(CaseSilence.unit_id.in_(standing_within(within_reach(within), day)))
    if wanted.path:
        rows = rows.where(CaseSilence.unit_id.in_(standing_within(below_path(wanted.path), day)))
    is_over = _is_over(now, day)
    stages = {
        Stage.OVER.value: (is_over,),
        Stage.RUNNING.value: (~is_over, CaseSilence.from_on <= day),
        Stage.COMING.value: (~is_over, CaseSilence.from_on > day),
    }
    return rows.where(*stages.get(wanted.stage, ()))


def _is_over(now: datetime, day: date) -> ColumnElement[bool]:
    return or_(CaseSilence.to_on < day, and_(CaseSilence.ended_at.is_not(None), CaseSilence.ended_at <= now))


def _filled(rows: Select[*tuple[object, ...]], day: date) -> list[SilenceRow]:
    """Return the rows with their units and indicators."""
    found = [SilenceRow(**row_dict(row)) for row in db.session.execute(rows)]
    units = standing_last({row.unit_id for row in found}, day)
    about = _indicators_of([row.id for row in found])
    return [_with(row, units.get(row.unit_id), about.get(row.id, {})) for row in found]


def _with(row: SilenceRow, unit: UnitRow | None, indicators: dict[str, str]) -> SilenceRow:
    if unit is None:
        return replace(row, indicators=indicators)
    return replace(row, unit=unit.code, unit_name=unit.name, unit_path=unit.path, indicators=indicators)


def _indicators_of(silence_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return {pause: {code: name} of the indicators it is about}; one about all of them is absent."""
    about: dict[int, dict[str, str]] = {}
    for some in batches(silence_ids):
        rows = (
            select(CaseSilenceIndicator.silence_id, Indicator.code, Indicator.name)
            .join(Indicator, Indicator.code == CaseSilenceIndicator.indicator)
            .where(CaseSilenceIndicator.silence_id.in_(some))
            .order_by(Indicator.code)
        )
        for silence_id, code, name in db.session.execute(rows):
            about.setdefault(silence_id, {})[code] = name
    return about
