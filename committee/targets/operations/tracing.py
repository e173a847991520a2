"""What the audit keeps of targets that are set: unit by unit, what was asked before and what is asked after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from committee.audit.operations import Act
from committee.domain.revisions import SUPPLEMENT, fold
from committee.targets.operations.target_lines import TargetLine


@dataclass(frozen=True)
class Asked:
    """One act on a target, and what the target came to on its day before it."""

    line: TargetLine
    before: int | None

    @property
    def after(self) -> int:
        """What the target comes to with it."""
        return (self.before or 0) + self.line.value if self.line.kind == SUPPLEMENT else self.line.value


def asked_before(acts: Iterable[Any], line: TargetLine) -> int | None:
    """Return what `acts` of the target came to on the day from which `line` is in force."""
    found = fold(acts, year=line.year, on=line.effective_on or date(line.year, 1, 1))
    return None if found is None else found.value


def acts_of(asked: Iterable[Asked]) -> list[Act]:
    """Return one act for each unit and decision among `asked`."""
    grouped: dict[tuple[object, ...], list[Asked]] = {}
    for one in asked:
        line = one.line
        key = (line.unit_id, line.year, line.kind, line.effective_on, line.assigner, line.document_number)
        grouped.setdefault(key, []).append(one)
    return [_act(some) for some in grouped.values()]


def _act(asked: list[Asked]) -> Act:
    line = asked[0].line
    facts = {
        "year": line.year,
        "kind": line.kind,
        "assigner": line.assigner,
        "document_number": line.document_number,
        "effective_on": line.effective_on.isoformat() if line.effective_on else None,
        "before": {one.line.indicator.code: one.before for one in asked},
        "after": {one.line.indicator.code: one.after for one in asked},
    }
    return Act("targets set", ("unit", line.unit_id), facts, line.unit_id)
