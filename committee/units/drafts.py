"""Drafts out of the tables and into them: few statements, however many rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, insert, select, text, update

from committee.core.batches import batches
from committee.core.db import db, is_sqlite
from committee.domain.text import name_without_type, search_key, sort_key, tone_placement_key
from committee.units.models import Placement, Unit
from committee.units.planning import Draft, Fields, Identity, Plan
from committee.units.queries import below_path

FIELDS = Fields.__dataclass_fields__
SAID = [getattr(Placement, name) for name in FIELDS]


class Shelf:
    """The placements and identities read so far: each is one object, however often it is asked for."""

    def __init__(self) -> None:
        self.identities: dict[int, Identity] = {}
        self.drafts: dict[int, Draft] = {}

    def load_codes(self, plan: Plan, codes: Collection[str]) -> None:
        """Put all placements of `codes` into the plan."""
        for some in batches(codes):
            for draft in self._load(plan, Placement.code.in_(some)):
                plan.by_code[draft.fields.code].append(draft)

    def load_below(self, plan: Plan, path: tuple[Identity, ...]) -> list[Draft]:
        """Return what stands or stood below `path`; what the plan did not have yet is put into it."""
        return [draft for draft in self._load(plan, below_path(path_text(path))) if draft.path != path]

    def _load(self, plan: Plan, condition: ColumnElement[bool]) -> list[Draft]:
        rows = db.session.execute(
            select(
                Placement.id,
                Placement.path,
                Placement.host_unit_id,
                Placement.valid_from,
                Placement.valid_to,
                Unit.axis,
                *SAID,
            )
            .join(Unit, Unit.id == Placement.unit_id)
            .where(condition)
            .order_by(Placement.id)
        )
        return [self._draft(plan, row) for row in rows]

    def _draft(self, plan: Plan, row: Any) -> Draft:
        placement_id, path, host_unit_id, valid_from, valid_to, axis, *said = row
        if placement_id not in self.drafts:
            identities = tuple(self._identity(int(part)) for part in path.split("/")[:-1])
            identities[-1].axis = axis
            host = None if host_unit_id is None else self._identity(host_unit_id)
            stands = Draft(identities[-1], Fields(*said), valid_from, valid_to, identities, host, placement_id)
            self.drafts[placement_id] = replace(stands, before=stands)
            plan.kept.append(self.drafts[placement_id])
        return self.drafts[placement_id]

    def _identity(self, unit_id: int) -> Identity:
        return self.identities.setdefault(unit_id, Identity("territory", unit_id))


def lock_units() -> None:
    """Let no other import of units in until this transaction ends; SQLite has one writer anyway."""
    if not is_sqlite():
        db.session.execute(text("LOCK TABLE placement IN SHARE ROW EXCLUSIVE MODE"))


def write(plan: Plan) -> None:
    """Write what the plan adds and changes."""
    _give_ids(plan.added)
    if plan.added:
        db.session.execute(insert(Placement), [_columns(draft) for draft in plan.added])
    if plan.changed:
        db.session.execute(update(Placement), [{"id": draft.placement_id, **_columns(draft)} for draft in plan.changed])


def path_text(path: Iterable[Identity]) -> str:
    """Return the path as it is stored."""
    return "".join(f"{identity.unit_id}/" for identity in path)


def _give_ids(drafts: Sequence[Draft]) -> None:
    new = list({draft.identity: None for draft in drafts if draft.identity.unit_id is None})
    if not new:
        return
    ids = db.session.scalars(
        insert(Unit).returning(Unit.id, sort_by_parameter_order=True), [{"axis": identity.axis} for identity in new]
    )
    for identity, unit_id in zip(new, ids.all(), strict=True):
        identity.unit_id = unit_id
    db.session.execute(
        update(Unit).where(Unit.lineage.is_(None)).values(lineage=Unit.id).execution_options(synchronize_session=False)
    )


def _columns(draft: Draft) -> dict[str, object]:
    name = draft.fields.name
    bare = name_without_type(name)
    return {
        **vars(draft.fields),
        "unit_id": draft.identity.unit_id,
        "parent_id": draft.parent.unit_id if draft.parent else None,
        "path": path_text(draft.path),
        "host_unit_id": draft.host.unit_id if draft.host else None,
        "search_key": search_key(name),
        "name_key": search_key(bare),
        "tone_key": tone_placement_key(bare),
        "sort_key": sort_key(bare),
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
    }
