"""Targets handed down by one decision: a share for each unit below, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from committee.audit import operations as audit
from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.revisions import INITIAL, Revision
from committee.targets.operations.target_lines import TargetLine
from committee.targets.operations.targets import write_lines
from committee.targets.operations.turns import take_turns
from committee.targets.queries import IndicatorRow, indicators, revisions_of, targets_of
from committee.targets.rows import Tally
from committee.units.queries import children_of

ADJUSTMENT = "adjustment"


@dataclass(frozen=True)
class Decision:
    """The act by which targets are set: who assigns them, by which document of which day."""

    assigner: str
    document_number: str
    document_date: date


def assign_targets(
    *,
    parent_id: int,
    indicator: str,
    year: int,
    values: Mapping[int, int],
    decision: Decision,
    by: Actor,
    now: datetime,
) -> Tally:
    """Record what `decision` asks of the units below `parent_id`: {unit id: value as it is kept}.

    A unit that has no target of this assigner yet gets its initial one; another value than the one in force is an
    adjustment from the day of the document; the same value again changes nothing.
    """
    known = indicators().get(indicator)
    if known is None or known.kind == "parameter":
        raise DomainError("This is a base number that rates are computed with: it has no target.")
    _refuse_incomplete(values, decision)
    take_turns()
    _refuse_foreign(parent_id, values, decision, year)
    tally = Tally(read=len(values))
    lines = _lines(known, year, values, decision, tally)
    write_lines(lines, tally, by=by, now=now)
    if tally.changed_anything:
        facts: dict[str, object] = {
            "indicator": indicator,
            "year": year,
            "assigner": decision.assigner,
            "document_number": decision.document_number,
            "document_date": decision.document_date.isoformat(),
            "values": {str(unit_id): value for unit_id, value in sorted(values.items())},
            **tally.facts(),
        }
        thing = ("unit", parent_id)
        audit.record(action="targets assigned", thing=thing, facts=facts, unit_id=parent_id, by=by, now=now)
    return tally


def _refuse_incomplete(values: Mapping[int, int], decision: Decision) -> None:
    if not values:
        raise DomainError("Nothing is recorded yet: type a target for at least one unit.")
    if not decision.assigner:
        raise DomainError("Write who assigns these targets.")
    if not decision.document_number:
        raise DomainError("Write the number of the decision; a target is assigned by a document.")


def _refuse_foreign(parent_id: int, values: Mapping[int, int], decision: Decision, year: int) -> None:
    """Refuse units that stand below neither on the day of the document nor on the first or last day of the year."""
    days = {decision.document_date, date(year, 1, 1), date(year, 12, 31)}
    below = {child.unit_id for day in days for child in children_of(parent_id, day)}
    if set(values) - below:
        raise DomainError("A target can only be handed down to the units directly below.")


def _lines(
    indicator: IndicatorRow, year: int, values: Mapping[int, int], decision: Decision, tally: Tally
) -> list[TargetLine]:
    standing = {
        one.unit_id: one
        for one in targets_of(list(values), year, date(year, 12, 31))
        if one.indicator == indicator.code and one.target.assigner == decision.assigner
    }
    acts = revisions_of([one.target_id for one in standing.values()], year)
    lines = []
    for number, (unit_id, value) in enumerate(values.items(), 1):
        present = standing.get(unit_id)
        if present is not None and present.target.value == value:
            tally.unchanged += 1
            continue
        is_first = present is None or _is_said_by(acts[present.target_id][0], decision)
        if not is_first and decision.document_date.year != year:
            raise DomainError(
                "A change of a target is in force from the date of its document, which must lie in %(year)d.", year=year
            )
        lines.append(_line(indicator, year, unit_id, value, decision, is_first=is_first, number=number))
    return lines


def _is_said_by(act: Revision, decision: Decision) -> bool:
    """Return whether `act` is the initial one of this very document, which then is corrected."""
    said = (act.kind, act.document_number, act.document_date)
    return said == (INITIAL, decision.document_number, decision.document_date)


def _line(
    indicator: IndicatorRow, year: int, unit_id: int, value: int, decision: Decision, *, is_first: bool, number: int
) -> TargetLine:
    return TargetLine(
        row=Row("", number, {}),
        unit_id=unit_id,
        indicator=indicator,
        year=year,
        assigner=decision.assigner,
        kind=INITIAL if is_first else ADJUSTMENT,
        value=value,
        effective_on=None if is_first else decision.document_date,
        document_number=decision.document_number,
        document_date=decision.document_date,
        primary=None,
        strictness=None,
    )
