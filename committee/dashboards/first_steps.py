"""What the first administrator of a new installation has to do before anybody else can work in it."""

from __future__ import annotations

from dataclasses import dataclass

from committee.accounts.queries import is_alone
from committee.domain.access import Viewer
from committee.members.access import may_manage_people
from committee.units.queries import is_empty


@dataclass(frozen=True)
class FirstSteps:
    """What is still missing: the list of units, other people."""

    units: bool
    people: bool


def first_steps_of(viewer: Viewer) -> FirstSteps | None:
    """Return what is missing before others can work here; None where nothing is, or for whoever cannot change it."""
    if viewer.account_id is None or not may_manage_people(viewer):
        return None
    missing = FirstSteps(units=is_empty(), people=is_alone(viewer.account_id))
    return missing if missing.units or missing.people else None
