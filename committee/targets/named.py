"""Targets by name: which one is meant by unit, indicator, year and, where several set one, whoever assigned it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from committee.core.batches import batches
from committee.core.db import db
from committee.core.formatting import NONE, vn_date
from committee.domain.errors import DomainError
from committee.domain.revisions import Revision
from committee.domain.text import tone_placement_key
from committee.targets.models import Target, TargetRevision

_COLUMNS = (Target.id, Target.unit_id, Target.indicator, Target.year, Target.assigner, Target.is_primary)


@dataclass(frozen=True)
class NamedTarget:
    """A target without its value: that is a matter of the day."""

    target_id: int
    unit_id: int
    indicator: str
    year: int
    assigner: str
    is_primary: bool


def targets_with_ids(target_ids: Collection[int]) -> dict[int, NamedTarget]:
    """Return {id: the target}."""
    return {one.target_id: one for some in batches(target_ids) for one in _read(Target.id.in_(some))}


def targets_named(unit_ids: Collection[int], indicators: Collection[str]) -> list[NamedTarget]:
    """Return the targets of units on indicators: the newest year first, of a year the primary one first."""
    found = [
        one
        for some in batches(unit_ids)
        for one in _read(Target.unit_id.in_(some), Target.indicator.in_(sorted(indicators)))
    ]
    return sorted(found, key=lambda one: (one.unit_id, one.indicator, -one.year, not one.is_primary, one.target_id))


def primary_target(unit_id: int, indicator: str, year: int) -> int | None:
    """Return the primary target of a unit on an indicator for a year, None where there is none."""
    found = targets_named([unit_id], [indicator])
    return next((one.target_id for one in found if one.is_primary and one.year == year), None)


def revisions_with_ids(revision_ids: Collection[int]) -> dict[int, tuple[int, Revision]]:
    """Return {id: (its target, the act)}."""
    table = TargetRevision
    found: dict[int, tuple[int, Revision]] = {}
    columns: tuple[Any, ...] = (
        table.id,
        table.kind,
        table.value,
        table.effective_on,
        table.document_number,
        table.document_date,
    )
    for some in batches(revision_ids):
        for target_id, *act in db.session.execute(select(table.target_id, *columns).where(table.id.in_(some))):
            found[act[0]] = (target_id, Revision(*act))
    return found


def revision_meant(acts: Iterable[Revision], *, year: int, on: date, document: str = "") -> Revision:
    """Return the one act on a target that came into force on a day, where there are several the one of a document."""
    every = list(acts)
    there = [one for one in every if (one.effective_on or date(year, 1, 1)) == on]
    if not there:
        known = sorted({one.effective_on or date(year, 1, 1) for one in every})
        days = ", ".join(vn_date(day) for day in known)
        raise DomainError(
            "Nothing set or changed this target from that day; it was set or changed from: %(days)s.", days=days
        )
    wanted = tone_placement_key(document)
    meant = [one for one in there if not wanted or tone_placement_key(one.document_number) == wanted]
    if len(meant) == 1:
        return meant[0]
    numbers = "; ".join(one.document_number or NONE for one in there)
    raise DomainError(
        "Write the number of the document of one of the changes from that day: %(numbers)s.", numbers=numbers
    )


def target_meant(found: Iterable[NamedTarget], *, year: int, assigner: str = "") -> NamedTarget:
    """Return the one target that is meant among those of a unit on an indicator."""
    there = [one for one in found if one.year == year]
    if not there:
        raise DomainError("The unit has no target of %(year)d on this indicator.", year=year)
    wanted = tone_placement_key(assigner)
    meant = [one for one in there if not wanted or tone_placement_key(one.assigner) == wanted]
    if len(meant) == 1:
        return meant[0]
    known = "; ".join(one.assigner for one in there)
    if meant:
        raise DomainError("Several have set this target: name one of them as the assigner: %(known)s.", known=known)
    raise DomainError("Nobody called so has set this target; it was set by: %(known)s.", known=known)


def _read(*conditions: Any) -> list[NamedTarget]:
    return [NamedTarget(*row) for row in db.session.execute(select(*_COLUMNS).where(*conditions))]
