"""Taking over what became of units: which old one went into which new one, and whose series of figures goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, insert, select, update
from sqlalchemy import Row as ResultRow
from sqlalchemy.orm import aliased

from committee.audit import operations as audit
from committee.audit.operations import Act
from committee.core.db import db
from committee.core.formatting import vn_date
from committee.core.tabular import Refusals, Row, refuse_duplicates
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.units.drafts import lock_units
from committee.units.files import SuccessionLine, succession_lines
from committee.units.models import Placement, Succession, Unit
from committee.units.queries import UnitRow, bearer_on, bearers_of, valid_on

ONE_DAY = timedelta(days=1)
CARRYING = ("whole", "main part")


@dataclass(frozen=True)
class SuccessionsImported:
    """What was written, and the units of the file's levels and days that nothing is said of, as (code, name)."""

    rows: int
    added: int
    corrected: int
    without_predecessor: list[tuple[str, str]]
    without_successor: list[tuple[str, str]]


@dataclass(frozen=True)
class _Pair:
    old: UnitRow
    new: UnitRow
    line: SuccessionLine

    @property
    def key(self) -> tuple[int, int, date]:
        return (self.old.unit_id, self.new.unit_id, self.line.effective_on)

    @property
    def said(self) -> dict[str, object]:
        return {"extent": self.line.extent, "share": self.line.share, "document_number": self.line.document_number}


def import_successions(*, rows: Sequence[Row], by: Actor, now: datetime) -> SuccessionsImported:
    """Take over a list of successions, wholly or, by raising `Refused`, not at all.

    A new unit carries on the series (`Unit.lineage`) of the predecessor that had its code, else of one that went into
    it wholly or in its main part.
    """
    lines = succession_lines(rows)
    by_row = {line.row.number: line for line in lines}
    refuse_duplicates(
        rows,
        lambda row: (by_row[row.number].old_code, by_row[row.number].new_code, by_row[row.number].effective_on),
        column="new_code",
    )
    lock_units()
    pairs = _pairs(lines)
    added, corrected, acts = _write(pairs)
    days = {line.effective_on for line in lines}
    levels = {line.level for line in lines}
    if added or corrected:
        _carry_series_on(days)
    imported = SuccessionsImported(
        rows=len(lines),
        added=added,
        corrected=corrected,
        without_predecessor=_new_without(days, levels),
        without_successor=_old_without(days, levels),
    )
    if added or corrected:
        facts = asdict(imported)
        audit.record(action="successions imported", thing=("file", rows[0].file), facts=facts, by=by, now=now)
        audit.record_all(acts, by=by, now=now)
    return imported


def _pairs(lines: Sequence[SuccessionLine]) -> list[_Pair]:
    bearers = bearers_of({code for line in lines for code in (line.old_code, line.new_code)})
    refusals = Refusals()
    pairs = []
    for line in lines:
        with refusals.at(line.row.place()):
            old = _bearer(bearers, line, "old_code", line.old_code, line.last_day)
            new = _bearer(bearers, line, "new_code", line.new_code, line.effective_on)
            pairs.append(_Pair(old, new, line))
    _refuse_too_much(pairs, refusals)
    refusals.raise_if_any()
    return pairs


def _bearer(bearers: dict[str, list[UnitRow]], line: SuccessionLine, column: str, code: str, day: date) -> UnitRow:
    found = bearer_on(bearers.get(code, ()), day)
    if found is None or found.level != line.level:
        raise DomainError(
            "No unit of the level %(level)s bears the code %(code)s on %(day)s: import its list first, or check the "
            "code and the day.",
            place=line.row.place(column),
            read=code,
            level=line.level,
            code=code,
            day=vn_date(day),
        )
    return found


def _refuse_too_much(pairs: Iterable[_Pair], refusals: Refusals) -> None:
    """Refuse an old unit of which more than the whole is given away."""
    given: dict[tuple[int, date], int] = defaultdict(int)
    for pair in pairs:
        key = (pair.old.unit_id, pair.line.effective_on)
        before = given[key]
        given[key] += pair.line.share or 0
        if before <= 10_000 < given[key]:
            refusals.add(
                DomainError(
                    "The shares of %(name)s add up to more than 100 %%.",
                    place=pair.line.row.place("share"),
                    name=pair.old.name,
                )
            )


