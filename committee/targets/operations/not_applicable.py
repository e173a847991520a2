"""Not-applicable marks, from a file: that an indicator is not asked of a unit for a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from committee.audit import operations as audit
from committee.audit.operations import Act
from committee.core.batches import batches, within
from committee.core.db import db
from committee.core.tabular import Column, Row
from committee.domain.access import Actor
from committee.targets.models import NotApplicable
from committee.targets.operations.turns import take_turns
from committee.targets.queries import IndicatorRow, indicators
from committee.targets.rows import (
    Bearers,
    Tally,
    codes_in,
    day_at,
    indicator_at,
    needed_day_at,
    read_lines,
    refused,
    text_at,
    unit_at,
)

COLUMNS = (
    Column("unit_code", required=True),
    Column("indicator", required=True),
    Column("from", required=True),
    Column("to"),
    Column("reason", required=True),
    Column("document_number"),
)


@dataclass(frozen=True)
class _Line:
    row: Row
    unit_id: int
    indicator: str
    from_on: date
    to_on: date | None
    reason: str
    document_number: str

    @property
    def key(self) -> tuple[int, str, date]:
        return (self.unit_id, self.indicator, self.from_on)

    def values(self) -> dict[str, object]:
        return {"to_on": self.to_on, "reason": self.reason, "document_number": self.document_number}


def import_not_applicable(*, rows: Sequence[Row], by: Actor, now: datetime) -> Tally:
    """Write the marks of a file: all of them, or none if one is refused; another end or reason replaces the first."""
    take_turns()
    tally = Tally()
    lines = read_lines(rows, _reader(indicators(), codes_in(rows)), tally)
    standing = _standing(lines)
    new, told = [], []
    for line in lines:
        present = standing.get(line.key)
        if present is None:
            told.append(line)
            unit, indicator, from_on = line.key
            new.append({"unit_id": unit, "indicator": indicator, "from_on": from_on, **line.values()})
        elif all(getattr(present, name) == value for name, value in line.values().items()):
            tally.unchanged += 1
        else:
            tally.corrected += 1
            _correct(present, line, by=by, now=now)
    tally.written = len(new)
    if new:
        db.session.execute(insert(NotApplicable), new)
        audit.record_all([_act(line) for line in told], by=by, now=now)
    if tally.changed_anything:
        audit.record(
            action="not-applicable marks imported", thing=("file", rows[0].file), facts=tally.facts(), by=by, now=now
        )
    return tally


def _reader(known: dict[str, IndicatorRow], bearers: Bearers) -> Callable[[Row], _Line | None]:
    def read(row: Row) -> _Line | None:
        indicator = indicator_at(row, "indicator", known)
        from_on, to_on = needed_day_at(row, "from"), day_at(row, "to")
        if to_on is not None and to_on < from_on:
            raise refused(row, "to", "The last day lies before the first one.")
        return _Line(
            row=row,
            unit_id=unit_at(row, bearers, from_on).unit_id,
            indicator=indicator.code,
            from_on=from_on,
            to_on=to_on,
            reason=text_at(row, "reason", required=True),
            document_number=text_at(row, "document_number"),
        )

    return read


def _standing(lines: Sequence[_Line]) -> dict[tuple[int, str, date], Any]:
    table = NotApplicable
    columns = (
        table.id,
        table.unit_id,
        table.indicator,
        table.from_on,
        table.to_on,
        table.reason,
        table.document_number,
    )
    return {
        (row.unit_id, row.indicator, row.from_on): row
        for some in batches({line.unit_id for line in lines})
        for row in db.session.execute(select(*columns).where(*within(table.unit_id, some)))
    }


def _correct(present: Any, line: _Line, *, by: Actor, now: datetime) -> None:
    db.session.execute(update(NotApplicable).where(NotApplicable.id == present.id).values(line.values()))
    facts = {
        "indicator": line.indicator,
        "before": {"to_on": _day(present.to_on), "reason": present.reason, "document_number": present.document_number},
        "after": {"to_on": _day(line.to_on), "reason": line.reason, "document_number": line.document_number},
    }
    audit.record(
        action="not-applicable mark changed",
        thing=("not_applicable", present.id),
        facts=facts,
        unit_id=line.unit_id,
        by=by,
        now=now,
    )


def _act(line: _Line) -> Act:
    after = {"from_on": line.from_on.isoformat(), "to_on": _day(line.to_on), "reason": line.reason}
    facts = {"indicator": line.indicator, "document_number": line.document_number, "before": None, "after": after}
    return Act("not-applicable mark set", ("unit", line.unit_id), facts, line.unit_id)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
