"""The unit somebody means when they type a code or a name, among those they administer."""

from __future__ import annotations

from datetime import date

from committee.domain.access import Reach
from committee.domain.appointments import same_name
from committee.domain.errors import DomainError
from committee.domain.text import clean, name_without_type, search_key
from committee.units.finding import search
from committee.units.queries import UnitRow, unit_with_code

MOST_OFFERED = 12


class WhichUnit(DomainError):
    """Several units may be meant: `units` are to be asked about; `is_cut`: they are not all."""

    def __init__(self, units: list[UnitRow]) -> None:
        super().__init__("Several units are called so: choose one below.")
        self.units = units[:MOST_OFFERED]
        self.is_cut = len(units) > MOST_OFFERED


def unit_meant(text: str, reach: Reach, on: date, *, chosen: str = "") -> UnitRow:
    """Return the unit within `reach` that `text` means; `chosen` is the code that was picked when this asked before.

    Raises `WhichUnit` when there are several, `DomainError` when there is none.
    """
    said = clean(text)
    exact = unit_with_code(said, on)
    if exact is not None and reach.covers(exact.path):
        return exact
    # A code that is not quite one is a slip: nothing is guessed from its beginning.
    found = [] if said.isdigit() else search(said, on, within=reach, limit=MOST_OFFERED + 1)
    if not found:
        raise DomainError("No unit is called so, or bears this code, among those open to you.", read=said)
    named = [unit for unit in found if same_name(unit.name, said)] or [unit for unit in found if _is_bare(unit, said)]
    if len(named) == 1 or len(found) == 1:
        return (named or found)[0]
    picked = next((unit for unit in found if unit.code == chosen), None)
    if picked is None:
        raise WhichUnit(found)
    return picked


def unit_called(text: str, reach: Reach, on: date) -> UnitRow:
    """Return the unit that `text` means where nothing can be picked: of several, the refusal names the codes."""
    try:
        return unit_meant(text, reach, on)
    except WhichUnit as error:
        offered = "; ".join(f"{unit.name} ({unit.code})" for unit in error.units)
        raise DomainError("Several units are called so, write the code: %(units)s", units=offered) from error


def _is_bare(unit: UnitRow, said: str) -> bool:
    return search_key(name_without_type(unit.name)) == search_key(said)
