"""The audit in sentences: what was done, by whom, and what stood before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext

from committee.audit.queries import EntryRow
from committee.core.formatting import NONE, count, vn_date
from committee.dashboards.audit_actions import ACTIONS
from committee.figures.wording import amount
from committee.members.roles import NAMES, role_name
from committee.targets.queries import IndicatorRow

# Whoever is no person.
ACTORS = {
    "command line": lazy_gettext("Command line"),
    "timetable": lazy_gettext("Timetable"),
    "stranger": lazy_gettext("Somebody not signed in"),
    "": lazy_gettext("Unknown address"),
}
# What of the facts is shown, in this order; "before" and "after" are shown as changes.
FACTS = {
    "as_of": lazy_gettext("As of"),
    "year": lazy_gettext("Year"),
    "indicator": lazy_gettext("Indicator"),
    "assigner": lazy_gettext("Assigned by"),
    "document_number": lazy_gettext("Number of the document"),
    "effective_on": lazy_gettext("In force from"),
    "predecessor": lazy_gettext("Old unit"),
    "successor": lazy_gettext("New unit"),
    "receipt": lazy_gettext("Receipt"),
    "reason": lazy_gettext("Reason"),
    "file": lazy_gettext("File"),
    "refusals": lazy_gettext("What was told"),
    "status": lazy_gettext("Status of the answer"),
    "times": lazy_gettext("Times within the minute"),
    "format": lazy_gettext("Format"),
    "rows": lazy_gettext("Rows"),
    "network": lazy_gettext("Network"),
    "email": lazy_gettext("E-mail"),
    "name": lazy_gettext("Name"),
    "role": lazy_gettext("Role"),
    "scope": lazy_gettext("Scope"),
    "days": lazy_gettext("Days"),
}
FIELDS = {
    **FACTS,
    "state": lazy_gettext("State"),
    "step": lazy_gettext("Step"),
    "severity": lazy_gettext("Severity"),
    "due_on": lazy_gettext("Due on"),
    "note": lazy_gettext("Reason"),
    "value": lazy_gettext("Value"),
    "cut_off_on": lazy_gettext("Cut-off"),
    "cumulative": lazy_gettext("Cumulative"),
    "percent": lazy_gettext("Percent"),
    "from_on": lazy_gettext("First day"),
    "to_on": lazy_gettext("Last day"),
    "valid_from": lazy_gettext("First day"),
    "valid_to": lazy_gettext("Last day"),
    "is_primary": lazy_gettext("Primary target"),
    "strictness": lazy_gettext("Strictness"),
    "extensions": lazy_gettext("How often a task may be given more time"),
    "notice_days": lazy_gettext("Working days before the due day by which more time is asked for"),
    "strict": lazy_gettext("“Trước ngày D” ends the day before"),
    "moves": lazy_gettext("A last day that is not worked moves"),
    "cut_off_day": lazy_gettext("Cut-off day"),
    "rhythm": lazy_gettext("Rhythm"),
    "code": lazy_gettext("Code"),
    "path": lazy_gettext("Place in the tree"),
    "share": lazy_gettext("Share"),
    "extent": lazy_gettext("Extent"),
    "type": lazy_gettext("Type of document"),
    "number": lazy_gettext("Number"),
    "symbol": lazy_gettext("Symbol"),
    "issued_on": lazy_gettext("Day of the document"),
    "issuer": lazy_gettext("Issued by"),
    "subject": lazy_gettext("Abstract"),
    "signed_by": lazy_gettext("Signed by"),
    "per_type": lazy_gettext("Each type is counted by itself."),
}
VALUES = {
    "draft": lazy_gettext("Draft"),
    "submitted": lazy_gettext("Submitted"),
    "returned": lazy_gettext("Returned"),
    "accepted": lazy_gettext("Accepted"),
    "queued": lazy_gettext("Waiting"),
    "cancelled": lazy_gettext("Cancelled"),
    "failed": lazy_gettext("Failed, will be tried again"),
    "held": lazy_gettext("Awaiting confirmation"),
    "leased": lazy_gettext("Being sent"),
    "sent": lazy_gettext("Sent"),
    "dead": lazy_gettext("Given up"),
    "PENDING": lazy_gettext("Being checked"),
    "OPEN": lazy_gettext("Being urged on"),
    "ACKED": lazy_gettext("Received by the unit"),
    "EXPLAINED": lazy_gettext("Explained by the unit"),
    "COMMITTED": lazy_gettext("Promised by the unit"),
    "RECOVERING": lazy_gettext("Catching up"),
    "RESOLVED": lazy_gettext("Back on course"),
    "CLOSED": lazy_gettext("Case closed"),
}
YES, NO = lazy_gettext("Yes"), lazy_gettext("No")


@dataclass(frozen=True)
class ChangeShown:
    """One thing that changed, in words."""

    label: str
    before: str
    after: str


def action_words(action: str) -> str:
    """Return what was done, as a sentence has it after the name; an action of a later version as it is kept."""
    return str(ACTIONS.get(action, action))


def actor_words(row: EntryRow) -> str:
    """Return who did it."""
    return row.actor_name if row.actor_id is not None else str(ACTORS.get(row.actor_name, row.actor_name))


def detail(row: EntryRow, indicators: Mapping[str, IndicatorRow]) -> str:
    """Return the little that tells one act from another of its kind: the day, the year, the file, what was told."""
    for name in ("refusals", "email", "name", "role", "as_of", "file", "indicator", "year", "reason", "format"):
        if row.facts.get(name):
            return f"{FACTS[name]}: {_said(name, row.facts[name], indicators)}"
    return ""


def facts_shown(row: EntryRow, indicators: Mapping[str, IndicatorRow]) -> list[tuple[str, str]]:
    """Return the facts of an entry but for its changes, as label and text."""
    known = [name for name in FACTS if row.facts.get(name) not in (None, "", [])]
    return [(str(FACTS[name]), _said(name, row.facts[name], indicators)) for name in known]


def changes_shown(row: EntryRow, indicators: Mapping[str, IndicatorRow]) -> list[ChangeShown]:
    """Return what changed, one line each; what is the same before and after is left out."""
    before, after = _side(row.facts.get("before")), _side(row.facts.get("after"))
    names = dict.fromkeys((*after, *before))
    return [
        ChangeShown(
            _label(name, indicators),
            _said(name, before.get(name), indicators),
            _said(name, after.get(name), indicators),
        )
        for name in names
        if before.get(name) != after.get(name)
    ]


def _side(kept: Any) -> dict[str, Any]:
    if isinstance(kept, dict):
        return kept
    return {} if kept is None else {"value": kept}


def _label(name: str, indicators: Mapping[str, IndicatorRow]) -> str:
    code, _, day = name.partition(" ")
    if code in indicators:
        return f"{indicators[code].name} ({_said('', day, indicators)})" if day else indicators[code].name
    return str(FIELDS.get(name, name))


def _said(name: str, value: Any, indicators: Mapping[str, IndicatorRow]) -> str:
    if value is None or value == "":
        return NONE
    if isinstance(value, list):
        return "; ".join(_said("", one, indicators) for one in value) or NONE
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, int):
        return _number(name, value, indicators)
    return _word(name, str(value), indicators)


def _word(name: str, text: str, indicators: Mapping[str, IndicatorRow]) -> str:
    if name == "indicator" and text in indicators:
        return indicators[text].name
    if name == "role" and text in NAMES:
        return role_name(text)
    return str(VALUES[text]) if text in VALUES else _day_or(text)


def _number(name: str, value: int, indicators: Mapping[str, IndicatorRow]) -> str:
    if name in indicators:
        return amount(value, indicators[name])
    return str(value) if name == "year" else count(value)


def _day_or(text: str) -> str:
    try:
        return vn_date(date.fromisoformat(text))
    except ValueError:
        return text
