"""Targets handed down, from a file: each row is an act that sets or changes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from committee.audit import operations as audit
from committee.core.batches import batches, within
from committee.core.db import db
from committee.core.tabular import Refusals, Row
from committee.domain.access import Actor
from committee.domain.revisions import INITIAL, SUPPLEMENT
from committee.targets.models import Target, TargetRevision
from committee.targets.operations.plans import make_plans
from committee.targets.operations.target_lines import RevisionKey, TargetKey, TargetLine, line_reader
from committee.targets.operations.tracing import Asked, acts_of, asked_before
from committee.targets.operations.turns import take_turns
from committee.targets.queries import indicators
from committee.targets.rows import Tally, codes_in, read_lines, refused


@dataclass
class _Present:
    """A target that stands, and its acts by what they are."""

    id: int
    is_primary: bool
    strictness: str
    acts: dict[RevisionKey, Any] = field(default_factory=dict)


Standing = dict[TargetKey, _Present]


def import_targets(*, rows: Sequence[Row], by: Actor, now: datetime) -> Tally:
    """Write the acts of a file of targets: all of them, or none if one is refused.

    An initial target imported again with another value corrects the first; the same again changes nothing.
    """
    take_turns()
    tally = Tally()
    lines = read_lines(rows, line_reader(indicators(), codes_in(rows)), tally)
    write_lines(lines, tally, by=by, now=now)
    if tally.changed_anything:
        file = rows[0].file if rows else ""
        audit.record(action="targets imported", thing=("file", file), facts=tally.facts(), by=by, now=now)
    return tally


def write_lines(lines: Sequence[TargetLine], tally: Tally, *, by: Actor, now: datetime) -> None:
    """Write acts on targets that have been read, and count them in `tally`; what they correct is audited one by one."""
    standing = _standing(lines)
    _refuse_additions_to_nothing(lines, standing)
    primary = _primary_wanted(lines, standing)
    make_plans({line.year for line in lines})
    touched = _keep_targets(lines, standing, primary, by=by, now=now)
    _write_acts(lines, standing, tally, touched, by=by, now=now)


def _standing(lines: Sequence[TargetLine]) -> Standing:
    """Return the targets that stand for the units and years of `lines`, of whatever assigner."""
    years = sorted({line.year for line in lines})
    found: Standing = {}
    by_id: dict[int, _Present] = {}
    for some in batches({line.unit_id for line in lines}):
        for row in db.session.execute(
            select(
                Target.id,
                Target.unit_id,
                Target.indicator,
                Target.year,
                Target.assigner,
                Target.is_primary,
                Target.strictness,
            ).where(Target.year.in_(years), *within(Target.unit_id, some))
        ):
            present = _Present(row.id, row.is_primary, row.strictness)
            found[row.unit_id, row.indicator, row.year, row.assigner] = by_id[row.id] = present
    for some in batches(by_id):
        for act in db.session.execute(_acts().where(*within(TargetRevision.target_id, some))):
            is_initial = act.kind == INITIAL
            key = (INITIAL, None, "") if is_initial else (act.kind, act.effective_on, act.document_number)
            by_id[act.target_id].acts[key] = act
    return found


def _acts() -> Any:
    return select(
        TargetRevision.id,
        TargetRevision.target_id,
        TargetRevision.kind,
        TargetRevision.value,
        TargetRevision.effective_on,
        TargetRevision.document_number,
        TargetRevision.document_date,
    )


def _refuse_additions_to_nothing(lines: Sequence[TargetLine], standing: Standing) -> None:
    set_here = {line.target for line in lines if line.kind != SUPPLEMENT}
    refusals = Refusals()
    for line in lines:
        if line.kind == SUPPLEMENT and line.target not in set_here and line.target not in standing:
            message = "There is no target yet that this could be added to: import the initial one first."
            refusals.add(refused(line.row, "kind", message))
    refusals.raise_if_any()


def _primary_wanted(lines: Sequence[TargetLine], standing: Standing) -> dict[TargetKey, bool]:
    """Return {target: whether it is to be primary} for every target of the pairs in `lines`."""
    said: dict[TargetKey, bool | None] = {}
    for line in lines:
        said[line.target] = said.get(line.target) if line.primary is None else line.primary
    _refuse_two_primary(lines, said)
    chosen = {target[:3]: target for target, primary in said.items() if primary}
    pairs = {line.pair for line in lines}
    with_targets = {target[:3] for target in standing}
    wanted: dict[TargetKey, bool] = {}
    for target, present in standing.items():
        if target[:3] in pairs:
            kept = present.is_primary and said.get(target) is not False
            wanted[target] = target == chosen.get(target[:3], target if kept else None)
    first_of_pair: set[tuple[int, str, int]] = set()
    for target, primary in said.items():
        if target in standing:
            continue
        is_first = target[:3] not in with_targets | first_of_pair
        first_of_pair.add(target[:3])
        default = target if is_first and primary is None else None
        wanted[target] = target == chosen.get(target[:3], default)
    return wanted


def _refuse_two_primary(lines: Sequence[TargetLine], said: dict[TargetKey, bool | None]) -> None:
    holder: dict[tuple[int, str, int], TargetKey] = {}
    refusals = Refusals()
    for line in lines:
        if line.primary and said[line.target] and holder.setdefault(line.pair, line.target) != line.target:
            message = "Only one assigner's target of a unit and an indicator can be the primary one."
            refusals.add(refused(line.row, "primary", message))
    refusals.raise_if_any()


def _keep_targets(
    lines: Sequence[TargetLine], standing: Standing, primary: dict[TargetKey, bool], *, by: Actor, now: datetime
) -> set[TargetKey]:
    """Make the targets that are missing and change those that differ; return the keys of the changed ones."""
    strictness = {line.target: line.strictness for line in lines if line.strictness}
    changed = set()
    # Those that cease to be primary first: a pair never has two.
    for target, present in sorted(standing.items(), key=lambda each: primary.get(each[0], False)):
        before = {"is_primary": present.is_primary, "strictness": present.strictness}
        after = {
            "is_primary": primary.get(target, present.is_primary),
            "strictness": strictness.get(target, present.strictness),
        }
        if before == after:
            continue
        changed.add(target)
        db.session.execute(update(Target).where(Target.id == present.id).values(after))
        facts = {"before": before, "after": after}
        thing = ("target", present.id)
        audit.record(action="target changed", thing=thing, facts=facts, unit_id=target[0], by=by, now=now)
    _add_targets(lines, standing, primary, strictness)
    return changed


def _add_targets(
    lines: Iterable[TargetLine], standing: Standing, primary: dict[TargetKey, bool], strictness: dict[TargetKey, str]
) -> None:
    made: dict[TargetKey, Target] = {}
    for line in lines:
        if line.target in standing or line.target in made:
            continue
        made[line.target] = Target(
            unit_id=line.unit_id,
            indicator=line.indicator.code,
            year=line.year,
            assigner=line.assigner,
            is_primary=primary[line.target],
            strictness=strictness.get(line.target, line.indicator.strictness),
        )
    db.session.add_all(made.values())
    db.session.flush()
    for key, target in made.items():
        standing[key] = _Present(target.id, target.is_primary, target.strictness)


def _write_acts(
    lines: Sequence[TargetLine],
    standing: Standing,
    tally: Tally,
    touched: set[TargetKey],
    *,
    by: Actor,
    now: datetime,
) -> None:
    new, asked = [], []
    for line in lines:
        present = standing[line.target]
        act = present.acts.get(line.act)
        if act is None:
            new.append({"target_id": present.id, "recorded_at": now, **_act(line)})
            asked.append(Asked(line, asked_before(present.acts.values(), line)))
            tally.written += 1
            continue
        before = _differences(act, line)
        if before:
            _correct(act.id, line, before, by=by, now=now)
        if before or line.target in touched:
            tally.corrected += 1
        else:
            tally.unchanged += 1
    if new:
        # In the order of the file: of two acts on one day the later row is the newer one.
        db.session.execute(insert(TargetRevision), new)
        audit.record_all(acts_of(asked), by=by, now=now)


def _correct(revision_id: int, line: TargetLine, before: dict[str, object], *, by: Actor, now: datetime) -> None:
    after = {name: _act(line)[name] for name in before}
    db.session.execute(update(TargetRevision).where(TargetRevision.id == revision_id).values(after))
    about = {"indicator": line.indicator.code, "year": line.year}
    facts = {**about, "before": _plain(before), "after": _plain(after)}
    thing = ("target_revision", revision_id)
    audit.record(action="target corrected", thing=thing, facts=facts, unit_id=line.unit_id, by=by, now=now)


def _act(line: TargetLine) -> dict[str, object]:
    return {
        "kind": line.kind,
        "value": line.value,
        "effective_on": line.effective_on,
        "document_number": line.document_number,
        "document_date": line.document_date,
    }


def _differences(act: Any, line: TargetLine) -> dict[str, object]:
    """Return what stands now, where the file says otherwise."""
    return {name: getattr(act, name) for name, value in _act(line).items() if getattr(act, name) != value}


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
