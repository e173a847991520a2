"""A case between its row and the rules: the same values under the same names; and its ladder as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from committee.domain.case_facts import CaseView, State
from committee.domain.ladder import DEFAULT_LADDER, Ladder, Severity, Step, Want

COLUMNS = tuple(field.name for field in fields(CaseView))


@dataclass(frozen=True)
class StoredCase:
    """A case as it was read: what the rules know of it, what it is about, and the version to claim it by."""

    id: int
    fingerprint: str
    rule: str
    unit_id: int
    indicator: str
    year: int
    view: CaseView
    suppressed_by: str
    silence_id: int | None
    facts: dict[str, Any]
    snapshot: dict[str, Any]
    version: int

    @property
    def ladder(self) -> Ladder:
        """The ladder it was opened with, or today's while it is not open yet."""
        return ladder_of(self.snapshot["ladder"]) if "ladder" in self.snapshot else DEFAULT_LADDER


def held_by(suppressed_by: str, silence_id: int | None) -> str:
    """Return what holds a case back by name, "" where nothing does: "systemic", "silence:7", "systemic,silence:7"."""
    return ",".join(name for name in (suppressed_by, f"silence:{silence_id}" if silence_id else "") if name)


def stored_case(row: Mapping[str, Any]) -> StoredCase:
    """Return the case that a row of its table holds."""
    values = {name: row[name] for name in COLUMNS}
    values["state"] = State(values["state"])
    values["severity"] = Severity(values["severity"])
    values["previous_state"] = State(values["previous_state"]) if values["previous_state"] else None
    about = {field.name: row[field.name] for field in fields(StoredCase) if field.name != "view"}
    return StoredCase(view=CaseView(**values), **about)


def columns_of(view: CaseView) -> dict[str, Any]:
    """Return the columns that hold what the rules know of a case."""
    values = {name: getattr(view, name) for name in COLUMNS}
    values["state"] = view.state.value
    values["severity"] = view.severity.value
    values["previous_state"] = view.previous_state.value if view.previous_state else None
    return values


def ladder_as_json(ladder: Ladder) -> dict[str, Any]:
    """Return a ladder as a snapshot keeps it."""
    return asdict(ladder)


def ladder_of(kept: Mapping[str, Any]) -> Ladder:
    """Return the ladder a snapshot keeps."""
    steps = tuple(
        Step(
            delay=step["delay"],
            roles=tuple(step["roles"]),
            wants=tuple(Want(want) for want in step["wants"]),
            asks=tuple(step["asks"]),
        )
        for step in kept["steps"]
    )
    return Ladder(**{**kept, "steps": steps})
