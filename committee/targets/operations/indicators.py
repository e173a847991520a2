"""The dictionary of indicators: loaded from data, changed by file."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from committee.audit import operations as audit
from committee.core.db import db
from committee.core.tabular import Column, Refusals, Row
from committee.domain.access import Actor
from committee.domain.indicator_kinds import KINDS, RATES
from committee.domain.measures import PERCENT
from committee.targets.models import Indicator
from committee.targets.operations.turns import take_turns
from committee.targets.queries import IndicatorRow, indicators, indicators_with_targets
from committee.targets.rows import Tally, one_of, read_lines, refused, text_at

AGGREGATIONS = ("sum", "recompute", "none")
UP_STRICTNESS, DOWN_STRICTNESS = (">=",), ("<", "<=")
BETWEEN_POSITIONS = 10

COLUMNS = (
    Column("code", required=True),
    Column("name", required=True),
    Column("unit_of_measure", required=True),
    Column("kind", required=True),
    Column("direction", required=True),
    Column("numerator"),
    Column("denominator"),
    Column("aggregation"),
    Column("decimals"),
    Column("strictness"),
    Column("official_by"),
)

_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class _Entry:
    row: Row
    code: str
    values: dict[str, object]

    @property
    def key(self) -> str:
        return self.code


def import_indicators(*, rows: Sequence[Row], with_figures: Collection[str], by: Actor, now: datetime) -> Tally:
    """Add or change indicators; `with_figures` are those whose kind and unit of measure may not change any more."""
    take_turns()
    tally = Tally()
    known = indicators()
    entries = read_lines(rows, _entry, tally)
    _refuse_unknown_parts(entries, known)
    _refuse_new_meaning(entries, known, {*with_figures, *indicators_with_targets()})
    new = [entry for entry in entries if entry.code not in known]
    _add(new)
    tally.written = len(new)
    for entry in entries:
        if entry.code not in known:
            continue
        before = _differences(known[entry.code], entry)
        if not before:
            tally.unchanged += 1
            continue
        tally.corrected += 1
        db.session.execute(update(Indicator).where(Indicator.code == entry.code).values(entry.values))
        facts = {"before": before, "after": {name: entry.values[name] for name in before}}
        audit.record(action="indicator changed", thing=("indicator", entry.code), facts=facts, by=by, now=now)
    for entry in new:
        audit.record(action="indicator added", thing=("indicator", entry.code), facts=entry.values, by=by, now=now)
    return tally


def add_missing_indicators(*, rows: Sequence[Row]) -> int:
    """Add the indicators that the dictionary lacks; those it has stay as they are. Return how many were added.

    What comes with the programme arrives like its schema: it is nobody's act and leaves no trace in the audit.
    """
    known = indicators()
    missing = [entry for entry in read_lines(rows, _entry, Tally()) if entry.code not in known]
    _add(missing)
    return len(missing)


def _entry(row: Row) -> _Entry:
    code = text_at(row, "code", required=True)
    if not _CODE.fullmatch(code):
        raise refused(row, "code", "A code is small letters, digits and underscores, a letter first.")
    kind = one_of(row, "kind", KINDS)
    direction = one_of(row, "direction", ("up", "down"))
    numerators = " ".join(text_at(row, "numerator").replace(";", " ").split())
    denominator = text_at(row, "denominator")
    _refuse_half_rate(row, kind, numerators, denominator)
    values: dict[str, object] = {
        "name": text_at(row, "name", required=True),
        "unit_of_measure": _unit_of_measure(row, kind),
        "kind": kind,
        "direction": direction,
        "numerators": numerators,
        "denominator": denominator,
        "aggregation": _aggregation(row, kind),
        "decimals": _decimals(row),
        "strictness": _strictness(row, direction),
        "official_by": one_of(row, "official_by", ("import", "acceptance"), "import"),
    }
    return _Entry(row, code, values)


def _refuse_half_rate(row: Row, kind: str, numerators: str, denominator: str) -> None:
    if kind in RATES:
        text_at(row, "numerator", required=True)
        text_at(row, "denominator", required=True)
    elif numerators or denominator:
        column = "numerator" if numerators else "denominator"
        raise refused(row, column, "Only a ratio or a threshold has a numerator and a denominator.")


def _unit_of_measure(row: Row, kind: str) -> str:
    unit = text_at(row, "unit_of_measure", required=True)
    if (unit == PERCENT) != (kind in RATES):
        raise refused(row, "unit_of_measure", "A ratio or a threshold is measured in %%, and nothing else is.")
    return unit


def _aggregation(row: Row, kind: str) -> str:
    default = {"ratio": "recompute", "threshold": "none"}.get(kind, "sum")
    found = one_of(row, "aggregation", AGGREGATIONS, default)
    if (kind in RATES and found == "sum") or (kind not in RATES and found == "recompute"):
        raise refused(row, "aggregation", "Percentages are recomputed and never added up; counts are added up.")
    return found


def _decimals(row: Row) -> int:
    said = text_at(row, "decimals") or "2"
    if said not in ("0", "1", "2", "3", "4"):
        raise refused(row, "decimals", "Write how many decimals are shown: 0 to 4.")
    return int(said)


def _strictness(row: Row, direction: str) -> str:
    known = UP_STRICTNESS if direction == "up" else DOWN_STRICTNESS
    return one_of(row, "strictness", known, known[0])


def _refuse_unknown_parts(entries: Sequence[_Entry], known: dict[str, IndicatorRow]) -> None:
    kinds = {code: indicator.kind for code, indicator in known.items()}
    kinds.update((entry.code, str(entry.values["kind"])) for entry in entries)
    refusals = Refusals()
    for entry in entries:
        for column, name in (("numerator", "numerators"), ("denominator", "denominator")):
            for code in str(entry.values[name]).split():
                if kinds.get(code, "ratio") in RATES:
                    message = "There is no count with the code %(code)s: add it to the dictionary first."
                    refusals.add(refused(entry.row, column, message, code=code))
    refusals.raise_if_any()


def _refuse_new_meaning(entries: Sequence[_Entry], known: dict[str, IndicatorRow], in_use: Collection[str]) -> None:
    refusals = Refusals()
    for entry in entries:
        if entry.code not in known or entry.code not in in_use:
            continue
        for column in ("kind", "unit_of_measure"):
            if getattr(known[entry.code], column) != entry.values[column]:
                message = (
                    "The indicator has figures or targets, so this cannot change: add an indicator of another code."
                )
                refusals.add(refused(entry.row, column, message))
    refusals.raise_if_any()


def _differences(before: IndicatorRow, entry: _Entry) -> dict[str, object]:
    """Return what the dictionary says now, where the file says otherwise."""
    present = {**vars(before), "numerators": " ".join(before.numerators)}
    return {name: present[name] for name, value in entry.values.items() if present[name] != value}


def _add(entries: Sequence[_Entry]) -> None:
    if not entries:
        return
    last = db.session.scalar(select(func.max(Indicator.position))) or 0
    db.session.execute(
        insert(Indicator),
        [
            {"code": entry.code, "position": last + at * BETWEEN_POSITIONS, **entry.values}
            for at, entry in enumerate(entries, start=1)
        ],
    )
