"""Which indicators a unit is asked for in a period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from committee.core.db import db
from committee.figures.models import Figure
from committee.figures.periods import Period
from committee.figures.queries import DRAFT
from committee.targets.queries import IndicatorRow, TargetOn, indicators, primary_targets, reasons_not_applicable

PARAMETER = "parameter"


@dataclass
class Asked:
    """What is typed for a unit, in the order of the dictionary; what is left out and why; its targets."""

    typed: list[IndicatorRow] = field(default_factory=list)
    left_out: list[tuple[IndicatorRow, str]] = field(default_factory=list)
    targets: dict[str, TargetOn] = field(default_factory=dict)


def asked_of(unit_ids: Collection[int], period: Period) -> dict[int, Asked]:
    """Return {unit id: what it is asked for}: what it has a target for this year, and what it reported last month.

    A rate is computed, so the people or the money it is computed from are asked for; denominators never are.
    Four statements, however many units.
    """
    dictionary, on = indicators(), period.cut_off_on
    targets = primary_targets(unit_ids, on.year, on)
    reasons = reasons_not_applicable(unit_ids, on)
    found = {unit_id: Asked() for unit_id in unit_ids}
    codes: dict[int, set[str]] = {unit_id: set() for unit_id in unit_ids}
    for (unit_id, code), target in targets.items():
        found[unit_id].targets[code] = target
        codes[unit_id].add(code)
    for unit_id, code in _reported_last_month(unit_ids, on):
        codes[unit_id].add(code)
    for unit_id, asked in found.items():
        why = {code: reason for (of, code), reason in reasons.items() if of == unit_id}
        asked.left_out = [
            (dictionary[code], why[code]) for code in dictionary if code in why and code in codes[unit_id]
        ]
        asked.typed = _typed(codes[unit_id] - set(why), dictionary, without=why)
    return found


def _typed(codes: set[str], dictionary: Mapping[str, IndicatorRow], without: Collection[str]) -> list[IndicatorRow]:
    wanted = {code for code in codes if not dictionary[code].is_rate and dictionary[code].kind != PARAMETER}
    for rate in sorted(codes - wanted):
        numerators = [code for code in dictionary[rate].numerators if code not in without]
        if numerators and not wanted.intersection(numerators):
            wanted.add(numerators[0])
    return [indicator for code, indicator in dictionary.items() if code in wanted]


def _reported_last_month(unit_ids: Collection[int], on: date) -> Iterable[tuple[int, str]]:
    last = on.replace(day=1) - timedelta(days=1)
    rows = db.session.execute(
        select(Figure.unit_id, Figure.indicator)
        .where(
            Figure.unit_id.in_(sorted(unit_ids)),
            Figure.as_of.between(last.replace(day=1), last),
            Figure.replaced_at.is_(None),
            Figure.state != DRAFT,
        )
        .distinct()
    )
    return [(row.unit_id, row.indicator) for row in rows]
