"""Taking over lists of units, and of what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from committee.audit import operations as audit
from committee.core.tabular import Row
from committee.domain.access import Actor
from committee.units import drafts, paths, planning
from committee.units.files import UnitLine, unit_lines
from committee.units.planning import Draft, Plan


@dataclass(frozen=True)
class UnitsImported:
    """How many rows became new units, corrected a placement, opened a further one of a unit, or changed nothing.

    `followed` counts the placements of other units that moved with a unit above them.
    """

    rows: int
    added: int
    corrected: int
    renewed: int
    followed: int

    @property
    def unchanged(self) -> int:
        """The rows that said what stood already."""
        return self.rows - self.added - self.corrected - self.renewed

    @property
    def changed_anything(self) -> bool:
        """Whether anything was written."""
        return bool(self.added or self.corrected or self.renewed or self.followed)


def import_units(*, rows: Sequence[Row], effective_on: date | None = None, by: Actor, now: datetime) -> UnitsImported:
    """Take over a list of units, wholly or, by raising `Refused`, not at all.

    With `effective_on`, a row without valid_from counts from that day and goes on with the unit that bears its code
    then; without, its start is unknown. Source: docs/domain.md, section 12.
    """
    lines = unit_lines(rows)
    drafts.lock_units()
    plan = Plan(rows[0].file, effective_on)
    shelf = drafts.Shelf()
    shelf.load_codes(plan, _codes_in(lines))
    placed = planning.place_lines(plan, lines)
    paths.stand_under_parents(plan, placed)
    plan.refusals.raise_if_any()
    planning.drop_what_repeats(plan)
    for old, moved in paths.moves(plan):
        paths.follow(plan, old, moved, shelf.load_below(plan, old))
    imported = _counted(plan, len(lines))
    if imported.changed_anything:
        drafts.write(plan)
        _record(plan, imported, by=by, now=now)
    return imported


def _codes_in(lines: Iterable[UnitLine]) -> set[str]:
    codes: set[str] = set()
    for line in lines:
        codes.add(line.code)
        codes |= planning.spellings(line.parent_code) | planning.spellings(line.host_code)
    return codes


def _counted(plan: Plan, rows: int) -> UnitsImported:
    corrected = [draft for draft in plan.changed if draft.line is not None]
    named = [draft for draft in plan.added if draft.line is not None]
    renewed = [draft for draft in named if draft.renews is not None]
    ended = {draft.renews for draft in renewed}
    return UnitsImported(
        rows=rows,
        added=len(named) - len(renewed),
        corrected=len(corrected),
        renewed=len(renewed),
        followed=sum(draft.line is None and draft not in ended for draft in plan.changed),
    )


def _record(plan: Plan, imported: UnitsImported, *, by: Actor, now: datetime) -> None:
    facts: dict[str, object] = {**asdict(imported), "file": plan.file}
    if plan.effective_on is not None:
        facts["effective_on"] = plan.effective_on.isoformat()
    audit.record(action="units imported", thing=("file", plan.file), facts=facts, by=by, now=now)
    for draft in plan.changed:
        if draft.before is not None:
            audit.record(
                action="unit corrected" if draft.line else "unit moved",
                thing=("unit", draft.identity.unit_id),
                facts=_difference(draft.before, draft),
                unit_id=draft.identity.unit_id,
                by=by,
                now=now,
            )


def _difference(before: Draft, after: Draft) -> dict[str, object]:
    old, new = _facts(before), _facts(after)
    changed = [name for name in new if old[name] != new[name]]
    return {"before": {name: old[name] for name in changed}, "after": {name: new[name] for name in changed}}


def _facts(draft: Draft) -> dict[str, object]:
    facts = {
        **vars(draft.fields),
        "path": drafts.path_text(draft.path),
        "host_unit_id": draft.host.unit_id if draft.host else None,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
    }
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