def _write(pairs: Sequence[_Pair]) -> tuple[int, int, list[Act]]:
    """Write what is new or different; return how many were added and how many corrected, and what the audit says."""
    days = {pair.line.effective_on for pair in pairs}
    standing = {
        (row.predecessor_id, row.successor_id, row.effective_on): row
        for row in db.session.execute(select(*Succession.__table__.columns).where(Succession.effective_on.in_(days)))
    }
    told = [pair for pair in pairs if pair.old.unit_id != pair.new.unit_id]  # a unit that went on is no successor
    new = [pair for pair in told if pair.key not in standing]
    other = [(standing[pair.key].id, pair) for pair in told if pair.key in standing]
    other = [(row_id, pair) for row_id, pair in other if _differs(standing[pair.key], pair)]
    if new:
        names = ("predecessor_id", "successor_id", "effective_on")
        db.session.execute(insert(Succession), [dict(zip(names, pair.key, strict=True)) | pair.said for pair in new])
    if other:
        db.session.execute(update(Succession), [{"id": key} | pair.said for key, pair in other])
    acts = [_act(pair, None) for pair in new] + [_act(pair, standing[pair.key]) for _, pair in other]
    return len(new), len(other), acts


def _act(pair: _Pair, row: ResultRow[*tuple[object, ...]] | None) -> Act:
    before = None if row is None else {name: getattr(row, name) for name in pair.said}
    facts = {
        "predecessor": pair.old.name,
        "successor": pair.new.name,
        "effective_on": pair.line.effective_on.isoformat(),
        "before": before,
        "after": pair.said,
    }
    return Act("succession set", ("unit", pair.old.unit_id), facts, pair.new.unit_id)


def _differs(row: ResultRow[*tuple[object, ...]], pair: _Pair) -> bool:
    return any(getattr(row, name) != value for name, value in pair.said.items())


def _carry_series_on(days: Collection[date]) -> None:
    """Give each successor the lineage of its nearest predecessor; a lineage goes on in one unit only."""
    for day in sorted(days):
        chosen = _heirs(_candidates(day))
        rows = db.session.execute(select(Unit.id, Unit.lineage).where(Unit.id.in_(_successors(day))))
        standing = {row.id: row.lineage for row in rows}
        changed = [
            {"id": unit_id, "lineage": chosen.get(unit_id, unit_id)}
            for unit_id, lineage in standing.items()
            if lineage != chosen.get(unit_id, unit_id)
        ]
        if changed:
            db.session.execute(update(Unit), changed)


def _successors(day: date) -> Select[int]:
    return select(Succession.successor_id).where(Succession.effective_on == day)


def _candidates(day: date) -> list[tuple[int, int]]:
    """Return (successor id, lineage of a predecessor), nearest first: same code, whole, main part."""
    old, new = aliased(Placement), aliased(Placement)
    rows = db.session.execute(
        select(Succession.successor_id, Unit.lineage, Succession.extent, old.code, new.code.label("new_code"))
        .join(Unit, Unit.id == Succession.predecessor_id)
        .join(old, (old.unit_id == Succession.predecessor_id) & valid_on(day - ONE_DAY, old))
        .join(new, (new.unit_id == Succession.successor_id) & valid_on(day, new))
        .where(Succession.effective_on == day)
    )
    kin = [row for row in rows if row.extent in CARRYING or row.code == row.new_code]
    kin.sort(key=lambda row: (row.code != row.new_code, row.extent != "whole", row.code, row.new_code))
    return [(row.successor_id, row.lineage) for row in kin]


def _heirs(candidates: Iterable[tuple[int, int]]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for unit_id, lineage in candidates:
        if unit_id not in chosen and lineage not in taken:
            chosen[unit_id] = lineage
            taken.add(lineage)
    return chosen


def _new_without(days: Collection[date], levels: Collection[str]) -> list[tuple[str, str]]:
    """Return the units that begin on one of `days` without having come from any."""
    told = exists().where(Succession.successor_id == Placement.unit_id)
    earlier = aliased(Placement)
    stood = exists().where(earlier.unit_id == Placement.unit_id, earlier.id != Placement.id)
    return _named((Placement.valid_from.in_(days), Placement.level.in_(levels), ~told, ~stood))


def _old_without(days: Collection[date], levels: Collection[str]) -> list[tuple[str, str]]:
    """Return the units that end before one of `days` without having gone into any."""
    told = exists().where(Succession.predecessor_id == Placement.unit_id)
    later = aliased(Placement)
    stands = exists().where(later.unit_id == Placement.unit_id, later.valid_from.in_(days))
    last_days = [day - ONE_DAY for day in days]
    return _named((Placement.valid_to.in_(last_days), Placement.level.in_(levels), ~told, ~stands))


def _named(conditions: Iterable[ColumnElement[bool]]) -> list[tuple[str, str]]:
    rows = db.session.execute(select(Placement.code, Placement.name).where(*conditions).order_by(Placement.code))
    return [(row.code, row.name) for row in rows]
