"""Targets by name: which one is meant by unit, indicator, year and, where several set one, whoever assigned it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from committee.core.batches import batches
from committee.core.db import db
from committee.domain.errors import DomainError
from committee.domain.text import tone_placement_key
from committee.targets.models import Target

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
