"""Whether a person may send a file: asked of every unit that it names, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from committee.api.kinds import Kind
from committee.core import clock
from committee.core.tabular import Refusals, Row
from committee.domain.access import Action, Thing, Viewer, may
from committee.domain.codes import unit_code
from committee.domain.days import read_day
from committee.domain.errors import DomainError, NotAllowed
from committee.units.queries import UnitRow, bearer_on, bearers_of, children_of, standing_last

WHOLE = ""
# New units and indicators lie outside every branch there is.
INSTALLATION = frozenset({Action.MANAGE_UNITS, Action.MANAGE_SETTINGS})
REPORTED_BY_ITSELF = "self_reported"


def refuse_without_right(rows: Sequence[Row], kind: Kind, viewer: Viewer) -> None:
    """Raise where `viewer` lacks the right over a unit of the file; a unit they may not see is not there for them."""
    bearers = bearers_of({code for row in rows if (code := _code(row, kind.unit_column))})
    today = clock.today()
    standing = standing_last({one.unit_id for known in bearers.values() for one in known}, today)
    paths = {unit_id: unit.path for unit_id, unit in standing.items()}
    refusals = Refusals()
    for row in rows:
        with refusals.at(row.place(kind.unit_column)):
            _refuse_row(row, kind, viewer, bearers, paths)
    forbidden = [error for error in refusals.errors if isinstance(error, NotAllowed)]
    if forbidden and len(forbidden) == len(refusals.errors):
        raise forbidden[0]
    refusals.errors = [error for error in refusals.errors if error not in forbidden]
    refusals.raise_if_any()


def _refuse_row(
    row: Row, kind: Kind, viewer: Viewer, bearers: dict[str, list[UnitRow]], paths: Mapping[int, str]
) -> None:
    """Judge one row; `paths` say where units stand today: rights go by that, whatever day the row is of."""
    code = _code(row, kind.unit_column)
    if code is None:
        return  # no code at all: the room itself says so
    action = _action(row, kind)
    if not code:
        if not _may_everywhere(viewer, action):
            raise NotAllowed("Only whoever looks after the whole system may send this.")
        return
    known = bearers.get(code, [])
    named = bearer_on(known, _day(row, kind))
    seen = [unit for unit in ([named] if named else known) if may(viewer, kind.see, Thing("file", paths[unit.unit_id]))]
    if known and not seen:
        message = "There is no unit with this code: check the code, or import the list of units first."
        raise DomainError(message, place=row.place(kind.unit_column), read=code)
    if named and not may(viewer, action, Thing("file", paths[named.unit_id])):
        raise NotAllowed("You may not send this for %(unit)s.", unit=named.name)


def _may_everywhere(viewer: Viewer, action: Action) -> bool:
    """Return whether the right holds for the whole system: for all of it at once, or for every unit at the top."""
    if may(viewer, action, Thing("file", WHOLE)):
        return True
    if action in INSTALLATION:
        return False
    tops = children_of(None, clock.today())
    return bool(tops) and all(may(viewer, action, Thing("file", top.path)) for top in tops)


def _action(row: Row, kind: Kind) -> Action:
    reports_itself = str(row.cells.get("origin") or "").casefold() == REPORTED_BY_ITSELF
    if kind.action is Action.IMPORT_FIGURES and reports_itself:
        return Action.ENTER_FIGURES
    return kind.action


def _code(row: Row, column: str) -> str | None:
    """Return the code a row names, "" where it is about every unit, None where what stands there is no code."""
    cell = row.cells.get(column) if column else None
    if cell is None:
        return ""
    try:
        return unit_code(cell)
    except DomainError:
        return None


def _day(row: Row, kind: Kind) -> date:
    """Return the day on which the code of a row is meant: the first of the columns that says one."""
    for column in kind.days:
        cell = row.cells.get(column)
        if cell is None:
            continue
        try:
            return date(int(str(cell)), 1, 1) if column == "year" else read_day(cell)
        except (DomainError, ValueError):
            continue
    return clock.today()
